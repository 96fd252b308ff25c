"""Whether the end is as a person expects it: looked at when the model says that it is done, and never believed.

What does not hold is told to the model, and it goes on; after so many times the run ends as unproven. A command that
tells whether something holds is shown to the person before anything is done, and runs only after their yes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from desktop_agent.core.actions import Finish, Invoke
from desktop_agent.core.decision import Answer, Approved, Question, Reason, StopRun, Target
from desktop_agent.core.events import Decided, DecidedBy, DecisionVerdict, ExpectationChecked
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message, join, plural
from desktop_agent.core.mode import Mode
from desktop_agent.core.stop import Stopped
from desktop_agent.run.control import ms_since
from desktop_agent.run.ending import Proof, RunEnding
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Approver, Camera, Expectations
from desktop_agent.run.stream import Stream

_log = logging.getLogger(__name__)
_FUNCTION = "expect"
_REASON = Reason("expectation", Message("It checks whether the end is as you expect."))
_NOT_CONFIRMED = Message("A command that checks whether the task is done wasn't allowed, so nothing was done.")


class EndCheck:
    """Looks at what is expected of one run."""

    def __init__(
        self,
        expectations: Expectations,
        tries: int,
        mode: Mode,
        approver: Approver,
        pauses: PauseSupervisor,
        camera: Camera,
        stream: Stream,
    ) -> None:
        """`tries`: how often the model is told what does not hold."""
        self._expectations, self._left, self._mode = expectations, tries, mode
        self._approver, self._pauses, self._camera, self._stream = approver, pauses, camera, stream
        self._unmet: tuple[ExpectationChecked, ...] = ()
        self._count = 0

    async def confirm(self, frame: Frame) -> RunEnding | None:
        """Show the person each command that is to be run at the end; return the run's end where one was refused."""
        for command in () if self._mode == "auto" else self._expectations.commands:
            if not await self._allows(command, frame):
                return RunEnding("blocked", _NOT_CONFIRMED)
        return None

    async def why_not_over(self, finish: Finish | None = None) -> str:
        """Look whether everything holds; return what to tell the model, so that it goes on; empty where it may end."""
        if finish is not None and finish.expect:
            self._expectations.add(finish.expect)
        if self._expectations.is_empty or (finish is not None and finish.status != "success"):
            return ""
        found = await self._look()
        for one in found:
            self._stream.announce(one)
        self._count, self._unmet = len(found), tuple(one for one in found if not one.holds)
        if not self._unmet or self._left == 0 or self._stream.course.refusals:
            return ""
        self._left -= 1
        return Message("You said that the task is done, but this isn't true yet: {unmet}.", unmet=_told(self._unmet))

    @property
    def proof(self) -> Proof | None:
        """Return what the last look has shown, in a sentence where something does not hold; None where none was."""
        if not self._count:
            return None
        if not self._unmet:
            return Proof("proven")
        few = plural(
            "{count} of {all} expectations doesn't hold", "{count} of {all} expectations don't hold",
            count=len(self._unmet), all=self._count,
        )  # fmt: skip
        return Proof("unproven", Message("{few}: {unmet}.", few=few, unmet=_told(self._unmet)))

    async def _look(self) -> Sequence[ExpectationChecked]:
        frame = await self._pauses.picture(self._camera)
        return await self._expectations.look(frame)

    async def _allows(self, command: Invoke, frame: Frame) -> bool:
        sentence = Message("At the end, run “{command}” to see whether the task is done", command=command.command[0])
        question = Question("", sentence, (command,), Target(), (_REASON,), (), frame, kind="function")
        async with self._pauses.turn_to_ask():
            self._pauses.control.ignore_user_input()
            began = time.monotonic()
            answer = await self._answer(question)
        verdict, by = _meaning(answer)
        self._stream.announce(Decided("", 0, verdict, by, "expectation", waited_ms=ms_since(began)))
        if isinstance(answer, StopRun):
            self._pauses.control.stop.set("human")
            raise Stopped
        await self._pauses.clear()
        return verdict == "allow"

    async def _answer(self, question: Question) -> Answer | None:
        try:
            return await self._approver.decide(question)
        except Exception:  # noqa: BLE001 - a caller's own code: when in doubt, nothing is run
            _log.debug("the approver failed", exc_info=True)
            return None


def command_call(command: tuple[str, ...], cwd: str) -> Invoke:
    """Return a command as the call that a person is shown."""
    return Invoke(_FUNCTION, command=command, cwd=cwd)


def _told(unmet: Sequence[ExpectationChecked]) -> str:
    return join("; ", (Message("{what} ({evidence})", what=one.what, evidence=one.evidence) for one in unmet))


def _meaning(answer: Answer | None) -> tuple[DecisionVerdict, DecidedBy]:
    match answer:
        case Approved():
            return "allow", "human"
        case StopRun():
            return "stop", "human"
        case None:
            return "deny", "policy"
        case _:
            return "deny", getattr(answer, "by", "human")
