"""Whether an action is allowed: the verdict of policy, and the person's answer where policy asks.

A person is asked three kinds of things: whether the program may work in an application at all, whether this one action
may be done, and the server's safety checks. A remembered approval covers rules of policy, never a safety check.

A call beside the computer is to a function of the user's, or to a tool of an MCP server. Such a tool runs on that
server; here it is only approved, or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Invoke,
    ReleaseButton,
    Scroll,
    Type,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.actions.describe import in_words, named_target, sentences_of
from desktop_agent.core.decisions.decision import (
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
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.runs.events import Decided, DecidedBy
from desktop_agent.core.runs.turn import NotDone, SafetyCheck
from desktop_agent.core.texts.message import Message, foreign, join
from desktop_agent.policy import roles
from desktop_agent.policy.act import is_for_password
from desktop_agent.policy.judge import judge_function
from desktop_agent.policy.scope import application_of
from desktop_agent.policy.table import ROWS
from desktop_agent.run.act.allowed_attempt import AllowedAttempt, allowed
from desktop_agent.run.act.applications import place_of
from desktop_agent.run.act.attempt import Attempt, Declined, RunContext
from desktop_agent.run.act.menu_entries import AgreedEntries, MenuEntry, entry_cases
from desktop_agent.run.ask.memory import AnswerMemory
from desktop_agent.run.ask.prompt import ApprovalPrompter

_LONGEST_TITLE = 60
_MOST_PLANNED = 9
_LET_IN = Allow("scope", by="human")
_ASKING_ROWS = frozenset(ROWS) - {"scope"}
REFUSED_PROGRAM = NotDone(
    "refused",
    Message("The person doesn't let you work in this program."),
    reason=Message("You didn't let it work in this program."),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A later press of the same answer: its target, and the reasons to ask about it."""

    attempt: Attempt
    target: Target
    reasons: tuple[Reason, ...]

    @property
    def action(self) -> Action:
        """The action of the press."""
        return self.attempt.action


class Authorizer:
    """Authorizes one attempt after the other; `authorize` is the only entry point."""

    def __init__(self, context: RunContext, mode: Mode, memory: AnswerMemory, prompter: ApprovalPrompter) -> None:
        self._context = context
        self._mode = mode
        self._memory = memory
        self._prompter = prompter
        self._agreed_entries = AgreedEntries()

    async def authorize(self, attempt: Attempt) -> AllowedAttempt | Declined:
        """Return the attempt as it is allowed, or the refusal."""
        if isinstance(attempt.action, Invoke):
            self._agreed_entries.end()
            return await self._authorize_function(attempt, attempt.action)
        case, verdict = await attempt.verdict_after_report()
        why = _why_blocked(case.target, attempt.action)
        if attempt.call.skips_disabled:
            why = why or _why_disabled(case.target)
        if why:
            self._agreed_entries.end()
            return self._skip_press(attempt, why)
        outcome = await self._ask_about_applications(attempt, case, verdict)
        if isinstance(outcome, Declined):
            self._agreed_entries.end()
            return outcome
        case, verdict, was_asked = outcome
        agreed = self._agreed_entries.take(attempt, case.target)
        if "safety-check" in agreed:
            attempt.consent.confirm_checks()
        attempt = replace(attempt, agreed=attempt.rules_agreed(case.target) | agreed)
        decision = _with_extra_reasons(verdict, attempt)
        if isinstance(decision, Refuse):
            return self._refuse(attempt, case, decision, Message("A rule forbids this"))
        if isinstance(decision, Allow):
            if entries := await self._menu_entries_for_card(attempt, case):
                reasons = tuple(dict.fromkeys(reason for entry in entries for reason in entry.reasons))
                return await self._ask(attempt, case, Ask(reasons), (), entries)
            self._announce_allowed(attempt, case, decision.by, decision.rule)
            return allowed(attempt, decision, None, case, asked_now=was_asked)
        if reasons := self._unanswered(attempt, case, decision):
            return await self._ask(attempt, case, decision, reasons, await self._menu_entries_for_card(attempt, case))
        rule: RuleId = "standing" if attempt.unanswered(decision) else attempt.agreed_by
        self._announce_allowed(attempt, case, "human", rule)
        return allowed(attempt, decision, Approved(), case, asked_now=was_asked)

    def note_done(self, attempt: Attempt) -> None:
        """Note that an act is done: what a person has agreed to press in the menu that it opens may follow."""
        self._agreed_entries.note_done(attempt)

    def _announce_allowed(self, attempt: Attempt, case: Case, by: DecidedBy, rule: RuleId) -> None:
        named = named_target(case.target, attempt.action)
        self._context.stream.announce(Decided(attempt.call.call_id, attempt.index, "allow", by, rule, target=named))

    def _skip_press(self, attempt: Attempt, why: str) -> Declined:
        """Announce that a press is skipped, as it would have no effect."""
        stream = self._context.stream
        stream.step("changed")
        stream.announce(Decided(attempt.call.call_id, attempt.index, "deny", "policy", "out-of-reach", why))
        return Declined(NotDone("failed", why))

    async def _ask_about_applications(
        self, attempt: Attempt, case: Case, verdict: Decision
    ) -> tuple[Case, Decision, bool] | Declined:
        """Ask about each application that is new; return the case and the verdict with the answers, and if any came.

        The card shows this very act, and why else it would be asked about, so a yes to the work is one to the act.
        """
        access = self._context.access
        was_asked = False
        asked = set[tuple[str, str]]()
        while (new := access.next_place_to_ask(case, verdict, attempt.allowed_once, asked)) is not None:
            place, reasons = new
            asked.add(application_of(place))
            also = attempt.unanswered(Ask((*access.own_question_reasons(case), *attempt.extra)))
            listed = await self._listed_presses(attempt)
            question = Question(
                call_id=attempt.call.call_id,
                sentence=in_words(attempt.action, named_target(case.target, attempt.action)),
                actions=(attempt.action, *attempt.others),
                target=place,
                reasons=reasons,
                checks=_checks_of(attempt, also),
                frame=attempt.seen,
                others=tuple(step.target for step in listed),
                kind="application",
                folders=access.folders,
                opens_host=access.opens_host(place),
                included=tuple(dict.fromkeys((*also, *(reason for step in listed for reason in step.reasons)))),
            )
            answer = await self._prompter.ask(question, attempt)
            if isinstance(answer, Declined):
                return answer
            was_asked = True
            if isinstance(answer, AppAllowed):
                access.remember(place, answer, attempt.allowed_once)
                if answer.reach == "work":
                    attempt.agree(case.target, also, "scope")
                    _agree_to(listed)
                    if answer.lasting != "once" and application_of(place) == application_of(case.target):
                        self._memory.keep_for_program(case, also)
            self._context.stream.step("admitted")
            case = access.with_access(case, attempt.allowed_once)
            verdict = self._context.judge(case)
        # The person asked has let this act happen, with the application that it happens in.
        return case, _LET_IN if was_asked and isinstance(verdict, Allow) else verdict, was_asked

    async def _ask(
        self,
        attempt: Attempt,
        case: Case,
        decision: Ask,
        reasons: tuple[Reason, ...],
        entries: tuple[MenuEntry, ...] = (),
    ) -> AllowedAttempt | Declined:
        """Ask the person about these reasons, and about the entries that are pressed next in the menu that it opens."""
        planned = () if entries else await self._planned_presses(attempt, case, reasons)
        alone = not attempt.others and not planned and not entries
        approvals = self._memory.approvals_for_task(case, reasons) if alone else ()
        always = self._memory.control_for_always(case, reasons) if alone else None
        question = _question(attempt, case.target, reasons, (*planned, *entries))
        whole = self._memory.place(approvals)
        question = replace(question, may_be_remembered=bool(approvals), place=whole, always=always)
        finish_edit = partial(_edited_with_target, attempt, case)
        answer = await self._prompter.ask(question, attempt, finish_edit)
        match answer:
            case Declined():
                return answer
            case Edited(action):
                agreed = attempt.agreed | {reason.rule for reason in reasons}
                is_there = points_of(action) == points_of(attempt.action)
                place = attempt.place if is_there else None
                edited = replace(attempt, action=action, others=(), agreed=agreed, place=place)
                return await self._authorize_edited(edited, attempt, decision)
            case Approved():
                self._memory.keep(answer, question, approvals)
                _agree_to(planned)
                if entries:
                    self._agreed_entries.keep(entries, attempt, case.target)
        return allowed(attempt, decision, Approved(), case, asked_now=True)

    async def _authorize_edited(self, attempt: Attempt, before: Attempt, decision: Ask) -> AllowedAttempt | Declined:
        """Authorize an action as the person changed it.

        A rule may still refuse it, and the person is asked about new reasons.
        """
        self._context.stream.step("edited")
        case, verdict = await attempt.verdict()
        outcome = await self._ask_about_applications(attempt, case, verdict)
        if isinstance(outcome, Declined):
            return outcome
        case, verdict, _ = outcome
        if isinstance(verdict, Refuse):
            return self._refuse(attempt, case, verdict, Message("A rule forbids the action as changed by the person"))
        attempt = replace(attempt, agreed=attempt.agreed | attempt.rules_agreed(case.target))
        both = Ask((*decision.reasons, *(verdict.reasons if isinstance(verdict, Ask) else ())))
        if reasons := self._unanswered(attempt, case, both):
            authorization = await self._ask(attempt, case, both, reasons)
        else:
            authorization = allowed(attempt, both, Approved(), case, asked_now=True)
        if isinstance(authorization, Declined):
            return authorization
        done = authorization.attempt.words
        return replace(
            authorization,
            note=Message(
                "The person changed this before approving it: {words}. Done instead: {done}.",
                words=before.words,
                done=done,
            ),
        )

    async def _menu_entries_for_card(self, attempt: Attempt, opener: Case) -> tuple[MenuEntry, ...]:
        """Return the entries pressed next in the menu that an act opens, if any of them is still asked about.

        A card that stood while the menu is open would close it. A question about several actions shows them already.
        """
        entries = list[MenuEntry]()
        for entry in () if attempt.others else entry_cases(attempt, opener):
            case = self._context.access.with_access(entry, attempt.allowed_once)
            verdict = self._context.judge(case)
            reasons = verdict.reasons if isinstance(verdict, Ask) else ()
            asked = (reason for reason in reasons if reason.rule != "scope" and not self._memory.covers(case, reason))
            entries.append(MenuEntry(case.action, case.target, tuple(asked)))
        if self._agreed_entries.covers(tuple(entries)):
            return ()
        hidden = tuple(entries[: await attempt.first_shown(len(entries))])
        return () if self._agreed_entries.covers(hidden) else hidden

    def _unanswered(self, attempt: Attempt, case: Case, decision: Ask) -> tuple[Reason, ...]:
        """Return the reasons that have a yes neither in this call nor by a remembered approval."""
        return tuple(reason for reason in attempt.unanswered(decision) if not self._memory.covers(case, reason))

    async def _planned_presses(self, attempt: Attempt, case: Case, reasons: tuple[Reason, ...]) -> tuple[Planned, ...]:
        """Return the further actions that the question is about: those that it lists, else later clicks of the answer.

        These are in the same window, on controls that their program names, and need a question as well. What comes
        after a form is sent, or once something else has appeared, isn't on the screen yet.
        """
        if attempt.others:
            return await self._listed_presses(attempt)
        if not _may_be_joined(attempt.action, case.target, reasons) or _sends_form(case.target):
            return ()
        planned = list[Planned]()
        for later in (*attempt.later(), *await attempt.later_on_named_controls()):
            if not isinstance(later.action, Click):
                continue
            if len(planned) >= _MOST_PLANNED:
                break
            there, verdict = await later.verdict()
            about = self._unanswered(later, there, verdict) if isinstance(verdict, Ask) else ()
            same_window = there.target.window == case.target.window
            if about and same_window and _may_be_joined(later.action, there.target, about):
                planned.append(Planned(later, there.target, about))
        return tuple(planned)

    async def _listed_presses(self, attempt: Attempt) -> tuple[Planned, ...]:
        """Return the further actions that a question about the call lists, with the rows that ask about them.

        Each is judged for what is there by now. If that is something else when its turn comes, it has a question of its
        own; so has a new program or site.
        """
        listed = list[Planned]()
        for step in await attempt.listed():
            there, verdict = await step.verdict()
            about = self._unanswered(step, there, verdict) if isinstance(verdict, Ask) else ()
            listed.append(Planned(step, there.target, tuple(reason for reason in about if reason.rule in _ASKING_ROWS)))
        return tuple(listed)

    def _refuse(self, attempt: Attempt, case: Case, verdict: Refuse, what: str) -> Declined:
        reason = verdict.reasons[0]
        named = named_target(case.target, attempt.action)
        stream = self._context.stream
        stream.step("refused")
        stream.announce(Decided(attempt.call.call_id, attempt.index, "deny", "policy", reason.rule, target=named))
        text = Message("{what}: {words}. {text}", what=what, words=attempt.words, text=reason.text)
        return Declined(NotDone("refused", text, reason=Message("{what}. {text}", what=what, text=reason.text)))

    async def _authorize_function(self, attempt: Attempt, invoke: Invoke) -> AllowedAttempt | Declined:
        """Authorize a call of a function, or of a tool outside the computer's screen."""
        access = self._context.access
        functions = self._context.functions
        call_id = attempt.call.call_id
        started = functions.started(invoke)
        in_scope = access.may_start(started)
        decision = judge_function(invoke, functions.verdict(invoke.name), self._mode, in_scope=in_scope)
        if isinstance(decision, Allow) and not attempt.extra:
            self._context.stream.announce(Decided(call_id, attempt.index, "allow", decision.by, decision.rule))
            return AllowedAttempt(attempt, decision)
        to_ask = Ask((*(decision.reasons if isinstance(decision, Ask) else ()), *attempt.extra))
        # A yes to a start is also the yes to working in the program, unless the server's own reasons are part of it.
        place = None if attempt.extra else access.new_program(started)
        question = Question(
            call_id, in_words(invoke), (invoke,), place or Target(), to_ask.reasons, (), attempt.seen, kind="function"
        )
        if place is not None:
            question = replace(question, kind="application", folders=access.folders)
        # With no one to ask, this is reported as missing from scope; a mode that asks about every step goes beyond it.
        starts = place_of(started) if started and not attempt.extra and self._mode != "ask" else None
        answer = await self._prompter.ask(question, attempt, starts=starts)
        if isinstance(answer, Declined):
            return answer
        if isinstance(answer, AppAllowed):
            access.remember(question.target, answer, attempt.allowed_once)
            if answer.reach == "nothing":
                return Declined(REFUSED_PROGRAM)
        return AllowedAttempt(attempt, to_ask, Approved())


async def _edited_with_target(attempt: Attempt, case: Case, action: Action) -> tuple[Action, Target]:
    """Return an action as the person changed it, and its target; their text for a password field is secret.

    A secret text is neither recorded nor sent to the model.
    """
    before = attempt.action
    now = await replace(attempt, action=action).case()
    if not isinstance(action, Type) or not isinstance(before, Type) or action.text == before.text:
        return action, now.target
    secret = action.secret or before.secret or (action.at == before.at and is_for_password(case))
    return replace(action, secret=secret or is_for_password(now)), now.target


def _with_extra_reasons(verdict: Decision, attempt: Attempt) -> Decision:
    """Return the verdict with further reasons that do not come from policy."""
    match verdict:
        case Allow() if attempt.extra:
            return Ask(attempt.extra)
        case Ask(reasons):
            return Ask((*reasons, *attempt.extra, *attempt.again))
        case _:
            return verdict


def _may_be_joined(action: Action, target: Target, reasons: tuple[Reason, ...]) -> bool:
    """Return whether an action may share a card with others: its target and the reasons to ask are known."""
    hit = target.control
    named = hit is not None and hit.source == "accessibility" and bool(hit.role and hit.name)
    focused = target.focus is not None and bool(target.focus.role and target.focus.name)
    known = named if isinstance(action, Click) else focused and uses_keyboard(action)
    return known and all(reason.rule in ROWS for reason in reasons)


def _sends_form(target: Target) -> bool:
    """Return whether a press may send a form, which another page then answers."""
    in_form = target.page is not None and target.page.in_form
    return in_form and target.role in roles.BUTTONS


def _agree_to(planned: tuple[Planned, ...]) -> None:
    for step in planned:
        step.attempt.agree(step.target, step.reasons)


def _checks_of(attempt: Attempt, reasons: tuple[Reason, ...]) -> tuple[SafetyCheck, ...]:
    return attempt.call.checks if any(reason.rule == "safety-check" for reason in reasons) else ()


def _question(
    attempt: Attempt, target: Target, reasons: tuple[Reason, ...], planned: tuple[Planned | MenuEntry, ...]
) -> Question:
    other_actions = attempt.others or tuple(step.action for step in planned)
    question = Question(
        attempt.call.call_id,
        "",
        (attempt.action, *other_actions),
        target,
        tuple(dict.fromkeys((*reasons, *(reason for step in planned for reason in step.reasons)))),
        checks=_checks_of(attempt, reasons),
        frame=attempt.seen,
        others=tuple(step.target for step in planned),
        editable=not other_actions and isinstance(attempt.action, Type | Click | Scroll),
    )
    return replace(question, sentence=join(Message("; then "), sentences_of(question)))


def _why_blocked(target: Target, action: Action) -> str:
    """Return that a dialog has to be answered before its window accepts a press; empty where none is open.

    A button that is down already may be released anywhere.
    """
    dialog = target.place.blocked_by if target.place else None
    if dialog is None or isinstance(action, ReleaseButton):
        return ""
    if not dialog.title:
        return Message("A dialog is open above that window and has to be answered first.")
    title = foreign(dialog.title, _LONGEST_TITLE)
    return Message("“{dialog}” is open above that window and has to be answered first.", dialog=title)


def _why_disabled(target: Target) -> str:
    """Return why the target accepts no press; empty where it does, or its program does not report it."""
    control = target.control
    if control is None or not control.disabled or not control.name:
        return ""
    return Message("“{name}” is disabled right now, so it can't be clicked.", name=control.name)
