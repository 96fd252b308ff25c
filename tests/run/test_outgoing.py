"""Asking about what would leave a desk: a yes alone lets it out, and the run's record says who decided."""

import asyncio
from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Wait
from desktop_agent.core.decision import Answer, AppAllowed, Approved, Edited, Question, Rejected, StopRun
from desktop_agent.core.events import Decided
from desktop_agent.core.outgoing import OutgoingRequest, OutgoingVerdict
from desktop_agent.run.outgoing import OutgoingPrompter
from tests.fakes.card_questions import question
from tests.fakes.run_ports import ScriptedPerson, World, world

REQUEST = OutgoingRequest("POST", "shop.example.org", "/order", True, 3, "", (("a", "1"),))
FRAME = question("click", "action").frame


def asked(scene: World) -> OutgoingVerdict:
    prompter = OutgoingPrompter(scene.person, asyncio.Lock(), scene.stop, scene.ports.stream)
    return asyncio.run(prompter.ask("write-1", REQUEST, FRAME))


@pytest.mark.parametrize(
    ("answer", "verdict", "said"),
    [
        (Approved(), "once", ("allow", "human")),
        (Approved(remember=True), "run", ("allow", "human")),
        (Rejected("Not today."), "no", ("deny", "human")),
        (Rejected(by="policy"), "no", ("deny", "policy")),
        (StopRun(), "no", ("stop", "human")),
        (AppAllowed("work", "run"), "no", ("deny", "human")),
        (Edited(Wait(1)), "no", ("deny", "human")),
    ],
)
def test_only_a_yes_that_was_offered_lets_it_out(
    answer: Answer, verdict: OutgoingVerdict, said: tuple[str, str]
) -> None:
    scene = world([])
    scene.person.answers = [answer]

    assert verdict == asked(scene)
    (event,) = scene.recorder.events
    assert isinstance(event, Decided)
    assert ("write-1", said, "desk-write") == (event.call_id, (event.verdict, event.by), event.rule)
    assert event.target is not None
    assert "POST https://shop.example.org/order" == event.target.name
    assert isinstance(answer, StopRun) == scene.stop.is_set()


@pytest.mark.parametrize("decide", [lambda: 1 / 0, lambda: True, lambda: "run"], ids=["breaks", "true", "a word"])
def test_an_approver_that_breaks_or_says_nonsense_lets_nothing_out(decide: Callable[[], Answer]) -> None:
    class Broken(ScriptedPerson):
        async def decide(self, question: Question) -> Answer:
            return decide()

    scene = world([])
    scene.person = Broken()

    assert "no" == asked(scene)


def test_nobody_is_asked_after_a_stop_and_one_question_waits_for_the_other() -> None:
    scene = world([])

    async def two() -> list[OutgoingVerdict]:
        lock = asyncio.Lock()
        prompter = OutgoingPrompter(scene.person, lock, scene.stop, scene.ports.stream)
        async with lock:
            waiting = [asyncio.create_task(prompter.ask(f"write-{at}", REQUEST, FRAME)) for at in range(2)]
            await asyncio.wait(waiting, timeout=0)
            assert [] == scene.person.asked
        return await asyncio.gather(*waiting)

    scene.person.answers = [StopRun()]
    assert ["no", "no"] == asyncio.run(two())
    assert 1 == len(scene.person.asked)
