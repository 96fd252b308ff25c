"""May this action be done: what policy says of it, and where it asks, what the person says.

A person is asked three kinds of things: whether the program may work in an application at all, whether this one action
may be done, and the server's safety checks. An answer that stands covers rules of policy, never a safety check.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desktop_agent.core.actions import Action, Click, Scroll, Type, fields_of
from desktop_agent.core.decision import (
    Admitted,
    Allow,
    Approved,
    Ask,
    Case,
    Decision,
    Edited,
    Pasted,
    Question,
    Reach,
    Reason,
    Refuse,
    Target,
)
from desktop_agent.core.describe import in_words
from desktop_agent.core.errors import InputError
from desktop_agent.core.events import Decided, Noticed
from desktop_agent.policy import applications
from desktop_agent.policy.applications import application_of
from desktop_agent.run.asking import Asker, Undone
from desktop_agent.run.handover import HandOver
from desktop_agent.run.rooms import Rooms
from desktop_agent.run.typed import Typed
from desktop_agent.run.weighed import Item, Yes, is_same, new_in

RESTLESS = Reason("restless", "The screen keeps changing at this place while the model answers.")
CHANGED = Reason(
    "changed", "The screen changed after you were last asked, so nothing was done and you are asked again."
)
_BOUNCES_BEFORE_ASKING = 2
_FOCUS_MOVES_S = 0.03  # a program moves its focus a moment after the Tab
# A person is not asked for what a program only takes long to tell.
_UNSURE = frozenset({"unknown-effect", "text-after-tab", "mnemonic", "unnamed-button", "unknown-paste"})
_ASK_AGAIN_AFTER_S = (0.1, 0.3)
_WEAKEST_FIRST: tuple[Reach | None, ...] = (None, "nothing", "look", "click", "everything")


class Weigher:
    """Weighs one action after the other."""

    def __init__(self, rooms: Rooms, handover: HandOver) -> None:
        self._rooms = rooms
        self._asker = Asker(rooms, handover)
        self._bounces = 0
        self._approved_in_vain = False
        self._typed = Typed()

    def begin_call(self) -> None:
        """Start on a new call: what was approved for the last one is worth nothing now."""
        self._asker.forget()

    def person_agreed(self) -> bool:
        """Tell whether a person has confirmed the safety checks of the call."""
        return self._asker.confirmed_checks

    def bounced(self, yes: Yes | None) -> None:
        """Take note that the screen had changed, so that nothing was done."""
        self._bounces += 1
        self._approved_in_vain = self._approved_in_vain or (yes is not None and yes.asked_now)

    def held_good(self) -> None:
        """Take note that the screen was as it should be."""
        self._bounces, self._approved_in_vain = 0, False

    def did(self, action: Action, pasted: Pasted | None) -> None:
        """Take note of what was carried out."""
        self._typed.note(action, pasted)

    async def weigh(
        self,
        item: Item,
        others: tuple[Action, ...],
        extra: tuple[Reason, ...],
        held: tuple[str, ...],
        may_ask: Callable[[], Undone | None],
    ) -> Yes | Undone:
        """Return why the action may be done, or that it is left.

        `may_ask` is called before a person is: it may say that the action is to be left instead.
        """
        rooms, call = self._rooms, item.call
        case, verdict = await self._judged(item, held)
        decision = self._with(verdict, extra)
        if isinstance(decision, Ask) and any(reason.rule == applications.RULE for reason in decision.reasons):
            if stays := may_ask():
                return stays
            admitted = await self._admit(item, case, decision)
            if isinstance(admitted, Undone):
                return admitted
            case = admitted
            decision = self._with(rooms.judge(case), extra)
        if isinstance(decision, Refuse):
            reason = decision.reasons[0]
            rooms.step("refused")
            rooms.announce(Decided(call.call_id, item.index, "deny", "policy", reason.rule))
            return Undone(f"A rule refuses this: {in_words(item.action)}. {reason.text}")
        if isinstance(decision, Allow):
            rooms.announce(Decided(call.call_id, item.index, "allow", decision.by, decision.rule))
            return Yes(item, decision, None, case.target, case.pasted)
        return await self._person(item, others, case, decision, may_ask)

    async def _person(
        self,
        item: Item,
        others: tuple[Action, ...],
        case: Case,
        decision: Ask,
        may_ask: Callable[[], Undone | None],
    ) -> Yes | Undone:
        rooms, call = self._rooms, item.call
        unanswered = self._asker.open_in(decision)
        reasons = tuple(reason for reason in unanswered if not self._stands(case, reason))
        if not reasons:
            rule = "standing" if unanswered else "approved-together"
            rooms.announce(Decided(call.call_id, item.index, "allow", "human", rule))
            return Yes(item, decision, Approved(), case.target, case.pasted)
        if stays := may_ask():
            return stays
        may_stand = not others and all(rooms.standings.standing_for(case, reason) for reason in reasons)
        answer = await self._asker.ask(_question(item, others, case.target, reasons, may_stand=may_stand), item.index)
        match answer:
            case Undone():
                return answer
            case Edited(action):
                return await self._edited(item, action, decision, case)
            case Approved(standing) if standing and may_stand:
                self._let_stand(case, reasons)
        return Yes(item, decision, Approved(), case.target, case.pasted, asked_now=True)

    async def still_meant(self, yes: Yes, held: tuple[str, ...]) -> bool:
        """Tell whether keys would still go to what the person was asked about.

        What was known of it has to be the same; what has become known since must be no reason for another question.
        """
        case = await self._case(yes.item, held)
        verdict = self._rooms.judge(case)
        newly = isinstance(verdict, Ask) and new_in(verdict, yes)
        return is_same(yes.target, case.target) and not isinstance(verdict, Refuse) and not newly

    async def check_field(self, yes: Yes, part: Action, held: tuple[str, ...]) -> None:
        """Raise InputError unless text may also go where a Tab has moved the keyboard to, inside of one action.

        A person who was asked has seen the whole text; else policy judges each field when its turn has come.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        verdict = self._rooms.judge(await self._case(replace(yes.item, action=part), held))
        if isinstance(verdict, Allow) or (isinstance(verdict, Ask) and (yes.asked_now or not new_in(verdict, yes))):
            return
        why = f"The text after the Tab was not typed. {verdict.reasons[0].text}"
        raise InputError(why, "Look at the new picture, and ask for the rest by itself.")

    def _stands(self, case: Case, reason: Reason) -> bool:
        standing = self._rooms.standings.standing_for(case, reason)
        return standing is not None and self._rooms.standings.covers(standing)

    def _let_stand(self, case: Case, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            standing = self._rooms.standings.standing_for(case, reason)
            if standing is not None:
                self._rooms.standings.add(standing)

    async def _edited(self, item: Item, action: Action, decision: Ask, case: Case) -> Yes | Undone:
        """Take what the person made of an action; what a rule refuses stays refused."""
        rooms, made = self._rooms, replace(item, action=action)
        changed = await self._case(made, case.held)
        verdict = rooms.judge(changed)
        if isinstance(verdict, Refuse):
            rooms.step("refused")
            return Undone(f"A rule refuses what the person made of this: {verdict.reasons[0].text}")
        note = f"The person changed this before allowing it: {in_words(item.action)}. Done was: {in_words(action)}."
        return Yes(made, decision, Approved(), changed.target, changed.pasted, asked_now=True, note=note)

    async def _admit(self, item: Item, case: Case, decision: Ask) -> Case | Undone:
        """Ask whether the program may work in an application; return the case with the answer in it."""
        rooms = self._rooms
        target = self._unadmitted(case.target)
        reasons = tuple(reason for reason in decision.reasons if reason.rule == applications.RULE)
        question = replace(_question(item, (), target, reasons), kind="application", checks=(), editable=False)
        answer = await self._asker.ask(question, item.index)
        if isinstance(answer, Undone):
            return answer
        admitted = answer if isinstance(answer, Admitted) else Admitted("everything", "run")
        program, site = application_of(target)
        if admitted.lasting != "once":
            rooms.admissions.admit(program, site, admitted.reach, admitted.lasting)
        how_long = {"once": "this once", "run": "for this run", "always": "from now on"}[admitted.lasting]
        rooms.announce(Noticed("info", f"{program or 'This application'}: {admitted.reach}, {how_long}."))
        rooms.step("admitted")
        return replace(case, reach=admitted.reach)

    def _unadmitted(self, target: Target) -> Target:
        """Return the target, or the place where a drag ends, whichever nobody was asked about yet."""
        also = target.also
        if also is not None and also.window is not None and self._reach_in(target) is not None:
            return also
        return target

    def _reach_in(self, target: Target) -> Reach | None:
        return self._rooms.admissions.reach(*application_of(target))

    async def _judged(self, item: Item, held: tuple[str, ...]) -> tuple[Case, Decision]:
        """Return what policy looked at and says; where a busy program did not tell enough, it is asked again."""
        case = await self._case(item, held)
        verdict = self._rooms.judge(case)
        for wait_s in _ASK_AGAIN_AFTER_S:
            if not isinstance(verdict, Ask) or not any(reason.rule in _UNSURE for reason in verdict.reasons):
                break
            await asyncio.sleep(wait_s)
            case = await self._case(item, held)
            verdict = self._rooms.judge(case)
        return case, verdict

    async def _case(self, item: Item, held: tuple[str, ...]) -> Case:
        """Return what policy looks at; of text with Tabs what goes into the first field, as no other is known yet."""
        surroundings = self._rooms.surroundings
        action = fields_of(item.action)[0]
        target = await surroundings.target(item.seen, action)
        places = (target, target.also) if target.also is not None and target.also.window is not None else (target,)
        return Case(
            action,
            item.seen.viewport,
            target,
            item.call.checks,
            held,
            reach=min((self._reach_in(place) for place in places), key=_WEAKEST_FIRST.index),
            pasted=await surroundings.pasted(action),
            now=datetime.now().astimezone(),
            typed_before=self._typed.text,
        )

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
    item: Item, others: tuple[Action, ...], target: Target, reasons: tuple[Reason, ...], *, may_stand: bool = False
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
