"""Looks at a program: only what is answered now is told, also where a place is told beside where things are."""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from dbus_fast import Variant

from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.lib.programs import executable_of
from desktop_agent.platforms.atspi.queries import AccessibilityQueries
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.window_query import WindowQuery, active_window
from desktop_agent.screen.controls.accessible_nodes import ACTIVE, FOCUSED, SELECTED, SHOWING, listed
from desktop_agent.screen.controls.window import ActiveWindow, Control, HitResult
from tests.fakes.desktops.object_bus import PID, PROGRAM, ROOT, BusObject, ObjectBus

BOX = Rect(0, 0, 1000, 800)
WINDOW = Window(1, "letters", "Letters", PID, "/usr/bin/letters")
CHOOSER = replace(WINDOW, title="Open File", dialog=True)
ASIDE = Rect(300, 200, 400, 300)
SAVE = ScreenPoint(50, 50)
DELETE = ScreenPoint(150, 50)


def letters() -> dict[str, BusObject]:
    """Return the objects of a window with two buttons in a bar, some panels deep."""
    return {
        ROOT: BusObject("letters", "application", BOX, ("/window",)),
        "/window": BusObject("Letters", "frame", BOX, ("/panel",)),
        "/panel": BusObject("", "panel", BOX, ("/bar", "/text")),
        "/bar": BusObject("", "tool bar", Rect(0, 0, 1000, 100), ("/save", "/delete")),
        "/save": BusObject("Save", "push button", Rect(0, 0, 100, 100)),
        "/delete": BusObject("Delete", "push button", Rect(100, 0, 100, 100)),
        "/text": BusObject("Text", "text", Rect(0, 100, 1000, 700)),
    }


class Looker:
    """Somebody who looks again and again."""

    def __init__(self, objects: dict[str, BusObject], window: Window = WINDOW) -> None:
        self.bus = ObjectBus(objects)
        self._memory = TreeCache()
        self._window = window

    async def sees(self, at: ScreenPoint, window: Window | None = None) -> HitResult:
        """Return what is at a point."""
        return (await self.bus.answered(self.look(window).hit_test(at)))[0]

    def look(self, window: Window | None = None, box: Rect = BOX) -> WindowQuery:
        """Return a look at the window, which lies at a place."""
        questions = AccessibilityQueries(cast("Any", self.bus), self._memory.answers)
        return WindowQuery(Tree(questions, self._memory), window or self._window, box)


def test_what_was_told_last_decides_nothing() -> None:
    async def seen() -> list[str]:
        objects = letters()
        looker = Looker(objects)
        names = [(await looker.sees(SAVE)).control.name]
        objects["/save"].name = "Send"
        names.append((await looker.sees(SAVE)).control.name)
        objects["/bar"].inside = ("/save", "/delete", "/new")
        objects["/new"] = BusObject("Pay", "push button", Rect(200, 0, 100, 100))
        names.append((await looker.sees(ScreenPoint(250, 50))).control.name)
        del objects["/delete"]
        objects["/bar"].inside = ("/save", "/new")
        names.append((await looker.sees(DELETE)).control.name)
        return names

    assert asyncio.run(seen()) == ["Save", "Send", "Pay", ""]


ODD_ANSWERS: dict[str, tuple[str, str, list[Any]]] = {
    "a role that is a text": ("GetRole", "s", ["push button"]),
    "a role that no list has": ("GetRole", "u", [4_000_000_000]),
    "states that are a text": ("GetState", "s", ["showing"]),
    "ten thousand words of states": ("GetState", "au", [[0xFFFFFFFF] * 10_000]),
    "no states": ("GetState", "au", [[]]),
    "a place of two numbers": ("GetExtents", "(ii)", [(1, 2)]),
    "a place that is no place": ("GetExtents", "(iiii)", [(-(2**31), 2**31 - 1, -(2**31), 2**31 - 1)]),
    "children that are numbers": ("GetChildren", "ai", [[1, 2]]),
    "children with names that none can have": ("GetChildren", "a(so)", [[("not a name", "/"), ("", "/x"), ("é", "/")]]),
    "children that are its parents": ("GetChildren", "a(so)", [[(":1.7", "/window"), (":1.7", "/panel")]]),
    "a name that is a number": ("Get", "v", [Variant("i", 7)]),
    "a name of 200 000 letters": ("Get", "v", [Variant("s", "x" * 200_000)]),
    "a name that turns round": ("Get", "v", [Variant("s", "\u202eSave\n\x1b[2J")]),
    "a name that is none": ("Get", "s", ["Text"]),
    "nothing at all": ("Get", "", []),
    "attributes that are a list": ("GetAttributes", "as", [["a"]]),
    "no object at the point": ("GetAccessibleAtPoint", "s", ["/text"]),
    "a text that is a number": ("GetText", "i", [5]),
}  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("odd", ODD_ANSWERS.values(), ids=ODD_ANSWERS)
def test_an_object_that_answers_oddly_leaves_the_others_known(odd: tuple[str, str, list[Any]]) -> None:
    async def found() -> tuple[str, Sequence[Control]]:
        looker = Looker(letters())
        member, signature, body = odd
        looker.bus.odd["/text", member] = (signature, body)
        await looker.bus.answered(looker.look().keyboard(by_return=True))
        await looker.sees(ScreenPoint(500, 400))
        await looker.bus.answered(looker.look().texts())
        listed_nodes = await looker.bus.answered(looker.look().listed())
        return (await looker.sees(SAVE)).control.name, listed(listed_nodes)

    name, controls = asyncio.run(found())

    assert name == "Save"
    assert {"Save", "Delete"} <= {control.name for control in controls}


@pytest.mark.parametrize(
    ("at", "is_bare"),
    [
        (ScreenPoint(500, 700), True),
        (ScreenPoint(500, 300), False),  # a button is known to lie there, whatever is found
    ],
)
def test_a_page_is_bare_where_nothing_of_it_is(at: ScreenPoint, is_bare: bool) -> None:
    async def told() -> bool:
        objects = {
            ROOT: BusObject("chromium", "application", BOX, ("/window",)),
            "/window": BusObject("Letters", "frame", BOX, ("/page",), at_point=("/page",)),
            "/page": BusObject(
                "Page", "document web", BOX, ("/send",), focusable=("/send",), address="http://127.0.0.1/"
            ),
            "/send": BusObject("Send", "push button", Rect(450, 250, 100, 100)),
        }
        return (await Looker(objects, replace(WINDOW, app="chromium")).sees(at)).bare

    assert asyncio.run(told()) is is_bare


@pytest.mark.parametrize(
    ("told", "names", "looks"),
    [
        (("/send",), "Send", 2),
        (("/field", "/send"), "Send", 3),  # what is on top, found once the browser has looked
        (("/row", "/row", "/row", "/send"), "Send", 5),  # as long as the button is known to lie there
        (("/text",), "Row", 2),
    ],
)
def test_a_browser_is_asked_again_what_it_finds_and_where_that_may_hold_more(
    told: tuple[str, ...], names: str, looks: int
) -> None:
    async def seen() -> tuple[str, int]:
        objects = {
            ROOT: BusObject("chromium", "application", BOX, ("/window",)),
            "/window": BusObject("Letters", "frame", BOX, ("/page",), at_point=told),
            "/page": BusObject("Page", "document web", BOX, ("/row", "/text", "/field"), focusable=("/row", "/send")),
            "/row": BusObject("Row", "list item", BOX, ("/send",), focusable=("/row", "/send")),
            "/text": BusObject("Row", "list item", BOX),
            "/send": BusObject("Send", "push button", Rect(0, 0, 100, 100)),
        }
        looker = Looker(objects, replace(WINDOW, app="chromium"))
        result = await looker.sees(SAVE)
        return result.control.name, sum("/window GetAccessibleAtPoint" in question for question in looker.bus.asked)

    assert asyncio.run(seen()) == (names, looks)


def test_what_a_browser_lists_is_a_part_of_its_page_or_of_the_browser() -> None:
    async def shown() -> dict[str, bool]:
        objects = {
            ROOT: BusObject("chromium", "application", BOX, ("/window",)),
            "/window": BusObject(
                "Letters", "frame", BOX, ("/page", "/bubble"), focusable=("/page", "/send", "/restore")
            ),
            "/page": BusObject("Page", "document web", BOX, ("/send",), focusable=("/send",), address="http://a/"),
            "/send": BusObject("Send", "push button", Rect(0, 0, 100, 100)),
            "/bubble": BusObject("", "panel", Rect(0, 0, 400, 400), ("/restore",)),
            "/restore": BusObject("Restore", "push button", Rect(200, 0, 100, 100)),  # over the page
        }
        looker = Looker(objects, replace(WINDOW, app="chromium"))
        return {control.name: control.in_page for control in listed(await looker.bus.answered(looker.look().listed()))}

    assert asyncio.run(shown()) == {"Send": True, "Restore": False}


@pytest.mark.parametrize("layer", ["panel", "filler"])
def test_a_layer_that_shows_nothing_takes_the_press_of_the_button_below_it(layer: str) -> None:
    async def seen() -> list[str]:
        objects = letters()
        looker = Looker(objects)
        names = [(await looker.sees(SAVE)).control.name]
        objects["/panel"].inside = (*objects["/panel"].inside, "/layer")
        objects["/layer"] = BusObject("", layer, Rect(0, 0, 100, 100))
        names += [(await looker.sees(at)).control.name for at in (SAVE, DELETE)]
        return names

    assert asyncio.run(seen()) == ["Save", "", "Delete"]


@pytest.mark.parametrize(
    ("button", "is_listed"),
    [
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 80, 30)), True, id="it shows"),
        pytest.param(BusObject("Save", "push button", Rect(10, 410, 80, 30)), False, id="it is scrolled away"),
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 0, 0)), False, id="it has no size"),
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 80, 30), states=0), False, id="it does not show"),
    ],
)
def test_what_does_not_show_is_not_in_the_list(button: BusObject, is_listed: bool) -> None:
    async def names() -> list[str]:
        objects = letters()
        objects["/panel"].inside = ("/bar", "/pane")
        objects["/pane"] = BusObject("", "scroll pane", Rect(0, 100, 1000, 300), ("/inside",))
        objects["/inside"] = BusObject("", "panel", Rect(0, 100, 1000, 900), ("/new",))
        objects["/new"] = replace(button, name="New")
        looker = Looker(objects)
        return [one.name for one in listed(await looker.bus.answered(looker.look().listed()))]

    assert ("New" in asyncio.run(names())) is is_listed


def test_a_window_of_java_that_reports_no_place_is_where_the_desktop_has_it() -> None:
    objects = letters()
    objects["/window"].box = Rect(-1, -1, -1, -1)
    looker = Looker(objects)

    async def seen() -> tuple[list[str], str]:
        names = [node.name for node in await looker.bus.answered(looker.look().listed())]
        return names, (await looker.sees(DELETE)).control.name

    names, pressed = asyncio.run(seen())

    assert {"Save", "Delete", "Text"} <= set(names)
    assert pressed == "Delete"


def test_the_item_of_a_menu_that_has_been_opened_since_is_found_outside_of_what_holds_it() -> None:
    async def opened() -> list[str]:
        objects = letters()
        at = ScreenPoint(20, 520)
        objects["/panel"].inside = ("/bar", "/more")
        objects["/more"] = BusObject("More", "menu", Rect(0, 560, 40, 40), ("/copy",))
        objects["/copy"] = BusObject("Copy", "menu item", Rect(0, 500, 80, 40))
        looker = Looker(objects)
        menu = replace(WINDOW, id=2, title="", menu=True)
        names = [(await looker.sees(at, menu)).control.name]
        objects["/more"].states = 1 << SHOWING | 1 << SELECTED
        return [*names, (await looker.sees(at, menu)).control.name]

    assert asyncio.run(opened()) == ["", "Copy"]


def test_the_item_of_a_menu_whose_window_has_the_title_of_its_owner_is_found() -> None:
    async def seen() -> Control:
        looker = Looker(letters())
        menu = replace(WINDOW, id=2, menu=True)
        looker.bus.objects |= {
            ROOT: BusObject("letters", "application", BOX, ("/window", "/popup")),
            "/window": BusObject("Letters", "frame", Rect(0, 0, 400, 300), ("/panel",)),
            "/popup": BusObject("", "window", BOX, ("/menu",)),
            "/menu": BusObject("", "menu", BOX, ("/delete",)),
            "/delete": BusObject("Move to Trash", "menu item", Rect(0, 0, 1000, 100)),
        }
        return (await looker.sees(SAVE, menu)).control

    assert asyncio.run(seen()) == Control("Move to Trash", "menu item")


@pytest.mark.parametrize(
    ("name", "role", "window", "box", "focus"),
    [
        ("Letters", "frame", WINDOW, BOX, "Text"),
        ("Letters", "frame", WINDOW, ASIDE, "Text"),  # its program doesn't know where it is
        ("Letters*", "frame", WINDOW, BOX, "Text"),  # it has just been renamed
        ("Letters*", "frame", WINDOW, ASIDE, ""),
        ("", "frame", WINDOW, ASIDE, "Text"),  # a bubble
        ("Letters", "frame", CHOOSER, ASIDE, ""),
        ("Letters", "frame", CHOOSER, BOX, ""),
        ("", "frame", CHOOSER, ASIDE, ""),
        ("", "frame", CHOOSER, BOX, "Text"),
        ("Question", "alert", CHOOSER, BOX, "Text"),
        ("Question", "alert", CHOOSER, ASIDE, ""),
        ("", "window", CHOOSER, ASIDE, "Text"),  # a menu
    ],
)
def test_what_has_the_keyboard_in_another_window_of_its_program_has_it_not(
    name: str, role: str, window: Window, box: Rect, focus: str
) -> None:
    async def has_it() -> str:
        objects = letters()
        objects["/window"].name = name
        objects["/window"].role = role
        objects["/text"].states |= 1 << FOCUSED
        looker = Looker(objects, window)
        keyboard, _ = await looker.bus.answered(looker.look(box=box).keyboard(by_return=True))
        return keyboard.focus.name

    assert asyncio.run(has_it()) == focus


def test_what_a_notebook_of_gtk_3_shows_lies_in_the_chosen_tab_whose_place_is_its_caption_alone() -> None:
    async def seen() -> list[Control]:
        page = Rect(0, 140, 800, 400)
        shows = 1 << SHOWING
        looker = Looker(letters())
        looker.bus.objects |= {
            "/panel": BusObject("", "panel", BOX, ("/bar", "/tabs")),
            "/tabs": BusObject("", "page tab list", Rect(0, 100, 800, 440), ("/one", "/two")),
            "/one": BusObject("One", "page tab", Rect(0, 100, 80, 40), ("/first",), states=shows | 1 << SELECTED),
            "/two": BusObject("Two", "page tab", Rect(80, 100, 80, 40), ("/second",)),
            "/first": BusObject("", "panel", page, ("/source",)),
            "/source": BusObject("Source", "entry", Rect(0, 200, 800, 40)),
            "/second": BusObject("", "panel", page, ("/hidden",)),
            "/hidden": BusObject("Hidden", "entry", Rect(0, 200, 800, 40)),
        }
        points = (ScreenPoint(400, 220), ScreenPoint(400, 220), ScreenPoint(90, 110))
        return [(await looker.sees(at)).control for at in points]

    first, again, tab = asyncio.run(seen())

    assert [first.name, again.name] == ["Source", "Source"]
    assert (tab.name, tab.role) == ("Two", "page tab")


SHEET = Window(1, "soffice.bin", "Sheet", PID, "/usr/bin/soffice")
UP = 25


def sheet() -> dict[str, BusObject]:
    """Return a window as Calc tells it: all that it draws itself 25 pixels too high, and GTK's own fields right."""
    return {
        ROOT: BusObject("soffice", "application", BOX, ("/window",)),
        "/window": BusObject("Sheet", "frame", BOX, ("/menus", "/drawn")),
        "/menus": BusObject("", "menu bar", Rect(0, 27, 1000, 25), ("/file",)),
        "/file": BusObject("File", "menu", Rect(0, 27, 40, 25)),
        "/drawn": BusObject("", "panel", Rect(0, 52, 1000, 748), ("/root",)),
        "/root": BusObject("Sheet", "root pane", Rect(0, 27, 1000, 748), ("/folded", "/bar", "/box", "/table")),
        "/folded": BusObject("", "menu bar", Rect(0, 27, 1000, 0), ("/shadow",)),
        "/shadow": BusObject("File", "menu", Rect(0, 27, 35, 19)),
        "/bar": BusObject("", "tool bar", Rect(0, 27, 1000, 38), ("/save",)),
        "/save": BusObject("Save", "push button", Rect(0, 27, 40, 38)),
        "/box": BusObject("", "panel", Rect(0, 105, 160, 34), ("/gtk",)),
        "/gtk": BusObject("", "panel", Rect(0, 130, 160, 33), ("/where",)),
        "/where": BusObject("Name box", "text", Rect(0, 130, 126, 33)),
        "/table": BusObject("Sheet 1", "table", Rect(0, 165, 1000, 500), ("/a3",), at_point=("/a3",)),
        "/a3": BusObject("A3", "table cell", Rect(0, 199, 82, 17)),
    }


@pytest.mark.parametrize(
    ("at", "control"),
    [
        (ScreenPoint(20, 40), Control("File", "menu", Rect(0, 27, 40, 25))),
        (ScreenPoint(20, 60), Control("Save", "push button", Rect(0, 27 + UP, 40, 38))),
        (ScreenPoint(20, 85), Control("Save", "push button", Rect(0, 27 + UP, 40, 38))),
        (ScreenPoint(20, 140), Control("Name box", "entry", Rect(0, 130, 126, 33))),
        (ScreenPoint(20, 230), Control("A3", "table cell", Rect(0, 199 + UP, 82, 17))),
    ],
)
def test_what_is_drawn_under_a_menu_bar_is_named_where_it_is(at: ScreenPoint, control: Control) -> None:
    looker = Looker(sheet(), SHEET)

    async def seen() -> Control:
        return (await looker.sees(at)).control

    found = asyncio.run(seen())

    asked = [question for question in looker.bus.asked if "GetAccessibleAtPoint" in question]
    assert (found.name, found.role, found.box) == (control.name, control.role, control.box)
    assert all(f"[{at.x}, {at.y - UP}, 0]" in one for one in asked)


@pytest.mark.parametrize(
    ("rows", "is_repeated"),
    [
        ((("Ada", "Bonn", "1"), ("Bob", "Ulm", "2")), False),
        ((("Ada", "Bonn", "1"), ("Bob", "Ulm", "2"), ("Bob", "Ulm", "2")), True),
        ((("Bob", "Ulm", "2"), ("Bob", "Ulm", "2")), True),
        ((("Ada", "Bonn", "1"), ("Bob", "Ulm", "2"), ("Bob", "Ulm", "3")), False),
        ((("Ada", "Bonn", "1"), ("Bob", "Ulm", "2"), ("Bob", "", "2")), False),
        ((("Ada", "Bonn", "1"), ("", "", "2"), ("", "", "2")), False),
    ],
)
def test_a_cell_of_a_sheet_has_the_words_of_its_row_and_two_equal_rows_are_told_as_such(
    rows: tuple[tuple[str, ...], ...], *, is_repeated: bool
) -> None:
    objects = sheet()
    for number, texts in enumerate(rows):
        for column, text in enumerate(texts):
            path = f"/text{number}x{column}"
            objects["/table"].cells[number + 1, column + 1] = path
            objects[path] = BusObject("", "table cell", Rect(0, 0, 9, 9), text=text)

    result = asyncio.run(Looker(objects, SHEET).sees(ScreenPoint(20, 230)))

    assert result.control.name == "A3"
    assert result.row == " ".join(text for text in rows[1] if text.isalpha())
    assert result.is_row_repeated is is_repeated


@pytest.mark.parametrize(
    ("active", "title"), [((), None), (("/letter",), "Letter"), (("/letter", "/list"), None)], ids=repr
)
def test_the_window_in_use_is_the_only_one_that_says_so(active: tuple[str, ...], title: str | None) -> None:
    def window(path: str, name: str) -> BusObject:
        return BusObject(name, "frame", BOX, states=1 << SHOWING | (path in active) << ACTIVE)

    bus = ObjectBus(
        {
            ROOT: BusObject("editor", "application", BOX, ("/letter", "/list")),
            "/letter": window("/letter", "Letter"),
            "/list": window("/list", "List"),
        }
    )

    async def found() -> ActiveWindow | None:
        tree = Tree(AccessibilityQueries(cast("Any", bus), TreeCache().answers), TreeCache())
        return await bus.answered(active_window(tree))

    in_use = asyncio.run(found())

    assert title == (in_use.window.title if in_use else None)


@pytest.mark.program
def test_the_window_in_use_of_a_script_is_a_window_of_that_script_and_not_of_all_scripts(tmp_path: Path) -> None:
    script = tmp_path / "letters.py"
    script.write_text("input()")
    objects = {
        ROOT: BusObject("letters", "application", BOX, ("/letter",)),
        "/letter": BusObject("Letter", "frame", BOX, states=1 << SHOWING | 1 << ACTIVE),
    }

    async def found(pid: int) -> ActiveWindow | None:
        bus = ObjectBus(objects, pid=pid)
        tree = Tree(AccessibilityQueries(cast("Any", bus), TreeCache().answers), TreeCache())
        return await bus.answered(active_window(tree))

    with subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE) as running:
        in_use = asyncio.run(found(running.pid))
        executable = executable_of(running.pid)

    assert in_use is not None
    assert in_use.window.program == f"{executable} {script}"
    assert in_use.window.app == Path(executable).name


@pytest.mark.parametrize(
    ("frame", "drawn", "is_found"),
    [
        (Rect(106, 70, 1000, 839), Rect(106, 70, 1000, 839), True),
        (Rect(132, 132, 948, 748), Rect(106, 109, 1000, 800), True),
        (Rect(106, 70, 1000, 839), None, False),
    ],
)
def test_on_a_desktop_that_tells_frames_alone_a_window_that_is_told_at_0_0_counts_from_its_shadow_or_inside_its_frame(
    frame: Rect, drawn: Rect | None, *, is_found: bool
) -> None:
    bus = ObjectBus(letters())
    look = WindowQuery(
        Tree(AccessibilityQueries(cast("Any", bus), TreeCache().answers), TreeCache()), WINDOW, frame, drawn
    )

    result, _ = asyncio.run(bus.answered(look.hit_test(ScreenPoint(106 + 150, 70 + 39 + 50))))

    assert is_found == (result.control.name == "Delete")


def order() -> dict[str, BusObject]:
    """Return the objects of a window whose controls have labels, tips and letters, and one name."""
    shown = 1 << SHOWING
    return {
        ROOT: BusObject("letters", "application", BOX, ("/window",)),
        "/window": BusObject("Letters", "frame", BOX, ("/words", "/slider", "/throw", "/send", "/edit", "/list")),
        "/words": BusObject("Slide to pay", "label", Rect(0, 0, 100, 100)),
        "/slider": BusObject("", "slider", Rect(0, 100, 100, 100), tip="0", labels=("/words",)),
        "/throw": BusObject("", "push button", Rect(100, 100, 100, 100), tip="Delete"),
        "/send": BusObject("Send", "push button", Rect(200, 100, 100, 100), keys="Alt+E"),
        "/edit": BusObject("Edit", "menu", Rect(300, 100, 100, 100), keys="<Alt>d;<Alt>d;F5"),
        "/list": BusObject("", "list", Rect(0, 300, 1000, 100), ("/anna", "/ben")),
        "/anna": BusObject("Anna", "list item", Rect(0, 300, 1000, 50), states=shown),
        "/ben": BusObject("Ben", "list item", Rect(0, 350, 1000, 50), states=shown),
    }


@pytest.mark.parametrize(("at", "name"), [(ScreenPoint(50, 150), "Slide to pay"), (ScreenPoint(150, 150), "Delete")])
def test_a_control_without_a_name_has_that_of_its_label_or_a_button_its_tip(at: ScreenPoint, name: str) -> None:
    assert asyncio.run(Looker(order()).sees(at)).control.name == name


def test_a_slider_that_has_the_keyboard_has_the_name_of_its_label() -> None:
    objects = order()
    objects["/slider"].states |= 1 << FOCUSED
    looker = Looker(objects)

    keyboard, _ = asyncio.run(looker.bus.answered(looker.look().keyboard(by_return=False)))

    assert keyboard.focus.name == "Slide to pay"


@pytest.mark.parametrize(("letter", "name"), [("e", "Send"), ("d", "Edit"), ("s", ""), ("5", "")])
def test_a_letter_with_alt_presses_the_control_that_says_so(letter: str, name: str) -> None:
    objects = order()
    objects["/slider"].states |= 1 << FOCUSED
    looker = Looker(objects)

    keyboard, _ = asyncio.run(looker.bus.answered(looker.look().keyboard(by_return=False, mnemonic=letter)))

    assert keyboard.by_mnemonic.name == name


def test_a_letter_that_several_controls_have_presses_none_for_sure() -> None:
    objects = order()
    objects["/slider"].states |= 1 << FOCUSED
    objects["/throw"].keys = "<Alt>e"
    looker = Looker(objects)

    keyboard, _ = asyncio.run(looker.bus.answered(looker.look().keyboard(by_return=False, mnemonic="e")))

    assert keyboard.by_mnemonic == Control()


def test_an_entry_of_a_list_has_the_keyboard_though_its_list_says_nothing_of_it() -> None:
    objects = order()
    objects["/ben"].states |= 1 << FOCUSED
    looker = Looker(objects)

    keyboard, _ = asyncio.run(looker.bus.answered(looker.look().keyboard(by_return=True)))

    assert (keyboard.focus.name, keyboard.by_return.name) == ("Ben", "Ben")


@pytest.mark.parametrize(("role", "takes_press"), [("label", True), ("paragraph", False)])
def test_a_label_of_a_page_that_labels_nothing_to_be_seen_takes_a_press(role: str, *, takes_press: bool) -> None:
    objects = {
        ROOT: BusObject("chromium", "application", BOX, ("/window",)),
        "/window": BusObject("Letters", "frame", BOX, ("/page",), at_point=("/page",)),
        "/page": BusObject("Page", "document web", BOX, ("/label",), address="http://127.0.0.1/", at_point=("/label",)),
        "/label": BusObject("", role, Rect(400, 250, 200, 30), ("/words",), at_point=("/words",)),
        "/words": BusObject("Publish my profile", "static", Rect(400, 250, 200, 30)),
    }

    result = asyncio.run(Looker(objects, replace(WINDOW, app="chromium")).sees(ScreenPoint(500, 260)))

    assert (result.control.name, result.takes_press) == ("Publish my profile", takes_press)


def test_an_entry_is_found_in_a_list_that_names_none_at_a_point() -> None:
    """Dolphin's list of files."""

    async def seen() -> str:
        objects = letters()
        objects["/panel"].inside = ("/files",)
        objects["/files"] = BusObject("", "table", Rect(0, 0, 1000, 800), ("/bills", "/notes"))
        objects["/bills"] = BusObject("bills.md", "table cell", Rect(0, 0, 100, 100))
        objects["/notes"] = BusObject("notes.md", "table cell", Rect(100, 0, 100, 100))
        return (await Looker(objects).sees(DELETE)).control.name

    assert asyncio.run(seen()) == "notes.md"


def test_of_a_sheet_with_too_many_cells_only_the_chosen_one_is_asked_for() -> None:
    """LibreOffice Calc would make an object of each of its 17 billion cells, and do nothing else for minutes."""
    objects = letters()
    objects["/sheet"] = BusObject("Sheet1", "table", BOX, ("/first", "/chosen"))
    looker = Looker(objects)
    looker.bus.odd["/sheet", "Get"] = ("v", [Variant("i", 2**31 - 1)])
    looker.bus.odd["/sheet", "GetSelectedChild"] = ("(so)", [(PROGRAM, "/chosen")])
    tree = Tree(AccessibilityQueries(cast("Any", looker.bus), TreeCache().answers), TreeCache())

    assert asyncio.run(looker.bus.answered(tree.inside((PROGRAM, "/sheet"), None))) == [(PROGRAM, "/chosen")]
    assert not [question for question in looker.bus.asked if "/sheet GetChildren" in question]
