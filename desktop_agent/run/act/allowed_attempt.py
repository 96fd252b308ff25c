"""An allowed action: looked at once more, written down, and carried out part by part, each with its own permit.

Where the screen has to be looked at once more within an action, that action has parts: text at a point is a click, then
typing; text with Tabs fills one field after the other. What is done after the first part is judged again where the
focus leads: a field for a password, an address bar that completes a text, another place than the one that was clicked.

Permits are made in `_permit` alone, right before a part is carried out.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    Invoke,
    Look,
    Move,
    Ran,
    TextEntry,
    Type,
    Wait,
    fields_of,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.actions.describe import words_with_target
from desktop_agent.core.controls.role import Role
from desktop_agent.core.decisions.decision import Allow, Approved, Ask, Case, Decision, Pasted, Target
from desktop_agent.core.decisions.permit import Binding, Permit
from desktop_agent.core.errors import GeometryChangedError, InputError
from desktop_agent.core.pictures import Frame, ScreenPoint
from desktop_agent.core.runs.events import Noticed
from desktop_agent.core.runs.turn import NotDone
from desktop_agent.core.texts.field_text import InputNote
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.secret_text import secrets_in
from desktop_agent.policy.act import is_for_password, is_for_plain_field, opened_by_line_break
from desktop_agent.policy.editor import keys_before_text
from desktop_agent.policy.roles import PRESSED, WRITING
from desktop_agent.run.act.attempt import Attempt, ControlBox, Declined, Done, RunContext, is_called_the_same, is_same
from desktop_agent.run.act.effects import has_to_show
from desktop_agent.run.act.input_state import MenuOpener
from desktop_agent.run.act.screen_check import ANSWERED_WITHIN_S, MOVED
from desktop_agent.run.act.shown_text import block_of
from desktop_agent.run.act.targets import stays_when_pressed
from desktop_agent.run.control import POLL_S

_FOCUS_MOVES_S = 0.03  # a program moves its focus a moment after the Tab
_FOCUSED_WITHIN_S = 0.3  # a page, after a click
_TYPED_INTO = WRITING | {Role.COMBO_BOX, Role.SPIN_BUTTON}
_REOPENS_WITHIN_S = 1.5
_LOOK_FIRST = "Look at the picture before you continue."  # to the model, where a field has changed a text


@dataclass(frozen=True, slots=True, eq=False)
class AllowedAttempt:
    """An allowed attempt: the verdict of policy, and the answer of the person who was asked about `target`."""

    attempt: Attempt
    decision: Decision
    answer: Approved | None = None
    target: Target = field(default_factory=Target)
    pasted: Pasted | None = None
    asked_now: bool = False
    entry: TextEntry = "fields"
    note: str = ""  # for the model: what the person made of its action

    @property
    def context(self) -> RunContext:
        """Return what the attempts of the run share."""
        return self.attempt.context

    @property
    def action(self) -> Action:
        """Return the action to carry out."""
        action = self.attempt.action
        return replace(action, entry=self.entry) if isinstance(action, Type) else action

    async def announce(self) -> None:
        """Show the act to the person, unless they were just asked about it; ScreenError when a window of ours stays."""
        act = replace(self.attempt, action=self.action)
        await act.make_way(self.target, is_shown=not self.asked_now)

    async def problem(self) -> str:
        """Return why the action would miss the target that the model saw or the person approved; empty if not."""
        why = await self.attempt.problem(asks_program=self.asked_now)
        if why or not ((self.asked_now or _has_secret(self.attempt.action)) and uses_keyboard(self.attempt.action)):
            return why
        # Keys press whatever has them; no picture shows that it is still what the person was asked about.
        return "" if await self._is_still_approved() else MOVED

    async def _is_still_approved(self) -> bool:
        """Return whether keys would still go to the target that the person approved.

        The known facts must be the same, and new facts must be no reason for another question.
        """
        case, verdict = await self.attempt.verdict()
        is_unchanged = is_same(self.target, case.target) and entry_of(case) == self.entry
        return is_unchanged and self._allows(verdict)

    def _covers(self, verdict: Decision) -> bool:
        """Return whether a person said yes to every reason of another verdict on the same action."""
        rules = {reason.rule for reason in self.decision.reasons} if isinstance(self.decision, Ask) else set()
        return isinstance(verdict, Ask) and all(reason.rule in rules for reason in verdict.reasons)

    def _allows(self, verdict: Decision) -> bool:
        return isinstance(verdict, Allow) or self._covers(verdict)

    async def perform(self) -> Done | NotDone | Declined:
        """Carry out all parts of the action and return the outcome; InputError or Stopped where that is not possible.

        Declined as stale, where a named control has moved by the time it would be pressed.
        """
        if isinstance(self.action, Invoke):
            return await self._call(self.action)
        context = self.context
        attempt = self.attempt
        action = self.action
        await context.targets.begin_act(Case(action, attempt.seen.viewport, self.target, held=context.inputs.keys))
        first, *remaining = self._action_parts()
        if _has_secret(first):
            await self._judge_focused_field(first)
        is_plain = self._is_first_field_plain()
        chooses = stays_when_pressed(self.target)
        place = attempt.seen.viewport.to_screen(action.at) if isinstance(action, Click) else None
        reacts = place is not None and not context.executor.pointer_is_at(place)
        if isinstance(first, Click | HoldButton | Drag) and (attempt.place is not None or self.target.in_page):
            why = await self._move_pointer_to(first)
            if why:
                return Declined(NotDone("failed", why), stale=True)
        is_last = not remaining and len(fields_of(self.action)) == 1
        input_note = await self.carry_out(first, only_chooses=chooses, overlaps=is_last)
        rest = await self._moved_to_focus(first, remaining[0]) if remaining else self
        rest_note, are_plain, next_fields = await rest.carry_out_rest(first, remaining)
        input_note += rest_note
        if Role.PASSWORD_TEXT in {self.target.role, self.target.focus_role}:
            input_note = replace(input_note, unread=())
        note = sentences(self.note, input_note.text, _LOOK_FIRST if input_note.typed else "")
        focus = self.target.focus
        words = attempt.words
        if not uses_keyboard(action) or (focus and context.check.shows(attempt.seen, focus.box)):
            words = words_with_target(action, self.target, words, attempt.asked)
        return Done(
            words,
            note,
            found=input_note,
            shows=has_to_show(action, self.target),
            reacts=reacts,
            is_plain=is_plain and are_plain,
            block=block_of([first, *remaining][-1]),
            typed_into=frozenset({_typed_control(self.target), *next_fields}),
        )

    async def reopened(self, openers: tuple[MenuOpener, ...]) -> AllowedAttempt:
        """Open a menu again, each act judged again; return the approved action, on the menu as it is numbered now.

        InputError where the menu does not open as it was.
        """
        for opener in openers:
            opening = await self._wait_for_menu(partial(self._attempt_to_reopen, opener))
            await opening.carry_out(opener.action)
        there = await self._wait_for_menu(self._attempt_in_menu)
        self.context.stream.announce(
            Noticed("info", Message("The menu had closed by the time you answered, so it was reopened the same way."))
        )
        return there

    async def restore_pointer(self) -> None:
        """Put the pointer back to its place from before a person used the mouse on the card.

        X sends keys to the part of the window under the pointer, which some programs go by (Xaw, Blender).
        InputError where the keys would then go elsewhere.
        """
        context = self.context
        seen = self.attempt.seen
        before = context.inputs.pointer
        if before is None or context.executor.pointer_is_at(before) or not seen.viewport.screen.contains(before):
            return
        back = Move(seen.viewport.to_image(before))
        if await context.check.problem(seen, back, restless=False):
            return
        context.executor.perform(self._permit(back))
        context.stream.announce(
            Noticed("info", Message("The pointer was moved back to where it was before you answered."))
        )
        if why := await self.problem():
            raise InputError(Message("{what}.", what=why), Message("Look at the new screenshot and decide again."))

    async def _call(self, invoke: Invoke) -> Done | NotDone:
        """Run a function, exactly as it was approved; nothing runs here for a tool of a server."""
        permit = self._permit(invoke)
        ran = Ran("") if invoke.server else await self.context.functions.run(permit)
        if ran.error:
            return NotDone("failed", ran.error, touched=True)
        return Done(self.attempt.words, output=ran.output, is_silent=ran.is_silent, part=ran.picture)

    def _action_parts(self) -> tuple[Action, ...]:
        """Return the parts of the action, each of which needs the screen to be looked at once more.

        Of text with Tabs this is what goes into the first field. In an address bar, a line break is a part of its own,
        and in vi the keys that lead to a text.
        """
        field_text = fields_of(self.action)[0]
        if not isinstance(field_text, Type):
            return (field_text,)
        click = () if field_text.at is None else (Click(field_text.at),)
        text = replace(field_text, at=None)
        place = self.target.place
        if text.entry == "one place" and place is not None and place.reader == "vi":
            count = keys_before_text(self.context.inputs.keys_given_to(place.window), text.text)
            keys = replace(text, text=text.text[:count], entry="lines")
            rest = replace(text, text=text.text[count:])
            return (*click, *(part for part in (keys, rest) if part.text))
        if not opened_by_line_break(field_text, self.target):
            return (*click, text)
        pieces = re.split(r"([\n\r])", field_text.text, maxsplit=1)
        return (*click, *(replace(text, text=piece) for piece in pieces if piece))

    def _is_first_field_plain(self) -> bool:
        """Return whether the first field of a text, or its only one, is known to be none for a password."""
        text = fields_of(self.action)[0]
        if not isinstance(text, Type) or (text.entry == "fields" and "\t" in text.text.rstrip("\t")):
            return False
        return is_for_plain_field(Case(text, self.attempt.seen.viewport, self.target))

    async def _move_pointer_to(self, first: Click | HoldButton | Drag) -> str:
        """Put the pointer on a control that is to be pressed; return why it isn't, if it is another one by then.

        A named one may have moved since it was looked up, or while its click was held back. A page may put another
        control under the pointer, or call it otherwise.
        """
        executor = self.context.executor
        there = Move(points_of(first)[0])
        button = "left" if isinstance(first, Drag) else first.button
        count = first.count if isinstance(first, Click) else 1
        point = self.attempt.seen.viewport.to_screen(there.at)
        may_react = self.target.in_page and not executor.pointer_is_at(point)
        await self.carry_out(there)
        rest_s = executor.rest_before(point, button, count)
        await asyncio.sleep(max(rest_s, ANSWERED_WITHIN_S) if may_react else rest_s)
        if self.attempt.place is not None and (why := await self.attempt.problem()):
            return why
        return "" if not may_react or await self._is_as_judged(point) else MOVED

    async def _is_as_judged(self, point: ScreenPoint) -> bool:
        """Return whether the control under the pointer is the one that was judged, and may still be pressed."""
        with suppress(GeometryChangedError):
            if self.context.camera.same_near(self.attempt.seen, point):
                return True
        case, verdict = await self.attempt.verdict_after_report()
        return self._allows(verdict) and is_called_the_same(self.target, case.target)

    async def _moved_to_focus(self, first: Action, then: Action) -> AllowedAttempt:
        """Return the attempt with the keyboard where the first part has brought it; InputError where `then` may not go.

        An approval of the text was for the place that was clicked.
        """
        seen = self.attempt.seen
        now = await self.context.check.with_current_focus(seen)
        rest = replace(self, attempt=replace(self.attempt, seen=now))
        if now.scene.focus == _window_number(seen, first):
            return rest
        _, verdict = await replace(rest.attempt, action=then).verdict()
        if not isinstance(verdict, Allow):
            raise InputError(
                Message("The click didn't move the focus there, so the text wasn't typed."),
                Message("Look at the new screenshot and decide again."),
            )
        return rest

    async def carry_out_rest(
        self, first: Action, remaining: Sequence[Action]
    ) -> tuple[InputNote, bool, Sequence[ControlBox]]:
        """Carry out what follows the first part, and fill the fields that Tabs lead to.

        Return also whether none of these fields is or may be for a password, and where they are. InputError where a
        part is refused or needs a question first.
        """
        note = InputNote()
        inputs = self.context.inputs
        in_bar = opened_by_line_break(fields_of(self.action)[0], self.target)
        typed = first
        for part in remaining:
            if _has_secret(part):
                await self._judge_focused_field(part)
            elif isinstance(first, Click) and isinstance(part, Type) and self._is_for_field_of_page():
                await self._check_clicked_field(part)
            elif in_bar and isinstance(typed, Type):
                inputs.typed = inputs.typed.after(typed)
                await self._check_address_bar(part)
            note += await self._carry_out_next(part)
            typed = part
        are_plain = True
        filled = list[ControlBox]()
        for text in fields_of(self.action)[1:]:
            case = await self._judge_focused_field(text)
            filled.append(_typed_control(case.target))
            are_plain = are_plain and is_for_plain_field(case)
            typed_note = await self._carry_out_next(text)
            note += replace(typed_note, unread=()) if is_for_password(case) else typed_note
        return note, are_plain, filled

    async def _judge_focused_field(self, part: Action) -> Case:
        """Have policy judge the focused field, and hide it if it gets a secret; return the case that was judged.

        InputError where policy refuses the text, or asks a person who has not seen the whole of it.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        case, verdict = await replace(self.attempt, action=part).verdict()
        if isinstance(part, Type) and is_for_password(case):
            self.context.stream.passwords.learn_text(part.text)
        was_seen = isinstance(verdict, Ask) and self.asked_now
        if not (isinstance(verdict, Allow) or was_seen or self._covers(verdict)):
            what = (
                Message("The secret was not typed.")
                if case.secrets
                else Message("The text after the Tab was not typed.")
            )
            raise InputError(
                sentences(what, verdict.reasons[0].text),
                Message("Look at the new screenshot and request the rest separately."),
            )
        self.context.check.keep_back(case)
        return case

    def _is_for_field_of_page(self) -> bool:
        return self.target.in_page and self.target.role in _TYPED_INTO

    async def _check_clicked_field(self, part: Type) -> None:
        """Raise InputError unless the text is allowed where the click has led the keyboard, anywhere in a page."""
        until = time.monotonic() + _FOCUSED_WITHIN_S
        attempt = replace(self.attempt, action=part)
        case, verdict = await attempt.verdict()
        while case.target.focus_role not in _TYPED_INTO and time.monotonic() < until:
            await asyncio.sleep(POLL_S)
            case, verdict = await attempt.verdict()
        if not self._allows(verdict) or case.target.focus_role in PRESSED:
            raise InputError(
                Message("The click didn't move the focus there, so the text wasn't typed."),
                Message("Look at the new screenshot and decide again."),
            )

    async def _check_address_bar(self, part: Action) -> None:
        """Raise InputError unless the next part of a text is allowed at an address bar, which completes what is typed.

        A line break opens what stands there now, which the person may not have been asked about.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        _, verdict = await replace(self.attempt, action=part).verdict_after_report()
        if not (isinstance(verdict, Allow) or self._covers(verdict)):
            raise InputError(
                sentences(Message("The rest of the text was not typed."), verdict.reasons[0].text),
                Message("Look at the new screenshot and decide again."),
            )

    async def _attempt_to_reopen(self, opener: MenuOpener) -> AllowedAttempt | None:
        """Return the authorization to repeat an act; None where the screen has changed, or a person must be asked."""
        act = replace(self.attempt, action=opener.action, seen=opener.seen, place=None, pointed_in=None)
        case, verdict = await act.verdict()
        opening = allowed(act, verdict, None, case)
        return await _if_unchanged(opening) if isinstance(verdict, Allow) else None

    async def _attempt_in_menu(self) -> AllowedAttempt | None:
        seen = self.context.check.with_menu_reopened(self.attempt.seen, self.target)
        return await _if_unchanged(replace(self, attempt=replace(self.attempt, seen=seen)))

    async def _wait_for_menu(self, look: Callable[[], Awaitable[AllowedAttempt | None]]) -> AllowedAttempt:
        """Wait until a part of a menu is visible."""
        until = time.monotonic() + _REOPENS_WITHIN_S
        while (there := await look()) is None:
            if time.monotonic() >= until:
                raise InputError(
                    Message("Its menu has closed and couldn't be reopened as it was before."),
                    Message("Look at the new screenshot and decide again."),
                )
            await self.context.pause.sleep(POLL_S)
        return there

    async def _carry_out_next(self, part: Action) -> InputNote:
        """Carry out a later part of the action."""
        if why := await self.context.check.problem(self.attempt.seen, part, restless=False):
            message = Message("Another window took the focus after the click, so the text wasn't typed")
            raise InputError(
                Message("{what}.", what=message if why == MOVED else why),
                Message("Look at the new screenshot and decide again."),
            )
        return await self.carry_out(part)

    async def carry_out(self, part: Action, *, only_chooses: bool = False, overlaps: bool = False) -> InputNote:
        """Carry out one part of the action, with its own permit; InputError or Stopped where that is not possible.

        `overlaps`: nothing but the look at its effect follows it, so a press may still be down then.
        """
        context = self.context
        inputs = context.inputs
        seen = self.attempt.seen
        note = InputNote()
        permit = self._permit(part)
        match part:
            case Wait(seconds, str(until)):
                keys_follow = next((uses_keyboard(later.action) for later in self.attempt.later()), False)
                come = context.awaited.come(seen, until, seconds, inputs, for_keys=keys_follow)
                inputs.note_opened(await come)
            case Wait(seconds):
                await context.pause.sleep(seconds)
            case Look() | Finish():
                pass
            case _:
                note = context.executor.perform(permit, only_chooses=only_chooses, overlaps=overlaps)
        inputs.note_part(seen, part)
        return note

    def _permit(self, part: Action) -> Permit:
        """Return the permit for one part of the action; RunOrderError unless it was allowed."""
        call = self.attempt.call
        seen = self.attempt.seen
        stream = self.context.stream
        binding = Binding(
            run=stream.recorder.run,
            turn=stream.progress.turns,
            call_id=call.call_id,
            index=self.attempt.index,
            action=part,
            checks=tuple(check.id for check in call.checks),
            viewport=seen.viewport,
            frame=seen.digest,
            window=_window_number(seen, part),
        )
        return self.context.gate.permit(binding, self.decision, self.answer)


def allowed(
    attempt: Attempt, decision: Decision, answer: Approved | None, case: Case, *, asked_now: bool = False
) -> AllowedAttempt:
    """Return an attempt as it is allowed, by the case of it that policy has judged."""
    return AllowedAttempt(attempt, decision, answer, case.target, case.pasted, asked_now, entry_of(case))


async def _if_unchanged(there: AllowedAttempt) -> AllowedAttempt | None:
    return None if await replace(there.attempt, extra=()).problem() else there


def entry_of(case: Case) -> TextEntry:
    """Return the way in which the text of an action is entered."""
    return case.action.entry if isinstance(case.action, Type) else "fields"


def _typed_control(target: Target) -> ControlBox:
    """Return which control gets a text: the one that is clicked, else the one that has the keyboard."""
    control = target.control or target.focus
    return target.window.id if target.window else None, control.box if control else None


def _has_secret(action: Action) -> bool:
    return isinstance(action, Type) and bool(secrets_in(action.text))


def _window_number(seen: Frame, action: Action) -> int | None:
    points = points_of(action)
    return seen.scene.window_at(seen.viewport.to_screen(points[0])) if points else seen.scene.focus
