"""A box is clicked until it was seen to be as wanted, and left as it was found where that cannot be seen."""

from collections.abc import Sequence

import pytest

from desktop_agent.core.actions.action import Click
from desktop_agent.core.controls.boxes import Box, BoxState, Indicator
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import End, next_or_end
from tests.offline.planned import NOW_MS, click_at, ended, steps
from tests.offline.seen import Seen, line

WHERE = Box(20, 103, 14, 14)
GIFT = line("Gift", 40, 100)
Look = tuple[BoxState, int]

EMPTY: Look = ("empty", 255)
TICKED: Look = ("ticked", 0)
MIXED: Look = ("mixed", 120)
FILLED: Look = ("unsure", 60)
GREY: Look = ("unsure", 160)


def box(look: Look) -> Indicator:
    return Indicator(WHERE, look[0], bytes([look[1]]) * 12)


def played(task: str, looks: Sequence[Look]) -> tuple[int, End]:
    """Do a step on a box that goes from look to look with each click; return the clicks and the end."""
    position = PlanPosition()
    clicks = 0
    while True:
        seen = Seen((GIFT,), boxes={"Gift": box(looks[min(clicks, len(looks) - 1)])})
        answer = next_or_end(steps(task), position, seen, NOW_MS)
        if isinstance(answer, End):
            return clicks, answer
        if isinstance(answer.action, Click):
            clicks += 1
            assert click_at(27, 110) == answer.action
        position = answer.position


@pytest.mark.parametrize(
    ("task", "looks", "clicks"),
    [
        ("tick", [TICKED], 0),
        ("untick", [EMPTY], 0),
        ("tick", [EMPTY, TICKED], 1),
        ("untick", [TICKED, EMPTY], 1),
        ("tick", [MIXED, TICKED], 1),
        ("tick", [EMPTY, MIXED, TICKED], 2),
        # A ticked one that cannot be read: turned the wrong way, and back.
        ("tick", [FILLED, EMPTY, FILLED], 2),
        # An empty one that becomes something else: there and back, and there again.
        ("tick", [EMPTY, FILLED, EMPTY, FILLED], 3),
        ("tick", [EMPTY, FILLED, TICKED], 2),
        # A radio button that was chosen stays so.
        ("tick", [EMPTY, FILLED, FILLED], 2),
    ],
)
def test_a_box_is_clicked_until_it_is_as_wanted(task: str, looks: Sequence[Look], clicks: int) -> None:
    clicked, end = played(f'{task} "Gift"', looks)

    assert end.success, end.message
    assert clicks == clicked


@pytest.mark.parametrize(
    ("task", "looks", "clicks", "words"),
    [
        ("tick", [EMPTY, EMPTY], 1, "it didn't change: it's still not ticked"),
        ("tick", [GREY, GREY], 1, "it didn't change: it's still in a state I can't read"),
        (
            "tick",
            [GREY, FILLED, GREY],
            2,
            "can't tell from its appearance whether it's checked; it looks the same as before",
        ),
        ("untick", [GREY, FILLED, FILLED], 2, "it didn't change"),
        ("tick", [EMPTY, FILLED, GREY, EMPTY], 3, "can't tell from its appearance whether it's checked"),
    ],
)
def test_what_cannot_be_seen_to_be_done_is_no_success(
    task: str, looks: Sequence[Look], clicks: int, words: str
) -> None:
    clicked, end = played(f'{task} "Gift"', looks)

    assert not end.success
    assert words in end.message
    assert clicks == clicked


def test_a_pointer_over_a_box_is_no_change() -> None:
    clicked, end = played('tick "Gift"', [GREY, ("unsure", 160 - 20)])

    assert not end.success
    assert clicked == 1


def test_a_look_that_was_forgotten_is_not_guessed() -> None:
    seen = Seen((GIFT,), boxes={"Gift": box(GREY)})

    end = ended(next_or_end(steps('tick "Gift"'), PlanPosition(phase=1, looks=5, mark=WHERE), seen, NOW_MS))

    assert "I no longer know what the “Gift” box looked like" in end.message
