"""Puts questions to the person in charge, and knows what the answers of one call are still good for."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import get_args

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import (
    AccessLevel,
    Answer,
    AppAllowed,
    Approved,
    Ask,
    Duration,
    Edited,
    Question,
    Reason,
    Rejected,
    StopRun,
    TookOver,
)
from desktop_agent.core.describe import event_form_or_none, in_words
from desktop_agent.core.events import Decided
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import NotDone
from desktop_agent.run.handover import TOLD, PauseSupervisor
from desktop_agent.run.ports import Approver
from desktop_agent.run.rooms import RunContext

_log = logging.getLogger(__name__)
# What concerns a call as a whole. Any other reason is about one action, and so is the yes to it.
_OF_THE_CALL = frozenset({"safety-check", "no-progress", "mode-ask"})
Keep = Callable[[Action], Awaitable[Action]]


class ApprovalPrompter:
    """Asks; a yes to a question that showed the whole call is good for the rest of that call."""

    def __init__(self, rooms: RunContext, handover: PauseSupervisor) -> None:
        self._rooms = rooms
        self._handover = handover
        self._settled: frozenset[str] = frozenset()  # rules that need not be asked about again in this call

    def forget(self) -> None:
        """Start on a new call."""
        self._settled = frozenset()

    @property
    def confirmed_checks(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return "safety-check" in self._settled

    def open_in(self, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons that nobody has agreed to yet."""
        return tuple(reason for reason in decision.reasons if reason.rule not in self._settled)

    async def ask(
        self, question: Question, index: int, words: str = "", keep: Keep | None = None
    ) -> Approved | Edited | AppAllowed | NotDone:
        """Ask, and announce what was decided; Stopped when the person ends the run.

        `words` say to the model what it is about, where the question's own do not; `keep` gives what a person made of
        an action as it may be kept. When this returns the person's hand rests, and no window of ours is shown.
        """
        rooms, rule = self._rooms, question.reasons[0].rule
        rooms.step("ask")
        async with self._handover.turn:
            if rooms.reins.taken:
                return self._too_late(question, index)
            rooms.reins.let_person_work()
            began = time.monotonic()
            with rooms.watch.waiting_for("person"):
                answer = _fitting(await self._answer(question), question)
        decided = partial(Decided, question.call_id, index, waited_ms=round((time.monotonic() - began) * 1000))
        match answer:
            case StopRun():
                rooms.announce(decided(verdict="stop", by="human", rule=rule))
                rooms.stop.set("human")
                raise Stopped
            case Rejected(reply, by):
                rooms.step("refused")
                rooms.announce(decided(verdict="deny", by=by, rule=rule, reply=reply or None))
            case TookOver():
                rooms.step("changed")
                rooms.announce(decided(verdict="deny", by="human", rule=rule))
                rooms.reins.take("takeover", "You took over.")
                return NotDone("taken over", TOLD)
            case Edited(action):
                answer = await self._kept(action, keep)
                rooms.announce(decided(verdict="edit", by="human", rule=rule, action=_form(answer, question)))
            case Approved():
                if question.kind != "application":
                    rooms.announce(decided(verdict="allow", by="human", rule=rule))
                    self._keep(question)
        await self._handover.clear()
        return NotDone("refused", _refusal(question, answer, words)) if isinstance(answer, Rejected) else answer

    def _too_late(self, question: Question, index: int) -> NotDone:
        """Leave an action because the person took over before they could be asked about it."""
        self._rooms.step("changed")
        self._rooms.announce(Decided(question.call_id, index, "deny", "human", "takeover"))
        return NotDone("taken over", TOLD)

    async def _kept(self, action: Action, keep: Keep | None) -> Edited:
        """Return what a person made of an action; what has the keyboard is told only once the question is gone."""
        await self._handover.clear()
        return Edited(await keep(action) if keep else action)

    async def _answer(self, question: Question) -> Answer:
        """Return the answer; an approver that breaks, or says what is no answer, has said no."""
        try:
            answer: object = await self._rooms.approver.decide(question)
        except Exception:  # noqa: BLE001 - a caller's own code: when in doubt, do not act
            _log.debug("the approver failed", exc_info=True)
            return Rejected("The question could not be put.", by="policy")
        return answer if isinstance(answer, Answer) else Rejected("The answer could not be read.", by="policy")

    def _keep(self, question: Question) -> None:
        rules = {reason.rule for reason in question.reasons}
        shown_whole = len(question.actions) > 1 or bool(question.checks)
        self._settled |= rules & _OF_THE_CALL if shown_whole else frozenset()


def _fitting(answer: Answer, question: Question) -> Answer:
    """Return the answer, or a no where it does not answer this question."""
    match answer:
        case Edited(action) if not question.editable or type(action) is not type(question.actions[0]):
            return Rejected("The change could not be taken.", by="policy")
        case Edited(action) if action == question.actions[0]:
            return Approved()
        case AppAllowed(reach, lasting) if (
            question.kind != "application" or reach not in get_args(AccessLevel) or lasting not in get_args(Duration)
        ):
            return Rejected("The answer could not be read.", by="policy")
        case _:
            return answer


async def words_from(approver: Approver, question: str) -> str | None:
    """Return the person's answer to the model's words; None without one, and from an approver that breaks."""
    try:
        return await approver.reply(question)
    except Exception:  # noqa: BLE001 - a caller's own code
        _log.debug("the approver failed", exc_info=True)
        return None


def _form(edited: Edited, question: Question) -> dict[str, object] | None:
    return event_form_or_none(edited.action, question.frame.viewport)


def _refusal(question: Question, answer: Rejected, words: str) -> str:
    what = words or "; then ".join(in_words(action) for action in question.actions)
    who = "by the person in charge" if answer.by == "human" else "without a person's word"
    why = f" Answer: {answer.reply}" if answer.reply else ""
    return f"This was refused {who}, do not try it again: {what}.{why}"
