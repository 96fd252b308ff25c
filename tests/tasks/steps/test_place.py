"""A place is found by what it is: a blank field by its kind and its words, a pane to scroll by its window, a name."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
import pytest

from desktop_agent.core.actions.action import Action, Press, Scroll, points_of
from desktop_agent.core.controls.screen_contents import ShownControl, TextLine
from desktop_agent.core.decisions.decision import Focus, HitControl, Place, PointedObject, Target
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
from desktop_agent.core.runs.events import NamedTarget
from desktop_agent.screen.ocr.picture import decoded
from desktop_agent.tasks.steps.comparison import ReadTexts
from desktop_agent.tasks.steps.place import FoundPlace, PlaceFinder, PlaceMissing, RecordedPlace
from desktop_agent.tasks.steps.sight import Gray, PlaceSample
from desktop_agent.tasks.task import StepPlace, StepTarget, StepWindow
from tests.fakes.programs.tick_boxes import AT, options, read

SCREEN = Size(800, 600)
NOTE = Window(7, title="note.txt - Editor", program="/usr/bin/editor")
OTHER = Window(8, title="A letter")
MENU = Window(9, title=NOTE.title, program=NOTE.program, menu=True)
THEN = Size(400, 300)
AREA = (10, 40, 380, 250)  # of the text, in the window as it was


def paper(size: Size = THEN, lines: Sequence[tuple[int, int]] = ()) -> Gray:
    """Return a white window with lines of words at these places."""
    picture = np.full((size.height, size.width), 255, np.uint8)
    for x, y in lines:
        cv2.putText(picture, "some words", (x, y + 5), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1)
    return picture


class Desk:
    """A screen with one window, and what its program tells; another window may lie on a part of it."""

    def __init__(
        self,
        box: Rect,
        controls: Sequence[HitControl],
        window: Gray,
        over: Rect | None = None,
        read: ReadTexts | None = None,
    ) -> None:
        whole = np.full((SCREEN.height, SCREEN.width), 128, np.uint8)
        whole[box.y : box.bottom, box.x : box.right] = window
        done, data = cv2.imencode(".png", cv2.cvtColor(whole, cv2.COLOR_GRAY2BGR))
        assert done
        parts = [WindowBox(8, over)] if over else []
        scene = Scene((*parts, WindowBox(7, box)), focus=7)
        viewport = Viewport(Rect(0, 0, SCREEN.width, SCREEN.height), SCREEN)
        self.frame = Frame(data.tobytes(), "image/png", viewport, "", scene, Pixels(Size(1, 1), b"\0" * 4))
        self.controls = controls
        self.in_title_bar = False
        self.row_height: int | None = None  # of the rows that its program tells
        self.focused = Target(Place(NOTE))
        self.windows = {7: NOTE, 8: OTHER, 9: MENU}
        self.finder = PlaceFinder(self._look, self._listed, self.windows.__getitem__, read)

    def find(self, wanted: RecordedPlace) -> FoundPlace | PlaceMissing:
        """Return where a place is."""
        return asyncio.run(self.finder.find(wanted, self.frame))

    def find_pane(self, wanted: RecordedPlace) -> FoundPlace | PlaceMissing:
        """Return where to scroll."""
        return asyncio.run(self.finder.find_pane(wanted, self.frame))

    def missing_focus(self, target: StepTarget, keys: Sequence[str]) -> PlaceMissing | None:
        """Return why keys would go elsewhere than they did."""
        then = StepWindow("note.txt - Editor", "editor")
        return asyncio.run(self.finder.missing_focus(then, target, Press(tuple(keys)), self.frame))

    async def _look(self, frame: Frame, action: Action) -> Target:
        if isinstance(action, Press):
            return self.focused
        at = points_of(action)[0]
        hit = [one for one in self.controls if one.box and one.box.contains(ScreenPoint(at.x, at.y))]
        one = min(hit, key=lambda each: each.box.width if each.box else 0, default=HitControl())
        if isinstance(action, Scroll):
            turned = one if one.role == "spin button" else HitControl()
            return Target(Place(NOTE), replace(turned, objects=(PointedObject("", "", one.role),)))
        return Target(Place(NOTE, in_title_bar=self.in_title_bar), one)

    async def _listed(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        boxes = [(one, one.box) for one in self._reported() if one.box]
        return [ShownControl(one.name, one.role, box, row=self._caption_strip(box)) for one, box in boxes]

    def _caption_strip(self, box: Rect) -> Rect | None:
        return None if self.row_height is None else Rect(110, box.middle.y // 40 * 40, 380, self.row_height)

    def _reported(self) -> Sequence[HitControl]:
        """Return what a program lists: of what has no name, fields alone."""
        return [one for one in self.controls if (one.name and one.source != "ocr") or one.role in {"entry", "text"}]


def control(name: str, role: str, box: Rect, beside: str = "") -> HitControl:
    """Return a control as its program tells it."""
    return HitControl(name, role, "accessibility", box, beside=beside)


def wanted(target: StepTarget | None, at: tuple[int, int], then: Gray | None = None) -> RecordedPlace:
    """Return a place in the window as it was."""
    box = target.box if target else None
    sample = None if then is None else PlaceSample(then, at, box)
    return RecordedPlace(StepWindow("note.txt - Editor", "editor"), target, StepPlace((at,), THEN), sample)


def point(found: FoundPlace | PlaceMissing) -> ImagePoint:
    """Return where it is."""
    assert isinstance(found, FoundPlace), found.why
    return found.points[0]


TEXT = StepTarget("text field", "", AREA)


def test_below_the_text_is_below_the_text_though_there_is_more_of_it_now() -> None:
    box = Rect(100, 50, 600, 500)
    lines = [(20, y) for y in range(60, 330, 20)]  # the recorded place is among them now
    desk = Desk(box, [control("", "text", Rect(110, 90, 580, 450))], paper(box.size, lines))

    at = point(desk.find(wanted(TEXT, (200, 150), paper(lines=[(20, 60)]))))

    assert at.y > 50 + 330


def test_where_text_fills_the_area_nothing_is_clicked() -> None:
    box = Rect(100, 50, 600, 500)
    desk = Desk(
        box,
        [control("", "text", Rect(110, 90, 580, 450))],
        paper(box.size, [(20, y) for y in range(50, 500, 20)]),
    )

    found = desk.find(wanted(TEXT, (200, 150), paper()))

    assert found == PlaceMissing("The spot was empty but now contains text.")


def test_of_two_fields_beside_the_same_words_none_is_typed_into_but_that_of_its_row() -> None:
    rows = (Rect(260, 90, 200, 30), Rect(260, 190, 200, 30))
    controls = [
        made
        for title, row in zip(("Ada", "Bob"), rows, strict=True)
        for made in (
            control(title, "label", Rect(480, row.y, 60, 30)),
            control("Screws", "label", Rect(180, row.y, 60, 30)),
            control("", "entry", row, "Screws"),
        )
    ]
    desk = Desk(Rect(100, 50, 500, 300), controls, paper(Size(500, 300)))
    target = StepTarget("field", "", (160, 40, 200, 30), "Screws")

    several = desk.find(wanted(target, (200, 55), paper(Size(500, 300))))
    in_row = desk.find(wanted(replace(target, row="Screws Bob"), (200, 55), paper(Size(500, 300))))

    assert several == PlaceMissing("2 things are called “Screws”, and the recording doesn't tell which one.")
    assert rows[1].contains(ScreenPoint(point(in_row).x, point(in_row).y))


def test_of_two_equal_signs_beside_a_name_it_is_the_one_on_its_own_side() -> None:
    """As the crosses of tabs: that of the tab before is nearer to the name than its own."""
    end = 308  # of the letters, which begin at 220

    def tabs(*crosses: int) -> Gray:
        picture = options("none")
        for left in crosses:
            cv2.line(picture, (left - 4, 103), (left + 4, 111), 150, 1)
            cv2.line(picture, (left - 4, 111), (left + 4, 103), 150, 1)
        return picture

    now = np.roll(tabs(204, end + 16), 90, axis=0)
    now[140:182:4] = 130  # nothing around it looks as it did
    now[208:250:4] = 130
    item = HitControl("Weekly news", "list item", "ocr", Rect(100, 185, 500, 24))
    at = (end + 16, AT[1])
    there = RecordedPlace(
        StepWindow("note.txt - Editor", "editor"),
        StepTarget("list item", "Weekly news"),
        StepPlace((at,), Size(500, 300)),
        PlaceSample(tabs(end + 16), at),
    )

    found = point(Desk(Rect(100, 50, 500, 300), [item], now, read=read).find(there))

    assert abs(found.x - 100 - at[0]) <= 3


@pytest.mark.parametrize("beside", ["Name", "Town"])
def test_of_two_fields_without_names_it_is_the_one_beside_its_words(beside: str) -> None:
    box = Rect(100, 50, 600, 400)
    places = {"Name": Rect(250, 100, 300, 30), "Town": Rect(250, 150, 300, 30)}
    fields = [control("", "entry", place, words) for words, place in places.items()]
    labels = [control(words, "label", Rect(150, place.y, 90, 30)) for words, place in places.items()]
    desk = Desk(box, [*fields, *labels], paper(box.size))

    at = point(desk.find(wanted(StepTarget("field", "", (100, 40, 200, 30), beside), (150, 55), paper())))

    assert places[beside].contains(ScreenPoint(at.x, at.y))


def test_of_two_fields_that_nothing_tells_apart_none_is_taken() -> None:
    box = Rect(100, 50, 600, 400)
    desk = Desk(
        box,
        [control("", "entry", Rect(250, 100, 300, 30)), control("", "entry", Rect(250, 150, 300, 30))],
        paper(box.size),
    )

    found = desk.find(wanted(StepTarget("field", "", (100, 40, 200, 30)), (150, 55), paper()))

    assert found == PlaceMissing("Nothing on the screen looks like it.")


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["7 7"], True),  # as GTK 4 calls the button “7”
        (["7 7", "7"], True),  # the one that is called so to the letter
        (["77"], False),
    ],
)
def test_a_name_that_is_said_twice_is_the_same_button(names: list[str], found: bool) -> None:
    box = Rect(100, 50, 500, 400)
    boxes = [Rect(150 + 100 * number, 200, 60, 30) for number in range(len(names))]
    desk = Desk(box, [control(name, "push button", at) for name, at in zip(names, boxes, strict=True)], paper(box.size))

    at = desk.find(wanted(StepTarget("button", "7", (40, 100, 60, 30)), (60, 110), paper()))

    assert isinstance(at, FoundPlace) is found
    if isinstance(at, FoundPlace):
        right = names.index("7") if "7" in names else names.index("7 7")
        assert boxes[right].contains(ScreenPoint(at.points[0].x, at.points[0].y))


@pytest.mark.parametrize(
    ("kind", "name", "role", "found"),
    [
        ("check box", "Grid", "toggle button", True),  # a tool of Qt, which was recorded as a check box
        ("switch", "Grid", "toggle button", True),
        ("button", "Grid", "toggle button", True),
        ("check box", "Rulers", "toggle button", False),
        ("check box", "Grid", "push button", False),
        ("check box", "Grid", "radio button", False),
        ("check box", "Grid", "switch", False),
        ("switch", "Grid", "check box", False),
        ("button", "Grid", "check box", False),
        ("radio button", "Grid", "toggle button", False),
        ("link", "Grid", "toggle button", False),
    ],
)
def test_what_stays_on_may_be_called_a_check_box_or_a_tool_and_what_is_pressed_once_is_neither(
    kind: str, name: str, role: str, found: bool
) -> None:
    box = Rect(100, 50, 600, 500)
    desk = Desk(box, [control("Grid", role, Rect(130, 90, 40, 20))], paper(box.size))

    assert isinstance(desk.find(wanted(StepTarget(kind, name, (30, 40, 40, 20)), (50, 50))), FoundPlace) == found


def test_a_tool_elsewhere_is_not_taken_for_a_check_box_that_is_not_there_yet() -> None:
    """A box may still be loading, or be scrolled out of view, while a tool of its name is in view."""
    box = Rect(100, 50, 400, 300)
    tool = Rect(330, 90, 40, 20)
    step = wanted(StepTarget("check box", "Grid", (30, 140, 40, 20)), (50, 150), paper())

    def read(_: bytes) -> list[TextLine]:
        return [TextLine("Grid", tool.x, tool.y, tool.width, tool.height, 0.98)]

    loading = Desk(box, [control("Grid", "toggle button", tool)], paper(box.size), read=read)
    loaded = [*loading.controls, control("Grid", "check box", Rect(130, 190, 40, 20))]

    assert isinstance(loading.find(step), PlaceMissing)
    assert point(Desk(box, loaded, paper(box.size), read=read).find(step)) == ImagePoint(150, 200)


def test_a_wheel_turns_no_value_that_lies_there_now() -> None:
    box = Rect(100, 50, 400, 300)
    desk = Desk(box, [control("Copies", "spin button", box)], paper(box.size))

    assert desk.find_pane(wanted(None, (200, 150))) == PlaceMissing(
        "The list, page or text that was scrolled in this window is no longer there."
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("then", "now", "why"),
    [
        ("ticked", "empty", "“Weekly news” is already off."),
        ("empty", "ticked", "“Weekly news” is already on."),
        ("ticked", "half", "The box looks different than before. It may have been checked or cleared."),
        ("empty", "empty", ""),
    ],
)
def test_what_no_program_tells_to_be_on_is_seen(then: str, now: str, why: str) -> None:
    box = Rect(100, 50, 500, 300)
    news = HitControl("Weekly news", "", "ocr", Rect(300, 145, 140, 20))
    place = StepPlace((AT,), Size(500, 300))
    target = StepTarget("", "Weekly news")
    sample = PlaceSample(options(then), AT)
    there = RecordedPlace(StepWindow("note.txt - Editor", "editor"), target, place, sample)

    found = Desk(box, [news], options(now), read=read).find(there)

    assert (found.why if isinstance(found, PlaceMissing) else "") == why


def test_a_box_is_compared_without_what_lies_beside_its_window() -> None:
    box = Rect(100, 50, 500, 300)
    news = HitControl("Weekly news", "", "ocr", Rect(300, 145, 140, 20))
    target = StepTarget("", "Weekly news")
    sample = PlaceSample(options("empty"), AT)
    there = RecordedPlace(StepWindow("note.txt - Editor", "editor"), target, StepPlace((AT,), Size(500, 300)), sample)
    desk = Desk(box, [news], options("empty"), read=read)
    whole = decoded(desk.frame.data).copy()
    whole[150:162, 606:616] = 0  # letters of another window, to the right of this one
    _, data = cv2.imencode(".png", whole)
    desk.frame = replace(desk.frame, data=data.tobytes())

    assert point(desk.find(there)) == ImagePoint(100 + AT[0], 50 + AT[1])


@pytest.mark.parametrize(("beside", "found"), [(-14, -14), (0, 0), (60, 60), (80, 80), (160, 36)])
def test_a_place_beside_words_that_have_moved_is_as_far_beside_them(beside: int, found: int) -> None:
    """What is pressed there isn't what the words say: a program that reports neither may draw a box beside them."""
    now = np.roll(options("none"), 90, axis=0)
    now[140:182:4] = 130  # nothing around it looks as it did
    now[208:250:4] = 130
    start = 220  # of the letters
    item = HitControl("Weekly news", "list item", "ocr", Rect(100, 185, 500, 24))
    there = RecordedPlace(
        StepWindow("note.txt - Editor", "editor"),
        StepTarget("list item", "Weekly news"),
        StepPlace(((start + beside, AT[1]),), Size(500, 300)),
        PlaceSample(options("none"), (start + beside, AT[1])),
    )

    at = point(Desk(Rect(100, 50, 500, 300), [item], now, read=read).find(there))

    assert abs(at.x - 100 - start - found) <= 2
    assert abs(at.y - 50 - AT[1] - 90) <= 3


def test_what_a_program_has_not_told_yet_is_waited_for() -> None:
    box = Rect(100, 50, 500, 400)
    desk = Desk(box, [], paper(box.size))

    found = desk.find(wanted(StepTarget("button", "Send", (40, 100, 60, 30)), (60, 110), paper()))

    assert found == PlaceMissing("Its program doesn't identify the object at that point.", late=True)


@pytest.mark.parametrize(
    ("keys", "role", "kind", "goes"),
    [
        (("ctrl", "r"), "push button", "text field", True),
        (("ctrl", "v"), "push button", "text field", False),
        (("return",), "push button", "text field", False),
        (("r",), "push button", "text field", False),
        (("ctrl", "r"), "terminal", "text field", False),
        (("ctrl", "r"), "menu item", "text field", False),
    ],
)
def test_a_command_of_the_window_needs_its_window_and_other_keys_what_had_the_keyboard(
    keys: Sequence[str], role: str, kind: str, goes: bool
) -> None:
    desk = Desk(Rect(100, 50, 400, 300), [], paper())
    desk.focused = Target(Place(NOTE), focus=Focus("Replace All", role))

    missing = desk.missing_focus(StepTarget(kind, "note.txt"), keys)

    assert missing == (None if goes else PlaceMissing("The focus is in “Replace All” instead of “note.txt”."))


@pytest.mark.parametrize(("other", "goes"), [("A letter", True), (NOTE.title, False)])
def test_keys_go_to_a_window_with_a_counter_unless_the_very_title_is_shown(other: str, goes: bool) -> None:
    desk = Desk(Rect(100, 50, 400, 300), [], paper(), over=Rect(400, 300, 200, 200))
    desk.windows[7] = replace(NOTE, title=f"{NOTE.title} (2)")
    desk.windows[8] = replace(NOTE, id=8, title=other)
    desk.focused = Target(Place(NOTE), focus=Focus("Remarks", "text"))

    missing = desk.missing_focus(StepTarget("text field", "Remarks"), ("return",))

    assert (missing is None) is goes, missing


def _read_by_width(data: bytes) -> Sequence[TextLine]:
    """Read a long text as a word, and a short one as a number."""
    columns = np.flatnonzero((decoded(data).max(axis=2) < 128).any(axis=0))
    width = int(columns.max() - columns.min()) if columns.size else 0
    text = "Hammers" if width > 140 else "704"
    return [TextLine(text, 10, 10, width, 20, 0.98)] if width else []


@pytest.mark.parametrize(("name", "found"), [("C5", True), ("Notes", False)])
def test_a_cell_has_its_address_whatever_stands_in_it(name: str, found: bool) -> None:
    box = Rect(100, 50, 400, 300)
    then = paper()
    now = paper()
    cv2.putText(then, "Hammers", (141, 131), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 3)
    cv2.putText(now, "704", (150, 131), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 0, 1)
    cell = control(name, "text", Rect(240, 160, 120, 24))

    at = Desk(box, [cell], now, read=_read_by_width).find(
        wanted(StepTarget("text field", name, (140, 110, 120, 24)), (160, 122), then)
    )

    assert isinstance(at, FoundPlace) is found, at


NAMES = ("Ada", "Bob", "Cleo")
NAMED = ("", "Ada", "Bob", "Cleo", "Eve")  # by the length of the bar that stands for the name
LOOKS_ALIKE = "Several places look like it, and no words beside them tell which one is meant."


def switches(count: int) -> Gray:
    """Return a window with as many switches below each other, which look alike."""
    picture = paper()
    for number in range(count):
        cv2.rectangle(picture, (200, 30 + 40 * number), (239, 49 + 40 * number), 0, 1)
        cv2.rectangle(picture, (202, 32 + 40 * number), (220, 47 + 40 * number), 60, -1)
    return picture


def unnamed(role: str, *names: str) -> list[HitControl]:
    """Return the controls of a list: a name, and a control without one at the end of each row."""
    made = list[HitControl]()
    for number, name in enumerate(names):
        made.append(control(name, "label", Rect(120, 80 + 40 * number, 60, 20)))
        made.append(HitControl("", role, None, Rect(300, 80 + 40 * number, 40, 20), row=name))
    return made


def rows(*names: str) -> list[HitControl]:
    """Return the controls of a list: a name and a button in each row, which reaches over the next one's edge."""
    made = list[HitControl]()
    for number, name in enumerate(names):
        made.append(control(name, "label", Rect(120, 80 + 40 * number, 60, 42)))
        made.append(control("Delete", "push button", Rect(300, 80 + 40 * number, 80, 42)))
    return made


@pytest.mark.parametrize(
    ("row", "names", "found", "why"),
    [
        ("Bob", NAMES, 1, ""),
        ("Bob", ("Zoe", *NAMES), 2, ""),
        ("Bob", ("Ada", "Cleo"), None, "There is no “Delete” in the row “Bob”."),
        ("Bob", ("Bob", "Bob"), None, "Several rows are now “Bob”, so it isn't certain which one is meant."),
        ("Bo …", NAMES, None, "There is no “Delete” in the row “Bo …”."),  # whole words
        ("… Bob …", NAMES, 1, ""),
        ("", ("Ada",), 0, ""),  # no row was recorded
        ("", NAMES, None, "3 things are called “Delete”, and the recording doesn't tell which one."),
    ],
)
def test_of_controls_of_one_name_it_is_the_one_in_the_recorded_row(
    row: str, names: Sequence[str], found: int | None, why: str
) -> None:
    desk = Desk(Rect(100, 50, 400, 300), rows(*names), paper())
    button = StepTarget("button", "Delete", (200, 70, 80, 30), row=row)

    at = desk.find(wanted(button, (240, 85), paper()))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why
    if found is not None:
        assert point(at) == ImagePoint(340, 101 + 40 * found)


@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        (NAMES, 1, ""),
        (("Zoe", *NAMES), 2, ""),
        (("Ada", "Cleo"), None, "There is no row “Bob”."),
        (("Bob", "Bob"), None, "Several rows are now “Bob”, so it isn't certain which one is meant."),
    ],
)
def test_a_cell_without_a_name_is_the_one_in_its_column_of_the_row_with_the_recorded_words(
    names: Sequence[str], found: int | None, why: str
) -> None:
    cells = list[HitControl]()
    for number, name in enumerate(names):
        cells.append(control(name, "table cell", Rect(120, 80 + 40 * number, 60, 40)))
        box = HitControl("", "table cell", None, Rect(300, 80 + 40 * number, 80, 40), row=name)
        cells.append(box)
    desk = Desk(Rect(100, 50, 400, 300), cells, paper())

    at = desk.find(wanted(StepTarget("cell", "", (200, 70, 80, 40), row="Bob"), (240, 85), paper()))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why
    if found is not None:
        assert point(at) == ImagePoint(340, 95 + 40 * found)


@pytest.mark.long
@pytest.mark.parametrize(
    ("role", "kind"),
    [("switch", "switch"), ("check box", "check box"), ("radio button", "radio button"), ("toggle button", "button"),
     ("push button", "button"), ("combo box", "combo box"), ("image", "image"), ("link", "link")],
)  # fmt: skip
@pytest.mark.parametrize("has_rows", [True, False])
@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        (NAMES, 1, ""),
        (("Bea", "Ben", "Bobo", *NAMES), 4, ""),  # the window looks the same where it was
        (("Ada", "Cleo"), None, "There is no row “Bob”."),
        (("Bob", "Bob"), None, "Several rows are now “Bob”, so it isn't certain which one is meant."),
    ],
)
def test_a_control_without_a_name_is_the_one_in_the_row_with_the_recorded_words(
    role: str, kind: str, names: Sequence[str], found: int | None, why: str, *, has_rows: bool
) -> None:
    desk = Desk(Rect(100, 50, 400, 300), unnamed(role, *names), switches(len(names)))
    desk.row_height = 20 if has_rows else None

    at = desk.find(wanted(StepTarget(kind, "", (200, 70, 40, 20), row="Bob"), (220, 80), switches(len(NAMES))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why
    if found is not None:
        assert point(at) == ImagePoint(320, 90 + 40 * found)


@pytest.mark.parametrize(("role", "is_found"), [("image", False), ("switch", True)])
def test_an_icon_that_has_changed_places_with_another_one_is_not_pressed(role: str, *, is_found: bool) -> None:
    desk = Desk(Rect(100, 50, 400, 300), unnamed(role, *NAMES), switches(len(NAMES))[:, ::-1].copy())

    at = desk.find(wanted(StepTarget(role, "", (200, 70, 40, 20), row="Bob"), (220, 80), switches(len(NAMES))))

    assert isinstance(at, FoundPlace) is is_found
    if isinstance(at, PlaceMissing):
        assert at.why == "Another icon is there now."


@pytest.mark.parametrize(
    ("names", "is_found"),
    [((), False), (("Bob",), True)],  # two look alike; one can't be another one
)
def test_of_controls_without_names_that_look_alike_none_is_pressed_where_no_row_was_recorded(
    names: Sequence[str], *, is_found: bool
) -> None:
    shown = names or ("Ada", "Bob")
    controls = [replace(one, row="") for one in unnamed("switch", *shown)]
    desk = Desk(Rect(100, 50, 400, 300), controls, switches(len(shown)), read=lambda _data: ())

    at = desk.find(wanted(StepTarget("switch", "", (200, 30, 40, 20)), (220, 40), switches(len(shown))))

    assert isinstance(at, FoundPlace) is is_found
    assert is_found or (isinstance(at, PlaceMissing) and at.why == LOOKS_ALIKE)


def with_bars(picture: Gray, names: Sequence[str]) -> Gray:
    """Return a picture with a bar for each name, at the left of its row."""
    for number, name in enumerate(names):
        cv2.rectangle(picture, (30, 34 + 40 * number), (30 + 20 * NAMED.index(name), 44 + 40 * number), 0, -1)
    return picture


def read_bar(data: bytes) -> list[TextLine]:
    """Read the name for which the bar of a row stands; nothing in a whole window."""
    if len(decoded(data)) >= THEN.height:
        return []
    columns = np.flatnonzero((decoded(data).max(axis=2) < 50).sum(axis=0) > 10)
    bar = columns[columns < 330]
    width = round(int(np.ptp(bar)) / 40) if bar.size else 0
    return [TextLine(NAMED[width], 10, 10, 60, 20, 0.98)] if 0 < width < len(NAMED) else []


@pytest.mark.parametrize(
    ("names", "why"),
    [(("Bob", "Eve"), ""), (("Ada", "Bob"), "It now says “Ada” instead of “Bob”.")],
)
def test_a_sign_at_the_edge_of_a_list_is_told_from_its_like_by_the_words_beside_it(
    names: Sequence[str], why: str
) -> None:
    def signs(names: Sequence[str]) -> Gray:
        picture = paper()
        cv2.rectangle(picture, (150, 30), (300, 31), 0, -1)  # the edge of the list
        for number in range(len(names)):
            cv2.rectangle(picture, (216, 36 + 40 * number), (223, 43 + 40 * number), 0, 1)
        return with_bars(picture, names)

    desk = Desk(Rect(100, 50, 400, 300), [], signs(names), read=read_bar)

    at = desk.find(wanted(None, (220, 40), signs(("Bob", "Eve"))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ada", "Bob"), ""),
        (("Bob", "Bob"), "Several places look like it, with the same words beside them."),
        (("Bob", "Ada"), "It now says “Ada” instead of “Bob”."),
    ],
)
def test_rows_as_low_as_a_line_of_text_are_told_apart_by_their_own_words(names: Sequence[str], why: str) -> None:
    def signs(names: Sequence[str]) -> Gray:
        picture = paper()
        for number, name in enumerate(names):
            cv2.rectangle(picture, (216, 36 + 20 * number), (223, 43 + 20 * number), 0, 1)
            cv2.rectangle(picture, (30, 34 + 20 * number), (30 + 20 * NAMED.index(name), 45 + 20 * number), 0, -1)
        return picture

    desk = Desk(Rect(100, 50, 400, 300), [], signs(names), read=read_bar)

    at = desk.find(wanted(None, (220, 60), signs(("Ada", "Bob"))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ada", "Bob"), ""),
        (("Bob", "Bob"), "Several places look like it, with the same words beside them."),
        (("Ada", "Eve"), "It now says “Eve” instead of “Bob”."),
    ],
)
def test_of_places_that_look_alike_the_words_read_beside_them_tell_which_unless_two_say_the_same(
    names: Sequence[str], why: str
) -> None:
    def marked(names: Sequence[str]) -> Gray:
        return with_bars(switches(len(names)), names)

    desk = Desk(Rect(100, 50, 400, 300), [], marked(names), read=read_bar)

    reported = [control("Members", "label", Rect(120, 300, 60, 20))]
    for target in (None, StepTarget("switch", "Bonn", (200, 70, 40, 20))):  # the name is read beside it
        desk.controls = (
            [] if target is None else [*reported, HitControl("Bonn", "switch", "ocr", Rect(300, 120, 40, 20))]
        )
        at = desk.find(wanted(target, (220, 80), marked(("Ada", "Bob"))))
        assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ada", "Bob"), ""),
        (("Bob", "Bob"), "Several places look like it, with the same words beside them."),
    ],
)
def test_of_boxes_that_are_read_as_a_part_of_their_row_none_is_pressed_if_two_rows_are_equal(
    names: Sequence[str], why: str
) -> None:
    """As on a page that draws its boxes itself: near the box a line is read with it, and in the window without."""

    def marked(names: Sequence[str]) -> Gray:
        return with_bars(switches(len(names)), names)

    section = HitControl("1 Bob", "section", "ocr", Rect(300, 120, 40, 20))
    desk = Desk(Rect(100, 50, 400, 300), [section], marked(names), read=read_bar)

    at = desk.find(wanted(StepTarget("section", "1 Bob"), (220, 80), marked(("Ada", "Bob"))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize(("row", "found"), [("Bob", True), ("Ada", False), ("", False)])
def test_a_cell_of_a_sheet_needs_its_address_and_the_words_of_its_row_and_column(row: str, found: bool) -> None:
    cell = HitControl("A3", "text", "accessibility", Rect(240, 160, 120, 24), row=row)
    desk = Desk(Rect(100, 50, 400, 300), [cell], paper())

    at = desk.find(wanted(StepTarget("text field", "A3", (140, 110, 120, 24), row="Bob"), (160, 122), paper()))

    assert isinstance(at, FoundPlace) is found, at
    assert found or at == PlaceMissing(
        "Cell “A3” isn't in the row “Bob” now: change the address in the task's step, "
        "or leave out its row to go by the address alone."
    )


def test_of_two_equal_rows_of_a_sheet_none_is_typed_into() -> None:
    box = Rect(240, 160, 120, 24)
    cell = HitControl("A3", "text", "accessibility", box, row="Bob", is_row_repeated=True)
    desk = Desk(Rect(100, 50, 400, 300), [cell], paper())
    target = StepTarget("text field", "A3", (140, 110, 120, 24), row="Bob")

    with_row, by_address = (desk.find(wanted(each, (160, 122), paper())) for each in (target, replace(target, row="")))

    assert with_row == PlaceMissing("Several rows are now “Bob”, so it isn't certain which one is meant.")
    assert isinstance(by_address, FoundPlace)


def test_another_cell_where_that_of_a_row_was_is_told_with_its_row() -> None:
    cell = HitControl("A5", "text", "accessibility", Rect(240, 160, 120, 24), row="Bob")
    desk = Desk(Rect(100, 50, 400, 300), [cell], paper())
    target = StepTarget("text field", "A3", (140, 110, 120, 24))

    in_row, alone = (desk.find(wanted(each, (160, 122), paper())) for each in (replace(target, row="Bob"), target))

    assert isinstance(in_row, PlaceMissing)
    assert "Cell “A3” isn't in the row “Bob” now" in in_row.why
    assert alone == PlaceMissing("“A5” is there instead of “A3”.")


ROW_ELSEWHERE = "Several places look like it, with the same words beside them."


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("Ada", "Bob", "Eve"), ""),
        (("Bob", "Eve", "Ada"), "It now says “Eve” instead of “Bob”."),
        (("Ada", "", "Eve"), "There is no row “Bob”."),
        (("Ada", "Bob", "Bob"), ROW_ELSEWHERE),
    ],
)
@pytest.mark.parametrize("is_ruled", [True, False])
def test_a_blank_place_in_a_row_is_the_one_in_the_row_of_these_words(
    names: Sequence[str], why: str, *, is_ruled: bool
) -> None:
    """As an empty cell of a sheet that reports no cells, and of a list without lines between its rows."""

    def rows(names: Sequence[str]) -> Gray:
        picture = with_bars(paper(), names)
        for number in range(7 if is_ruled else 0):
            cv2.rectangle(picture, (0, 19 + 40 * number), (399, 19 + 40 * number), 180, -1)
        return picture

    def read(data: bytes) -> list[TextLine]:
        if len(decoded(data)) < THEN.height:
            return read_bar(data)
        return [TextLine(name, 130, 76 + 40 * number, 60, 20, 0.98) for number, name in enumerate(names) if name]

    desk = Desk(Rect(100, 50, 400, 300), [], rows(names), read=read)

    at = desk.find(wanted(None, (340, 80), rows(("Ada", "Bob", "Eve"))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize(("titles", "why"), [("Ada", ""), ("Cleo", "The first row is now “Cleo” instead of “Ada”.")])
def test_a_blank_cell_is_under_the_titles_that_its_sheet_had(titles: str, why: str) -> None:
    def cells(names: Sequence[str]) -> Gray:
        picture = with_bars(paper(), names)
        for number in range(7):
            cv2.rectangle(picture, (0, 19 + 40 * number), (399, 19 + 40 * number), 180, -1)
        for left in range(0, 400, 50):
            cv2.rectangle(picture, (left, 0), (left, 299), 180, -1)
        return picture

    desk = Desk(Rect(100, 50, 400, 300), [], cells((titles, "Bob")), read=read_bar)

    at = desk.find(wanted(None, (340, 70), cells(("Ada", "Bob"))))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


def test_words_of_a_row_are_the_same_in_whatever_order_they_are_read() -> None:
    def read(data: bytes) -> list[TextLine]:
        if len(decoded(data)) >= THEN.height:
            return []
        lines = [TextLine(name.text, left, 10, 60, 20, 0.98) for left in (300, 100) for name in read_bar(data)]
        orders.append(not orders[-1])
        named = [replace(line, text=f"{line.text}{line.left}") for line in lines]
        return named if orders[-1] else named[::-1]

    orders = [False]
    desk = Desk(Rect(100, 50, 400, 300), [], switches_of(("Ada", "Bob", "Bob")), read=read)

    at = desk.find(wanted(None, (220, 80), switches_of(("Ada", "Bob"))))

    assert at == PlaceMissing(ROW_ELSEWHERE)


def switches_of(names: Sequence[str]) -> Gray:
    """Return a window with a switch in the row of each name."""
    return with_bars(switches(len(names)), names)


@pytest.mark.parametrize(("name", "why"), [("", ""), ("Ada", "The spot was empty but now contains text.")])
def test_a_blank_place_beside_no_words_stays_so(name: str, why: str) -> None:
    desk = Desk(Rect(100, 50, 400, 300), [], with_bars(paper(), ("", name)), read=read_bar)

    at = desk.find(wanted(None, (340, 80), paper()))

    assert (at.why if isinstance(at, PlaceMissing) else "") == why


@pytest.mark.parametrize("role", ["", "document web", "paragraph"])  # read alone, or held by a part of a page
@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        (NAMES, 1, ""),
        (("Zoe", *NAMES), 2, ""),
        (("Bob",), 0, ""),
        (("Ada",), None, "There is no “Delete” in the row “Bob”."),
        ((), None, "There is no “Delete” in the row “Bob”."),
        (("Bob", "Zoe", "Bob"), None, "Several rows are now “Bob”, so it isn't certain which one is meant."),
    ],
)
def test_a_name_that_was_read_in_several_rows_is_the_one_in_its_row(
    role: str, names: Sequence[str], found: int | None, why: str
) -> None:
    then = Size(400, 320)  # its picture is told by its height

    def read(data: bytes) -> list[TextLine]:
        (left, top), shown = ((0, 0), NAMES) if len(decoded(data)) == then.height else ((100, 50), names)
        texts = [(x, 60 + 40 * y, text) for y, name in enumerate(shown) for x, text in ((20, name), (200, "Delete"))]
        return [TextLine(text, left + x, top + y, 60, 20, 0.98) for x, y, text in texts]

    box = Rect(100, 50, then.width, then.height)
    desk = Desk(box, [], paper(then), read=read)
    desk.controls = [
        HitControl(line.text, "", "ocr", Rect(line.left, line.top, line.width, line.height))
        for line in read(desk.frame.data)
    ]
    target = StepTarget("", "Delete")
    if role:
        page = "Members" if role == "document web" else ""
        target = StepTarget(role, page)
        desk.controls = [control(page, role, box)]
    place = replace(wanted(target, (230, 110), paper(then)), place=StepPlace(((230, 110),), then))

    at = desk.find(place)

    assert (at.why if isinstance(at, PlaceMissing) else "") == why
    if found is not None:
        assert point(at) == ImagePoint(330, 120 + 40 * found)


@pytest.mark.parametrize(("label", "found"), [("Name", True), ("name:", True), ("City", False)])
def test_a_field_that_is_only_seen_has_the_label_that_it_had(label: str, found: bool) -> None:
    form = paper()
    cv2.rectangle(form, (20, 80), (220, 110), 0, 1)
    cv2.putText(form, "old text", (100, 100), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1)

    def read(data: bytes) -> list[TextLine]:
        is_then = len(decoded(data)) == THEN.height
        left, top = (0, 0) if is_then else (100, 50)
        return [TextLine("Name" if is_then else label, left + 20, top + 56, 50, 20, 0.98)]

    desk = Desk(Rect(100, 50, THEN.width, THEN.height), [], form, read=read)

    at = desk.find(wanted(None, (120, 95), form))

    assert isinstance(at, FoundPlace) is found
    assert found or at == PlaceMissing("“City” is there instead of “Name”.")


def test_what_lies_over_the_point_of_the_act_is_not_pressed_though_the_middle_is_free() -> None:
    area = Rect(110, 90, 300, 200)
    over = Rect(150, 220, 200, 70)
    desk = Desk(
        Rect(100, 50, 600, 400),
        [control("Remarks", "text", area), control("Buy premium", "push button", over)],
        paper(Size(600, 400)),
    )

    found = desk.find(wanted(StepTarget("text field", "Remarks", (10, 40, 300, 200)), (100, 200)))

    assert found == PlaceMissing("“Buy premium” is there instead of “Remarks”.")


def test_an_entry_is_found_in_the_menu_of_the_window_that_matched_before() -> None:
    over = Rect(150, 150, 200, 100)
    bar = control("File", "menu", Rect(110, 105, 40, 20))
    entry = control("Save", "menu item", Rect(160, 160, 100, 20))
    desk = Desk(Rect(100, 100, 400, 300), [bar, entry], paper())
    point(desk.find(wanted(StepTarget("menu", "File"), (30, 15))))
    desk.frame = replace(desk.frame, scene=Scene((WindowBox(9, over), *desk.frame.scene.windows), focus=7))
    found = RecordedPlace(
        StepWindow(NOTE.title, "editor"), StepTarget("menu item", "Save"), StepPlace(((20, 20),), Size(200, 100)), None
    )

    assert point(desk.find(found)) == ImagePoint(210, 170)
    point(desk.find(wanted(StepTarget("menu", "File"), (30, 15))))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([("IMG_2023", 60), ("0101.txt", 80)], True),
        ([("IMG_2022", 60), ("0101.txt", 80)], False),
        ([("IMG_2023", 60), ("0101.txt", 80), ("IMG_2023", 160), ("0101.txt", 180)], False),
    ],
)
def test_a_name_that_is_read_has_to_be_there_whole_and_once(lines: Sequence[tuple[str, int]], found: bool) -> None:
    reported = [TextLine(text, 150, 50 + top, 90, 18, 0.98) for text, top in lines]
    desk = Desk(Rect(100, 50, 400, 300), [], paper(), read=lambda _data: reported)
    seen = [HitControl(one.text, "", "ocr", Rect(one.left, one.top, one.width, one.height)) for one in reported]
    desk.controls = seen

    at = desk.find(wanted(StepTarget("", "IMG_20230101.txt"), (95, 90)))

    assert isinstance(at, FoundPlace) is found, at


@pytest.mark.parametrize(("other", "left", "found"), [("old some words", 170, True), ("sorne w0rds", 230, False)])
def test_a_name_that_ends_a_longer_line_is_another_name_and_one_that_was_misread_is_not(
    other: str, left: int, *, found: bool
) -> None:
    """In a folder with “Old offer.txt” and “Offer.txt”."""
    (width, _), _ = cv2.getTextSize("some words", cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
    reported = [
        TextLine("some words", 150, 142, width, 16, 0.98),
        TextLine(other, left, 242, 230 + width - left, 16, 0.98),
    ]
    window = Rect(100, 50, 400, 300)
    desk = Desk(window, [], paper(lines=[(50, 100), (130, 200)]), read=lambda _data: reported)
    desk.controls = [
        HitControl(one.text, "", "ocr", Rect(one.left, one.top, one.width, one.height)) for one in reported
    ]

    at = desk.find(wanted(StepTarget("", "some words"), (95, 90)))

    assert isinstance(at, FoundPlace) == found, at


def test_a_click_missed_where_nothing_changed_but_another_control_is_there_after_all() -> None:
    """A busy browser reports the button below a page's own question, until it has looked."""
    box = Rect(100, 50, 600, 400)
    button = Rect(300, 200, 80, 30)
    desk = Desk(box, [control("Renew", "push button", button)], paper(box.size))
    place = FoundPlace((ImagePoint(340, 215),), "by its name", control=NamedTarget("Renew", "push button"))
    changed = Desk(box, [], paper(box.size, [(215, 170)])).frame

    same = asyncio.run(desk.finder.why_missed(place, desk.frame, desk.frame))
    desk.controls = [control("Members", "document web", box)]
    whys = [asyncio.run(desk.finder.why_missed(place, before, desk.frame)) for before in (desk.frame, changed)]

    assert (same, whys) == ("", ["“Members” is there instead of “Renew”.", ""])


@pytest.mark.parametrize(
    ("hit", "is_title", "found"),
    [
        (HitControl("Save", "", "ocr"), False, True),
        (HitControl("Save", "", "ocr"), True, False),
        (HitControl("Save", "label", "accessibility"), False, False),
    ],
)
def test_a_name_that_was_read_is_pressed_only_where_it_may_be_a_control(
    hit: HitControl, is_title: bool, found: bool
) -> None:
    window = Rect(100, 50, 400, 300)
    line = TextLine("Save", 250, 90, 40, 16, 0.98)

    def read(data: bytes) -> list[TextLine]:
        return [line] if decoded(data).shape[:2] == (SCREEN.height, SCREEN.width) else []

    desk = Desk(window, [replace(hit, box=Rect(250, 90, 40, 16))], paper(), read=read)
    desk.in_title_bar = is_title

    at = desk.find(wanted(StepTarget("", "Save"), (20, 280)))

    assert isinstance(at, FoundPlace) == found


@pytest.mark.parametrize(
    ("above", "focus", "is_list"),
    [
        (Window(9, pid=5), 7, True),
        (Window(9, pid=5, menu=True), 7, True),
        (Window(9, pid=6), 7, False),  # another program's
        (Window(9, pid=5, title="Save?"), 7, False),  # a window that may ask something
        (Window(9, pid=5, dialog=True), 7, False),
        (Window(9, pid=5), 9, False),  # Escape would go there
    ],
)
def test_a_list_of_its_own_program_over_a_field_is_told_from_other_windows(
    above: Window, focus: int, *, is_list: bool
) -> None:
    box = Rect(100, 50, 600, 400)
    field = Rect(250, 150, 300, 30)
    desk = Desk(box, [control("City", "entry", field)], paper(box.size))
    desk.windows |= {7: replace(NOTE, pid=5), 9: above}
    desk.frame = replace(
        desk.frame, scene=Scene((WindowBox(9, Rect(250, 140, 300, 90)), *desk.frame.scene.windows), focus=focus)
    )

    found = desk.find(wanted(StepTarget("field", "City"), (200, 115)))

    assert isinstance(found, PlaceMissing)
    assert found.below_list is is_list
