"""Questions before the first request: commands to run at the end, and files that an agent sends or reads."""

from __future__ import annotations

import time
from collections.abc import Sequence

from desktop_agent.core.actions.action import LOOK_INTO, Invoke
from desktop_agent.core.actions.describe import in_words
from desktop_agent.core.decisions.decision import Answer, Approved, Question, Reason, StopRun, Target
from desktop_agent.core.decisions.question_words import LOOKS_INTO
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import Decided, DecidedBy, DecisionVerdict
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.core.texts.message import Message
from desktop_agent.run.ask.prompt import answer_of
from desktop_agent.run.control import ms_since
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Approver
from desktop_agent.run.stream import Stream

_CHECKS = Reason("expectation", Message("It checks whether the result is as expected."))
_SENDS = Reason("attachment", Message("The agent that provided the task wants to send this file with it."))
_LOOKS = Reason("expectation", Message("The answer tells the agent what is in a file or on the clipboard."))
_NO_CHECK = Message("A command that checks whether the task is done wasn't allowed, so nothing was done.")
_NO_FILE = Message("Sending a file that an agent attached wasn't allowed, so nothing was done.")
_NO_LOOK = Message("Looking into what an agent wants to be checked wasn't allowed, so nothing was done.")


class AdvanceQuestions:
    """The permissions that one run needs before its first request."""

    def __init__(
        self,
        approver: Approver,
        pauses: PauseSupervisor,
        stream: Stream,
        *,
        commands: Sequence[Invoke],
        files: Sequence[Invoke],
        off_screen: Sequence[str],
    ) -> None:
        self._approver = approver
        self._pauses = pauses
        self._stream = stream
        self._commands = commands
        self._files = files
        self._off_screen = off_screen

    async def confirm(self, frame: Frame) -> RunEnding | None:
        """Show the person each file, look and command, in every mode; return the run's end at a refusal."""
        for file in self._files:
            if not await self._allows(file, Message("Send a file to the model server"), _SENDS, frame):
                return RunEnding("blocked", _NO_FILE)
        if not await self.allows_looks(self._off_screen, frame):
            return RunEnding("blocked", _NO_LOOK)
        for command in self._commands:
            if not await self._allows(command, in_words(command), _CHECKS, frame):
                return RunEnding("blocked", _NO_CHECK)
        return None

    async def allows_looks(self, expected: Sequence[str], frame: Frame) -> bool:
        """Return whether the person lets an agent know whether these hold; true where there is none."""
        looks = Invoke(LOOK_INTO, "\n".join(expected))
        return not expected or await self._allows(looks, LOOKS_INTO, _LOOKS, frame)

    async def _allows(self, call: Invoke, sentence: str, reason: Reason, frame: Frame) -> bool:
        question = Question("", sentence, (call,), Target(), (reason,), (), frame, kind="function")
        async with self._pauses.turn_to_ask():
            self._pauses.control.ignore_user_input()
            began = time.monotonic()
            answer = await answer_of(self._approver, question)
        verdict, by = _meaning(answer)
        self._stream.announce(Decided("", 0, verdict, by, reason.rule, waited_ms=ms_since(began)))
        if isinstance(answer, StopRun):
            self._pauses.control.stop.set("human")
            raise Stopped
        await self._pauses.clear()
        return verdict == "allow"


def _meaning(answer: Answer) -> tuple[DecisionVerdict, DecidedBy]:
    match answer:
        case Approved():
            return "allow", "human"
        case StopRun():
            return "stop", "human"
        case _:
            return "deny", getattr(answer, "by", "human")
