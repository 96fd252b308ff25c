"""What a person says of an application is in the journal as what it was: theirs, with their time, before the act."""

import pytest

from desktop_agent.core.decision import AppAllowed
from desktop_agent.core.events import ActionProposed, ActionStarted, Decided, Event
from desktop_agent.core.mode import AccessLevel
from tests.fakes.applications import access, unadmitted
from tests.fakes.turns import CLICK, call, drive, of, turn


def test_the_answer_is_in_the_journal_before_what_it_allows_is_done() -> None:
    scene, _ = unadmitted(turn(call(CLICK)), answers=(AppAllowed("work", "once"),))
    written: list[Event] = []
    scene.executor.then = lambda _action: written.extend(scene.recorder.events)

    drive(scene)

    kinds = [type(event) for event in written]
    assert kinds.index(ActionProposed) < kinds.index(Decided) < kinds.index(ActionStarted)
    assert [one.access for one in written if isinstance(one, Decided)] == [access("work", "once"), None]


@pytest.mark.parametrize(("level", "verdict"), [("nothing", "deny"), ("look", "allow")])
def test_what_an_answer_does_not_allow_is_written_as_the_answer_it_was(level: AccessLevel, verdict: str) -> None:
    scene, _ = unadmitted(turn(call(CLICK)), answers=(AppAllowed(level, "run"),))

    drive(scene)

    assert scene.executor.done == []
    assert [(one.verdict, one.by, one.access) for one in of(scene, Decided)] == [
        (verdict, "human", access(level, "run")),
        ("deny", "policy", None),
    ]
