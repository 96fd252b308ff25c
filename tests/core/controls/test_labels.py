"""A field without a name is known by the words beside it."""

import asyncio
import math
from collections.abc import Sequence

import pytest

from desktop_agent.core.actions.action import Action, Click
from desktop_agent.core.actions.describe import named_target
from desktop_agent.core.controls.labels import (
    PlacedText,
    is_known_by_row,
    is_labelled,
    label_of,
    row_to_find,
    without_name,
    words_in_row,
)
from desktop_agent.core.controls.locator import is_row, may_be_row
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import HitControl
from desktop_agent.core.pictures import (
    Frame,
    ImagePoint,
    Pixels,
    Rect,
    Scene,
    ScreenPoint,
    Size,
    Viewport,
    Window,
    WindowBox,
)
from desktop_agent.screen.controls.surroundings import ScreenSurroundings
from desktop_agent.screen.controls.window import Control, HitResult, NoControls, NoWindows

FIELD = Rect(200, 100, 180, 24)
AREA = Rect(0, 0, 500, 400)
SCREEN = Rect(0, 0, 640, 480)


def text(words: str, left: int, top: int) -> PlacedText:
    return words, Rect(left, top, 8 * len(words), 18)


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        ([text("Town*", 120, 103), text("12", 170, 103), text("Over", 200, 75)], "Town"),
        ([text("Far away", 800, 103), text("Over:", 201, 75)], "Over"),
        ([text("Left", 60, 103), text("Nearer", 140, 103)], "Nearer"),
        ([text("Below", 200, 140)], ""),
        ([], ""),
    ],
)
def test_the_label_is_left_of_a_field_else_above_it(texts: list[PlacedText], label: str) -> None:
    assert label_of(texts, FIELD) == label
    assert is_labelled(FIELD)
    assert not is_labelled(AREA)  # the room that a window is for


def test_a_control_in_a_row_is_known_by_the_words_that_the_row_holds() -> None:
    row = Rect(0, 100, 600, 80)
    button = ShownControl("Delete", "push button", Rect(500, 110, 60, 20), row=row)
    words = [ShownControl("Bob", "label", Rect(10, 110, 40, 18)), ShownControl("Away", "label", Rect(10, 150, 40, 18))]
    below = ShownControl("Cleo", "label", Rect(10, 190, 40, 18))

    assert words_in_row([*words, below, button], button) == "Bob Away"
    assert is_known_by_row([button], button)
    assert not is_known_by_row(words, words[0])


@pytest.mark.parametrize("role", ["check box", "switch", "toggle button", "radio button", "push button", "combo box"])
def test_a_control_without_a_name_is_known_by_the_words_of_the_nearest_row_around_it(role: str) -> None:
    rows = [Rect(0, 100, 600, 40), Rect(0, 140, 600, 40)]
    names = ["Bob", "Cleo"]
    words = [
        ShownControl(text, "label", Rect(10, row.y + top, 40, 18), row=row)
        for name, row in zip(names, rows, strict=True)
        for text, top in ((name, 0), ("Bonn", 20))
    ]
    around = ShownControl("Members", "label", Rect(10, 60, 80, 18), row=Rect(0, 50, 600, 200))

    said = [
        words_in_row([around, *words], without_name([around, *words], role, Rect(500, row.y, 40, 16))) for row in rows
    ]

    assert said == ["Bob Bonn", "Cleo Bonn"]


def test_a_control_without_a_name_and_without_a_row_is_known_by_the_words_on_its_line() -> None:
    words = [ShownControl(name, "label", Rect(10, 100 + 30 * y, 40, 20)) for y, name in enumerate(("Ada", "Bob"))]
    switch = without_name(words, "switch", Rect(200, 132, 40, 16))

    assert words_in_row(words, switch) == "Bob"
    assert words_in_row([], switch) == ""


@pytest.mark.parametrize(
    "title",
    [
        ShownControl("Bob", "row header", Rect(0, 100, 60, 60)),
        ShownControl("Bob", "static", Rect(10, 121, 30, 18)),  # in the middle of its cell
    ],
    ids=["cell", "words"],
)
def test_a_label_beside_several_rows_belongs_to_each_of_them(title: ShownControl) -> None:
    rows = [Rect(0, 100, 400, 30), Rect(0, 130, 400, 30), Rect(0, 170, 400, 30)]
    buttons = [ShownControl("Open", "push button", Rect(300, row.y + 4, 60, 20), row=row) for row in rows]
    words = [ShownControl(f"No. {row.y}", "static", Rect(100, row.y + 6, 60, 18)) for row in rows]

    said = [words_in_row([title, *words, *buttons], button) for button in buttons]

    assert said == ["Bob No. 100", "Bob No. 130", "No. 170"]


@pytest.mark.parametrize(
    ("others", "row"),
    [
        ([], ""),  # it's the only one of its name
        ([("Delete", 10, 300)], "Bob Since 2021"),
        ([("Delete", 10, 60), ("Ada", 10, 40)], "Bob Since 2021"),  # of the card above
        ([("Delete", 300, 140), ("Ada", 300, 100)], "Bob Since 2021"),  # of the card beside it
        ([("Delete", 10, 300), ("Away", 90, 142)], "Away"),
        ([("Delete", 10, 300), ("", 10, 118)], "Bob Since 2021"),
        ([("Delete", 10, 300), ("Team", 10, 66)], "Members Team Bob Since 2021"),
    ],
)
def test_controls_without_words_beside_them_are_known_by_the_words_above(
    others: list[tuple[str, int, int]], row: str
) -> None:
    button = ShownControl("Delete", "push button", Rect(10, 140, 60, 20))
    card = [
        ShownControl("Members", "heading", Rect(10, 40, 500, 20)),
        ShownControl("Bob", "label", Rect(10, 90, 40, 18)),
        ShownControl("Since 2021", "label", Rect(10, 112, 80, 18)),
    ]
    more = [
        ShownControl(name, "push button" if name == "Delete" else "label", Rect(left, top, 60, 20))
        for name, left, top in others
    ]

    assert words_in_row([*card, button, *more], button) == row


def lines(*rows: tuple[str, int, int]) -> tuple[list[ShownControl], list[ShownControl]]:
    """Return controls from the top down, and the buttons among them: names that begin with “+”."""
    made = [
        ShownControl(name.lstrip("+"), "push button" if name.startswith("+") else "label", Rect(left, top, 60, 20))
        for name, left, top in rows
    ]
    return made, [control for control in made if control.role == "push button"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(  # a title above each line
            [("Ada", 0, 0), ("Ulm", 0, 30), ("+Go", 90, 30), ("Bob", 0, 60), ("Bonn", 0, 90), ("+Go", 90, 90)],
            ["Ada Ulm", "Bob Bonn"],
        ),
        pytest.param(  # a table with its heading, and nothing above the others
            [("Name", 0, 0), ("Ada", 0, 22), ("+Go", 90, 22), ("Bob", 0, 44), ("+Go", 90, 44)], ["Ada", "Bob"]
        ),
        pytest.param(  # a line below the buttons is nobody's title
            [("Ada", 0, 0), ("+Go", 90, 0), ("since May", 0, 22), ("Bob", 0, 80), ("+Go", 90, 80)], ["Ada", "Bob"]
        ),
        pytest.param(  # in doubt, it counts
            [("Ada", 0, 0), ("+Go", 90, 0), ("since May", 0, 30), ("Bob", 0, 60), ("+Go", 90, 60)],
            ["Ada", "since May Bob"],
        ),
        pytest.param(  # cards beside each other
            [("Ada", 0, 0), ("Bob", 200, 0), ("+Go", 0, 60), ("+Go", 200, 60)], ["Ada", "Bob"]
        ),
        pytest.param([("Ada", 0, 0), ("+Go", 0, 100), ("+Go", 200, 100)], ["", ""]),  # too far above
        pytest.param(  # what belongs to a title is indented below it
            [("Ada", 0, 0), ("Ulm", 80, 22), ("+Go", 150, 22), ("Bob", 0, 44), ("Bonn", 80, 66), ("+Go", 150, 66)],
            ["Ada Ulm", "Bob Bonn"],
        ),
        pytest.param(  # and so are the buttons alone
            [("Ada", 0, 0), ("+Go", 80, 22), ("Bob", 0, 44), ("+Go", 80, 66)], ["Ada", "Bob"]
        ),
        pytest.param(  # what stands over the button of the card beside is no title of this one
            [
                *(("Ada", 0, 0), ("Bob", 90, 0), ("+Go", 0, 30), ("+Go", 90, 30)),
                *(("Cleo", 0, 60), ("Dora", 90, 60), ("+Go", 0, 90), ("+Go", 90, 90)),
            ],
            ["Ada", "Bob", "Cleo", "Dora"],
        ),
    ],
)
def test_the_lines_between_two_buttons_belong_to_the_row_of_the_lower_one(
    shown: list[tuple[str, int, int]], expected: list[str]
) -> None:
    controls, buttons = lines(*shown)

    assert [words_in_row(controls, button) for button in buttons] == expected


def test_rows_that_were_read_with_boxes_higher_than_their_lines_have_their_own_words_alone() -> None:
    names = ("Ada", "Bob", "Cleo", "Bob")
    rows = [
        (
            ShownControl(name, "", Rect(10, 28 * number, 60, 31)),
            ShownControl("Go", "", Rect(90, 28 * number + 3, 40, 29)),
        )
        for number, name in enumerate(names)
    ]
    controls = [control for row in rows for control in row]

    assert [words_in_row(controls, button) for _, button in rows] == list(names)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(  # cards beside one another, each with its button on top, under a line of their page
            [
                *(("Tasks", 0, 0), ("+Go", 0, 50), ("+Go", 90, 50), ("Ada", 0, 72), ("Bob", 90, 72)),
                *(("Ulm", 0, 92), ("Bonn", 90, 92)),
            ],
            ["Ada Ulm", "Bob Bonn"],
        ),
        pytest.param(  # and one above the other
            [("+Go", 0, 0), ("Ada", 0, 22), ("–", 0, 42), ("Ulm", 0, 62), ("+Go", 0, 120), ("Bob", 0, 142)],
            ["Ada Ulm", "Bob"],
        ),
        pytest.param(  # the last one has no words
            [("+Go", 0, 0), ("Ada", 0, 22), ("+Go", 0, 100)],
            ["Ada", ""],
        ),
    ],
)
def test_a_card_whose_button_is_on_top_is_known_by_the_words_below_it(
    shown: list[tuple[str, int, int]], expected: list[str]
) -> None:
    controls, buttons = lines(*shown)

    assert [words_in_row(controls, button) for button in buttons] == expected


def boxes(*rows: tuple[str, int, int]) -> tuple[list[ShownControl], list[ShownControl]]:
    """Return controls from the top down, and the check boxes called “Test” among them: names that begin with “+”."""
    made = [
        ShownControl(name.lstrip("+"), "check box" if name.startswith("+") else "label", Rect(left, top, 60, 20))
        for name, left, top in rows
    ]
    return made, [control for control in made if control.name == "Test"]


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(  # another box above is no title
            [("App", 0, 0), ("+Test", 20, 20), ("+Ship", 20, 40), ("Site", 0, 60), ("+Test", 20, 80)], ["App", "Site"]
        ),
        pytest.param(  # of two equal ones under a title, both have it
            [("App", 0, 0), ("+Test", 20, 20), ("+Test", 20, 40), ("Site", 0, 60), ("+Test", 20, 80)],
            ["App", "App", "Site"],
        ),
        pytest.param(  # the last one has nothing below it, so what stands between two belongs to the lower one
            [
                *(("App", 0, 0), ("May", 20, 24), ("+Test", 20, 58)),
                *(("Site", 0, 86), ("June", 20, 110), ("+Test", 20, 144)),
            ],
            ["App May", "Site June"],
        ),
    ],
)
def test_check_boxes_are_known_by_the_title_above_them(shown: list[tuple[str, int, int]], expected: list[str]) -> None:
    controls, named = boxes(*shown)

    assert [words_in_row(controls, box) for box in named] == expected


def test_a_group_titles_the_check_boxes_inside_it_and_not_those_of_the_group_below() -> None:
    groups = [ShownControl(name, "toggle button", Rect(0, top, 300, 60)) for name, top in (("Mon", 0), ("Fri", 64))]
    lunches = [
        ShownControl("Lunch", "check box", Rect(20, group.box.y + 20, 200, 18), titles=(group.name,))
        for group in groups
    ]
    dinner = ShownControl("Dinner", "check box", Rect(20, 40, 200, 18), titles=("Mon",))

    assert [words_in_row([*groups, *lunches, dinner], lunch) for lunch in lunches] == ["Mon", "Fri"]


def test_the_words_at_the_head_of_an_outer_item_are_the_title_of_the_items_in_it() -> None:
    outer = [Rect(0, 0, 400, 60), Rect(0, 60, 400, 60)]
    heads = [
        ShownControl(name, "static", Rect(4, item.y + 2, 60, 16), row=item)
        for name, item in zip(("App", "Site"), outer, strict=True)
    ]
    tests = [
        ShownControl("Test", "check box", Rect(24, item.y + 42, 13, 13), row=Rect(20, item.y + 40, 300, 18))
        for item in outer
    ]
    ship = ShownControl("Ship", "check box", Rect(24, 22, 13, 13), row=Rect(20, 20, 300, 18))

    assert [words_in_row([*heads, *tests, ship], test) for test in tests] == ["App", "Site"]


def test_words_that_stand_alone_above_rows_are_the_title_of_all_of_them() -> None:
    rows = [Rect(0, top, 400, 30) for top in (20, 50, 100)]
    names = [
        ShownControl(name, "label", Rect(4, row.y + 4, 60, 18), row=row)
        for name, row in zip(("Camera", "Sound", "Sound"), rows, strict=True)
    ]
    heads = [ShownControl(name, "label", Rect(0, top, 400, 18)) for name, top in (("Browser", 0), ("Maps", 81))]
    shown = [*heads, *names]
    switches = [without_name(shown, "switch", Rect(350, row.y + 4, 40, 20)) for row in rows]

    assert [words_in_row(shown, switch) for switch in switches] == ["Browser Camera", "Browser Sound", "Maps Sound"]


def test_a_title_shared_by_all_buttons_is_left_out_of_the_words_of_a_row() -> None:
    shown = [
        control
        for name, top in (("Ada", 30), ("Bob", 60))
        for control in (
            ShownControl(name, "label", Rect(0, top, 60, 20), titles=("Members",)),
            ShownControl("Pay", "push button", Rect(90, top, 60, 20), titles=("Members",)),
        )
    ]

    assert words_in_row(shown, shown[1]) == "Ada"
    assert words_in_row(shown, shown[1], all_titles=True) == "Members Ada"
    assert words_in_row(shown, without_name(shown, "switch", Rect(300, 32, 40, 16))) == "Ada Pay"


def test_a_control_without_a_name_is_known_by_the_title_of_its_column() -> None:
    heads = [
        ShownControl(name, "column header", Rect(left, 0, 60, 20), in_page=True)
        for name, left in (("Sent", 100), ("Paid", 160))
    ]
    name = ShownControl("Ada", "table cell", Rect(0, 20, 100, 20), in_page=True)
    shown = [*heads, name]
    ticks = [without_name(shown, "check box", Rect(left, 24, 13, 13), in_page=True) for left in (110, 170, 300)]

    assert [words_in_row(shown, tick) for tick in ticks] == ["Sent Ada", "Paid Ada", "Ada"]


def test_of_equal_cells_of_a_line_each_is_known_by_the_line_and_the_title_of_its_column() -> None:
    days = [
        ShownControl(name, "table column header", Rect(100 + 60 * n, 0, 60, 20))
        for n, name in enumerate(["Mon", "Tue"])
    ]
    people = [ShownControl(name, "table cell", Rect(0, 20 + 20 * n, 100, 20)) for n, name in enumerate(["Ada", "Bob"])]
    cells = [
        ShownControl("free", "table cell", Rect(100 + 60 * n, 20 * line, 60, 20)) for line in (1, 2) for n in (0, 1)
    ]
    shown = [*days, *people, *cells]

    assert [words_in_row(shown, cell) for cell in cells] == ["Mon Ada", "Tue Ada", "Mon Bob", "Tue Bob"]
    # Without titles, nothing tells the cells of a line apart.
    assert [words_in_row([*people, *cells], cell) for cell in cells] == ["Ada", "", "Bob", ""]


def test_the_text_in_a_field_is_not_among_the_words_of_its_row() -> None:
    shown = [
        ShownControl("Nuts", "static", Rect(0, 0, 60, 20)),
        ShownControl("", "entry", Rect(80, 0, 60, 20)),
        ShownControl("80", "static", Rect(84, 2, 20, 16)),
        *(ShownControl("Save", "push button", Rect(160, top, 60, 20)) for top in (0, 30)),
    ]

    assert words_in_row(shown, shown[3]) == "Nuts"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("Ada", "88.00 €"), ("Bob", "1,290.00")], ["Ada #", "Bob #"]),
        ([("Ada", "31 %"), ("Bob", "9:39:39 PM")], ["Ada #", "Bob #"]),
        ([("Ada", "88.00"), ("Ada", "12.00"), ("Bob", "3.50")], ["Ada 88.00", "Ada 12.00", "Bob #"]),  # it tells them
        ([("Ada", "500 g"), ("Bob", "1.2")], ["Ada 500 g", "Bob 1.2"]),
        ([("4.50", "9:30"), ("8.20", "9:45")], ["4.50 9:30", "8.20 9:45"]),  # nothing else tells them
    ],
)
def test_changing_values_are_left_out_of_the_words_that_find_a_row_again(
    rows: list[tuple[str, str]], expected: list[str]
) -> None:
    shown = [
        control
        for number, (name, more) in enumerate(rows)
        for control in (
            ShownControl(name, "label", Rect(0, 30 * number, 60, 20)),
            ShownControl(more, "label", Rect(80, 30 * number, 60, 20)),
            ShownControl("Pay", "push button", Rect(160, 30 * number, 60, 20)),
        )
    ]

    assert [row_to_find(shown, button) for button in shown[2::3]] == expected
    assert row_to_find(shown, without_name(shown, "switch", Rect(300, 2, 40, 16))).startswith(" ".join(rows[0]))


@pytest.mark.parametrize(
    ("actual", "is_same"),
    [
        ("Master 70 %", True),
        ("Master 9:39:39 PM", True),
        ("Master 1,290.00 €", True),
        ("Master #", True),
        ("Master (line) 20 %", False),  # another one
        ("Master", False),
        ("Master 70 % 80 %", False),
    ],
)
def test_a_recorded_sign_stands_for_one_amount_share_or_time_and_for_no_other_words(
    actual: str, *, is_same: bool
) -> None:
    assert is_row("Master #", actual) is is_same
    assert may_be_row(actual, "Master #") is is_same


def test_browser_toolbars_belong_to_no_row_of_a_page() -> None:
    bar = ShownControl("Restore pages?", "label", Rect(0, 0, 300, 18))
    buttons = [ShownControl("Done", "push button", Rect(left, 30, 60, 20), in_page=True) for left in (0, 100)]

    assert words_in_row([bar, *buttons], buttons[0]) == ""


def test_the_titles_of_what_holds_a_control_come_first_and_a_lone_control_has_none() -> None:
    button = ShownControl("Delete", "push button", Rect(90, 30, 60, 20), titles=("Team", "Bob"))
    other = ShownControl("Delete", "push button", Rect(90, 90, 60, 20))
    words = [ShownControl("Bonn … 3", "label", Rect(0, 30, 60, 20)), ShownControl("Bob", "label", Rect(60, 30, 20, 20))]

    assert words_in_row([*words, button, other], button) == "Team Bob Bonn 3"
    assert words_in_row([button], button) == ""


BUTTONS = (Rect(300, 103, 60, 18), Rect(300, 203, 60, 18))


OTHER_TOWN = Rect(120, 143, 60, 18)
OTHER_FIELD = Rect(FIELD.x, FIELD.y + 40, FIELD.width, FIELD.height)


class Form(NoControls):
    """A form whose program takes a minute to list what it shows, or lists nothing."""

    def __init__(self, *, silent: bool = False, twice: bool = False) -> None:
        self.silent = silent
        self.twice = twice

    async def under(self, at: ScreenPoint, window: Window, box: Rect, *, since: float = math.inf) -> HitResult:
        if FIELD.contains(at):
            return HitResult(Control("", "entry", FIELD))
        button = next((button for button in BUTTONS if button.contains(at)), None)
        return HitResult(Control("Pay", "push button", button) if button else Control("", "text", AREA))

    async def listed(self, window: Window, box: Rect, *, since: float = math.inf) -> Sequence[Control]:
        if self.silent:
            return ()
        loop = asyncio.get_running_loop()
        now = loop.time() + 60
        loop.time = lambda: now  # type: ignore[method-assign]
        for _ in range(3):  # turns of the loop, in which whatever had less time comes
            turn = loop.create_future()
            loop.call_soon(turn.set_result, None)
            await turn
        return (
            Control("Town:", "label", Rect(120, 103, 60, 18)),
            Control("Ada", "label", Rect(120, 203, 60, 18)),
            Control("", "entry", FIELD),
            Control("", "text", AREA),
            *(Control("Pay", "push button", button) for button in BUTTONS),
            *((Control("Town:", "label", OTHER_TOWN), Control("", "entry", OTHER_FIELD)) if self.twice else ()),
        )


@pytest.mark.parametrize(
    ("at", "silent", "beside", "row"),
    [
        (FIELD, False, "Town", None),
        (FIELD, True, None, None),
        (AREA, False, None, None),
        (BUTTONS[1], False, None, "Ada"),
        (BUTTONS[1], True, None, None),
    ],
)
def test_what_an_act_hits_is_reported_with_the_words_beside_it_however_long_its_program_takes(
    at: Rect, silent: bool, beside: str | None, row: str | None
) -> None:
    viewport = Viewport(SCREEN, Size(SCREEN.width, SCREEN.height))
    frame = Frame(b"", "image/png", viewport, "", Scene((WindowBox(1, SCREEN),)), Pixels(Size(1, 1), b"\0" * 4))
    action: Action = Click(ImagePoint(at.middle.x, at.middle.y))

    target = asyncio.run(ScreenSurroundings(NoWindows(), Form(silent=silent)).target(frame, action))
    named = named_target(target, action)

    assert isinstance(target.control, HitControl)
    assert named is not None
    assert (named.beside, named.row) == (beside, row)


@pytest.mark.parametrize(("twice", "row"), [(False, None), (True, "Town: Pay")])
def test_a_field_whose_label_another_has_is_reported_with_the_words_in_its_row(*, twice: bool, row: str | None) -> None:
    viewport = Viewport(SCREEN, Size(SCREEN.width, SCREEN.height))
    frame = Frame(b"", "image/png", viewport, "", Scene((WindowBox(1, SCREEN),)), Pixels(Size(1, 1), b"\0" * 4))
    action: Action = Click(ImagePoint(FIELD.middle.x, FIELD.middle.y))

    target = asyncio.run(ScreenSurroundings(NoWindows(), Form(twice=twice)).target(frame, action))
    named = named_target(target, action)

    assert named is not None
    assert (named.beside, named.row) == ("Town", row)
