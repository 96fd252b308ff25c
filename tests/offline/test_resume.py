"""Where a plan goes on: nothing that was done is done again, and what only a person can tell is not guessed."""

import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.runs.material import CameOf, EarlierAct, EarlierRun, EarlierTurn
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.resume import PlanBeginning, call_id, needs_a_word, task_and_beginning

TASK = (
    'click "New"; fill "Name" with "Ada"; tick "Gift"; select "Post" from "Way"; press ctrl+s; scroll down until "End"'
)
CLICK, FILL, TICK, SELECT, PRESS, SCROLL = range(6)
ROW = Box(10, 10, 200, 24)
HIGH = Box(10, 10, 200, 300)


def at(step: int, phase: int, did: int, *, mark: Box = ROW) -> PlanPosition:
    """Return the position after the act of a step's phase `did`."""
    on = step if phase else step + 1
    return PlanPosition(step=on, phase=phase, looks=2, did_step=step, did_phase=did, tries=1, since_ms=5, mark=mark)


def begun(after: PlanPosition, came: CameOf, *, was_done: bool | None = None, kind: str = "click") -> PlanBeginning:
    act = EarlierAct(after.did_step + 1, "It", came, call_id(after, "0123abcd"), {"type": kind})
    earlier = EarlierRun("run", "Cut off", (EarlierTurn(acts=(act,)),), was_done)
    begin = task_and_beginning(TASK, earlier)[1]
    assert needs_a_word(TASK, earlier) is (begin.unsure is not None or was_done is not None)
    return begin


def place(begin: PlanBeginning) -> tuple[int, int]:
    return begin.position.step, begin.position.phase


@pytest.mark.parametrize(
    ("after", "came", "where", "restart"),
    [
        (at(CLICK, 0, 0), "done", (FILL, 0), None),
        (at(CLICK, 0, 0), "not done", (CLICK, 0), None),
        (at(CLICK, 0, 0), "refused", (FILL, 0), None),
        (at(FILL, 1, 0), "done", (FILL, 0), None),  # the field may have lost the keyboard
        (at(FILL, 3, 2), "done", (FILL, 3), None),  # typed: what is left is to see it
        (at(FILL, 3, 2), "uncertain", (FILL, 0), None),  # what is in the field is typed over
        (at(TICK, 1, 0), "uncertain", (TICK, 1), (TICK, 0)),
        (at(SELECT, 2, 1), "uncertain", (SELECT, 2), (SELECT, 0)),
        (at(SCROLL, 2, 1), "uncertain", (SCROLL, 2), (SCROLL, 0)),
    ],
)
def test_it_goes_on_where_it_was(
    after: PlanPosition, came: CameOf, where: tuple[int, int], restart: tuple[int, int] | None
) -> None:
    begin = begun(after, came)

    assert (place(begin), begin.unsure) == (where, None)
    assert (begin.restart and (begin.restart.step, begin.restart.phase)) == restart
    assert (begin.position.looks, begin.position.tries, begin.position.since_ms) == (0, 0, 0) or came == "refused"


@pytest.mark.parametrize("after", [at(CLICK, 0, 0), at(PRESS, 0, 0), at(FILL, 3, 2, mark=HIGH)])
@pytest.mark.parametrize("came", ["uncertain", "broken off"])
def test_of_a_click_a_key_and_a_text_in_a_high_field_only_a_person_can_tell(after: PlanPosition, came: CameOf) -> None:
    begin = begun(after, came)

    assert begin.unsure is not None
    assert not begin.unsure.success
    assert "It's unclear whether this happened before the run stopped" in begin.unsure.message


def test_a_persons_word_decides() -> None:
    assert place(begun(at(CLICK, 0, 0), "uncertain", was_done=True)) == (FILL, 0)
    assert place(begun(at(CLICK, 0, 0), "uncertain", was_done=False)) == (CLICK, 0)


def test_waiting_and_moving_the_pointer_aside_are_certain_enough() -> None:
    assert place(begun(at(CLICK, 0, 0), "uncertain", kind="wait")) == (FILL, 0)


def test_further_steps_that_a_person_has_said_belong_to_the_task() -> None:
    act = EarlierAct(1, "It", "done", call_id(at(CLICK, 0, 0), "0123abcd"), {"type": "click"})
    task, begin = task_and_beginning(
        'click "New"', EarlierRun("run", "Cut off", (EarlierTurn(acts=(act,), heard=("press a",)),))
    )

    assert (task, place(begin)) == ('click "New"\npress a', (1, 0))


@pytest.mark.parametrize("came", ["done", "not done", "uncertain"])
def test_another_models_run_tells_no_step_so_nothing_is_done(came: CameOf) -> None:
    act = EarlierAct(2, "It", came, "call_7", {"type": "click"})

    _, begin = task_and_beginning(TASK, EarlierRun("run", "", (EarlierTurn(acts=(act,)),)))

    assert begin.unsure is not None
    assert "another model worked on them" in begin.unsure.message
    assert not begin.unsure.success


@pytest.mark.parametrize("earlier", [None, EarlierRun("run", "Cut off")])
def test_what_has_not_begun_begins_at_the_start(earlier: EarlierRun | None) -> None:
    assert task_and_beginning(TASK, earlier) == (TASK, PlanBeginning())


def test_a_task_of_fewer_steps_is_over() -> None:
    act = EarlierAct(5, "It", "done", call_id(at(PRESS, 0, 0), "0123abcd"), {"type": "keypress"})

    assert place(task_and_beginning('click "New"', EarlierRun("run", "", (EarlierTurn(acts=(act,)),)))[1]) == (1, 0)
