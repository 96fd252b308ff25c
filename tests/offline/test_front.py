"""A step means the window in front; other windows count only where that shows nothing of the name."""

import pytest

from desktop_agent.core.actions.action import Click, Drag
from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import lines_of, next_or_end
from tests.offline.planned import NOW_MS, acted, click_at, steps
from tests.offline.seen import Seen, line

FRONT = Box(0, 0, 400, 400)
OF_FRONT = line("Edit", 20, 40)
BEHIND = line("Edit", 500, 40)
BEHIND_TOO = line("Edit", 500, 340)
NEAR_BEHIND = PlanPosition(mark=Box(500, 60, 9, 9))  # the pointer


def planned(
    task: str, *lines: TextLine, at: PlanPosition = NEAR_BEHIND, front: Box | None = FRONT
) -> tuple[object, str]:
    answer = acted(next_or_end(steps(task), NEAR_BEHIND, Seen(lines, front=front), NOW_MS))
    return answer.action, lines_of(answer)


def test_a_name_in_front_is_taken_before_the_same_one_nearer_to_the_pointer() -> None:
    assert planned('click "Edit"', BEHIND, OF_FRONT)[0] == click_at(36, 50)
    assert planned('click "Edit"', BEHIND, OF_FRONT, front=None)[0] == click_at(516, 50)


@pytest.mark.parametrize("text", ["File Edit View", "Edlt this"], ids=["part of a line", "misread"])
def test_a_part_of_a_line_in_front_is_taken_before_a_whole_line_behind(text: str) -> None:
    reported = "Edit this" if text.startswith("Edlt") else "Edit"

    action, _ = planned(f'click "{reported}"', line(reported, 500, 40), line(text, 20, 40))

    assert isinstance(action, Click)
    assert action.at.x < FRONT.right


def test_a_word_of_a_sentence_in_front_is_no_such_name() -> None:
    assert planned('click "Edit"', line("please edit that", 20, 40), BEHIND)[0] == click_at(516, 50)
    assert planned('click "Edit"', line("please edit that", 20, 40))[0] == click_at(92, 50)


def test_what_is_not_in_front_is_found_behind_and_of_several_it_is_said_how_many_there_are() -> None:
    assert planned('click "Edit"', line("Close", 20, 40), BEHIND)[0] == click_at(516, 50)
    assert planned('click "Edit"', line("Close", 20, 40), BEHIND, line("Edit", 700, 340)) == (
        click_at(516, 50), '1 of 1: click "Edit". I see “Edit”, the one I chose from 2 matches.',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("which", "at"), [("first", (36, 50)), ("second", (36, 110)), ("last", (36, 110)), ("third", (516, 350))]
)
def test_counting_begins_in_front_and_goes_on_elsewhere_where_there_are_not_so_many(
    which: str, at: tuple[int, int]
) -> None:
    action, _ = planned(f'click the {which} "Edit"', OF_FRONT, line("Edit", 20, 100), BEHIND_TOO)

    assert action == click_at(*at)


def test_what_something_is_beside_is_looked_for_in_front_too() -> None:
    rows = (line("Total", 500, 40), line("Edit", 600, 40), line("Total", 20, 100), line("Edit", 120, 100))

    assert planned('click "Edit" right of "Total"', *rows)[0] == click_at(136, 110)
    assert planned('click "Edit" right of "Total"', rows[0], rows[1], rows[2])[0] == click_at(616, 50)


def test_a_drag_takes_both_ends_from_the_window_in_front() -> None:
    lines = (line("Bread", 20, 40), line("Bread", 500, 40), line("Basket", 20, 100), line("Basket", 500, 100))

    action, _ = planned('drag "Bread" to "Basket"', *lines)

    assert isinstance(action, Drag)
    assert (action.path[0], action.path[-1]) == (ImagePoint(40, 50), ImagePoint(44, 110))


CITY = line("City", 20, 40)
CITY_BEHIND = line("City", 500, 40)


def test_a_field_is_looked_for_behind_where_the_word_in_front_has_none() -> None:
    behind = {"City": Box(600, 40, 200, 20)}
    form = Seen((CITY_BEHIND, line("City of London", 20, 40)), behind, front=FRONT)
    both = Seen((CITY, CITY_BEHIND), {"City": Box(100, 40, 200, 20)}, front=FRONT)
    task = steps('type "London" into "City"')

    assert acted(next_or_end(task, PlanPosition(), form, NOW_MS)).action == click_at(700, 50)
    assert acted(next_or_end(task, NEAR_BEHIND, both, NOW_MS)).action == click_at(200, 50)
