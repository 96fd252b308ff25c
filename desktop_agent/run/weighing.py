"""May this action be done: what policy says of it, and where it asks, what the person says.

A person is asked three kinds of things: whether the program may work in an application at all, whether this one action
may be done, and the server's safety checks. An answer that stands covers rules of policy, never a safety check.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from desktop_agent.core.actions import Action, Click, Scroll, Type, fields_of
from desktop_agent.core.decision import (
    Allow,
    Approved,
    Ask,
    Case,
    Decision,
    Edited,
    Pasted,
    Question,
    Reason,
    Refuse,
    Target,
)
from desktop_agent.core.describe import in_words
from desktop_agent.core.errors import InputError
from desktop_agent.core.events import Decided
from desktop_agent.core.turn import NotDone
from desktop_agent.policy.rules.passwords import is_for_password
from desktop_agent.run.admitting import Admitter, asks_about_application
from desktop_agent.run.asking import ApprovalPrompter
from desktop_agent.run.handover import PauseSupervisor
from desktop_agent.run.rooms import RunContext
from desktop_agent.run.typed import Typed
from desktop_agent.run.unsure import judged
from desktop_agent.run.weighed import Authorization, PendingAction, is_unchanged, new_in, yes_to
from desktop_agent.run.whole_text import whole_text

RESTLESS = Reason("restless", "The screen keeps changing at this place while the model answers.")
CHANGED = Reason(
    "changed", "The screen changed after you were last asked, so nothing was done and you are asked again."
)
_BOUNCES_BEFORE_ASKING = 2
_FOCUS_MOVES_S = 0.03  # a program moves its focus a moment after the Tab


class Authorizer:
    """Weighs one action after the other."""

    def __init__(self, rooms: RunContext, handover: PauseSupervisor) -> None:
        self._rooms = rooms
        self._asker = ApprovalPrompter(rooms, handover)
        self._admitter = Admitter(rooms, self._asker)
        self._bounces = 0
        self._approved_in_vain = False
        self._typed = Typed()

    def begin_call(self) -> None:
        """Start on a new call: what was approved for the last one is worth nothing now."""
        self._asker.forget()

    def person_agreed(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return self._asker.confirmed_checks

    def bounced(self, yes: Authorization) -> None:
        """Take note that the screen had changed, so that nothing was done."""
        self._bounces += 1
        self._approved_in_vain = self._approved_in_vain or yes.asked_now

    def held_good(self) -> None:
        """Take note that the screen was as it should be."""
        self._bounces, self._approved_in_vain = 0, False

    def did(self, action: Action, pasted: Pasted | None) -> None:
        """Take note of what was carried out."""
        self._typed.note(action, pasted)

    async def weigh(
        self,
        item: PendingAction,
        others: tuple[Action, ...],
        extra: tuple[Reason, ...],
        held: tuple[str, ...],
        may_ask: Callable[[], NotDone | None],
    ) -> Authorization | NotDone:
        """Return why the action may be done, or that it is left.

        `may_ask` is called before a person is: it may say that the action is to be left instead.
        """
        rooms, call = self._rooms, item.call
        self._admitter.begin()
        case, verdict = await self._judged(item, held)
        decision = self._with(verdict, extra)
        if asks_about_application(decision):
            if stays := may_ask():
                return stays
            admitted = await self._admitter.admit(_question(item, (), case.target, ()), case, item.index)
            if isinstance(admitted, NotDone):
                return admitted
            case = admitted
            decision = self._with(rooms.judge(case), extra)
        if isinstance(decision, Refuse):
            return self._refused(item, decision, "A rule refuses this")
        if isinstance(decision, Allow):
            rooms.announce(Decided(call.call_id, item.index, "allow", decision.by, decision.rule))
            return yes_to(item, decision, None, case)
        if reasons := self._unanswered(case, decision):
            return may_ask() or await self._person(item, others, case, decision, reasons)
        rule = "standing" if self._asker.open_in(decision) else "approved-together"
        rooms.announce(Decided(call.call_id, item.index, "allow", "human", rule))
        return yes_to(item, decision, Approved(), case)

    async def _person(
        self,
        item: PendingAction,
        others: tuple[Action, ...],
        case: Case,
        decision: Ask,
        reasons: tuple[Reason, ...],
        answered: frozenset[str] = frozenset(),
    ) -> Authorization | NotDone:
        """Ask about these reasons; `answered` are rules that the person agreed to before they changed the action."""
        rooms = self._rooms
        may_stand = not others and all(rooms.approval_memory.standing_for(case, reason) for reason in reasons)
        question = _question(item, others, case.target, reasons, may_stand=may_stand)
        words = item.words if not others else ""
        answer = await self._asker.ask(question, item.index, words, partial(self._kept, item, case))
        match answer:
            case NotDone():
                return answer
            case Edited(action):
                agreed = answered | {reason.rule for reason in reasons}
                return await self._edited(item, action, case, decision, agreed)
            case Approved(standing) if standing and may_stand:
                self._let_stand(case, reasons)
        return yes_to(item, decision, Approved(), case, asked_now=True)

    async def still_meant(self, yes: Authorization, held: tuple[str, ...]) -> bool:
        """Tell whether keys would still go to what the person was asked about.

        What was known of it has to be the same; what has become known since must be no reason for another question.
        """
        case = await self._case(yes.item, held)
        verdict = self._rooms.judge(case)
        newly = isinstance(verdict, Ask) and new_in(verdict, yes)
        return is_unchanged(yes, case) and not isinstance(verdict, Refuse) and not newly

    async def check_field(self, yes: Authorization, part: Action, held: tuple[str, ...]) -> None:
        """Raise InputError unless text may also go where a Tab has moved the keyboard to, inside of one action.

        A person who was asked has seen the whole text; else policy judges each field when its turn has come.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        verdict = self._rooms.judge(await self._case(replace(yes.item, action=part), held))
        if isinstance(verdict, Allow) or (isinstance(verdict, Ask) and (yes.asked_now or not new_in(verdict, yes))):
            return
        why = f"The text after the Tab was not typed. {verdict.reasons[0].text}"
        raise InputError(why, "Look at the new picture, and ask for the rest by itself.")

    def _unanswered(self, case: Case, decision: Ask, answered: frozenset[str] = frozenset()) -> tuple[Reason, ...]:
        """Return the reasons that nobody has agreed to, in this call or by an answer that stands."""
        open_ones = (one for one in self._asker.open_in(decision) if one.rule not in answered)
        return tuple(one for one in open_ones if not self._stands(case, one))

    def _stands(self, case: Case, reason: Reason) -> bool:
        standing = self._rooms.approval_memory.standing_for(case, reason)
        return standing is not None and self._rooms.approval_memory.covers(standing)

    def _let_stand(self, case: Case, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            standing = self._rooms.approval_memory.standing_for(case, reason)
            if standing is not None:
                self._rooms.approval_memory.add(standing)

    async def _edited(
        self, item: PendingAction, action: Action, case: Case, decision: Ask, answered: frozenset[str]
    ) -> Authorization | NotDone:
        """Take what the person made of an action.

        What a rule refuses stays refused, and what they were not asked about yet they are asked about now.
        """
        rooms, made = self._rooms, replace(item, action=action)
        rooms.step("edited")
        changed = await self._case(made, case.held)
        verdict = rooms.judge(changed)
        if asks_about_application(verdict):
            admitted = await self._admitter.admit(_question(made, (), changed.target, ()), changed, item.index)
            if isinstance(admitted, NotDone):
                return admitted
            changed, verdict = admitted, rooms.judge(admitted)
        if isinstance(verdict, Refuse):
            return self._refused(made, verdict, "A rule refuses what the person made of this")
        both = Ask((*decision.reasons, *(verdict.reasons if isinstance(verdict, Ask) else ())))
        reasons = self._unanswered(changed, both, answered)
        if reasons:
            outcome = await self._person(made, (), changed, both, reasons, answered)
        else:
            outcome = yes_to(made, both, Approved(), changed, asked_now=True)
        if isinstance(outcome, NotDone):
            return outcome
        done = outcome.item.words
        return replace(outcome, note=f"The person changed this before allowing it: {item.words}. Done was: {done}.")

    async def _kept(self, item: PendingAction, case: Case, action: Action) -> Action:
        """Return what a person made of an action; a text of theirs for a password field is secret.

        It is then neither written down nor told to the model.
        """
        asked = item.action
        if not isinstance(action, Type) or not isinstance(asked, Type) or action.text == asked.text:
            return action
        secret = action.secret or asked.secret or (action.at == asked.at and is_for_password(case))
        secret = secret or is_for_password(await self._case(replace(item, action=action), case.held))
        return replace(action, secret=secret)

    def _refused(self, item: PendingAction, verdict: Refuse, what: str) -> NotDone:
        reason = verdict.reasons[0]
        self._rooms.step("refused")
        self._rooms.announce(Decided(item.call.call_id, item.index, "deny", "policy", reason.rule))
        return NotDone("refused", f"{what}: {item.words}. {reason.text}")

    async def _judged(self, item: PendingAction, held: tuple[str, ...]) -> tuple[Case, Decision]:
        """Return what policy looked at and says; where a busy program did not tell enough, it is asked again."""

        async def look() -> tuple[Case, Decision]:
            case = await self._case(item, held)
            return case, self._rooms.judge(case)

        return await judged(look)

    async def _case(self, item: PendingAction, held: tuple[str, ...]) -> Case:
        """Return what policy looks at; of text with Tabs what goes into the first field, as no other is known yet."""
        surroundings = self._rooms.surroundings
        action = fields_of(item.action)[0]
        target = await surroundings.target(item.seen, action)
        whole = whole_text(item.action, target) if self._rooms.hands.pastes() else None
        if whole is not None:
            target = target if action == item.action else await surroundings.target(item.seen, whole)
            action = whole
        case = Case(
            action,
            item.seen.viewport,
            target,
            item.call.checks,
            held,
            pasted=await surroundings.pasted(action),
            now=datetime.now().astimezone(),
            typed_before=self._typed.text,
            edited=self._typed.edited,
        )
        return self._admitter.within_reach(case)

    def _with(self, decision: Decision, extra: tuple[Reason, ...]) -> Decision:
        restless = (RESTLESS,) if self._bounces >= _BOUNCES_BEFORE_ASKING else ()
        match decision:
            case Allow() if extra or restless:
                return Ask((*extra, *restless))
            case Ask(reasons):
                again = (CHANGED,) if self._approved_in_vain else ()
                return Ask((*reasons, *extra, *restless, *again))
            case _:
                return decision


def _question(
    item: PendingAction,
    others: tuple[Action, ...],
    target: Target,
    reasons: tuple[Reason, ...],
    *,
    may_stand: bool = False,
) -> Question:
    sentence = "; then ".join((in_words(item.action, target.control), *(in_words(other) for other in others)))
    checks = item.call.checks if any(reason.rule == "safety-check" for reason in reasons) else ()
    editable = not others and isinstance(item.action, Type | Click | Scroll)
    return Question(
        item.call.call_id,
        sentence,
        (item.action, *others),
        target,
        reasons,
        checks,
        item.seen,
        may_stand=may_stand,
        editable=editable,
    )
