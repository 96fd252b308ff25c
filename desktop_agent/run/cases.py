"""The case that policy judges: built before an action, again for a slow program, and right before the act."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from desktop_agent.core.actions import Action, Drag, HoldKey, Move, Press, ReleaseButton, Scroll, Type, fields_of
from desktop_agent.core.decision import Allow, Ask, Case, Decision, Pasted, Target
from desktop_agent.core.errors import InputError, OffScreenError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.programs import BROWSERS, LAUNCHERS, TERMINALS, is_one_of
from desktop_agent.core.secret_text import secrets_in
from desktop_agent.policy.act import is_browser_item, may_copy, pasted_selection
from desktop_agent.policy.judge import may_be_slow, strictest
from desktop_agent.policy.remembered import control_of
from desktop_agent.run.applications import AppAuthorizer
from desktop_agent.run.input_state import HeldButton, InputState
from desktop_agent.run.named_places import with_located
from desktop_agent.run.pending_action import Authorized, PendingAction
from desktop_agent.run.pointed_controls import PointedControls, ignore_result
from desktop_agent.run.ports import ControlMemory, InputExecutor, Judge, SecretBook, Surroundings

_AGAIN_AFTER_S = (0.1, 0.3)
_LONGEST_WAIT_S = 2.0
_FOCUS_MOVES_S = 0.03  # a program moves its focus a moment after the Tab
_MANY_LINES = "text"
_TERMINAL = "terminal"
# What draws its own text, and says no more of it.
_UNKNOWN_ROLES = frozenset({"", "panel", "drawing area", "filler", "frame", "window", "unknown", "canvas"})
_INDENTED = re.compile(r"\n[ \t]+\S")
NAMED_WITHIN_S = 0.05
FIELD_WITHIN_S = 2.0  # of a text it has to be known whether it is a password before any of it is written down


class CaseJudge:
    """Builds the case of an action, and has policy judge it."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of an action
        self,
        targets: TargetLookup,
        executor: InputExecutor,
        judge: Judge,
        applications: AppAuthorizer,
        remembered: ControlMemory,
        secrets: SecretBook,
        controls: PointedControls,
        inputs: InputState,
    ) -> None:
        self._targets = targets
        self._executor = executor
        self._judge = judge
        self._secrets = secrets
        self._controls = controls
        self._applications = applications
        self._remembered = remembered
        self._inputs = inputs

    async def case(self, pending: PendingAction) -> Case:
        """Return the case for policy; of text with Tabs only the first field's part, as no other field is known yet."""
        action = fields_of(pending.action)[0]
        target = with_located(await self._targets.target(pending.seen, action), pending.place)
        all_text = whole_text(pending.action, target) if self._executor.pastes() else None
        undivided = all_text or terminal_text(pending.action, target)
        if undivided is not None:
            if action != pending.action:
                target = with_located(await self._targets.target(pending.seen, undivided), pending.place)
            action = undivided
        self._controls.note(pending.seen, action, target)
        names = secrets_in(action.text) if isinstance(action, Type) else ()
        case = Case(
            action,
            pending.seen.viewport,
            target,
            pending.call.checks,
            self._inputs.keys,
            now=datetime.now().astimezone(),
            typed_before=self._inputs.typed.text,
            edited=self._inputs.typed.edited,
            emptied=self._inputs.typed.emptied,
            secrets=tuple(self._secrets.use(name, target) for name in names),
            is_taken=self._is_taken(action),
            keys_before=self._inputs.keys_given_to(target.window),
        )
        case = replace(case, pasted=await self._targets.pasted(case))
        control = control_of(case)
        remembered = control is not None and self._remembered.covers(control)
        return self._applications.with_access(replace(case, remembered=remembered), pending)

    def _is_taken(self, action: Action) -> bool:
        """Return whether the desktop or another program takes the action's chord; this may change between actions."""
        return isinstance(action, Press | HoldKey) and self._executor.takes(action.keys)

    async def begin_act(self, done: Authorized) -> None:
        """Note the start of an act: what its program copies from then on is the run's own."""
        await self._targets.begin_act(
            Case(done.action, done.pending.seen.viewport, done.target, held=self._inputs.keys)
        )

    async def end_act(self, *, is_alone: bool) -> None:
        """Note that the acts have had their effect; `is_alone`: no person was there meanwhile."""
        await self._targets.end_act(is_alone=is_alone)

    async def judged(self, pending: PendingAction) -> tuple[Case, Decision]:
        """Return the case and its verdict; while a button is down, those of the drag that the action belongs to."""
        case = await self.case(pending)
        match case.action:
            case Move(at=at) | Scroll(at=at) | ReleaseButton(at=at) if self._inputs.button is not None:
                drag = await self._drag(case, at, pending, self._inputs.button)
                return drag, strictest((self._judge(case), self._judge(drag)))
            case _:
                return case, self._judge(case)

    async def _drag(self, case: Case, to: ImagePoint, pending: PendingAction, button: HeldButton) -> Case:
        """Return the case of a drag, from the pressed control to the one that it would be dropped on."""
        ends = await self._targets.target(pending.seen, ReleaseButton(to))
        path = (_in_picture(button.at, pending.seen) or to, to)
        drag = replace(case, action=Drag(path), target=replace(button.target, also=ends))
        return self._applications.with_access(drag, pending)

    async def is_still_approved(self, done: Authorized) -> bool:
        """Return whether keys would still go to the target that the person approved.

        The known facts must be the same, and new facts must be no reason for another question.
        """
        case, verdict = await self.judged(done.pending)
        is_covered = isinstance(verdict, Allow) or (isinstance(verdict, Ask) and done.covers(verdict))
        return done.is_unchanged(case) and is_covered

    async def case_in_field(self, done: Authorized, part: Action) -> tuple[Case, str]:
        """Return the case of a text for the field that a click or a Tab of the same action has led to.

        Also return why it may not be typed: policy refuses it, or asks a person who has not seen the whole text.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        case, verdict = await self.judged(replace(done.pending, action=part))
        if isinstance(verdict, Allow) or (isinstance(verdict, Ask) and (done.asked_now or done.covers(verdict))):
            return case, ""
        what = (
            Message("The secret was not typed.") if case.secrets else Message("The text after the Tab was not typed.")
        )
        return case, sentences(what, verdict.reasons[0].text)

    async def check_in_bar(self, done: Authorized, part: Action) -> None:
        """Raise InputError unless the next part of a text is allowed at an address bar, which completes what is typed.

        A line break opens what stands there now, which the person may not have been asked about.
        """
        await asyncio.sleep(_FOCUS_MOVES_S)
        _, verdict = await patiently(partial(self.judged, replace(done.pending, action=part)))
        if isinstance(verdict, Allow) or (isinstance(verdict, Ask) and done.covers(verdict)):
            return
        raise InputError(
            sentences(Message("The rest of the text was not typed."), verdict.reasons[0].text),
            Message("Look at the new screenshot and decide again."),
        )

    async def check_elsewhere(self, done: Authorized, part: Action) -> None:
        """Raise InputError unless a text is allowed at the focus, after a click that did not bring it to its target.

        An approval of the text was for the other place.
        """
        _, verdict = await self.judged(replace(done.pending, action=part))
        if not isinstance(verdict, Allow):
            raise InputError(
                Message("The click didn't move the focus there, so the text wasn't typed."),
                Message("Look at the new screenshot and decide again."),
            )


def _in_picture(at: ScreenPoint, seen: Frame) -> ImagePoint | None:
    """Return a screen point in the picture's pixels; None where the picture does not show it."""
    try:
        return seen.viewport.to_image(at)
    except OffScreenError:
        return None


async def patiently(look: Callable[[], Awaitable[tuple[Case, Decision]]]) -> tuple[Case, Decision]:
    """Return the case and its verdict, after a few tries where a busy program did not report enough.

    A program that takes long to answer takes as long to move its focus, or to show its page.
    """
    began = time.monotonic()
    case, verdict = await look()
    for wait_s in _AGAIN_AFTER_S:
        if not may_be_slow(case, verdict):
            break
        await asyncio.sleep(max(wait_s, min(time.monotonic() - began, _LONGEST_WAIT_S)))
        began = time.monotonic()
        case, verdict = await look()
    return case, verdict


def whole_text(action: Action, target: Target) -> Type | None:
    """Return the text if it is entered all at once; None where its line breaks and Tabs are keys.

    In a field of one line they are keys: names and streets with Tabs between them fill a form. In a field of many
    lines they are characters, and the text goes in as a whole, so that nothing indents, completes or corrects it on
    the way. Where the field does not tell, only a text with an indented line is taken for one of many lines, and not
    where a line break in it could go somewhere: in terminals, launchers and browsers. Secret text never goes as a
    whole: that would be by way of the clipboard. Either way policy judges what Return would do.
    """
    if not isinstance(action, Type) or action.secret or secrets_in(action.text) or not action.text.strip():
        return None
    if target.focus_role == _MANY_LINES or (_is_field_unknown(target) and _INDENTED.search(action.text)):
        return replace(action, entry="whole")
    return None


def terminal_text(action: Action, target: Target) -> Type | None:
    """Return a text if all of it goes to the focused terminal; None elsewhere.

    A terminal passes line breaks and Tabs to the program in it, so that no other field gets the text after them. In one
    that reports nothing, a dialog or a menu of its own may have the keyboard.
    """
    if not isinstance(action, Type) or action.secret or secrets_in(action.text):
        return None
    window = target.window
    is_unknown = target.focus_role in _UNKNOWN_ROLES and window is not None and not (window.dialog or window.menu)
    is_terminal = target.focus_role == _TERMINAL or (is_unknown and _holds_terminal(target))
    return replace(action, entry="one place") if is_terminal and not target.in_page else None


def _is_field_unknown(target: Target) -> bool:
    if target.window is None or _holds_terminal(target) or is_one_of(target.window, BROWSERS | LAUNCHERS):
        return False
    return target.focus_role in _UNKNOWN_ROLES


def _holds_terminal(target: Target) -> bool:
    return (target.place is not None and target.place.holds_terminal) or is_one_of(target.window, TERMINALS)


@dataclass(frozen=True, slots=True)
class _Lookup:
    frame: Frame
    action: Action
    task: asyncio.Task[Target]


class TargetLookup:
    """Finds the target of an action as soon as the action is known; for one event loop, one action after the other.

    The sentence that announces an action and policy share one query to the program. A program that does not answer
    delays the sentence by `NAMED_WITHIN_S`; policy, which has its own patience, waits on for the same answer. While the
    model thinks, the likely programs are queried already: connecting the bus, building a tree, and waiting for a
    program that hangs cost their time then.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._lookup: _Lookup | None = None
        self._warming: asyncio.Task[None] | None = None

    def warm(self, frame: Frame) -> None:
        """Query the programs in a picture, in the background; not again while one of them has not answered."""
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._surroundings.warm(frame))
            self._warming.add_done_callback(ignore_result)

    async def at_once(self, frame: Frame, action: Action) -> Target:
        """Begin a look, and return the target that is known within a moment: at least the window."""
        self.drop()
        task = asyncio.create_task(self._surroundings.target(frame, action))
        self._lookup = _Lookup(frame, action, task)
        await asyncio.wait({task}, timeout=NAMED_WITHIN_S)
        known = task.done() and not task.cancelled() and task.exception() is None
        return task.result() if known else self._surroundings.window(frame, action)

    async def patiently(self, frame: Frame, action: Action) -> Target:
        """Begin a look, and return the target once the program has answered, or its time is over."""
        known = await self.at_once(frame, action)
        if self._lookup is None or self._lookup.task.done():
            return known
        await asyncio.wait({self._lookup.task}, timeout=FIELD_WITHIN_S)
        task = self._lookup.task
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else known

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return the target of an action: once from the look that was begun for it, then from new ones."""
        begun = self._lookup
        self._lookup = None
        if begun is not None and begun.frame is frame and begun.action == action:
            return await begun.task
        if begun is not None:
            _end(begun.task)
        return await self._surroundings.target(frame, action)

    async def pasted(self, case: Case) -> Pasted | None:
        """Return the content that an action would paste, or that an item of a browser's menu may open; else None."""
        selection = pasted_selection(case) or ("clipboard" if is_browser_item(case.target) else None)
        return await self._surroundings.pasted(selection) if selection else None

    async def begin_act(self, case: Case) -> None:
        """Note the start of an act: what the target's program copies from then on is the run's own."""
        await self._surroundings.begin_act(case.target.window, may_copy(case))

    async def end_act(self, *, is_alone: bool) -> None:
        """Note that the acts have had their effect; `is_alone`: no person was there meanwhile."""
        await self._surroundings.end_act(is_alone=is_alone)

    def drop(self) -> None:
        """Cancel a look whose result was not used."""
        begun = self._lookup
        self._lookup = None
        if begun is not None:
            _end(begun.task)

    def close(self) -> None:
        """Cancel all looks."""
        self.drop()
        if self._warming is not None:
            _end(self._warming)


def _end(task: asyncio.Task[Target] | asyncio.Task[None]) -> None:
    task.add_done_callback(ignore_result)
    task.cancel()
