"""Whether an action is allowed: the verdict of policy, and the person's answer where policy asks.

A person is asked three kinds of things: whether the program may work in an application at all, whether this one action
may be done, and the server's safety checks. A remembered approval covers rules of policy, never a safety check.

A call beside the computer is to a function of the user's, or to a tool of an MCP server. Such a tool runs on that
server; here it is only approved, or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.actions import Action, Click, Invoke, Scroll, Type, points_of, uses_keyboard
from desktop_agent.core.decision import (
    Allow,
    AppAllowed,
    Approved,
    Ask,
    Case,
    Decision,
    Edited,
    Question,
    Reason,
    Refuse,
    Target,
)
from desktop_agent.core.describe import in_words, named_target, sentences_of
from desktop_agent.core.events import Decided
from desktop_agent.core.message import Message, join
from desktop_agent.core.mode import Mode
from desktop_agent.core.rule_id import RuleId
from desktop_agent.core.turn import InvalidAction, NotDone
from desktop_agent.policy.act import is_for_password
from desktop_agent.policy.judge import judge_function
from desktop_agent.policy.table import ROWS
from desktop_agent.run.applications import AppAuthorizer, place_of
from desktop_agent.run.cases import CaseJudge, patiently
from desktop_agent.run.memory import AnswerMemory
from desktop_agent.run.named_places import NamedPlaces, with_proposal
from desktop_agent.run.pending_action import Authorized, Declined, PendingAction, authorized
from desktop_agent.run.ports import Functions
from desktop_agent.run.prompt import ApprovalPrompter
from desktop_agent.run.stream import Stream

_MOST_PLANNED = 9
REFUSED_PROGRAM = NotDone(
    "refused",
    Message("The person doesn't let you work in this program."),
    reason=Message("You didn't let it work in this program."),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A later press of the same answer: its target, and the reasons to ask about it."""

    pending: PendingAction
    target: Target
    reasons: tuple[Reason, ...]


class Authorizer:
    """Authorizes one action after the other; `authorize` is the only entry point."""

    def __init__(
        self,
        cases: CaseJudge,
        applications: AppAuthorizer,
        functions: FunctionAuthorizer,
        places: NamedPlaces,
        memory: AnswerMemory,
        prompter: ApprovalPrompter,
        stream: Stream,
    ) -> None:
        self._cases = cases
        self._applications = applications
        self._functions = functions
        self._places = places
        self._memory = memory
        self._prompter = prompter
        self._stream = stream

    async def authorize(self, pending: PendingAction) -> Authorized | Declined:
        """Return the authorization of the action, or the refusal."""
        if isinstance(pending.action, Invoke):
            return await self._functions.authorize(pending, pending.action)
        case, verdict = await patiently(partial(self._cases.judged, pending))
        if pending.call.skips_disabled and (why := _why_disabled(case.target)):
            return self._not_pressed(pending, why)
        outcome = await self._applications.ask_about_applications(pending, case, verdict)
        if isinstance(outcome, Declined):
            return outcome
        case, verdict = outcome
        pending = replace(pending, agreed=pending.plan.rules_for(pending, case.target))
        decision = _with(verdict, pending)
        if isinstance(decision, Refuse):
            return self._refused(pending, case, decision, Message("A rule forbids this"))
        named = named_target(case.target, pending.action)
        if isinstance(decision, Allow):
            by = decision.by
            rule_id = decision.rule
            self._stream.announce(Decided(pending.call.call_id, pending.index, "allow", by, rule_id, target=named))
            return authorized(pending, decision, None, case)
        if reasons := self._unanswered(pending, case, decision):
            return await self._ask(pending, case, decision, reasons)
        rule: RuleId = "standing" if pending.unanswered(decision) else pending.plan.rule_of(pending)
        self._stream.announce(Decided(pending.call.call_id, pending.index, "allow", "human", rule, target=named))
        return authorized(pending, decision, Approved(), case)

    def _not_pressed(self, pending: PendingAction, why: str) -> Declined:
        """Announce that a press is skipped, as it would have no effect."""
        self._stream.step("changed")
        self._stream.announce(Decided(pending.call.call_id, pending.index, "deny", "policy", "out-of-reach", why))
        return Declined(NotDone("failed", why))

    async def _ask(
        self, pending: PendingAction, case: Case, decision: Ask, reasons: tuple[Reason, ...]
    ) -> Authorized | Declined:
        """Ask the person about these reasons."""
        planned = await self._planned(pending, case, reasons)
        alone = not pending.others and not planned
        approvals = self._memory.for_task(case, reasons) if alone else ()
        always = self._memory.for_always(case, reasons) if alone else None
        question = _question(pending, case.target, reasons, planned)
        question = replace(question, may_be_remembered=bool(approvals), always=always)
        finish_edit = partial(self._finished_edit, pending, case)
        answer = await self._prompter.ask(question, pending, finish_edit)
        match answer:
            case Declined():
                return answer
            case Edited(action):
                agreed = pending.agreed | {reason.rule for reason in reasons}
                is_there = points_of(action) == points_of(pending.action)
                place = pending.place if is_there else None
                edited = replace(pending, action=action, others=(), agreed=agreed, place=place)
                return await self._edited(edited, pending, decision)
            case Approved():
                self._memory.keep(answer, question, approvals)
                for step in planned:
                    pending.plan.note(step.pending, step.target, step.reasons)
        return authorized(pending, decision, Approved(), case, asked_now=True)

    async def _edited(self, pending: PendingAction, before: PendingAction, decision: Ask) -> Authorized | Declined:
        """Authorize an action as the person changed it.

        A rule may still refuse it, and the person is asked about new reasons.
        """
        self._stream.step("edited")
        case, verdict = await self._cases.judged(pending)
        outcome = await self._applications.ask_about_applications(pending, case, verdict)
        if isinstance(outcome, Declined):
            return outcome
        case, verdict = outcome
        if isinstance(verdict, Refuse):
            return self._refused(pending, case, verdict, Message("A rule forbids the action as changed by the person"))
        both = Ask((*decision.reasons, *(verdict.reasons if isinstance(verdict, Ask) else ())))
        if reasons := self._unanswered(pending, case, both):
            authorization = await self._ask(pending, case, both, reasons)
        else:
            authorization = authorized(pending, both, Approved(), case, asked_now=True)
        if isinstance(authorization, Declined):
            return authorization
        done = authorization.pending.words
        return replace(
            authorization,
            note=Message(
                "The person changed this before approving it: {words}. Done instead: {done}.",
                words=before.words,
                done=done,
            ),
        )

    def _unanswered(self, pending: PendingAction, case: Case, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons that have a yes neither in this call nor by a remembered approval."""
        return tuple(reason for reason in pending.unanswered(decision) if not self._memory.covers(case, reason))

    async def _planned(self, pending: PendingAction, case: Case, reasons: tuple[Reason, ...]) -> tuple[Planned, ...]:
        """Return the later clicks of the same answer in the same window that need a question as well.

        They are on controls that their program names; the target of keys is known only when they are sent.
        """
        if pending.others or not _may_be_joined(pending.action, case.target, reasons):
            return ()
        planned = list[Planned]()
        for later in await self._later(pending):
            if not isinstance(later.action, Click):
                continue
            if len(planned) >= _MOST_PLANNED:
                break
            there, verdict = await self._cases.judged(later)
            about = self._unanswered(later, there, verdict) if isinstance(verdict, Ask) else ()
            same_window = there.target.window == case.target.window
            if about and same_window and _may_be_joined(later.action, there.target, about):
                planned.append(Planned(later, there.target, about))
        return tuple(planned)

    async def _later(self, pending: PendingAction) -> list[PendingAction]:
        """Return the later actions of the same answer, those on named controls as far as these are there by now."""
        later = [*pending.plan.after(pending)]
        for call, index in pending.plan.named_after(pending):
            proposal, place = await self._places.located(call.proposals[index], pending.seen)
            if not isinstance(proposal.action, InvalidAction):
                located = with_proposal(call, index, proposal)
                later.append(PendingAction(located, index, proposal.action, pending.seen, place=place))
        return later

    async def _finished_edit(self, pending: PendingAction, case: Case, action: Action) -> tuple[Action, Target]:
        """Return an action as the person changed it, and its target; their text for a password field is secret.

        A secret text is neither recorded nor sent to the model.
        """
        before = pending.action
        now = await self._cases.case(replace(pending, action=action))
        if not isinstance(action, Type) or not isinstance(before, Type) or action.text == before.text:
            return action, now.target
        secret = action.secret or before.secret or (action.at == before.at and is_for_password(case))
        return replace(action, secret=secret or is_for_password(now)), now.target

    def _refused(self, pending: PendingAction, case: Case, verdict: Refuse, what: str) -> Declined:
        reason = verdict.reasons[0]
        named = named_target(case.target, pending.action)
        self._stream.step("refused")
        self._stream.announce(Decided(pending.call.call_id, pending.index, "deny", "policy", reason.rule, target=named))
        text = Message("{what}: {words}. {text}", what=what, words=pending.words, text=reason.text)
        return Declined(NotDone("refused", text, reason=Message("{what}. {text}", what=what, text=reason.text)))


class FunctionAuthorizer:
    """Authorizes calls of functions and tools outside the computer's screen."""

    def __init__(
        self,
        functions: Functions,
        applications: AppAuthorizer,
        mode: Mode,
        prompter: ApprovalPrompter,
        stream: Stream,
    ) -> None:
        self._functions = functions
        self._applications = applications
        self._mode = mode
        self._prompter = prompter
        self._stream = stream

    async def authorize(self, pending: PendingAction, invoke: Invoke) -> Authorized | Declined:
        """Return the authorization of the call, or the refusal."""
        call_id = pending.call.call_id
        started = self._functions.started(invoke)
        in_scope = self._applications.may_start(started)
        decision = judge_function(invoke, self._functions.verdict(invoke.name), self._mode, in_scope=in_scope)
        if isinstance(decision, Allow) and not pending.extra:
            self._stream.announce(Decided(call_id, pending.index, "allow", decision.by, decision.rule))
            return Authorized(pending, decision)
        to_ask = Ask((*(decision.reasons if isinstance(decision, Ask) else ()), *pending.extra))
        # A yes to a start is also the yes to working in the program, unless the server's own reasons are part of it.
        place = None if pending.extra else self._applications.new_program(started)
        question = Question(
            call_id, in_words(invoke), (invoke,), place or Target(), to_ask.reasons, (), pending.seen, kind="function"
        )
        if place is not None:
            question = replace(question, kind="application", folders=self._applications.folders)
        # With no one to ask, this is told as what the scope lacked; a mode that asks about every step goes beyond it.
        starts = place_of(started) if started and not pending.extra and self._mode != "ask" else None
        answer = await self._prompter.ask(question, pending, starts=starts)
        if isinstance(answer, Declined):
            return answer
        if isinstance(answer, AppAllowed):
            self._applications.remember(question.target, answer, pending)
            if answer.reach == "nothing":
                return Declined(REFUSED_PROGRAM)
        return Authorized(pending, to_ask, Approved())


def _with(verdict: Decision, pending: PendingAction) -> Decision:
    """Return the verdict with further reasons that do not come from policy."""
    match verdict:
        case Allow() if pending.extra:
            return Ask(pending.extra)
        case Ask(reasons):
            return Ask((*reasons, *pending.extra, *pending.again))
        case _:
            return verdict


def _may_be_joined(action: Action, target: Target, reasons: tuple[Reason, ...]) -> bool:
    """Return whether an action may share a card with others: its target and the reasons to ask are known."""
    hit = target.control
    named = hit is not None and hit.source == "accessibility" and bool(hit.role and hit.name)
    focused = target.focus is not None and bool(target.focus.role and target.focus.name)
    known = named if isinstance(action, Click) else focused and uses_keyboard(action)
    return known and all(reason.rule in ROWS for reason in reasons)


def _question(
    pending: PendingAction, target: Target, reasons: tuple[Reason, ...], planned: tuple[Planned, ...]
) -> Question:
    other_actions = (*pending.others, *(step.pending.action for step in planned))
    question = Question(
        pending.call.call_id,
        "",
        (pending.action, *other_actions),
        target,
        tuple(dict.fromkeys((*reasons, *(reason for step in planned for reason in step.reasons)))),
        checks=pending.call.checks if any(reason.rule == "safety-check" for reason in reasons) else (),
        frame=pending.seen,
        others=tuple(step.target for step in planned),
        editable=not other_actions and isinstance(pending.action, Type | Click | Scroll),
    )
    return replace(question, sentence=join(Message("; then "), sentences_of(question)))


def _why_disabled(target: Target) -> str:
    """Return why the target accepts no press; empty where it does, or its program does not report it."""
    control = target.control
    if control is None or not control.disabled or not control.name:
        return ""
    return Message("“{name}” is disabled right now, so it can't be clicked.", name=control.name)
