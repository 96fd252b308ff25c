"""Questions about requests that would leave a desk, between the run's own questions.

The run goes on meanwhile: a held request waits in the desk's proxy, and the person answers on their own display, which
the desk cannot reach. Only a yes lets it out; an error, a stop and the end of the run are a no.
"""

from __future__ import annotations

import asyncio
import time
from typing import Final

from desktop_agent.core.actions import Navigate
from desktop_agent.core.decision import Answer, Approved, Question, Reason, Rejected, StopRun, Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.events import Decided, DecidedBy, DecisionVerdict, NamedTarget
from desktop_agent.core.frame import Frame
from desktop_agent.core.outgoing import (
    OutgoingRequest,
    OutgoingVerdict,
    outgoing_in_own_words,
    outgoing_reasons,
)
from desktop_agent.run.control import ThreadStop, ms_since
from desktop_agent.run.ports import Approver
from desktop_agent.run.prompt import answer_of
from desktop_agent.run.stream import Stream

RULE: Final = "desk-write"
_LONGEST_NAME = 300


class OutgoingPrompter:
    """Asks about one request at a time; `questions` is the lock around every question to the person."""

    def __init__(
        self, approver: Approver, questions: asyncio.Lock, stop: ThreadStop, stream: Stream, task: str = ""
    ) -> None:
        self._approver = approver
        self._questions = questions
        self._stop = stop
        self._stream = stream
        self._task = task

    async def ask(self, call_id: str, request: OutgoingRequest, frame: Frame) -> OutgoingVerdict:
        """Ask, announce the decision, and return it; `frame` is the newest picture of the desk."""
        async with self._questions:
            if self._stop.is_set():
                self.unanswered(call_id, request)
                return "no"
            began = time.monotonic()
            answer = await answer_of(self._approver, outgoing_question(call_id, request, frame, self._task))
        verdict, message, by = _meaning(answer)
        self._stream.announce(Decided(call_id, 0, message, by, RULE, waited_ms=ms_since(began), target=_named(request)))
        if isinstance(answer, StopRun):
            self._stop.set("human")
        return verdict

    def unanswered(self, call_id: str, request: OutgoingRequest) -> None:
        """Announce that a request did not go out, as the run ended without an answer."""
        self._stream.announce(Decided(call_id, 0, "stop", "policy", RULE, target=_named(request)))


def outgoing_question(call_id: str, request: OutgoingRequest, frame: Frame, task: str = "") -> Question:
    """Return the question about a request that would leave the desk."""
    reasons = tuple(Reason(RULE, text) for text in outgoing_reasons(request))
    return Question(
        call_id, outgoing_in_own_words(request), (Navigate(request.address),), Target(), reasons, (), frame,
        kind="write", may_be_remembered=True, task=task, outgoing=request,
    )  # fmt: skip


def _named(request: OutgoingRequest) -> NamedTarget:
    return NamedTarget(name=foreign(f"{request.method} {request.address}", _LONGEST_NAME))


def _meaning(answer: Answer) -> tuple[OutgoingVerdict, DecisionVerdict, DecidedBy]:
    match answer:
        case Approved(remember=True):
            return "run", "allow", "human"
        case Approved(always=False):
            return "once", "allow", "human"
        case StopRun():
            return "no", "stop", "human"
        case Rejected(by=by):
            return "no", "deny", by
        case _:  # taken over, or no answer to this question
            return "no", "deny", "human"
