"""What a person says of an application is in the journal as what it was: theirs, with their time, before the act."""

import asyncio
import time
from contextlib import suppress

import pytest

from desktop_agent.core.decision import Answer, AppAllowed, Question
from desktop_agent.core.events import ActionProposed, ActionStarted, Decided, Event
from desktop_agent.core.mode import AccessLevel
from desktop_agent.run.control import StopSource
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


def test_the_wait_for_the_answer_is_the_persons_time() -> None:
    scene, _ = unadmitted(turn(call(CLICK)))
    waited: list[float] = []

    async def decide(_question: Question) -> Answer:
        began = time.monotonic()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.06)
        waited.append((time.monotonic() - began) * 1000)
        return AppAllowed("work", "run")

    scene.person.decide = decide  # type: ignore[assignment, method-assign]  # somebody who thinks it over
    drive(scene)

    assert of(scene, Decided)[0].waited_ms >= round(waited[0]) > 0
    assert [one.waited_ms for one in of(scene, Decided)[1:]] == [0]


@pytest.mark.parametrize(("source", "by"), [("interrupt", "human"), ("human", "human"), ("signal", "policy")])
def test_a_stop_while_somebody_is_asked_says_how_long_they_were(source: StopSource, by: str) -> None:
    scene, _ = unadmitted(turn(call(CLICK)))

    async def decide(_question: Question) -> Answer:
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 0.06)
        scene.stop.set(source)
        raise asyncio.CancelledError

    scene.person.decide = decide  # type: ignore[assignment, method-assign]  # the run is stopped while they think
    finished = drive(scene)

    (decided,) = of(scene, Decided)
    assert (finished.status, decided.verdict, decided.by) == ("stopped", "stop", by)
    assert decided.waited_ms >= 60
    assert scene.executor.done == []
