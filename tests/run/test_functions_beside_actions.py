"""Functions beside what else happens in a run: a refused check, a person's hand, a stop, an approver that breaks."""

import asyncio

import pytest

from desktop_agent.core.actions import Invoke
from desktop_agent.core.decision import Rejected
from desktop_agent.core.events import ActionFailed, ActionStarted
from desktop_agent.core.turn import Call, Proposal
from desktop_agent.functions.catalogue import UserFunctions
from desktop_agent.run.compose import run_loop
from tests.fakes.programs import function
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CHECK, CLICK, DONE, call, drive, of, reply, turn

pytestmark = pytest.mark.process  # every function is a program

SLOW = "import sys, time; sys.stdin.read(); time.sleep(600)"


def asked_for(call_id: str = "f1") -> Call:
    return Call(
        call_id, (Proposal(Invoke("weather", '{"city":"Paris"}'), {"type": "function_call"}),), called="function"
    )


def scene_of(*calls: Call, code: str = "print('sunny')") -> World:
    scene = world([turn(*calls), DONE])
    one = function(code, verdict="allow")
    scene.ports.functions = UserFunctions((one,), scene.executor.redeem, {"PATH": "/usr/bin:/bin"})
    return scene


def test_with_a_refused_check_beside_it_what_a_function_did_is_told_in_words_and_its_answer_is_not() -> None:
    scene = scene_of(asked_for(), call(CLICK, checks=(CHECK,)))
    scene.person.answers = [Rejected("No.")]

    drive(scene)

    assert reply(scene).results == ()
    assert reply(scene).abandon == ("c1",)
    assert reply(scene).notes[-1] == 'Done before that: Call the function “weather” with {"city":"Paris"}.'
    assert "sunny" not in str(reply(scene).notes)


def test_a_stop_meanwhile_ends_the_run_and_the_function() -> None:
    scene = scene_of(asked_for(), code=SLOW)

    async def stopped() -> str:
        running = asyncio.create_task(run_loop(scene.ports).drive("task"))
        while not of(scene, ActionStarted):
            await asyncio.wait({running}, timeout=0.01)
        scene.stop.set("human")
        running.cancel()
        return (await running).status

    assert asyncio.run(stopped()) == "stopped"
    assert [(event.error, event.cause) for event in of(scene, ActionFailed)] == [
        ("Stopped before it finished.", "stop")
    ]
