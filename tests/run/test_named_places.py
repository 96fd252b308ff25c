"""Names in the place of points come in parts, as the controls come; and what a model is told of the screen in words."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions import Click, Type
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.locator import LONGEST_NAME
from desktop_agent.core.screen_contents import ShownControl, ShownText
from desktop_agent.core.turn import Call, InvalidAction, NamedPlace, NotDone, Opening, Proposal, Reply, Result, Turn
from desktop_agent.run.inquiry import ScreenInquiry, bounded, part_on_screen, rows
from desktop_agent.run.named_places import NamedPlaces
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import PaintedScreen, ScriptedModel

SHOWN = PaintedScreen().grab()
SHOWN = replace(SHOWN, scene=replace(SHOWN.scene, windows=SHOWN.scene.windows, focus=1))


@dataclass
class ChangingControls(NamedControls):
    """What a window shows by turns: the first list until `turn` is called."""

    lists: list[Mapping[str, Rect]] = field(default_factory=list)

    async def controls(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return [ShownControl(name, "push button", box) for name, box in self.lists[0].items()]


def named(name: str, call_id: str) -> Call:
    place = NamedPlace(name, lambda at: Click(at, "right"))
    return Call(call_id, (Proposal(InvalidAction("?"), {}, named=place),))


def typed(call_id: str) -> Call:
    return Call(call_id, (Proposal(Type("Ada"), {}),))


def done(turn: Turn, *notes: str, not_done: NotDone | None = None) -> Reply:
    results = tuple(Result(call.call_id, SHOWN, told=(f"did {call.call_id}",)) for call in turn.calls)
    return Reply(results, notes, SHOWN, not_done=not_done)


def asked(turn: Turn) -> list[tuple[str, object]]:
    return [(call.call_id, one.action) for call in turn.calls for one in call.proposals]


A, B = Rect(10, 10, 10, 10), Rect(30, 30, 10, 10)
AT_B = ImagePoint(35, 35)


def test_a_path_is_followed_name_by_name_and_answered_as_one_call() -> None:
    answer = Turn("r1", messages=("Now.",), calls=(named("Edit › Copy", "c1"), typed("c2")), cost=1.0)
    model, controls = ScriptedModel([answer, Turn("r2")]), ChangingControls(lists=[{"Edit": A}, {"Copy": B}])

    async def play() -> list[Turn]:
        port = NamedPlaces(model, ScreenInquiry(controls))
        first = await port.think(Opening("A task", SHOWN))
        controls.lists.pop(0)
        second = await port.think(done(first))
        return [first, second, await port.think(done(second))]

    first, second, last = asyncio.run(play())

    assert asked(first) == [("c1›1", Click(ImagePoint(15, 15)))]
    assert asked(second) == [("c1›2", Click(ImagePoint(35, 35), "right")), ("c2", Type("Ada"))]
    assert (first.cost, second.cost, second.messages) == (1.0, None, ())
    assert last.response_id == "r2"
    heard = model.heard[-1]
    assert isinstance(heard, Reply)
    assert [(result.call_id, result.told) for result in heard.results] == [
        ("c1", ("did c1›1", "did c1›2")),
        ("c2", ("did c2",)),
    ]


def test_a_name_that_nothing_has_is_an_action_that_cannot_be_done() -> None:
    model = ScriptedModel([Turn("r1", calls=(named("Later", "c1"),))])
    controls = ChangingControls(lists=[{"Edit": A}])
    turn = asyncio.run(NamedPlaces(model, ScreenInquiry(controls)).think(Opening("A task", SHOWN)))

    ((_, action),) = asked(turn)
    assert isinstance(action, InvalidAction)
    assert "No control in the picture is called “Later”" in action.reason


@pytest.mark.parametrize(
    ("told", "given"),
    [
        ('Send a "Do Not Track" request…', "Send a 'Do Not Track' request…"),
        ("Preferences...", "Preferences…"),
        ("Undo Ctrl+Z", "Undo"),
        ("x" * 200, foreign("x" * 200, LONGEST_NAME)),
    ],
)
def test_a_name_is_taken_however_its_signs_are_typed(told: str, given: str) -> None:
    assert asyncio.run(ScreenInquiry(ChangingControls(lists=[{"Other": A, told: B}])).point(SHOWN, given)) == AT_B


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Save", "No control in the picture is called “Save”. .*“Save as”"),
        ("", "No control in the picture is called “”."),
        ("A—1", "2 controls are called"),  # each differs by its signs alone
    ],
)
def test_a_name_that_only_resembles_one_is_none_and_the_nearest_are_told(given: str, said: str) -> None:
    inquiry = ScreenInquiry(ChangingControls(lists=[{"Save as": A, "A-1": A, "A–1": B}]))

    assert re.match(said, str(asyncio.run(inquiry.point(SHOWN, given))))
    assert asyncio.run(inquiry.point(SHOWN, "A–1")) == AT_B


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
def test_what_is_no_region_of_the_picture_is_said_to_be_none(region: tuple[int, ...]) -> None:
    assert "isn't one." in str(part_on_screen(SHOWN, region))
    assert part_on_screen(SHOWN, (0, 0, SIZE.width, SIZE.height)) == SHOWN.viewport.screen
