"""When somebody else changes the program's own files, the run waits for a person before anything more is done."""

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.events import ActionStarted, Decided, Paused, Resumed
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.run.pause import TOLD_OWN_FILES
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
WHY = "“config.toml” was changed during the run."


@pytest.mark.parametrize("look", [0, 1], ids=["before it is judged", "right before the act"])
def test_a_change_pauses_the_run_and_the_rest_of_the_answer_is_not_done(look: int) -> None:
    scene = world([turn(call(CLICK, ELSEWHERE)), DONE])
    scene.own_files.changes = [*[""] * look, WHY]
    scene.person.back.set()

    finished = drive(scene)

    assert (finished.status, scene.executor.done, of(scene, ActionStarted)) == ("partly", [], [])
    assert (of(scene, Paused)[0].by, of(scene, Paused)[0].reason) == ("own-files", WHY)
    assert of(scene, Resumed)[0].by == "human"
    assert scene.person.told == [WHY]
    assert reply(scene).notes[0] == TOLD_OWN_FILES


def test_what_was_done_before_the_change_stays_done_and_the_run_goes_on_after_it() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE)), turn(call(ELSEWHERE, call_id="c2")), DONE])
    scene.own_files.changes = ["", "", WHY]
    scene.person.back.set()

    drive(scene)

    assert scene.executor.done == [CLICK, ELSEWHERE]
    assert [one.rule for one in of(scene, Decided)].count("takeover") == 1
