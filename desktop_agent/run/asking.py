"""Puts questions to the person in charge, and knows what the answers of one call are still good for."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from desktop_agent.core.decision import Answer, Approved, Ask, Question, Reason, Rejected, StopRun
from desktop_agent.core.describe import in_words
from desktop_agent.core.events import Decided
from desktop_agent.core.stop import Stopped
from desktop_agent.run.ports import Approver
from desktop_agent.run.rooms import Rooms

_log = logging.getLogger(__name__)
# What concerns a call as a whole. Any other reason is about one action, and so is the yes to it.
_OF_THE_CALL = frozenset({"safety-check", "no-progress", "mode-ask"})


@dataclass(frozen=True, slots=True)
class Undone:
    """The action was not carried out, or not to its end (`touched`); `note` tells the model why."""

    note: str
    touched: bool = False


class Asker:
    """Asks; a yes to a question that showed the whole call is good for the rest of that call."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._given: Approved | None = None
        self._settled: frozenset[str] = frozenset()  # rules that need not be asked about again in this call

    def forget(self) -> None:
        """Start on a new call."""
        self._given, self._settled = None, frozenset()

    @property
    def confirmed_checks(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return "safety-check" in self._settled

    def open_in(self, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons that nobody has agreed to yet."""
        return tuple(reason for reason in decision.reasons if reason.rule not in self._settled)

    def given_for(self, decision: Ask) -> Approved | None:
        """Return the yes that covers all reasons already; None where a person has to be asked."""
        return None if self.open_in(decision) else self._given

    async def ask(self, question: Question, index: int) -> Approved | Undone:
        """Ask, and announce what was decided; Stopped when the person ends the run."""
        rooms, rule = self._rooms, question.reasons[0].rule
        rooms.step("ask")
        began = time.monotonic()
        with rooms.watch.waiting_for("person"):
            answer = await self._answer(question)
        waited_ms = round((time.monotonic() - began) * 1000)
        if isinstance(answer, Approved):
            rooms.announce(Decided(question.call_id, index, "allow", "human", rule, None, waited_ms))
            self._keep(answer, question)
            return answer
        if isinstance(answer, StopRun):
            rooms.announce(Decided(question.call_id, index, "stop", "human", rule, None, waited_ms))
            rooms.stop.set("human")
            raise Stopped
        rooms.step("refused")
        rooms.announce(Decided(question.call_id, index, "deny", answer.by, rule, answer.reply or None, waited_ms))
        return Undone(_refusal(question, answer))

    async def _answer(self, question: Question) -> Answer:
        """Return the answer; an approver that breaks, or says what is no answer, has said no."""
        try:
            answer: object = await self._rooms.approver.decide(question)
        except Exception:  # noqa: BLE001 - a caller's own code: when in doubt, do not act
            _log.debug("the approver failed", exc_info=True)
            return Rejected("The question could not be put.", by="policy")
        return answer if isinstance(answer, Answer) else Rejected("The answer could not be read.", by="policy")

    def _keep(self, answer: Approved, question: Question) -> None:
        rules = {reason.rule for reason in question.reasons}
        shown_whole = len(question.actions) > 1 or bool(question.checks)
        self._given = answer
        self._settled |= rules & _OF_THE_CALL if shown_whole else frozenset()


async def words_from(approver: Approver, question: str) -> str | None:
    """Return the person's answer to the model's words; None without one, and from an approver that breaks."""
    try:
        return await approver.reply(question)
    except Exception:  # noqa: BLE001 - a caller's own code
        _log.debug("the approver failed", exc_info=True)
        return None


def _refusal(question: Question, answer: Rejected) -> str:
    what = "; then ".join(in_words(action) for action in question.actions)
    who = "by the person in charge" if answer.by == "human" else "without a person's word"
    why = f" Answer: {answer.reply}" if answer.reply else ""
    return f"This was refused {who}, do not try it again: {what}.{why}"
