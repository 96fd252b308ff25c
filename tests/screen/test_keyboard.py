"""What has the keyboard, in real programs of three toolkits; and the site that a browser shows."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.decision import Target
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.fidelity.apps import SYSTEM_PYTHON, applications
from tests.fakes import browser, fields_window
from tests.fakes.accessible import controls, find
from tests.fakes.apps import App, running
from tests.fakes.cases import focus_name
from tests.fakes.debian_apps import mousepad
from tests.fakes.fields import corner_of, field_or_skip, middle, places_of
from tests.fakes.hands import Hands
from tests.fakes.orders import Orders
from tests.fakes.target_asker import asking_targets
from tests.fakes.waiting import wait_until

Ask = Callable[[Action], Target]
FORM = """<title>Shop</title><form><input autofocus aria-label=Name><input type=password aria-label=Code>
<button>Buy</button></form><p><textarea aria-label=Note></textarea></p>
<iframe src='{inner}' width=500 height=200></iframe>"""
FRAME = "<title>Bank</title><button style='width:450px;height:150px'>Pay</button>"

needs_chromium = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@pytest.fixture
def ask(on_display: PrivateDisplay) -> Iterator[Ask]:
    """Give a question: what would this action hit now; one bus for all questions of a test, as in a run."""
    del on_display
    with asking_targets() as ask:
        yield ask


@pytest.fixture
def shop(display: PrivateDisplay, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Give the sites of a page with a form, and of the page in a frame of it; the browser shows them."""
    with ExitStack() as stack:
        inner = stack.enter_context(browser.pages_at({"/": FRAME}))
        outer = stack.enter_context(browser.pages_at({"/": FORM.format(inner=f"{inner}/")}))
        stack.enter_context(browser.browsing(display, tmp_path, f"{outer}/", "Shop"))
        yield outer, inner


def has_focus(display: PrivateDisplay, name: str) -> bool:
    return any(one.focused for one in controls(display, "fields-window") if one.name == name)


def title_is(app: App, title: str) -> bool:
    return app.title() == title


def focus_of(target: Target) -> tuple[str, str]:
    return focus_name(target), target.focus_role


def answer(ask: Ask, action: Action, fits: Callable[[Target], bool]) -> Target:
    """Ask until the answer fits: programs tell a moment later than they draw, and late on a busy machine."""

    def seen() -> Target | None:
        target = ask(action)
        return target if fits(target) else None

    found = wait_until(seen, what=f"a fitting answer about {action}")
    assert found is not None
    return found


def until(ask: Ask, action: Action, name: str) -> Target:
    """Ask until a control of this name has the keyboard."""
    return answer(ask, action, lambda target: focus_name(target) == name and bool(target.focus_role))


def test_the_control_with_the_keyboard_is_told_in_a_qt_window(
    display: PrivateDisplay, ask: Ask, hands: Hands, tmp_path: Path
) -> None:
    roles = []
    with running([sys.executable, "-m", "tests.fakes.fields_window"], display, tmp_path, fields_window.TITLE):
        for name in ("Recipient", "Secret", "budget.ods", "Letter", "Send"):
            roles.append(until(ask, Type("a"), name).focus_role)
            deleted = until(ask, Press(("delete",)), name)
            saved = until(ask, Press(("ctrl", "s")), name)
            hands.press("Tab")

            assert ("", "") == (saved.name, saved.role)
            assert focus_of(deleted) == focus_of(saved)
            assert (("budget.ods", "list item") if name == "budget.ods" else ("", "")) == (
                deleted.name,
                deleted.role,
            )

    assert ["entry", "password text", "list item", "text", "push button"] == roles


def test_the_control_with_the_keyboard_is_told_in_a_gtk_window(
    display: PrivateDisplay, ask: Ask, hands: Hands, tmp_path: Path
) -> None:
    with mousepad(display, tmp_path) as app:
        find(display, "mousepad", "menu", "File")
        in_the_text = answer(ask, Press(("ctrl", "enter")), lambda target: target.focus_role == "text")
        hands.press("ctrl+shift+s")
        find(display, "mousepad", "push button", "Save")
        in_the_dialog = until(ask, Press(("ctrl", "s")), "")

    assert in_the_text.window is not None
    assert ("mousepad", app.process.pid, "/usr/bin/mousepad") == (
        in_the_text.window.app, in_the_text.window.pid, in_the_text.window.program,
    )  # fmt: skip
    assert ("entry", "") == (in_the_dialog.focus_role, in_the_dialog.name)


@pytest.mark.parametrize("scale", ["2", "1.5"])
def test_what_a_click_hits_in_a_scaled_window_gets_the_keyboard_by_it(
    display: PrivateDisplay, ask: Ask, hands: Hands, tmp_path: Path, scale: str
) -> None:
    command, scaled = [sys.executable, "-m", "tests.fakes.fields_window"], {"QT_SCALE_FACTOR": scale}
    with running(command, display, tmp_path, fields_window.TITLE, environment=scaled) as app:
        answer(ask, Type("a"), lambda target: focus_name(target) == "Recipient")
        left, top, width, height = app.frame()
        told = {}
        for part in (0.055, 0.7):
            at = ImagePoint(left + width // 2, top + round(height * part))
            target = ask(Click(at))
            hands.click(at.x, at.y)
            told[target.name] = target.role
            focused = partial(has_focus, display, target.name)
            wait_until(focused, f"the keyboard in {target.name}")

    assert {"Recipient": "entry", "Letter": "text"} == told


def test_controls_of_a_gtk_4_window_have_the_names_that_it_says_were_pressed(
    display: PrivateDisplay, ask: Ask, hands: Hands, tmp_path: Path
) -> None:
    if why_not := applications()["gtk4"].why_not():
        pytest.skip(why_not)
    command, told = [SYSTEM_PYTHON, str(Path(__file__).with_name("gtk4_controls.py"))], dict[str, tuple[str, str]]()
    with running(command, display, tmp_path, "^GTK 4 controls$", talking=True) as app:
        order, corner = Orders(app.process).ask, corner_of(app)
        answer(ask, Type("a"), lambda target: target.focus_role == "entry")
        boxes = places_of({"places": order("turn")}, corner)
        for name, box in boxes.items():
            target = ask(Click(middle(box)))
            told[name] = (target.name, target.role)
        names = {"Send order": "push button", "Remove it": "push button", "Urgent": "check box"}
        for name in names:
            hands.click(middle(boxes[name]).x, middle(boxes[name]).y)
            wait_until(partial(title_is, app, f"pressed {name}"), f"a press of {name}")

    assert {name: (name, role) for name, role in names.items()} == {name: told[name] for name in names}
    assert ("", "entry") == told["Name"]
    assert "Behind" not in told["Picture"]


@needs_chromium
def test_a_part_of_a_page_that_can_be_edited_has_many_lines(display: PrivateDisplay, ask: Ask, tmp_path: Path) -> None:
    with field_or_skip("chromium contenteditable", display, tmp_path) as field:
        field.empty()
        by_keys = answer(ask, Type("a"), lambda target: target.focus_role == "text")
        at_point = answer(ask, Type("a", field.at()), lambda target: target.focus_role == "text")

    assert ("", "") == (focus_name(by_keys), focus_name(at_point))


def test_a_sheet_of_millions_of_cells_goes_on_working(display: PrivateDisplay, ask: Ask, tmp_path: Path) -> None:
    with field_or_skip("calc", display, tmp_path) as field:
        field.empty()
        target = answer(ask, Press(("down",)), lambda target: target.focus_role == "table")
        Hands(display).type("12")

        assert field.text_once("12") == "12"

    assert target.focus_role == "table"


def test_text_at_a_point_has_what_is_there_as_its_focus(display: PrivateDisplay, ask: Ask, tmp_path: Path) -> None:
    with running([sys.executable, "-m", "tests.fakes.fields_window"], display, tmp_path, fields_window.TITLE):
        secret = find(display, "fields-window", "text", "Secret")
        target = until(ask, Type("abc", ImagePoint(*secret.centre)), "Secret")

    assert ("Secret", "password text") == focus_of(target) == (target.name, target.role)


@needs_chromium
def test_a_browser_tells_the_focus_in_its_page_and_the_site(ask: Ask, hands: Hands, shop: tuple[str, str]) -> None:
    roles = {}
    for name in ("Name", "Code", "Buy", "Note"):
        target = until(ask, Press(("enter",)), name)
        roles[name] = (target.focus_role, target.name, target.site == shop[0])
        hands.press("Tab")

    assert {
        "Name": ("entry", "Buy", True),
        "Code": ("password text", "Buy", True),
        "Buy": ("push button", "Buy", True),
        "Note": ("text", "Note", True),
    } == roles


@needs_chromium
def test_the_address_bar_has_the_keyboard_before_the_field_that_had_it_in_the_page(
    ask: Ask, hands: Hands, shop: tuple[str, str]
) -> None:
    until(ask, Type("a"), "Name")
    hands.press("ctrl+l")

    target = until(ask, Press(("enter",)), "Address and search bar")

    assert ("entry", shop[0]) == (target.focus_role, target.site)


@needs_chromium
def test_a_control_in_a_frame_belongs_to_the_frames_own_site(
    display: PrivateDisplay, ask: Ask, shop: tuple[str, str]
) -> None:
    until(ask, Type("a"), "Name")
    pay = find(display, "Chromium", "push button", "Pay")
    reload = find(display, "Chromium", "push button", "Reload")
    in_the_frame = answer(ask, Click(ImagePoint(*pay.centre)), lambda target: target.name == "Pay")
    in_the_tool_bar = answer(ask, Click(ImagePoint(*reload.centre)), lambda target: target.name == "Reload")

    assert ("push button", shop[1]) == (in_the_frame.role, in_the_frame.site)
    assert ("Reload", shop[0]) == (in_the_tool_bar.name, in_the_tool_bar.site)


def test_what_is_no_browser_has_no_site(display: PrivateDisplay, ask: Ask, tmp_path: Path) -> None:
    with mousepad(display, tmp_path):
        find(display, "mousepad", "menu", "File")

        assert ["", ""] == [ask(action).site for action in (Type("a"), Click(ImagePoint(200, 200)))]
