"""The wait for a window, a control or a text that an answer has opened, so that keys after it can go there.

The model names its expectation before it has seen it, or takes the next window of the program that it has used. The
windows' titles and the focused program report the outcome, never a picture; hidden parts are not searched.
"""

from __future__ import annotations

import time
from dataclasses import replace

from desktop_agent.core.actions import Press
from desktop_agent.core.decision import Target
from desktop_agent.core.errors import GeometryChangedError, InputError
from desktop_agent.core.frame import Frame, Scene, Window
from desktop_agent.core.message import Message, sentences, template
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Camera, Surroundings
from desktop_agent.run.visibility import window_seen

_POLL_S = 0.1
_BEHIND = template("“{text}” appeared, but the focus is in another window.")
_NOT_THERE = template("“{text}” didn't appear within {seconds:g} s.")
_NONE_CAME = template("No new window appeared within {seconds:g} s.")
_ANOTHER = Message("Another window did.")
_RETURN = Press(("enter",))  # which is asked about, and not pressed: with it a window tells what stands in it


class OpeningWait:
    """Waits for the expected window, control or text; on the run's loop."""

    def __init__(self, surroundings: Surroundings, camera: Camera, pause: PauseControl) -> None:
        self._surroundings, self._camera, self._pause = surroundings, camera, pause

    async def come(self, seen: Frame, text: str, seconds: float, inputs: InputState, *, for_keys: bool) -> Frame:
        """Return the picture with the windows after it has appeared, and the keyboard in its window.

        Without a text the next window counts. `for_keys`: the window has to have the keyboard, as keys will go there.
        InputError when it has not appeared, or has no keyboard, in time; Stopped when the person takes over.
        """
        sought, until = text.casefold(), time.monotonic() + seconds
        before, used = (
            (inputs.opened or seen).scene,
            inputs.last_window or self._surroundings.window(seen, _RETURN).window,
        )
        while True:
            window, now = None, seen
            try:
                now = replace(seen, scene=self._camera.windows_now(seen))
                window = await self._window_with(now, sought) if sought else self._next(now, before, used, for_keys)
                if window is not None and (not for_keys or now.scene.focus in {window, None}):
                    return replace(now, scene=replace(now.scene, focus=window))
            except GeometryChangedError:
                pass
            if time.monotonic() >= until:
                is_behind = bool(sought) and window is not None
                another = not is_behind and self._next(now, before, used, for_keys=False) is not None
                why = _BEHIND if is_behind else _NOT_THERE if sought else _NONE_CAME
                raise InputError(
                    sentences(Message(why, text=text, seconds=seconds), _ANOTHER if another else ""),
                    Message("Look at the new screenshot and decide again."),
                )
            await self._pause.sleep(_POLL_S)

    def _next(self, now: Frame, before: Scene, used: Window | None, for_keys: bool) -> int | None:  # noqa: FBT001 - as told
        """Return the topmost new window; for keys only a window of the program that was used."""
        for number in dict.fromkeys(item.id for item in now.scene.windows if not before.has(item.id)):
            there = window_seen(now, number, self._surroundings).window
            is_own = there is not None and used is not None and used.pid is not None and there.pid == used.pid
            if there is not None and not there.menu and (is_own or not for_keys):
                return number
        return None

    async def _window_with(self, now: Frame, sought: str) -> int | None:
        """Return the window with this text in its title, or the focused one if a control or text in it contains it."""
        for window in dict.fromkeys(item.id for item in now.scene.windows):
            if sought in _title(window_seen(now, window, self._surroundings)):
                return window
        there = await self._surroundings.target(now, _RETURN)
        names = [_title(there), there.name, there.focus.name if there.focus else ""]
        if there.place:
            names += [*there.place.around, *(line.text for line in there.place.lines)]
        return now.scene.focus if any(sought in name.casefold() for name in names) else None


def _title(target: Target) -> str:
    return target.window.title.casefold() if target.window else ""
