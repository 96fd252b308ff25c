"""One action, from its announcement to the last input event: announce, authorize, look again, write, act.

The model acts only on what it has seen: right before an action, the window under the target and the picture around it
are compared with the frame that the model answered. An action that is not allowed, that would hit another target, or
that fails is not done, and the reply to the model gives the reason. The reply names no control: text from the screen
must not be repeated as the user's. A function runs exactly as it was approved, byte for byte, as the permit is for the
complete command with its input.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import asdict, replace

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Finish,
    HoldKey,
    Invoke,
    Look,
    Navigate,
    Press,
    Scroll,
    Type,
    Wait,
    fields_of,
    uses_keyboard,
)
from desktop_agent.core.actions.describe import event_form_or_none, named_target
from desktop_agent.core.controls.screen_contents import LocatedControl
from desktop_agent.core.decisions.decision import Ask, Reason, Target
from desktop_agent.core.decisions.rule_id import RuleId
from desktop_agent.core.errors import InputDeniedError, InputError, WindowsAwayError
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.events import (
    ActionDone,
    ActionFailed,
    ActionProposed,
    ActionStarted,
    BreakCause,
    Decided,
    DecidedBy,
    NamedTarget,
    Noticed,
)
from desktop_agent.core.runs.turn import Call, InvalidAction, NotDone, Proposal, Turn
from desktop_agent.core.runs.waiting import Stopped
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.passwords import covered_call, is_secret_field, with_covered_fields
from desktop_agent.run.act.allowed_attempt import AllowedAttempt
from desktop_agent.run.act.attempt import Attempt, Declined, Done, Outcome, RunContext, may_lead_to_password
from desktop_agent.run.act.input_state import MenuOpener
from desktop_agent.run.act.named_places import MOST_LOOKS, NamedPlaces, with_located
from desktop_agent.run.act.screen_check import MOVED, STILL_PLACE
from desktop_agent.run.act.targets import Targets
from desktop_agent.run.ask.authorize import Authorizer
from desktop_agent.run.control import ms_since
from desktop_agent.run.pause import TAKEOVER
from desktop_agent.run.stream import Stream


class Proposals:
    """Announces the actions of an answer one by one."""

    def __init__(self, targets: Targets, places: NamedPlaces, stream: Stream) -> None:
        self._targets = targets
        self._places = places
        self._stream = stream
        self.response_id = ""  # of the answer that is gone through
        self.computer_id = ""

    def expect_answer(self, seen: Frame) -> None:
        """Start the slow queries to the programs in the picture while the model thinks."""
        self._targets.warm(seen)

    async def propose(self, call: Call, index: int, seen: Frame, place: LocatedControl | None = None) -> None:
        """Announce an action with what is already known of its target; `place` is the control that it has named."""
        action = call.proposals[index].action
        if isinstance(action, InvalidAction | Invoke | Finish | Navigate):
            self._announce(call, index, seen, None)
            return
        first = fields_of(action)[0]
        look = (
            self._targets.target_when_answered
            if isinstance(action, Type | Press | HoldKey)
            else self._targets.quick_target
        )
        self._announce(call, index, seen, named_target(with_located(await look(seen, first), place), first))

    async def learn_passwords(self, turn: Turn, seen: Frame) -> None:
        """Learn the passwords of an answer before its words are written down, where they quote what it types."""
        words = "\n".join((*turn.reasoning, *(step.words for step in turn.steps), *turn.messages))
        before: Proposal | None = None
        for proposal in (proposal for call in turn.calls for proposal in call.proposals):
            action = proposal.form
            if isinstance(action, Click):
                before = proposal
            if not isinstance(action, Type):
                continue
            text = (action.text if action.entry == "whole" else action.text.split("\t")[0]).strip()
            if not text or text not in words:
                continue
            into = replace(action, text=text, at=await self._place_of(action, proposal, before, seen))
            named = named_target(await self._targets.target(seen, into), into)
            if named and is_secret_field(named.name or "", named.role or ""):
                self._stream.passwords.learn_text(text)

    async def _place_of(
        self, text: Type, proposal: Proposal, before: Proposal | None, seen: Frame
    ) -> ImagePoint | None:
        """Return where a text goes as far as that is known: to its own place, else to that of the click before it."""
        source = proposal if text.at is not None else before
        located = (await self._places.located(source, seen))[0].action if source is not None else None
        return located.at if isinstance(located, Click | Type) else None

    def skip_action(self, call: Call, index: int, seen: Frame, cause: str, *, by_person: bool) -> None:
        """Announce an action that is no longer reached; `cause`: why not, if that is known."""
        self._announce(call, index, seen, None)
        by: DecidedBy = "human" if by_person else "policy"
        rule: RuleId = "takeover" if by_person else "not-reached"
        self._stream.announce(Decided(call.call_id, index, "deny", by, rule, cause or None))

    def refuse_unreadable(self, call: Call, index: int, action: InvalidAction) -> str:
        """Announce why a call cannot be carried out, and return the reason for the model."""
        why = (
            action.reason
            if "not done" in action.reason
            else Message("This action wasn't performed: {reason}", reason=action.reason)
        )
        self._stream.announce(Decided(call.call_id, index, "deny", "policy", "unreadable"))
        if call.called == "unknown":  # a notice on the answer has named it
            return action.reason
        self._stream.announce(Noticed("info", why))
        return why

    def close(self) -> None:
        """End the questions to programs whose answers are not needed any more."""
        self._targets.close()

    def _announce(self, call: Call, index: int, seen: Frame, target: NamedTarget | None) -> None:
        proposal = call.proposals[index]
        read = proposal.action
        action = None if isinstance(read, InvalidAction) else event_form_or_none(read, seen.viewport)
        written = proposal.model_action
        if action is not None and may_lead_to_password(read, seen):
            action = with_covered_fields(action)
            written = covered_call(written)
        elif action is None and isinstance(proposal.form, Type) and seen.has_password_field:  # the field is unknown
            written = covered_call(written)
        checks = tuple(check.raw or asdict(check) for check in call.checks)
        self._stream.announce(
            ActionProposed(
                call_id=call.call_id,
                index=index,
                action=action,
                model_action=written,
                safety_checks=checks,
                target=target,
                response_id=self.response_id,
                computer_id=self.computer_id,
            )
        )


_KEEPS_CHANGING = Message(
    "The screen keeps changing in this spot while the model is responding, so only the window can be compared. "
    "Pausing what moves there makes this unnecessary."
)
RESTLESS = Reason("restless", _KEEPS_CHANGING)
CHANGED = Reason(
    "changed",
    Message("The screen changed after you were last asked, so nothing was done and you are being asked again."),
)
_BOUNCES_BEFORE_ASKING = 2
_UNKNOWN = Target()
_MOST_SHOWN = 2_000  # characters of what a function answered


class ActionRunner:
    """Takes actions one at a time through all their steps."""

    def __init__(self, context: RunContext, authorizer: Authorizer, proposals: Proposals) -> None:
        self._context = context
        self._authorizer = authorizer
        self._proposals = proposals
        self._inputs = context.inputs
        self._check = context.check
        self._executor = context.executor
        self._pause = context.pause
        self._stream = context.stream
        self._pauses = 0
        self._changes_in_a_row = 0  # in a row: the screen had changed, and nothing was done
        self._is_answer_unused = False
        self._unused: AllowedAttempt | None = None  # approved by a person, and not done as the screen had changed

    async def await_watchdog(self) -> None:
        """Return once the watchdog runs, which releases keys and buttons after our end; else InputDeniedError."""
        await asyncio.to_thread(self._executor.await_watchdog)

    def begin_answer(self) -> None:
        """Start a new answer of the model; keys and buttons held when the person took over have been released."""
        self._inputs.begin_answer()
        self._context.targets.forget()
        if self._pauses != self._pause.pauses:
            self._pauses = self._pause.pauses
            self._unused = None
            self._inputs.note_release()
            self._inputs.forget_keys()

    def end_hold(self) -> str:
        """Return once what the last press holds is up; why not, where its release failed.

        InputDeniedError where nothing can be released any more.
        """
        try:
            self._executor.end_hold()
        except InputDeniedError:
            raise
        except InputError as error:
            self._executor.release_all()
            self._inputs.note_release()
            self._inputs.forget_keys()
            return str(error)
        return ""

    async def note_effect(self) -> bool | None:
        """Note that the acts of a call have had their effect: what is copied from here on is not the run's.

        Return whether each of them that copies has filled the clipboard; None where none does, or it is unknown.
        """
        return await self._context.targets.end_act(is_alone=not self._pause.was_paused)

    def close(self) -> None:
        """Cancel queries to programs whose answers are no longer needed."""
        self._context.targets.forget()

    def let_go(self) -> bool:
        """Release all keys and buttons that are held; return whether there were any."""
        holding = self._inputs.holds
        if holding:
            self._executor.release_all()
            self._inputs.note_release()
        return holding

    async def with_current_focus(self, seen: Frame, action: Action | InvalidAction) -> Frame:
        """Return the picture by which an action is judged; for keys, with the window that has the focus now."""
        if isinstance(action, InvalidAction) or not uses_keyboard(action):
            return seen
        return await self._check.with_current_focus(seen)

    async def take(self, attempt: Attempt) -> Outcome:
        """Authorize one action and carry it out; return its outcome."""
        if not isinstance(attempt.action, Invoke):
            restless = (RESTLESS,) if self._changes_in_a_row >= _BOUNCES_BEFORE_ASKING else ()
            again = () if self._redeem_approval(attempt) or not self._is_answer_unused else (CHANGED,)
            attempt = replace(attempt, extra=(*attempt.extra, *restless), again=again)
        if why := await self._check.reach_problem(attempt.seen, attempt.action):
            return self._refuse_out_of_reach(attempt, why)
        if not isinstance(attempt.action, Invoke):  # before anything of it is done
            later = (later_step.action for later_step in attempt.later())
            self._context.targets.query_ahead(attempt.plan.seen or attempt.seen, later)
        return await self._authorize_and_perform(attempt)

    def _redeem_approval(self, attempt: Attempt) -> bool:
        """Return whether a yes that had no effect is for this act on a screen that looks the same, and note it if so.

        A list that a click has opened closes when the person presses the card, and has to be opened again.
        """
        unused = self._unused
        is_same = unused is not None and unused.action == attempt.action and not attempt.call.checks
        if unused is None or not is_same or not self._check.looks_alike(unused.attempt.seen, attempt.seen):
            return False
        reasons = unused.decision.reasons if isinstance(unused.decision, Ask) else ()
        attempt.agree(unused.target, reasons, "approved-before")
        self._unused = None  # one yes is for one act
        return True

    async def _authorize_and_perform(self, attempt: Attempt) -> Outcome:
        """Authorize and carry out an action within reach."""
        authorized = await self._authorizer.authorize(attempt)
        if isinstance(authorized, AllowedAttempt):
            return await self._perform(authorized)
        if authorized.stale:
            return await self._handle_changed_screen(attempt, authorized.not_done.text)
        if authorized.let_go:
            self.let_go()
        return authorized.not_done

    async def _perform(self, allowed: AllowedAttempt) -> Outcome:
        """Announce an allowed action, look once more, write it down, and carry it out."""
        stream = self._stream
        attempt = allowed.attempt
        await allowed.announce()
        stream.step("allowed")
        if self._pause.was_paused:
            stream.step("changed")
            return self._pause.interruption.not_done
        openers: tuple[MenuOpener, ...] = ()
        if not isinstance(attempt.action, Invoke):
            await attempt.context.targets.await_copy()
            why = await allowed.problem()
            if why and allowed.asked_now:
                openers = attempt.openers(allowed.target)
            if why and not openers:
                return await self._drop_as_changed(allowed, why)
            self._changes_in_a_row = 0
            self._is_answer_unused = False
        self._pause.stop.check()
        stream.announce(ActionStarted(attempt.call.call_id, attempt.index))
        stream.step("act")
        began = time.monotonic()
        try:
            if openers:
                self._unused = allowed
                allowed = await allowed.reopened(openers)
                self._unused = None
            elif allowed.asked_now and uses_keyboard(allowed.action):
                await allowed.restore_pointer()
            outcome = await allowed.perform()
        except BaseException as error:  # noqa: BLE001 - whatever has begun has its end in the record
            return self._announce_failure(allowed.attempt, error, began)
        if isinstance(outcome, Done):
            self._inputs.note(attempt.action, allowed.pasted, allowed.target, allowed.attempt.seen)
            self._authorizer.note_done(attempt)
            return self._announce_done(allowed, outcome, began)
        not_done = outcome.not_done if isinstance(outcome, Declined) else outcome
        failed = ActionFailed(attempt.call.call_id, attempt.index, ms_since(began), not_done.for_person)
        stream.announce(failed)
        if isinstance(outcome, Declined):
            return await self._drop_as_changed(allowed, not_done.text)
        stream.step("acted")
        return not_done

    async def _drop_as_changed(self, allowed: AllowedAttempt, why: str) -> Outcome:
        """Drop an allowed action, as the screen has changed; a person's yes to it is kept for the very same act."""
        self._is_answer_unused = self._is_answer_unused or allowed.asked_now
        self._unused = allowed if allowed.asked_now else None
        return await self._handle_changed_screen(allowed.attempt, why, allowed.target)

    def _refuse_out_of_reach(self, attempt: Attempt, why: str) -> NotDone:
        """Refuse an action without a question, as its target is out of bounds."""
        self._stream.step("changed")
        self._stream.announce(Decided(attempt.call.call_id, attempt.index, "deny", "policy", "out-of-reach", why))
        text = Message("This wasn't done: {words}. {why}.", words=attempt.words, why=why)
        return NotDone("failed", text, reason=Message("{why}.", why=why))

    async def _handle_changed_screen(self, attempt: Attempt, why: str, target: Target = _UNKNOWN) -> Outcome:
        """Drop an action that would miss the target that the model saw.

        Keys are judged again for the current focus, and what goes by the name of a control is, at its place now.
        """
        if attempt.place is not None and attempt.looks < MOST_LOOKS:
            found = await attempt.with_current_place()
            if isinstance(found, str):
                return self._refuse_missing_control(attempt, found)
            return await self._perform_at_new_place(found)
        shows = await self.with_current_focus(attempt.plan.seen or attempt.seen, attempt.action)
        if shows.scene.focus != attempt.seen.scene.focus and not attempt.is_refocused:
            self._stream.step("moved")
            return await self._authorize_and_perform(replace(attempt, seen=shows, is_refocused=True))
        self._changes_in_a_row += why == MOVED
        self._stream.step("changed")
        named = named_target(target, attempt.action)
        self._stream.announce(
            Decided(attempt.call.call_id, attempt.index, "deny", "policy", "not-reached", why, target=named)
        )
        message = Message("{why}: {words}. Look at the new screenshot and decide again.", why=why, words=attempt.words)
        is_restless = self._changes_in_a_row >= _BOUNCES_BEFORE_ASKING
        text = sentences(message, STILL_PLACE if is_restless else "")
        return NotDone("failed", text, cause=why, reason=Message("{why}.", why=why), must_look=True)

    async def _perform_at_new_place(self, attempt: Attempt) -> Outcome:
        """Authorize and carry out an action on a named control, which was looked up again."""
        self._stream.step("moved")
        self._inputs.note_picture(attempt.seen)
        is_approved = not self._is_answer_unused or self._redeem_approval(attempt)
        attempt = replace(attempt, again=() if is_approved else (CHANGED,))
        await self._proposals.propose(attempt.call, attempt.index, attempt.seen, attempt.place)
        return await self._authorize_and_perform(attempt)

    def _refuse_missing_control(self, attempt: Attempt, why: str) -> NotDone:
        """Refuse an action on a named control that is gone, or no longer the only one of its name."""
        self._stream.step("changed")
        self._stream.announce(Decided(attempt.call.call_id, attempt.index, "deny", "policy", "not-reached", why))
        return NotDone("failed", Message("This action wasn't performed: {reason}", reason=why), cause=why)

    def _announce_done(self, allowed: AllowedAttempt, done: Done, began: float) -> Done | Finish:
        stream = self._stream
        attempt = allowed.attempt
        action = allowed.attempt.action
        touched_nothing = isinstance(action, Wait | Look) or (isinstance(action, Invoke) and action.server)
        if not isinstance(action, Finish):
            stream.step("idled" if touched_nothing else "acted")
        stream.announce(
            ActionDone(
                attempt.call.call_id,
                attempt.index,
                ms_since(began),
                done.found.typed,
                named_target(allowed.target, allowed.action),
                *self._uncovered_forms(allowed, done),
            )
        )
        if done.found.text and not isinstance(action, Scroll):  # how far it went is for the model alone
            stream.announce(Noticed("warning", done.found.text))
        if isinstance(action, Invoke) and not action.server and not done.is_silent:
            output = done.output[:_MOST_SHOWN] + ("…" if len(done.output) > _MOST_SHOWN else "")
            stream.announce(
                Noticed("info", Message("The function “{name}” returned: {shown}", name=action.name, shown=output))
            )
        return action if isinstance(action, Finish) else done

    def _uncovered_forms(
        self, allowed: AllowedAttempt, done: Done
    ) -> tuple[Mapping[str, object] | None, Mapping[str, object] | None]:
        """Return the text action, and the model's own, for the record where they were covered in vain; else None."""
        attempt = allowed.attempt
        if not done.is_plain or not may_lead_to_password(attempt.action, attempt.seen):
            return None, None
        form = event_form_or_none(attempt.action, attempt.seen.viewport)
        return form, attempt.call.proposals[attempt.index].model_action

    def _announce_failure(self, attempt: Attempt, error: BaseException, began: float) -> NotDone:
        """Announce that an action was interrupted or failed; re-raise what ends the run."""
        away = error if isinstance(error, WindowsAwayError) else None
        if away is not None:
            self._pause.pause_for_windows(away)
            error = Stopped()
        taken_over = isinstance(error, Stopped) and not self._pause.stop.is_set()
        reason = error.message if isinstance(error, InputError) else Message("Stopped before it finished.")
        reason = self._pause.interruption.broken_off if taken_over else reason
        reason = away.message if away is not None else reason
        stopped = isinstance(error, Stopped | asyncio.CancelledError)
        cause: BreakCause
        if taken_over:
            cause = "takeover" if self._pause.interruption is TAKEOVER else "pause"
        elif stopped:
            cause = "stop"
        else:
            cause = "error"
        self._stream.announce(ActionFailed(attempt.call.call_id, attempt.index, ms_since(began), reason, cause))
        if not taken_over and (not isinstance(error, InputError) or isinstance(error, InputDeniedError)):
            raise error
        self._stream.step("acted")
        self._executor.release_all()
        self._inputs.note_release()
        self._inputs.forget_keys()
        if taken_over:
            return replace(self._pause.interruption.not_done, touched=True)
        text = sentences(Message("This couldn't be done: {words}.", words=attempt.words), str(error))
        return NotDone("failed", text, touched=True, reason=reason, must_look=True)
