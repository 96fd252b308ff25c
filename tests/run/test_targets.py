"""What an action hits: asked once for its sentence and for policy, and never waited for by the sentence."""

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions import Action, Click
from desktop_agent.core.decision import Target
from desktop_agent.core.events import ActionDone, ActionProposed, Decided, NamedTarget
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.turn import NotDone
from desktop_agent.run.cases import TargetLookup
from tests.fakes.cases import target_of
from tests.fakes.named_controls import NamedControls
from tests.fakes.run_ports import PaintedScreen, World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

MAIL = Window(1, "mail", "Write: Invoice", 7, "/usr/bin/mail")
SEND = target_of(MAIL, "Send", "push button", "accessibility", box=Rect(1, 2, 30, 20))
NAMED = NamedTarget("Send", "push button", "mail", "Write: Invoice", Rect(1, 2, 30, 20))


@dataclass
class SlowProgram(NamedControls):
    """Tells what is hit only once `answers` is set; its window is known at once."""

    hits: Target = SEND
    looks: int = 0
    warmed: int = 0
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    def window(self, frame: Frame, action: Action) -> Target:
        del frame, action
        return target_of(MAIL)

    async def warm(self, frame: Frame) -> None:
        del frame
        self.warmed += 1
        await self.answers.wait()

    async def target(self, frame: Frame, action: Action) -> Target:
        del frame, action
        self.looks += 1
        await self.answers.wait()
        return self.hits


def told(scene: World, hits: Target = SEND) -> SlowProgram:
    program = SlowProgram(hits=hits)
    program.answers.set()
    scene.controls = scene.ports.surroundings = program
    return program


def test_proposal_and_decision_name_what_is_hit() -> None:
    scene = world([turn(call(CLICK)), DONE])
    program = told(scene)

    drive(scene)

    assert [event.target for event in of(scene, ActionProposed)] == [NAMED]
    assert [event.target for event in of(scene, Decided)] == [NAMED]
    assert (program.looks, program.warmed) == (1, 2)  # policy took the sentence's look; each thought warmed


def test_a_program_that_does_not_answer_leaves_the_sentence_with_its_window_and_policy_the_same_look() -> None:
    async def looked() -> tuple[Target, Target, int]:
        program = SlowProgram()
        lookup, frame = TargetLookup(program), PaintedScreen().grab()
        at_once = await lookup.at_once(frame, CLICK)
        asyncio.get_running_loop().call_soon(program.answers.set)
        return at_once, await lookup.target(frame, CLICK), program.looks

    assert asyncio.run(looked()) == (target_of(MAIL), SEND, 1)


@pytest.mark.parametrize(("skips", "disabled", "clicks"), [
    (True, True, 0), (True, False, 1), (False, True, 1),
])  # fmt: skip
@pytest.mark.parametrize("action", [CLICK, replace(CLICK, count=2)], ids=["once", "twice"])
def test_plain_steps_leave_a_control_that_is_disabled(action: Click, skips: bool, disabled: bool, clicks: int) -> None:
    scene = world([turn(replace(call(action), skips_disabled=skips)), DONE])
    told(scene, target_of(MAIL, "Save", "push button", "accessibility", disabled=disabled))

    drive(scene)

    not_done = reply(scene).not_done
    assert clicks == len(of(scene, ActionDone))
    assert (None if clicks else NotDone("failed", "“Save” is disabled right now, so it can't be clicked.")) == not_done
