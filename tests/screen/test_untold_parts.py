"""What a program doesn't tell of its window, though it tells of the rest: icon views, drawings, drop-down lists."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.controls.screen_contents import Find, LocatedControl, ScrolledAway, ShownControl
from desktop_agent.core.pictures import Frame, Rect, ScreenPoint, Window
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.screen.controls.accessible_nodes import (
    EXPANDED,
    SELECTED,
    SHOWING,
    Node,
    may_be_listed,
    may_have_focus,
    silent_panes,
)
from desktop_agent.screen.controls.listing import part_of
from desktop_agent.screen.controls.window import AwayControl, Control, NoControls
from desktop_agent.screen.controls.words import ScreenWords
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import PaintedScreen

PANE = Rect(0, 30, 200, 150)
INSIDE = Rect(10, 40, 60, 20)


def node(role: str, box: Rect, name: str = "", *states: int, depth: int = 4, root: int = 0) -> Node:
    return Node(name, role, sum(1 << one for one in {SHOWING, *states}), box, depth, root)


@pytest.mark.parametrize(
    ("menu", "is_open"),
    [
        pytest.param(node("menu", PANE), True, id="a context menu or drop-down list of GTK, which has no name"),
        pytest.param(Node("", "menu", 0, PANE, 4, 0), False, id="the same, closed"),
        pytest.param(node("menu", INSIDE, "File"), False, id="a menu of a menu bar"),
        pytest.param(node("menu", INSIDE, "File", SELECTED), True, id="the same, open"),
        pytest.param(node("menu", INSIDE, "File", EXPANDED), True, id="the same, open as others say it"),
    ],
)
def test_an_open_menu_is_looked_into_for_its_items_and_for_the_keyboard(menu: Node, *, is_open: bool) -> None:
    assert (may_be_listed(menu), may_have_focus(menu)) == (is_open, is_open)


@pytest.mark.parametrize(
    ("role", "others", "is_silent"),
    [
        pytest.param("layered pane", (), True, id="an icon view"),
        pytest.param("list", (node("list item", INSIDE, depth=5),), True, id="a list of nameless items"),
        pytest.param(
            "list", (node("list item", INSIDE, "Data range", depth=5),), False, id="a list that tells its items"
        ),
        pytest.param("table", (node("label", INSIDE, "On top", root=1, depth=5),), True, id="below another window"),
        pytest.param("scroll pane", (), False, id="what only scrolls"),
    ],
)
def test_a_pane_that_tells_of_nothing_in_it_is_known(role: str, others: Sequence[Node], *, is_silent: bool) -> None:
    pane = node(role, PANE)

    assert silent_panes([pane, *others]) == ([pane] if is_silent else [])


MAIN = Window(1, "editor", "Preferences", 7)
POPUP = Window(2, "editor", "", 7)
COMBO = Rect(20, 20, 100, 30)


@dataclass
class Told(NoControls):
    """A program that tells of these controls."""

    controls: Iterable[Control]

    async def listed(self, *_: object, **__: object) -> Sequence[Control]:
        return (*self.controls,)


@pytest.mark.parametrize(
    ("popup", "names"),
    [(Rect(20, 21, 100, 50), ["Insert Spaces"]), (Rect(20, 55, 100, 30), ["Insert Tabs", "Insert Spaces"])],
    ids=["over its combo box", "below it"],
)
def test_a_drop_down_list_hides_the_control_that_it_lies_over(popup: Rect, names: list[str]) -> None:
    screen = PaintedScreen(above=2, above_box=popup)
    spaces = Rect(popup.x + 2, popup.y + 12, 90, 15)
    reports = Told((Control("Insert Tabs", "combo box", COMBO), Control("Insert Spaces", "menu item", spaces)))
    part = part_of(screen.grab(), MAIN, {1: MAIN, 2: POPUP}, ())

    assert part is not None
    assert [one.name for one in asyncio.run(part.controls(reports, ScreenWords(None)))] == names


@dataclass
class ToldAway(Told):
    """A program that tells of these controls that it doesn't show, too."""

    away: Sequence[AwayControl] = ()

    async def scrolled_away(self, window: Window, box: Rect, wanted: Callable[[str], bool]) -> Sequence[AwayControl]:
        return [one for one in self.away if wanted(one.name)]


@pytest.mark.parametrize(
    ("inside", "popup", "points"),
    [
        (None, None, [(110, 70), (70, 70), (30, 70)]),
        (Control("Size", "spin button", Rect(80, 60, 50, 30)), None, [(70, 70), (30, 70)]),
        (Control("Names", "list", Rect(10, 10, 120, 120)), None, [(110, 70), (70, 70), (30, 70)]),
        (None, Rect(60, 0, 100, 160), [(30, 70)]),
    ],
    ids=["bare", "not over what the wheel turns", "over the list that is scrolled itself", "not over another window"],
)
def test_the_wheel_is_turned_where_it_scrolls_the_pane_and_nothing_else(
    inside: Control | None, popup: Rect | None, points: list[tuple[int, int]]
) -> None:
    screen = PaintedScreen(above=2, above_box=popup) if popup else PaintedScreen()
    away = AwayControl("Send", "push button", Rect(10, 10, 120, 120), 0, 400)
    reported = ToldAway((inside,) if inside else (), away=(away,))
    part = part_of(screen.grab(), MAIN, {1: MAIN, 2: Window(2, "other", "Other", 8)}, ())

    assert part is not None
    (only,) = asyncio.run(part.scrolled_away(reported, lambda name: name == "Send"))
    assert (only.name, only.role, only.dx, only.dy) == ("Send", "push button", 0, 400)
    assert [(at.x, at.y) for at in only.at][: len(points)] == points
    assert asyncio.run(part.scrolled_away(reported, lambda _: False)) == []


@dataclass
class ToldControls(NamedControls):
    """What the program tells."""

    told: list[ShownControl] = field(default_factory=list)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        del frame
        return self.told if window == 1 else []

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        del frame, window
        return [ShownControl("Mode", "", Rect(60, 80, 30, 10))]  # what is told counts before


def test_an_open_menu_takes_a_click_by_a_name_that_also_stands_behind_it() -> None:
    frame = PaintedScreen(above=2, above_box=Rect(100, 0, 60, 60)).grab()
    behind = ShownControl("Mode", "", Rect(10, 10, 30, 10))
    in_menu = ShownControl("Mode", "", Rect(110, 10, 30, 10))
    inquiry = ScreenInquiry(ToldControls(told=[behind, in_menu]))

    assert asyncio.run(inquiry.locate(frame, "Mode")) == LocatedControl(1, in_menu)


@pytest.mark.parametrize(
    ("dx", "dy", "where"),
    [
        (0, 640, "640 px further down"),
        (0, -40, "40 px further up"),
        (90, 0, "90 px further right"),
        (-9, 5, "5 px further down and 9 px further left"),
    ],
)
def test_a_model_is_told_where_to_scroll_for_what_the_picture_lacks_and_gets_no_point(
    dx: int, dy: int, where: str
) -> None:
    frame = PaintedScreen().grab()
    away = [ScrolledAway("Send", "push button", dx, dy, (ScreenPoint(20, 30), ScreenPoint(40, 30)))]
    inquiry = ScreenInquiry(ToldControls(told=[ShownControl("Mode", "", Rect(10, 10, 30, 10))], away=away))
    at = frame.viewport.to_image(ScreenPoint(20, 30))
    words = f"Not in the picture: scroll to it, then look again. button “Send” is {where} at ({at.x}, {at.y})."

    assert asyncio.run(inquiry.locate(frame, "Send")) == words
    assert asyncio.run(inquiry.find(frame, Find("Send"))).words == words
    assert "No control in the picture is called “Later”" in str(asyncio.run(inquiry.locate(frame, "Later")))
    assert "Nothing there has “Later”" in asyncio.run(inquiry.find(frame, Find("Later"))).words
