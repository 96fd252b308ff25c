"""Whether the screen is still as the model saw it, at the place where an action would go.

Pointer: the window under the point has to be the one in the model's frame. What lies there has to be the same, too: the
picture around the point is as it was, or is so again in a moment (a caret blinks), or the program still names the same
control (`targets.py`). A control of a list or table also has to be in the same row. Before the answer has done
anything, the complete control has to look as it did; where no control is named, the strip on both sides of the point,
as one row of a list looks like the next one. Where no control is named, and the answer has acted or a person has used
the mouse on a card, the same letters and lines in any colours are enough: a hover, a focus frame or a selection. So is
a row that differs only in what the answer's own keys have written, formatted or removed there (`input_state.py`): from
then on, the picture in which that was found counts.

Keyboard: keys go only to a window that had the focus in the frame, that the same answer has used or waited for by name
(`opening_wait.py`), or that the frame shows and that has the focus back since the answer has closed another window of
its program. The focus is read before keys are judged (`with_current_focus`). If it has moved when they are sent, they
are judged again. What is drawn under something that is dragged is ignored.

Inside of that window the same control has to have the focus. Before the answer has done anything, it is the one that
the program named when the picture was new, and it looks as it did, as does what Return or the space bar would press;
where no control is named, the complete window does. A window that looks different in two looks in a row has a clock or
an animation in it: only the other conditions hold for it, until it is found unchanged.

Two conditions hold in any case: a run that is bound to a window reaches no other, and keys go to no window outside of
the picture. The window that a run is bound to is brought forward for the first act of an answer. While a button is
down, the only possible actions are to move what is dragged and to release the button.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    Type,
    pressed_points,
    uses_keyboard,
)
from desktop_agent.core.actions.keys import MODIFIERS
from desktop_agent.core.decisions.decision import Case, Target
from desktop_agent.core.errors import GeometryChangedError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, Scene, ScreenPoint
from desktop_agent.core.texts.message import Message
from desktop_agent.policy.act import field_box
from desktop_agent.run.act.input_state import InputState, MenuOpener
from desktop_agent.run.act.targets import Targets
from desktop_agent.run.act.visibility import is_seen, window_seen
from desktop_agent.run.control import POLL_S
from desktop_agent.run.ports import Camera, Surroundings

_BUTTON_DOWN = Message(
    "A mouse button is down: move the dragged item and release the button before doing anything else"
)
MOVED = Message("The screen changed at that point after the last screenshot was taken, so nothing was done")
COVERED = Message("Something else is in front of the named control, so nothing was done")
STILL_PLACE = Message("This spot keeps changing. Use a key, pause it, or act where the screen stays still.")
# A window manager gives the keyboard to a window a moment after the click into it.
_KEYBOARD_WITHIN_S = 0.2
# A window is gone as long after the act that closes it, and the keyboard is back in another one.
_CLOSED_WITHIN_S = 0.6
# The person uses another window if they have used mouse or keyboard so recently; a press on a card may be that input.
_LEFT_ALONE_S = 1.0
_LEFT_WITHIN_S = 2.0
_RAISED_WITHIN_S = 1.0  # by a window manager
# What a press makes of the controls around it is in the program's tree and on the screen by then, on a quiet machine:
# Chromium took up to 60 ms.
ANSWERED_WITHIN_S = 0.12
# A caret is drawn again by then: gvim's blinks most slowly, it is away for 0.25 s and there for 0.4.
_BLINKS_WITHIN_S = 0.5
_POLL_WINDOW_S = 0.05  # a whole window takes longer to compare


class ScreenCheck:
    """Compares the screen with the model's frame; `inputs` has the changes by the same answer."""

    def __init__(
        self,
        camera: Camera,
        surroundings: Surroundings,
        targets: Targets,
        inputs: InputState,
        quiet_for: Callable[[], float],
    ) -> None:
        """`quiet_for` returns the seconds since the person's last input."""
        self._camera = camera
        self._surroundings = surroundings
        self._targets = targets
        self._inputs = inputs
        self._quiet_for = quiet_for
        # Windows that looked otherwise when they were compared last, for what.
        self._restless: set[tuple[Literal["keys", "press"], int | None]] = set()

    def keep_back(self, case: Case) -> None:
        """Hide the field before a secret is typed into it."""
        window = case.target.window
        focus = case.target.focus
        box = field_box(case) if case.secrets else None
        if window is not None and box is not None:
            self._camera.keep_back(window.id, box, focus.object if focus else None)

    def shows(self, seen: Frame, box: Rect | None) -> bool:
        """Return whether the middle of a box is visible to the model."""
        return box is not None and is_seen(seen, box, self._surroundings)

    def looks_alike(self, first: Frame, second: Frame) -> bool:
        """Return whether two pictures show the same windows at the same places, and look the same, a caret aside."""
        is_arranged = (first.viewport, first.scene.windows) == (second.viewport, second.scene.windows)
        return is_arranged and self._camera.alike(first, second, exactly=False)

    async def problem(self, seen: Frame, action: Action, *, restless: bool) -> str:
        """Return why an action is not allowed now: out of bounds, or at what the model hasn't seen; empty where it is.

        `restless`: the screen keeps changing there, so only the window is compared.
        """
        await self._targets.await_queries()
        if why := await self.reach_problem(seen, action):
            return why
        try:
            is_as_seen = await (
                self._is_keyboard_as_seen(seen, restless=restless)
                if uses_keyboard(action)
                else self._are_points_as_seen(seen, action, restless=restless)
            )
        except GeometryChangedError:
            return MOVED
        return "" if is_as_seen else MOVED

    async def reach_problem(self, seen: Frame, action: Action) -> str:
        """Return why an action's target is out of bounds, whatever it looks like; empty where it is not."""
        if _would_drop(action, self._inputs):
            return _BUTTON_DOWN
        until = (
            self._inputs.pointed_at + _KEYBOARD_WITHIN_S if self._inputs.used_windows and uses_keyboard(action) else 0.0
        )
        if await self._bring_forward(seen, action):
            until = time.monotonic() + _RAISED_WITHIN_S
        while why := self._camera.refusal(seen, action):
            if time.monotonic() >= until:
                return why
            await asyncio.sleep(POLL_S)
        return ""

    async def _bring_forward(self, seen: Frame, action: Action) -> bool:
        """Raise the window that the run is bound to where another one is in front of it; return whether that was done.

        Not while the person may be using the other one, nor after acts of the same answer: they may have opened it.
        """
        if self._inputs.has_acted or self._inputs.holds or not self._camera.is_behind(seen, action):
            return False
        until = time.monotonic() + _LEFT_WITHIN_S
        while self._quiet_for() < _LEFT_ALONE_S:
            if time.monotonic() >= until:
                return False
            await asyncio.sleep(POLL_S)
        self._camera.bring_forward()
        return True

    def openers(self, seen: Frame, action: Action, target: Target) -> tuple[MenuOpener, ...]:
        """Return the acts that opened the menu of a click's target, where the menu has closed under a card.

        A program closes its menu when the person's mouse presses the card. Where no window is known, that is so where
        the screen looks as before the last act, which had changed it.
        """
        window = target.window
        if not (self._inputs.was_asked and isinstance(action, Click)):
            return ()
        if window is None:
            return self._inputs.openers if self._is_as_before_opened(seen, action) else ()
        if not window.menu:
            return ()
        try:
            is_open = self._camera.windows_now(seen).has(window.id)
        except GeometryChangedError:
            return ()
        return () if is_open else self._inputs.acts_that_opened(window, seen.scene)

    def _is_as_before_opened(self, seen: Frame, action: Click) -> bool:
        """Return whether the screen around a click looks as before the act that has opened what it is for."""
        opener = next(iter(self._inputs.openers), None)
        if opener is None or opener.window is not None or opener.seen.viewport != seen.viewport:
            return False
        point = seen.viewport.to_screen(action.at)
        try:
            return self._camera.same_near(opener.seen, point) and not self._camera.same_near(seen, point)
        except GeometryChangedError:
            return False

    def with_menu_reopened(self, seen: Frame, target: Target) -> Frame:
        """Return the picture with the number that the target's menu has now: GNOME gives each opening a new one.

        It is the same menu where it lies at the very same place, and has come up since.
        """
        menu = target.window
        then = next((item for item in seen.scene.windows if menu is not None and item.id == menu.id), None)
        try:
            now = self._camera.windows_now(seen)
        except GeometryChangedError:
            return seen
        if then is None or now.has(then.id):
            return seen
        new = next((one for one in now.windows if one.box == then.box and not seen.scene.has(one.id)), then)
        windows = tuple(new if item is then else item for item in seen.scene.windows)
        return replace(seen, scene=replace(seen.scene, windows=windows))

    async def with_current_focus(self, seen: Frame) -> Frame:
        """Return the picture with the keyboard in the window that has it now, where keys of the same answer may go on.

        So keys are judged by their current target. Where another window has the keyboard, the picture is unchanged. A
        window that was pressed gets a moment to take the keyboard. A dialog gets a moment to close after Return, Escape
        or a button.
        """
        if not self._inputs.used_windows and self._inputs.last_window is None:
            return seen
        while True:
            try:
                scene = self._camera.windows_now(seen)
            except GeometryChangedError:
                return seen
            goes_on = self._may_send_keys(seen, scene)
            if time.monotonic() >= _focus_settled_at(seen, scene, self._inputs, goes_on=goes_on):
                return _with_keyboard_in(scene.focus, seen, self._inputs) if goes_on else seen
            await asyncio.sleep(POLL_S)

    def _may_send_keys(self, seen: Frame, scene: Scene) -> bool:
        """Return whether keys are allowed in the focused window: focused in the picture, pressed, or focused again.

        A window of the picture is focused again once the last act's window has closed, where both are of one program.
        """
        last = self._inputs.last_window
        focus = scene.focus
        if focus in {seen.scene.focus, *self._inputs.used_windows} or (last is not None and focus == last.id):
            return True
        if last is None or last.pid is None or focus is None or scene.has(last.id):
            return False
        back = window_seen(seen, focus, self._surroundings).window
        return back is not None and back.pid == last.pid

    async def _is_keyboard_as_seen(self, seen: Frame, *, restless: bool) -> bool:
        """Return whether the same window has the keyboard, and the same control in it."""
        is_there = self._camera.same_focus(seen) and await self._is_focus_as_seen(seen, restless=restless)
        return is_there and self._camera.same_focus(seen)

    async def _is_focus_as_seen(self, seen: Frame, *, restless: bool) -> bool:
        """Return whether the focus within its window is unchanged, unless the answer has moved it."""
        if restless or self._inputs.has_acted or self._inputs.used_windows:
            return True
        if self._targets.has_keyboard_moved(seen):
            return False
        # The window had lost the keyboard to a card; and a field for a password is grey in the picture.
        if self._inputs.was_asked or seen.may_have_password_field(seen.scene.focus):
            return True
        parts = self._targets.parts_for_keys(seen)
        is_same = partial(self._look_same, seen, parts)
        return await self._check_window_settled("keys", seen.scene.focus, is_same)

    def _look_same(self, seen: Frame, parts: Sequence[Rect]) -> bool:
        return all(self._camera.same_in(part, seen) for part in parts)

    async def _check_window_settled(
        self, purpose: Literal["keys", "press"], window: int | None, is_same: Callable[[], bool]
    ) -> bool:
        """Return whether a window is unchanged, or is so again in a moment, or had changed at the last check too."""
        has_changed_before = (purpose, window) in self._restless
        until = 0.0 if has_changed_before else time.monotonic() + _BLINKS_WITHIN_S
        while not is_same():
            if time.monotonic() >= until:
                self._restless.add((purpose, window))
                return has_changed_before
            await asyncio.sleep(_POLL_WINDOW_S)
        self._restless.discard((purpose, window))
        return True

    async def _are_points_as_seen(self, seen: Frame, action: Action, *, restless: bool) -> bool:
        match action:
            case Move(at=at) if self._inputs.button is not None:  # it may be dropped there
                return self._camera.same_window(seen, seen.viewport.to_screen(at))
            case Move(at=at):
                # Nothing is pressed, but the point has to be where it was.
                self._camera.same_window(seen, seen.viewport.to_screen(at))
                return True
            case ReleaseButton(at=at):
                return self._camera.same_window(seen, seen.viewport.to_screen(at))
            case _:
                if self._inputs.has_acted and pressed_points(action):
                    await asyncio.sleep(max(0.0, self._inputs.pressed_at + ANSWERED_WITHIN_S - time.monotonic()))
                for at in pressed_points(action):
                    if not await self._check_as_seen(seen, at, restless=restless):
                        return False
                return True

    async def is_point_as_seen(self, seen: Frame, at: ImagePoint, *, restless: bool) -> bool:
        """Return whether a point of a picture would still be hit, though nothing else of the action is there."""
        try:
            return await self._check_as_seen(seen, at, restless=restless)
        except GeometryChangedError:
            return False

    async def _check_as_seen(self, seen: Frame, at: ImagePoint, *, restless: bool) -> bool:
        point = seen.viewport.to_screen(at)
        camera = self._camera
        if not await self._targets.is_in_same_row(seen, at, restless=restless):
            return False
        if restless:
            return camera.same_window(seen, point)
        is_explained = self._inputs.has_acted or self._inputs.was_asked
        # What belongs to the point comes first, so that the point itself is compared as late as can be.
        is_same_beside = not is_explained and self._look_same(seen, self._targets.parts_beside(seen, at))
        if camera.same_near(seen, point):
            if is_same_beside:
                self._restless.discard(("press", seen.scene.window_at(point)))
            return is_explained or is_same_beside or await self._becomes_as_seen_beside(seen, at)
        if not camera.same_window(seen, point):
            return False
        if await self._targets.is_same(seen, at):
            return True
        if is_explained and camera.same_shapes(seen, point) and camera.same_window(seen, point):
            return True
        if self._targets.looks_like_own_work(seen, at):
            return True
        if self._inputs.has_acted and await self._targets.note_own_work(seen, at, self._inputs.own_text):
            return True
        return await self._becomes_as_seen(seen, point)

    async def _becomes_as_seen_beside(self, seen: Frame, at: ImagePoint) -> bool:
        """Return whether the area that belongs to a point is still of the same control, or is as in the frame again."""
        if await self._targets.is_same(seen, at):
            return True
        point = seen.viewport.to_screen(at)
        is_settled = await self._check_window_settled(
            "press",
            seen.scene.window_at(point),
            lambda: self._look_same(seen, self._targets.parts_beside(seen, at)),  # a program may answer meanwhile
        )
        return is_settled and self._camera.same_near(seen, point)

    async def _becomes_as_seen(self, seen: Frame, point: ScreenPoint) -> bool:
        """Return whether the screen around a point is as in the frame again within a moment, as next to a caret."""
        until = time.monotonic() + _BLINKS_WITHIN_S
        while not self._camera.same_near(seen, point):
            if time.monotonic() >= until or not self._camera.same_window(seen, point):
                return False
            await asyncio.sleep(POLL_S)
        return True


def _focus_settled_at(seen: Frame, scene: Scene, inputs: InputState, *, goes_on: bool) -> float:
    """Return the time in monotonic seconds at which the focus is settled after the last act."""
    last = inputs.last_window.id if inputs.last_window else None
    is_closing = inputs.may_close if goes_on and scene.focus == last else not goes_on and not scene.has(last)
    if is_closing:
        return inputs.pressed_at + _CLOSED_WITHIN_S
    used_windows = inputs.used_windows[-1] if inputs.used_windows else seen.scene.focus
    return 0.0 if scene.focus == used_windows else inputs.pointed_at + _KEYBOARD_WITHIN_S


def _with_keyboard_in(window: int | None, seen: Frame, inputs: InputState) -> Frame:
    """Return the picture with the keyboard in a window; the newest one where it does not show that window."""
    newest = inputs.newest
    shows = seen if window is None or newest is None or seen.scene.has(window) else newest
    return replace(shows, scene=replace(shows.scene, focus=window))


def _would_drop(action: Action, inputs: InputState) -> bool:
    """Return whether an action might drop what is dragged without policy judging it.

    Another press ends a drag, an address opens a window below it, and programs take arrows for motions of what is
    dragged, and Return or a space for its drop (GTK, `gdk_dnd_handle_key_event`). Escape cancels it.
    """
    if inputs.button is None:
        return False
    match action:
        case Click() | Drag() | HoldButton() | Navigate():
            return True
        case Type(at=at):
            return at is not None or inputs.button.has_moved
        case Press(keys) | HoldKey(keys):
            return inputs.button.has_moved and not {*keys} <= {*MODIFIERS, "escape"}
        case _:
            return False
