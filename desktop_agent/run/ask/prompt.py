"""Questions to the person in charge, also before the first request, and the announcements of their decisions.

The screen is checked before a question: there is none about an act that would miss the target that the model saw, and
the card shows the current screen.
"""

from __future__ import annotations

import asyncio
import logging
import shlex
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import get_args

from desktop_agent.core.actions.action import LOOK_INTO, Action, Invoke
from desktop_agent.core.actions.describe import event_form_or_none, in_words, named_target, sentence_with
from desktop_agent.core.address import is_private
from desktop_agent.core.decisions.decision import (
    Answer,
    AppAllowed,
    Approved,
    DoneByHand,
    Duration,
    Edited,
    Question,
    Reason,
    Rejected,
    StopRun,
    Target,
    TookOver,
)
from desktop_agent.core.decisions.mode import AccessLevel
from desktop_agent.core.decisions.question_words import LOOKS_INTO
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import Decided, DecidedBy, DecisionVerdict
from desktop_agent.core.runs.turn import NotDone
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.core.texts.message import Message, foreign, join, sentences, template
from desktop_agent.core.texts.passwords import with_covered_fields
from desktop_agent.policy.scope import ScopedApplication, allow_flag, application_of, scope_for
from desktop_agent.run.act.attempt import Attempt, Declined, may_lead_to_password
from desktop_agent.run.act.screen_check import STILL_PLACE
from desktop_agent.run.control import Stopwatch, ms_since
from desktop_agent.run.end.ending import RunEnding
from desktop_agent.run.pause import PauseSupervisor
from desktop_agent.run.ports import Approver
from desktop_agent.run.stream import Stream

_log = logging.getLogger(__name__)


_LET_GO_FIRST = Message(
    "This requires a person's approval, and nothing can be held down in the meantime, so held keys and "
    "buttons were released"
)
_PRESSED = template("The person just pressed this, so it wasn't pressed again: {words}.")
_BY_HAND = Message("You pressed this yourself")
_LOOK = Message("Look at the new screenshot and decide again.")
_LONGEST_REPLY = 400
FinishEdit = Callable[[Action], Awaitable[tuple[Action, Target]]]


@dataclass(frozen=True, slots=True)
class MissingScope:
    """What an act would have been allowed with that nobody could be asked about.

    `desk_host` is a host that the run's desk doesn't reach by that entry alone; mostly empty.
    """

    entry: ScopedApplication
    desk_host: str = ""

    @property
    def flags(self) -> str:
        """Return the command line's flags that give it."""
        host_flag = f" --desk-hosts {shlex.quote(self.desk_host)}" if self.desk_host else ""
        return allow_flag(str(self.entry)) + host_flag


class ApprovalPrompter:
    """Asks one question at a time; a yes that showed the whole call is noted in the call's consent."""

    def __init__(
        self,
        approver: Approver,
        pauses: PauseSupervisor,
        stream: Stream,
        watch: Stopwatch,
    ) -> None:
        self._approver = approver
        self._pauses = pauses
        self._stream = stream
        self._watch = watch
        # what the person wants, and what the model has said last
        self.task = ""
        self.says = ""
        self.unchecked = False  # whether the model's server has no safety checks
        self._missing = dict[tuple[str, str], MissingScope]()

    async def ask(
        self,
        question: Question,
        attempt: Attempt,
        finish_edit: FinishEdit | None = None,
        *,
        starts: Target | None = None,
    ) -> Approved | Edited | AppAllowed | Declined:
        """Ask, and announce the decision; Stopped when the person ends the run.

        There is no question while a key or button is held: with Ctrl down, a “y” is another key. `finish_edit`
        completes an action that the person changed. `starts` is a program that is started without a question where it
        is in scope. When this returns, the person's input has stopped, and our windows are hidden.
        """
        control = self._pauses.control
        inputs = attempt.context.inputs
        if inputs.holds:
            other = (
                Message("Request it as a single drag")
                if inputs.button is not None
                else Message("Request it without holding anything down")
            )
            why = Message(
                "{let_go_first}, and this wasn't done: {words}. {other}.",
                let_go_first=_LET_GO_FIRST,
                words=attempt.words,
                other=other,
            )
            self._stream.step("refused")
            self._stream.announce(Decided(question.call_id, attempt.index, "deny", "policy", "held-during-question"))
            reason = Message("{let_go_first}.", let_go_first=_LET_GO_FIRST)
            return Declined(NotDone("failed", why, reason=reason), let_go=True)
        self._stream.step("ask")
        async with self._pauses.lock_questions():
            looked_at = question if control.was_paused else await self._current_question(question, attempt)
            if control.was_paused:
                self._stream.step("changed")
                reply = control.interruption.reply
                self._stream.announce(Decided(question.call_id, attempt.index, "deny", "human", "takeover", reply))
                return Declined(control.interruption.not_done)
            if isinstance(looked_at, str):
                return Declined(NotDone("failed", looked_at), stale=True)
            question = looked_at
            if question.frame.digest != attempt.seen.digest:
                self._stream.show_asked(question.frame)
            control.ignore_user_input()
            began = time.monotonic()
            inputs.was_asked = True
            try:
                with self._watch.waiting_for("person"):
                    answer = _valid_answer(await answer_of(self._approver, self._with_context(question)), question)
            except asyncio.CancelledError:
                self._announce_stop(question, attempt, ms_since(began))
                raise
        return await self._announce_answer(question, answer, attempt, ms_since(began), finish_edit, starts)

    async def _current_question(self, question: Question, attempt: Attempt) -> Question | str:
        """Return the question with the current screen, or the reason why there is no question any more.

        A menu that has closed under a card is opened again after the yes, so its picture stays.
        """
        if isinstance(attempt.action, Invoke):
            return question
        await attempt.make_way(question.target)
        if why := await attempt.problem():
            return question if attempt.openers(question.target) else why
        now = await self._pauses.picture(attempt.context.camera)
        return replace(question, frame=now) if now.viewport == attempt.seen.viewport else question

    async def _announce_answer(
        self,
        question: Question,
        answer: Answer,
        attempt: Attempt,
        waited_ms: int,
        finish_edit: FinishEdit | None,
        starts: Target | None,
    ) -> Approved | Edited | AppAllowed | Declined:
        """Announce a person's decision, and return its result once their input has stopped."""
        stream = self._stream
        control = self._pauses.control
        decided = _decided_event(question, attempt, waited_ms)
        match answer:
            case StopRun():
                stream.announce(decided(verdict="stop", by="human"))
                control.stop.set("human")
                raise Stopped
            case TookOver() | DoneByHand():
                stream.step("changed")
                rule: RuleId = "takeover" if isinstance(answer, TookOver) else "by-hand"
                stream.announce(decided(verdict="deny", by="human", rule=rule))
                if isinstance(answer, TookOver):
                    control.pause("takeover", Message("You took over."))
                    return Declined(control.interruption.not_done)
                await self._pauses.clear()
                text = Message(_PRESSED, words=attempt.words)
                reason = Message("{by_hand}.", by_hand=_BY_HAND)
                return Declined(NotDone("taken over", sentences(text, _LOOK), cause=_BY_HAND, reason=reason))
            case Rejected(reply, by):
                stream.step("refused")
                if by == "policy":
                    self._note_scope(question, starts)
                stream.announce(decided(verdict="deny", by=by, reply=reply or None))
                await self._pauses.clear()
                return Declined(NotDone("refused", _refusal(question, answer, attempt), reason=_why_refused(answer)))
            case Edited(action):
                await self._pauses.clear()  # what has the keyboard is known only once the question is gone
                edited, target = await finish_edit(action) if finish_edit else (action, Target())
                form = event_form_or_none(edited, question.frame.viewport)
                if form is not None and may_lead_to_password(edited, question.frame):
                    form = with_covered_fields(form)
                named = named_target(target, edited)
                stream.announce(decided(verdict="edit", by="human", action=form, target=named))
                answer = Edited(edited)
            case AppAllowed() | Approved():
                access = _access_fields(question, answer)
                stream.announce(decided(verdict=_verdict(answer), by="human", access=access))
                if isinstance(answer, Approved) or answer.reach == "work":
                    attempt.consent.note(question)
        await self._pauses.clear()
        return answer

    def _with_context(self, question: Question) -> Question:
        """Return the question with its context: the task, its progress, and the model's own words."""
        steps = self._stream.steps
        extended = replace(question, says=self.says, task=self.task, step=steps.words, unchecked=self.unchecked)
        return replace(extended, plays=steps.plays, by_agent=bool(steps.agent))

    def _announce_stop(self, question: Question, attempt: Attempt, waited_ms: int) -> None:
        """Announce that the run was stopped while a person was asked, and for how long they had been."""
        by: DecidedBy = "human" if self._pauses.control.stop.by in {"human", "interrupt"} else "policy"
        self._stream(_decided_event(question, attempt, waited_ms)(verdict="stop", by=by))

    def _note_scope(self, question: Question, starts: Target | None) -> None:
        """Store the scope in which this action would have been allowed."""
        if starts is None and question.reasons[0].rule != "scope":
            return
        target = starts or question.target
        if scope := scope_for(target, question.actions[0]):
            # A desk reaches a host of the internet by the scope alone.
            host = scope.site if question.opens_host and is_private(target.site) else ""
            self._missing[scope.program, scope.site] = MissingScope(scope, host)

    async def ask_in_words(self, text: str) -> str | None:
        """Return the person's answer to the model's words; None without one, and from an approver that fails."""
        self._pauses.control.ignore_user_input()
        async with self._pauses.lock_questions():
            with self._watch.waiting_for("person"):
                try:
                    return await self._approver.reply(text)
                except Exception:  # noqa: BLE001 - a caller's own code
                    _log.debug("the approver failed", exc_info=True)
                    return None

    @property
    def missing(self) -> tuple[MissingScope, ...]:
        """Return what an unattended run would have done more with."""
        return tuple(self._missing.values())

    @property
    def answers_words(self) -> bool:
        """Return whether the model's questions in words can be answered."""
        return self._approver.answers_words


async def answer_of(approver: Approver, question: Question) -> Answer:
    """Return the answer; an approver that fails, or returns something else, has said no: when in doubt, do not act."""
    try:
        answer: object = await approver.decide(question)
    except Exception:  # noqa: BLE001 - a caller's own code
        _log.debug("the approver failed", exc_info=True)
        return Rejected(Message("The question couldn't be asked."), by="policy")
    return answer if isinstance(answer, Answer) else Rejected(Message("The answer couldn't be read."), by="policy")


def _valid_answer(answer: Answer, question: Question) -> Answer:
    """Return the answer, or a no where it does not answer this question."""
    match answer:
        case Edited(action) if not question.editable or type(action) is not type(question.actions[0]):
            return Rejected(Message("The change wasn't accepted."), by="policy")
        case Edited(action) if action == question.actions[0]:
            return Approved()
        case Approved() if question.kind == "application":
            return AppAllowed("work", "run")
        case AppAllowed(reach, lasting) if (
            question.kind != "application" or reach not in get_args(AccessLevel) or lasting not in get_args(Duration)
        ):
            return Rejected(Message("The answer couldn't be read."), by="policy")
        case _:
            return answer


def _decided_event(question: Question, attempt: Attempt, waited_ms: int) -> partial[Decided]:
    """Return the event of a decision, without the decision itself and the decider."""
    rule = question.reasons[0].rule
    named = named_target(question.target, question.actions[0])
    return partial(Decided, question.call_id, attempt.index, rule=rule, waited_ms=waited_ms, target=named)


def _verdict(answer: Approved | AppAllowed) -> DecisionVerdict:
    return "deny" if isinstance(answer, AppAllowed) and answer.reach == "nothing" else "allow"


def _access_fields(question: Question, answer: Approved | AppAllowed) -> Mapping[str, str] | None:
    """Return the access level that an answer gives in an application; None where the question was another one."""
    match answer:
        case AppAllowed(level, lasting):
            pass
        case _:
            return None
    program, site = application_of(question.target)
    return {"program": program, "site": site, "level": level, "lasting": lasting}


def _refusal(question: Question, answer: Rejected, attempt: Attempt) -> str:
    alone = len(question.actions) == 1
    # No names: what is written on the screen is not ours to repeat as the user's.
    what = attempt.words if alone else join(Message("; then "), map(sentence_with, question.actions))
    who = Message("by the person in charge") if answer.by == "human" else Message("without asking a person")
    refused = Message("This was refused {who}; don't try it again: {what}.", who=who, what=what)
    why = Message("Answer: {reply}", reply=answer.reply) if answer.reply else ""
    return sentences(refused, why, STILL_PLACE if attempt.is_restless else "")


def _why_refused(answer: Rejected) -> str:
    """Return why an action was refused, for the person."""
    if answer.by != "human":
        return sentences(Message("This step requires your approval."), answer.reply)
    if not answer.reply:
        return Message("You refused it.")
    return Message("You refused it: “{reply}”", reply=foreign(answer.reply, _LONGEST_REPLY))


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
            if not await self._ask_in_advance(file, Message("Send a file to the model server"), _SENDS, frame):
                return RunEnding("blocked", _NO_FILE)
        if not await self.ask_about_looks(self._off_screen, frame):
            return RunEnding("blocked", _NO_LOOK)
        for command in self._commands:
            if not await self._ask_in_advance(command, in_words(command), _CHECKS, frame):
                return RunEnding("blocked", _NO_CHECK)
        return None

    async def ask_about_looks(self, expected: Sequence[str], frame: Frame) -> bool:
        """Return whether the person lets an agent know whether these hold; true where there is none."""
        looks = Invoke(LOOK_INTO, "\n".join(expected))
        return not expected or await self._ask_in_advance(looks, LOOKS_INTO, _LOOKS, frame)

    async def _ask_in_advance(self, call: Invoke, sentence: str, reason: Reason, frame: Frame) -> bool:
        question = Question("", sentence, (call,), Target(), (reason,), (), frame, kind="function")
        async with self._pauses.lock_questions():
            self._pauses.control.ignore_user_input()
            began = time.monotonic()
            answer = await answer_of(self._approver, question)
        verdict, by = _verdict_and_decider(answer)
        self._stream.announce(Decided("", 0, verdict, by, reason.rule, waited_ms=ms_since(began)))
        if isinstance(answer, StopRun):
            self._pauses.control.stop.set("human")
            raise Stopped
        await self._pauses.clear()
        return verdict == "allow"


def _verdict_and_decider(answer: Answer) -> tuple[DecisionVerdict, DecidedBy]:
    match answer:
        case Approved():
            return "allow", "human"
        case StopRun():
            return "stop", "human"
        case _:
            return "deny", getattr(answer, "by", "human")
