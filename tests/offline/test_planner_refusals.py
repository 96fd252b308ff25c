"""Risky names carry a warning; what was refused is left out, and what failed is tried again."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Press, Wait
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import TRIES_S, End, next_or_end, refused, retry_or_end
from tests.offline.planned import NOW_MS, acted, click_at, ended, steps
from tests.offline.seen import Seen, line

SENDING = 'click "Save"; click "Send order"; check that "Order sent" is visible; wait 5 s; click "Close"'
SCREEN = Seen((line("Save", 20, 100), line("Send order", 100, 100), line("Close", 300, 100)))


@pytest.mark.parametrize("name", ["Send order", "Pay now", "Buy", "Delete file", "Submit", "Place order", "Löschen"])
def test_a_click_on_something_named_so_carries_a_warning(name: str) -> None:
    answer = acted(next_or_end(steps(f'click "{name}"'), PlanPosition(), Seen((line(name, 20, 100),)), NOW_MS))

    assert f"“{name}”" in answer.warning


@pytest.mark.parametrize("name", ["Save", "Sender", "Payload", "You can send us a letter at any time you like"])
def test_a_click_on_something_else_has_no_warning(name: str) -> None:
    assert (
        "" == acted(next_or_end(steps(f'click "{name}"'), PlanPosition(), Seen((line(name, 20, 100),)), NOW_MS)).warning
    )


def test_a_refused_step_is_left_out_with_what_only_looks_for_its_effect_and_never_done_again() -> None:
    task = steps(SENDING)
    sent = acted(next_or_end(task, PlanPosition(step=1), SCREEN, NOW_MS))

    after = acted(next_or_end(task, refused(sent.position), SCREEN, NOW_MS))
    end = ended(next_or_end(task, after.position, SCREEN, NOW_MS))

    assert click_at(320, 110) == after.action
    assert end.success
    assert 'wasn\'t allowed to click "Send order".' in end.message
    assert 'I didn\'t check that "Order sent" is visible either' in end.message


def test_a_step_that_cannot_go_on_after_a_refusal_says_both() -> None:
    sent = acted(next_or_end(steps(SENDING), PlanPosition(step=1), SCREEN, NOW_MS))
    blind = Seen((line("Save", 20, 100),))

    end = ended(next_or_end(steps(SENDING), replace(refused(sent.position), step=4, looks=5), blind, NOW_MS))

    assert not end.success
    assert "I cannot see “Close”" in end.message
    assert 'Steps refused before that: click "Send order"' in end.message


def test_an_action_that_was_not_carried_out_is_tried_again_after_growing_waits() -> None:
    task = steps('click "Save"')
    position = PlanPosition()
    waits = []
    while True:
        position = acted(next_or_end(task, position, SCREEN, NOW_MS)).position
        answer = retry_or_end(task, position, "the window moved")
        if isinstance(answer, End):
            break
        position = answer.position
        waits.append(answer.action)

    assert [Wait(seconds) for seconds in TRIES_S] == waits
    assert "It couldn't be carried out: the window moved" in answer.message


SHOPPING = 'open "Mousepad"; type "Milk"; press ctrl+s; wait for "Save As"; fill "Name" with "list"; press enter'


@pytest.mark.parametrize(
    "task",
    [
        f'{SHOPPING}; open "Close"',  # nothing before the next program is started has its place
        'click "Send order"; type "Milk"; press enter; click "Close"',  # keys would go elsewhere
        'click "Send order"; wait for "Order sent"; click "Close"',  # a place of its own
    ],
)
def test_what_a_refused_step_makes_the_place_for_is_left_out(task: str) -> None:
    position = refused(PlanPosition(step=1, did_step=0))

    assert click_at(320, 110) == acted(next_or_end(steps(task), position, SCREEN, NOW_MS)).action


def test_a_program_that_was_refused_leaves_nothing_to_be_done_and_the_end_tells_the_two_apart() -> None:
    end = ended(next_or_end(steps(SHOPPING), refused(PlanPosition(step=1)), SCREEN, NOW_MS))

    assert end.success
    assert end.message == (
        'I wasn\'t allowed to open "Mousepad". So I didn\'t type "Milk", press ctrl+s, wait for "Save As", '
        'fill "Name" with "list", press enter either.'
    )


def test_keys_go_on_after_a_later_step_that_was_done_in_a_place_of_its_own() -> None:
    task = steps('click "Send order"; click "Close"; press enter')

    answer = acted(next_or_end(task, PlanPosition(step=2, did_step=1, skipped=(0,)), SCREEN, NOW_MS))

    assert Press(("enter",)) == answer.action
