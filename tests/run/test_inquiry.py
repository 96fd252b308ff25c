"""What a model is told of the screen in words, and the control that it means by a name."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions.action import Action, points_of
from desktop_agent.core.controls.locator import LONGEST_NAME
from desktop_agent.core.controls.screen_contents import LocatedControl, Read, ShownControl, ShownText
from desktop_agent.core.decisions.decision import HitControl, Place, Target
from desktop_agent.core.pictures import Frame, Rect, Scene, WindowBox
from desktop_agent.core.texts.message import foreign
from desktop_agent.run.inquiry import ScreenInquiry, bounded, part_on_screen, rows
from tests.fakes.runs.named_controls import EDITOR, NamedControls
from tests.fakes.runs.run_ports import PaintedScreen

SHOWN = PaintedScreen().grab()
SHOWN = replace(SHOWN, scene=replace(SHOWN.scene, windows=SHOWN.scene.windows, focus=1))
A = Rect(10, 10, 10, 10)
B = Rect(30, 30, 10, 10)


@dataclass
class Buttons(NamedControls):
    """A window with buttons."""

    places: Mapping[str, Rect] = field(default_factory=dict)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return [ShownControl(name, "push button", box) for name, box in self.places.items()]


def located(places: Mapping[str, Rect], name: str) -> Rect | str:
    found = asyncio.run(ScreenInquiry(Buttons(places=places)).locate(SHOWN, name))
    return found.control.box if isinstance(found, LocatedControl) else found


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ('Send a "Do Not Track" request…', "Send a 'Do Not Track' request…"),
        ("Preferences...", "Preferences…"),
        ("Undo Ctrl+Z", "Undo"),
        ("x" * 200, foreign("x" * 200, LONGEST_NAME)),
    ],
)
def test_a_name_is_taken_however_its_signs_are_typed(expected: str, given: str) -> None:
    assert located({"Other": A, expected: B}, given) == B


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Save", "No control in the picture is called “Save”. .*“Save as”"),
        ("", "No control in the picture is called “”."),
        ("A—1", "2 controls are called"),  # each differs by its signs alone
    ],
)
def test_a_name_that_only_resembles_one_is_none_and_the_nearest_are_told(given: str, expected: str) -> None:
    places = {"Save as": A, "A-1": A, "A–1": B}

    assert re.match(expected, str(located(places, given)))
    assert located(places, "A–1") == B


@dataclass
class Texts(NamedControls):
    """A window that lists these controls, and in which these lines are read; text takes presses where it says so."""

    listed: Sequence[ShownControl] = ()
    lines: Sequence[ShownControl] = ()
    pressed: Rect | None = None

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return self.listed

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return self.lines

    async def target(self, frame: Frame, action: Action) -> Target:
        at = frame.viewport.to_screen(points_of(action)[0])
        hit = next((one for one in self.listed if one.box.contains(at)), None)
        takes_press = self.pressed is not None and self.pressed.contains(at)
        read = HitControl("Save", "", "ocr")
        reported = HitControl(hit.name, hit.role, "accessibility", takes_press=takes_press) if hit else read
        return Target(Place(EDITOR), reported)


HEADING = ShownControl("Save", "heading", A)
LABEL = ShownControl("Save", "label", A)
BUTTON = ShownControl("Save", "push button", B)
READ = ShownControl("Save", "", B)


@pytest.mark.parametrize(
    ("screen", "presses", "found"),
    [
        (Texts(listed=(HEADING, BUTTON)), True, B),
        (Texts(listed=(LABEL,), lines=(READ,)), True, B),  # where its program reports nothing
        (Texts(listed=(LABEL,), pressed=A), True, A),
        (Texts(listed=(LABEL,)), False, A),
        (Texts(listed=(HEADING,), lines=(ShownControl("Save", "", A),)), True, None),
    ],
)
def test_a_name_that_is_to_be_pressed_is_that_of_a_control(screen: Texts, presses: bool, found: Rect | None) -> None:
    at = asyncio.run(ScreenInquiry(screen).locate(SHOWN, "Save", presses=presses))

    assert (at.control.box if isinstance(at, LocatedControl) else None) == found
    if found is None:
        assert re.search(r"There is only text “Save” \(\d+, \d+\), which is no control. .* give x and y", str(at))


@dataclass
class Windows(NamedControls):
    """Windows side by side, each with its own controls."""

    listed: Mapping[int, Sequence[ShownControl]] = field(default_factory=dict)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return self.listed[window]

    def shown(self, focus: int) -> Frame:
        boxes = {number: Rect(100 * number - 100, 0, 100, 100) for number in self.listed}
        windows = tuple(WindowBox(number, box) for number, box in boxes.items())
        return replace(SHOWN, scene=Scene(windows, focus))


TAB = ShownControl("Remarks", "page tab", Rect(10, 0, 20, 10))
ENTRY = ShownControl("Remarks", "text", Rect(10, 50, 20, 10))
BESIDE = ShownControl("Remarks", "push button", Rect(110, 50, 20, 10))


@pytest.mark.parametrize(
    ("name", "focus", "gets_text", "found"),
    [
        ("Remarks", 1, False, "2 controls are called “Remarks”: tab .* text field .* Give it with its kind"),
        ("Remarks", 1, True, ENTRY),
        ("text field “Remarks”", 1, False, ENTRY),
        ("text field “Remarks”", 2, False, ENTRY),
        ("tab “Remarks” (20, 5) selected", 1, False, TAB),
        ("“Remarks” (text field)", 1, False, ENTRY),
        ("button “Remarks”", 1, False, BESIDE),
        ("Remarks", 2, False, BESIDE),
        ("Remarks", 3, False, "3 controls are called “Remarks”"),
        ("field “Remarks”", 1, False, ENTRY),
        (
            "link “Remarks”",
            1,
            False,
            r"No link in the picture is called “Remarks”. There is tab .*; text field .*; button",
        ),
    ],
)
def test_of_several_of_a_name_the_kind_decides_and_then_the_window_with_the_keyboard(
    name: str, focus: int, found: ShownControl | str, *, gets_text: bool
) -> None:
    screen = Windows(listed={1: (TAB, ENTRY), 2: (BESIDE,)})
    at = asyncio.run(ScreenInquiry(screen).locate(screen.shown(focus), name, gets_text=gets_text))

    if isinstance(found, str):
        assert re.match(found, str(at))
    else:
        assert isinstance(at, LocatedControl)
        assert at.control == found


TOOL = ShownControl("Grid", "toggle button", Rect(10, 0, 20, 10))
BOX = ShownControl("Grid", "check box", Rect(10, 50, 20, 10))
BOX_BESIDE = replace(BOX, box=Rect(110, 50, 20, 10))


@pytest.mark.parametrize(
    ("listed", "found"),
    [
        ({1: (TOOL,), 2: (BOX_BESIDE,)}, BOX_BESIDE),  # though the tool is in the window with the keyboard
        ({1: (TOOL, replace(BOX, name="Grid…"))}, replace(BOX, name="Grid…")),
        ({1: (TOOL, BOX)}, BOX),
        ({1: (TOOL,)}, "No check box in the picture is called “Grid”. There is button “Grid” "),  # one may still come
    ],
)
def test_a_tool_that_stays_on_is_never_taken_for_the_check_box_of_its_name(
    listed: Mapping[int, Sequence[ShownControl]], found: ShownControl | str
) -> None:
    screen = Windows(listed=listed)
    at = asyncio.run(ScreenInquiry(screen).locate(screen.shown(1), "check box “Grid”"))

    if isinstance(found, str):
        assert str(at).startswith(found)
    else:
        assert isinstance(at, LocatedControl)
        assert at.control == found


def test_a_name_in_a_windows_title_alone_is_said_to_be_there() -> None:
    words = asyncio.run(ScreenInquiry(Buttons(places={})).locate(SHOWN, EDITOR.title))

    assert "It is only in the title of a window, which is no control." in str(words)


SIZE = SHOWN.viewport.image


def test_what_stands_side_by_side_is_one_row() -> None:
    lines = [
        ShownText("Ada", Rect(60, 12, 30, 10)),
        ShownText("Below", Rect(10, 40, 30, 10)),
        ShownText("Name:", Rect(10, 10, 30, 10)),
    ]

    assert list(rows(lines)) == ["Name:  Ada", "Below"]
    assert (bounded("abc", 3), bounded("abcdef", 4)[:28]) == ("abc", "abcd\n… and 2 more characters"[:28])


@pytest.mark.parametrize(
    "region",
    [(10, 10, 10, 20), (-1, 0, 5, 5), (0, 0, 201, 5), (5, 5, 4, 9), (1, 2, 3)],
    ids=["flat", "left", "right", "turned", "short"],
)
def test_a_region_that_is_empty_or_not_wholly_in_the_picture_is_refused(region: tuple[int, ...]) -> None:
    assert "isn't one." in str(part_on_screen(SHOWN, region))
    assert part_on_screen(SHOWN, (0, 0, SIZE.width, SIZE.height)) == SHOWN.viewport.screen


@dataclass
class Drawing(NamedControls):
    """A window whose program reports one line, and in which these are read beside it."""

    drawn: Sequence[ShownText] = ()

    async def texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        return (ShownText("File", A),)

    async def drawn_texts(self, frame: Frame, window: int) -> Sequence[ShownText]:
        return self.drawn


@pytest.mark.parametrize(
    ("drawn", "part", "text"),
    [
        ([ShownText("Rent", B)], None, "File\nRent"),
        ([ShownText("Rent", B)], B, "Rent"),
        ([ShownText("Rent", B)], A, "File"),
        ([ShownText("", B)], None, "File\nNot read, as it is only drawn: from (30, 30) to (39, 39). Look at it."),
        ([ShownText("", B)], A, "File"),
        ([], B, "There's no readable text there."),
    ],
    ids=["all", "a part that is drawn", "another part", "no text reader", "another part, no text reader", "nothing"],
)
def test_what_a_window_only_draws_is_read_as_well_or_it_is_said_that_it_was_not(
    drawn: Sequence[ShownText], part: Rect | None, text: str
) -> None:
    assert asyncio.run(ScreenInquiry(Drawing(drawn=drawn)).read(SHOWN, Read(part=part))) == text
