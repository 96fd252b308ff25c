"""One action, from proposal to the last input event: authorize, announce, permit, look again, write, act.

The model acts only on what it has seen: right before an action, the window under the target and the picture around it
are compared with the frame that the model answered. An action that is not allowed, that would hit another target, or
that fails is not done, and the reply to the model gives the reason. The reply names no control: text from the screen
must not be repeated as the user's. A function runs exactly as it was approved, byte for byte, as the permit is for the
complete command with its input.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    Invoke,
    Look,
    Move,
    Scroll,
    Type,
    Wait,
    fields_of,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.decision import Allow, Ask, Case, Reason, Target
from desktop_agent.core.describe import event_form_or_none, named_target, with_hit
from desktop_agent.core.errors import InputDeniedError, InputError
from desktop_agent.core.events import ActionDone, ActionFailed, ActionStarted, BreakCause, Decided, Noticed
from desktop_agent.core.field_text import InputNote
from desktop_agent.core.frame import Frame
from desktop_agent.core.function import Ran
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.permit import Binding, Permit
from desktop_agent.core.secret_text import secrets_in
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import InvalidAction, NotDone
from desktop_agent.policy.act import is_for_password, is_for_plain_field, opened_by_line_break
from desktop_agent.policy.gate import SingleUseGate
from desktop_agent.run.announcer import ActAnnouncer
from desktop_agent.run.authorize import Authorizer
from desktop_agent.run.cases import CaseJudge
from desktop_agent.run.control import POLL_S, ms_since
from desktop_agent.run.effects import has_to_show
from desktop_agent.run.input_state import InputState, MenuClick
from desktop_agent.run.named_places import MOST_LOOKS
from desktop_agent.run.pause import TAKEN_OVER, PauseControl
from desktop_agent.run.pending_action import (
    Authorized,
    Done,
    Outcome,
    PendingAction,
    authorized,
    may_lead_to_password,
)
from desktop_agent.run.pointed_controls import stays_when_pressed
from desktop_agent.run.ports import Functions, InputExecutor
from desktop_agent.run.proposals import Proposals
from desktop_agent.run.screen_check import MOVED, STILL_PLACE, ScreenCheck
from desktop_agent.run.stream import Stream

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
_REOPENS_WITHIN_S = 1.5
_LOOK_FIRST = "Look at the picture before you continue."  # to the model, where a field has changed a text
_MOST_SHOWN = 2_000  # characters of what a function answered


@dataclass(frozen=True, slots=True)
class MovedAway:
    """A named control isn't where it was when it was looked up, so nothing was pressed."""

    why: str


class ActionRunner:
    """Takes actions one at a time through all their steps."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an action
        self,
        authorizer: Authorizer,
        announcer: ActAnnouncer,
        check: ScreenCheck,
        parts: PartRunner,
        proposals: Proposals,
        executor: InputExecutor,
        pause: PauseControl,
        stream: Stream,
        inputs: InputState,
    ) -> None:
        self._authorizer = authorizer
        self._announcer = announcer
        self._parts = parts
        self._executor = executor
        self._check = check
        self._proposals = proposals
        self._pause = pause
        self._stream = stream
        self._inputs = inputs
        self._pauses = 0
        self._changes_in_a_row = 0  # in a row: the screen had changed, and nothing was done
        self._is_answer_unused = False
        self._unused: Authorized | None = None  # approved by a person, and not done as the screen had changed

    async def await_watchdog(self) -> None:
        """Return once the watchdog runs, which releases keys and buttons after our end; else InputDeniedError."""
        await asyncio.to_thread(self._executor.await_watchdog)

    def begin_answer(self) -> None:
        """Start a new answer of the model; keys and buttons held when the person took over have been released."""
        self._inputs.begin_answer()
        self._check.controls.forget()
        if self._pauses != self._pause.pauses:
            self._pauses = self._pause.pauses
            self._unused = None
            self._inputs.note_release()
            self._inputs.forget_keys()

    async def note_effect(self) -> None:
        """Note that the acts of a call have had their effect: what is copied from here on is not the run's."""
        await self._parts.end_act(is_alone=not self._pause.was_paused)

    def close(self) -> None:
        """Cancel queries to programs whose answers are no longer needed."""
        self._check.controls.forget()

    def let_go(self) -> bool:
        """Release all keys and buttons that are held; return whether there were any."""
        holding = self._inputs.holds
        if holding:
            self._executor.release_all()
            self._inputs.note_release()
        return holding

    def note_picture(self, now: Frame) -> None:
        """Note a picture that was taken within the answer."""
        self._inputs.note_picture(now)

    async def with_current_focus(self, seen: Frame, action: Action | InvalidAction) -> Frame:
        """Return the picture by which an action is judged; for keys, with the window that has the focus now."""
        if isinstance(action, InvalidAction) or not uses_keyboard(action):
            return seen
        return await self._check.with_current_focus(seen)

    async def take(self, pending: PendingAction) -> Outcome:
        """Authorize one action and carry it out; return its outcome."""
        if not isinstance(pending.action, Invoke):
            restless = (RESTLESS,) if self._changes_in_a_row >= _BOUNCES_BEFORE_ASKING else ()
            again = () if self._redeem_approval(pending) or not self._is_answer_unused else (CHANGED,)
            pending = replace(pending, extra=(*pending.extra, *restless), again=again)
        if why := await self._check.reach_problem(pending.seen, pending.action):
            return self._out_of_reach(pending, why)
        if not isinstance(pending.action, Invoke):  # before anything of it is done
            later = (later_step.action for later_step in pending.plan.after(pending))
            self._check.controls.ask_ahead(pending.plan.seen or pending.seen, later)
        return await self._authorize_and_perform(pending)

    def _redeem_approval(self, pending: PendingAction) -> bool:
        """Return whether a yes that had no effect is for this act on a screen that looks the same, and note it if so.

        A list that a click has opened closes when the person presses the card, and has to be opened again.
        """
        unused = self._unused
        is_same = unused is not None and unused.action == pending.action and not pending.call.checks
        if unused is None or not is_same or not self._check.looks_alike(unused.pending.seen, pending.seen):
            return False
        reasons = unused.decision.reasons if isinstance(unused.decision, Ask) else ()
        pending.plan.note(pending, unused.target, reasons, "approved-before")
        self._unused = None  # one yes is for one act
        return True

    async def _authorize_and_perform(self, pending: PendingAction, *, anew: bool = False) -> Outcome:
        """Authorize and carry out an action within reach; `anew`: a second time, as the focus has moved since."""
        authorized = await self._authorizer.authorize(pending)
        if isinstance(authorized, Authorized):
            return await self._perform(authorized, anew=anew)
        if authorized.stale:
            return await self._screen_changed(pending, authorized.not_done.text, anew=anew)
        if authorized.let_go:
            self.let_go()
        return authorized.not_done

    async def _perform(self, authorized: Authorized, *, anew: bool) -> Outcome:
        stream = self._stream
        call_id = authorized.pending.call.call_id
        index = authorized.pending.index
        await self._announcer.announce(authorized)
        permit = self._parts.permit(authorized, _parts(authorized)[0])
        stream.step("allowed")
        if self._pause.was_paused:
            stream.step("changed")
            return TAKEN_OVER
        openers: tuple[MenuClick, ...] = ()
        if not isinstance(authorized.action, Invoke):
            why = await self._parts.problem(authorized)
            if why and authorized.asked_now:
                seen = authorized.pending.seen
                action = authorized.action
                openers = self._check.openers(seen, action, authorized.target)
            if why and not openers:
                self._note_unused(authorized)
                return await self._screen_changed(authorized.pending, why, anew=anew, target=authorized.target)
            self._changes_in_a_row = 0
            self._is_answer_unused = False
        self._pause.stop.check()
        stream.announce(ActionStarted(call_id, index))
        stream.step("act")
        began = time.monotonic()
        try:
            if openers:
                self._unused = authorized
                authorized = await self._parts.reopened(authorized, openers)
                permit = self._parts.permit(authorized, authorized.action)
                self._unused = None
            elif authorized.asked_now and uses_keyboard(authorized.action):
                permit = await self._parts.restore_pointer(authorized, permit)
            outcome = await self._parts.run(authorized, permit)
        except BaseException as error:  # noqa: BLE001 - whatever has begun has its end in the record
            return self._announce_failure(authorized.pending, error, began)
        if isinstance(outcome, MovedAway):
            stream.announce(ActionFailed(call_id, index, ms_since(began), outcome.why))
            self._note_unused(authorized)
            return await self._screen_changed(authorized.pending, outcome.why, anew=anew, target=authorized.target)
        if isinstance(outcome, NotDone):
            stream.announce(ActionFailed(call_id, index, ms_since(began), outcome.for_person))
            stream.step("acted")
            return outcome
        self._inputs.note(authorized.pending.action, authorized.pasted, authorized.target, authorized.pending.seen)
        return self._done(authorized, outcome, began)

    def _note_unused(self, authorized: Authorized) -> None:
        """Note that an authorization had no effect, as the screen had changed."""
        self._is_answer_unused = self._is_answer_unused or authorized.asked_now
        self._unused = authorized if authorized.asked_now else None

    def _out_of_reach(self, pending: PendingAction, why: str) -> NotDone:
        """Refuse an action without a question, as its target is out of bounds."""
        self._stream.step("changed")
        self._stream.announce(Decided(pending.call.call_id, pending.index, "deny", "policy", "out-of-reach", why))
        text = Message("This wasn't done: {words}. {why}.", words=pending.words, why=why)
        return NotDone("failed", text, reason=Message("{why}.", why=why))

    async def _screen_changed(
        self, pending: PendingAction, why: str, *, anew: bool, target: Target = _UNKNOWN
    ) -> Outcome:
        """Drop an action that would miss the target that the model saw.

        Keys are judged anew for the current focus, and what goes by the name of a control is, at its place now.
        """
        if pending.place is not None and pending.looks < MOST_LOOKS:
            again = await self._check.places.again(pending)
            if isinstance(again, str):
                return self._named_in_vain(pending, again)
            return await self._at_new_place(again)
        shows = await self.with_current_focus(pending.plan.seen or pending.seen, pending.action)
        if shows.scene.focus != pending.seen.scene.focus and not anew:
            self._stream.step("moved")
            return await self._authorize_and_perform(replace(pending, seen=shows), anew=True)
        self._changes_in_a_row += why == MOVED
        self._stream.step("changed")
        named = named_target(target, pending.action)
        self._stream.announce(
            Decided(pending.call.call_id, pending.index, "deny", "policy", "not-reached", why, target=named)
        )
        message = Message("{why}: {words}. Look at the new screenshot and decide again.", why=why, words=pending.words)
        is_restless = self._changes_in_a_row >= _BOUNCES_BEFORE_ASKING
        text = sentences(message, STILL_PLACE if is_restless else "")
        return NotDone("failed", text, cause=why, reason=Message("{why}.", why=why))

    async def _at_new_place(self, pending: PendingAction) -> Outcome:
        """Authorize and carry out an action on a named control, which was looked up again."""
        self._stream.step("moved")
        self.note_picture(pending.seen)
        is_approved = not self._is_answer_unused or self._redeem_approval(pending)
        pending = replace(pending, again=() if is_approved else (CHANGED,))
        await self._proposals.propose(pending.call, pending.index, pending.seen, pending.place)
        return await self._authorize_and_perform(pending)

    def _named_in_vain(self, pending: PendingAction, why: str) -> NotDone:
        """Refuse an action on a named control that is gone, or no longer the only one of its name."""
        self._stream.step("changed")
        self._stream.announce(Decided(pending.call.call_id, pending.index, "deny", "policy", "not-reached", why))
        return NotDone("failed", Message("This action wasn't performed: {reason}", reason=why), cause=why)

    def _done(self, authorized: Authorized, done: Done, began: float) -> Done | Finish:
        stream = self._stream
        pending = authorized.pending
        action = authorized.pending.action
        touched_nothing = isinstance(action, Wait | Look) or (isinstance(action, Invoke) and action.server)
        if not isinstance(action, Finish):
            stream.step("idled" if touched_nothing else "acted")
        stream.announce(
            ActionDone(
                pending.call.call_id,
                pending.index,
                ms_since(began),
                done.found.typed,
                named_target(authorized.target, authorized.action),
                *self._known_text(authorized, done),
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

    def _known_text(
        self, authorized: Authorized, done: Done
    ) -> tuple[Mapping[str, object] | None, Mapping[str, object] | None]:
        """Return the text action, and the model's own, for the record where they were covered in vain; else None."""
        pending = authorized.pending
        if not done.is_plain or not may_lead_to_password(pending.action, pending.seen):
            return None, None
        form = event_form_or_none(pending.action, pending.seen.viewport)
        return form, pending.call.proposals[pending.index].model_action

    def _announce_failure(self, pending: PendingAction, error: BaseException, began: float) -> NotDone:
        """Announce that an action was interrupted or failed; re-raise what ends the run."""
        taken_over = isinstance(error, Stopped) and not self._pause.stop.is_set()
        reason = error.message if isinstance(error, InputError) else Message("Stopped before it finished.")
        reason = Message("Interrupted: the person took over the mouse and keyboard.") if taken_over else reason
        stopped = isinstance(error, Stopped | asyncio.CancelledError)
        cause: BreakCause
        if taken_over:
            cause = "takeover"
        elif stopped:
            cause = "stop"
        else:
            cause = "error"
        self._stream.announce(ActionFailed(pending.call.call_id, pending.index, ms_since(began), reason, cause))
        if not taken_over and (not isinstance(error, InputError) or isinstance(error, InputDeniedError)):
            raise error
        self._stream.step("acted")
        self._executor.release_all()
        self._inputs.note_release()
        self._inputs.forget_keys()
        if taken_over:
            return replace(TAKEN_OVER, touched=True)
        text = sentences(Message("This couldn't be done: {words}.", words=pending.words), str(error))
        return NotDone("failed", text, touched=True, reason=reason)


class PartRunner:
    """Carries out the parts of an authorized action: each is checked on the screen first, and has its own permit."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an action
        self,
        check: ScreenCheck,
        cases: CaseJudge,
        gate: SingleUseGate,
        executor: InputExecutor,
        functions: Functions,
        pause: PauseControl,
        stream: Stream,
        inputs: InputState,
    ) -> None:
        self._check = check
        self._cases = cases
        self._gate = gate
        self._executor = executor
        self._functions = functions
        self._pause = pause
        self._stream = stream
        self._inputs = inputs

    def permit(self, authorized: Authorized, part: Action) -> Permit:
        """Return the permit for one part of an action; RunOrderError unless it was allowed."""
        call = authorized.pending.call
        seen = authorized.pending.seen
        binding = Binding(
            run=self._stream.recorder.run,
            turn=self._stream.progress.turns,
            call_id=call.call_id,
            index=authorized.pending.index,
            action=part,
            checks=tuple(check.id for check in call.checks),
            viewport=seen.viewport,
            frame=seen.digest,
            window=_window(seen, part),
        )
        return self._gate.permit(binding, authorized.decision, authorized.answer)

    async def end_act(self, *, is_alone: bool) -> None:
        """Note that the acts of a call have had their effect; `is_alone`: no person was there meanwhile."""
        await self._cases.end_act(is_alone=is_alone)

    async def problem(self, authorized: Authorized) -> str:
        """Return why the action would miss the target that the model saw or the person approved; empty if not."""
        pending = authorized.pending
        look = self._check.problem_of if authorized.asked_now else self._check.problem_at_points
        why = await look(pending)
        if why or not ((authorized.asked_now or has_secret(pending.action)) and uses_keyboard(pending.action)):
            return why
        # Keys press whatever has them; no picture tells that it is still what the person was asked about.
        return "" if await self._cases.is_still_approved(authorized) else MOVED

    async def run(self, authorized: Authorized, permit: Permit) -> Done | NotDone | MovedAway:
        """Carry out all parts of an action and return the outcome; InputError or Stopped where that is not possible."""
        pending = authorized.pending
        action = authorized.action
        if isinstance(action, Invoke):
            ran = Ran("") if action.server else await self._functions.run(permit)
            if ran.error:
                return NotDone("failed", ran.error, touched=True)
            return Done(pending.words, output=ran.output, is_silent=ran.is_silent, part=ran.picture)
        await self._cases.begin_act(authorized)
        first, *remaining = _parts(authorized)
        if has_secret(first):
            await self._enter_field(authorized, first)
        is_plain = _is_first_field_plain(authorized)
        chooses = stays_when_pressed(authorized.target)
        place = pending.seen.viewport.to_screen(action.at) if isinstance(action, Click) else None
        reacts = place is not None and not self._executor.pointer_is_at(place)
        keys_follow = next((uses_keyboard(later.action) for later in pending.plan.after(pending)), False)
        if pending.place is not None and isinstance(first, Click | HoldButton | Drag):
            if why := await self._approach(authorized, first):
                return MovedAway(why)
            permit = self.permit(authorized, first)
        input_note = await self._carry_out(pending.seen, first, permit, only_chooses=chooses, keys_follow=keys_follow)
        if remaining:
            now = await self._check.with_current_focus(pending.seen)
            authorized = replace(authorized, pending=replace(pending, seen=now))
            if now.scene.focus != _window(pending.seen, first):
                await self._cases.check_elsewhere(authorized, remaining[0])
        in_bar = opened_by_line_break(fields_of(action)[0], authorized.target)
        typed = first
        for part in remaining:
            if has_secret(part):
                await self._enter_field(authorized, part)
            elif in_bar and isinstance(typed, Type):
                self._inputs.typed = self._inputs.typed.after(typed)
                await self._cases.check_in_bar(authorized, part)
            input_note += await self._carry_out_next(authorized, part)
            typed = part
        fields_note, are_plain = await self._fill_fields(authorized)
        input_note += fields_note
        note = sentences(authorized.note, input_note.text, _LOOK_FIRST if input_note.typed else "")
        focus = authorized.target.focus
        words = pending.words
        if not uses_keyboard(action) or (focus and self._check.shows(pending.seen, focus.box)):
            words = with_hit(action, authorized.target, words)
        return Done(
            words,
            note,
            found=input_note,
            shows=has_to_show(action, authorized.target),
            reacts=reacts,
            is_plain=is_plain and are_plain,
        )

    async def _approach(self, authorized: Authorized, first: Click | HoldButton | Drag) -> str:
        """Put the pointer on a named control that is to be pressed; return why it isn't, if it has moved by then.

        That may have happened since it was looked up, or while its click was held back.
        """
        pending = authorized.pending
        there = Move(points_of(first)[0])
        self._executor.perform(self.permit(authorized, there))
        self._inputs.note_part(pending.seen, there)
        button = "left" if isinstance(first, Drag) else first.button
        count = first.count if isinstance(first, Click) else 1
        await asyncio.sleep(self._executor.rest_before(pending.seen.viewport.to_screen(there.at), button, count))
        return await self._check.problem_of(pending)

    async def _fill_fields(self, authorized: Authorized) -> tuple[InputNote, bool]:
        """Type into the fields that Tabs lead to; return also whether none of them is or may be for a password.

        InputError where that is refused or needs a question first.
        """
        note = InputNote()
        are_plain = True
        for field in fields_of(authorized.action)[1:]:
            is_plain = await self._enter_field(authorized, field)
            are_plain = are_plain and is_plain
            note += await self._carry_out_next(authorized, field)
        return note, are_plain

    async def _enter_field(self, authorized: Authorized, part: Action) -> bool:
        """Have policy judge the focused field, and hide it if it gets a secret; return whether it is a plain one.

        InputError where it is not allowed.
        """
        case, why = await self._cases.case_in_field(authorized, part)
        if isinstance(part, Type) and is_for_password(case):
            self._stream.passwords.learn_text(part.text)
        if why:
            raise InputError(why, Message("Look at the new screenshot and request the rest separately."))
        self._check.keep_back(case)
        return is_for_plain_field(case)

    async def reopened(self, done: Authorized, openers: tuple[MenuClick, ...]) -> Authorized:
        """Open a menu again, each click judged anew; return the approved action, on the menu as it is numbered now.

        InputError where the menu does not open as it was.
        """
        for menu_click in openers:
            opener = await self._wait_for(partial(self._menu_click, done, menu_click))
            await self._carry_out(menu_click.seen, menu_click.click, self.permit(opener, menu_click.click))
        done = await self._wait_for(partial(self._in_reopened, done))
        self._stream.announce(
            Noticed("info", Message("The menu had closed by the time you answered, so it was reopened the same way."))
        )
        return done

    async def restore_pointer(self, done: Authorized, permit: Permit) -> Permit:
        """Put the pointer back to its place from before a person used the mouse on the card; return a permit.

        X sends keys to the part of the window under the pointer, which some programs go by (Xaw, Blender).
        InputError where the keys would then go elsewhere.
        """
        seen = done.pending.seen
        before = self._inputs.pointer
        if before is None or self._executor.pointer_is_at(before) or not seen.viewport.screen.contains(before):
            return permit
        back = Move(seen.viewport.to_image(before))
        if await self._check.problem(seen, back, restless=False):
            return permit
        self._executor.perform(self.permit(done, back))
        self._stream.announce(
            Noticed("info", Message("The pointer was moved back to where it was before you answered."))
        )
        if why := await self.problem(done):
            raise InputError(Message("{what}.", what=why), Message("Look at the new screenshot and decide again."))
        return self.permit(done, _parts(done)[0])

    async def _menu_click(self, done: Authorized, opening: MenuClick) -> Authorized | None:
        """Return the authorization to repeat a click; None where the screen has changed, or a person must be asked."""
        pending = replace(done.pending, action=opening.click, seen=opening.seen, place=None, pointed_in=None)
        case, verdict = await self._cases.judged(pending)
        opener = authorized(pending, verdict, None, case)
        return await self._if_unchanged(opener) if isinstance(verdict, Allow) else None

    async def _in_reopened(self, done: Authorized) -> Authorized | None:
        seen = self._check.with_menu_reopened(done.pending.seen, done.target)
        return await self._if_unchanged(replace(done, pending=replace(done.pending, seen=seen)))

    async def _if_unchanged(self, done: Authorized) -> Authorized | None:
        return None if await self._check.problem_of(replace(done.pending, extra=())) else done

    async def _wait_for(self, look: Callable[[], Awaitable[Authorized | None]]) -> Authorized:
        """Wait until a part of a menu is visible."""
        until = time.monotonic() + _REOPENS_WITHIN_S
        while (there := await look()) is None:
            if time.monotonic() >= until:
                raise InputError(
                    Message("Its menu has closed and couldn't be reopened as it was before."),
                    Message("Look at the new screenshot and decide again."),
                )
            await self._pause.sleep(POLL_S)
        return there

    async def _carry_out_next(self, authorized: Authorized, part: Action) -> InputNote:
        """Carry out a later part of an action."""
        seen = authorized.pending.seen
        if why := await self._check.problem(seen, part, restless=False):
            message = Message("Another window took the focus after the click, so the text wasn't typed")
            raise InputError(
                Message("{what}.", what=message if why == MOVED else why),
                Message("Look at the new screenshot and decide again."),
            )
        return await self._carry_out(seen, part, self.permit(authorized, part))

    async def _carry_out(
        self,
        seen: Frame,
        part: Action,
        permit: Permit,
        *,
        only_chooses: bool = False,
        keys_follow: bool = False,
    ) -> InputNote:
        note = InputNote()
        match part:
            case Wait(seconds, str(until)):
                come = self._check.awaited.come(seen, until, seconds, self._inputs, for_keys=keys_follow)
                self._inputs.note_opened(await come)
            case Wait(seconds):
                await self._pause.sleep(seconds)
            case Look() | Finish():
                pass
            case _:
                note = self._executor.perform(permit, only_chooses=only_chooses)
        self._inputs.note_part(seen, part)
        return note


def _parts(authorized: Authorized) -> tuple[Action, ...]:
    """Split an action where the screen has to be looked at once more: text at a point is a click, then typing.

    Of text with Tabs this is what goes into the first field. In an address bar, a line break is a part of its own.
    """
    field = fields_of(authorized.action)[0]
    if not isinstance(field, Type):
        return (field,)
    click = () if field.at is None else (Click(field.at),)
    text = replace(field, at=None)
    if not opened_by_line_break(field, authorized.target):
        return (*click, text)
    pieces = re.split(r"([\n\r])", field.text, maxsplit=1)
    return (*click, *(replace(text, text=piece) for piece in pieces if piece))


def _is_first_field_plain(authorized: Authorized) -> bool:
    """Return whether the first field of a text, or its only one, is known to be none for a password."""
    field = fields_of(authorized.action)[0]
    if not isinstance(field, Type) or (field.entry == "fields" and "\t" in field.text.rstrip("\t")):
        return False
    return is_for_plain_field(Case(field, authorized.pending.seen.viewport, authorized.target))


def has_secret(action: Action) -> bool:
    """Return whether an action types a secret."""
    return isinstance(action, Type) and bool(secrets_in(action.text))


def _window(seen: Frame, action: Action) -> int | None:
    points = points_of(action)
    return seen.scene.window_at(seen.viewport.to_screen(points[0])) if points else seen.scene.focus
