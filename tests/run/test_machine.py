"""What may follow what."""

import pytest

from desktop_agent.core.errors import RunOrderError
from desktop_agent.run.machine import TABLE, Course, RunState, RunStep

ALL_STEPS: set[RunStep] = {step for steps in TABLE.values() for step in steps}


def _through(*steps: RunStep) -> Course:
    course = Course()
    for step in steps:
        course = course.after(step)
    return course


ACTED: tuple[RunStep, ...] = ("begin", "seen", "answered", "next", "allowed", "act", "acted", "settled")


def test_a_run_goes_round_from_picture_to_picture() -> None:
    course = _through(*ACTED, "spent", "seen", "answered", "end")

    assert (course.state, course.turns, course.actions) == ("ended", 2, 1)


@pytest.mark.parametrize("state", list(TABLE))
def test_whatever_may_not_follow_raises_and_changes_nothing(state: RunState) -> None:
    for step in ALL_STEPS - TABLE[state].keys():
        course = Course(state)
        with pytest.raises(RunOrderError):
            course.after(step)
        assert course == Course(state)


def test_nothing_is_acted_without_being_allowed() -> None:
    assert {state for state, steps in TABLE.items() if "act" in steps} == {"bound"}
    assert {state for state, steps in TABLE.items() if "bound" in steps.values()} == {"deciding", "asking"}


def test_every_state_but_the_last_can_end() -> None:
    assert all("end" in steps for state, steps in TABLE.items() if state != "ended")
    assert TABLE["ended"] == {}


def test_refusals_are_counted_until_something_is_touched() -> None:
    refused = _through("begin", "seen", "answered", "next", "refused", "next", "ask", "refused")

    assert refused.refusals == 2
    assert refused.after("next").after("allowed").after("act").after("idled").refusals == 2
    assert refused.after("next").after("allowed").after("act").after("acted").refusals == 0
    assert refused.after("next").after("rehearsed").refusals == 2
    assert refused.after("next").after("allowed").after("changed").refusals == 2
