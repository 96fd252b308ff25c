"""Waits for what an answer has opened, so that the keys after it can go there: a window, a control, a text.

The model names what it expects before it has seen it. What came is told by the windows' titles and by the program that
has the keyboard, never by a picture; what is kept from the model is not found.
"""

from __future__ import annotations

import time
from dataclasses import replace

from desktop_agent.core.actions import Press
from desktop_agent.core.decision import Target
from desktop_agent.core.errors import GeometryChangedError, InputError
from desktop_agent.core.frame import Frame
from desktop_agent.core.message import Message
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Camera, Surroundings
from desktop_agent.run.visibility import window_seen

_POLL_S = 0.1
_RETURN = Press(("enter",))  # which is asked about, and not pressed: with it a window tells what stands in it


class OpeningWait:
    """Looks for what is waited for; on the run's loop."""

    def __init__(self, surroundings: Surroundings, camera: Camera, pause: PauseControl) -> None:
        self._surroundings, self._camera, self._pause = surroundings, camera, pause

    async def come(self, seen: Frame, text: str, seconds: float, *, for_keys: bool) -> Frame:
        """Return the picture with the windows that are there once it has come, and the keyboard where it came.

        `for_keys`: the window has to have the keyboard, as keys are to go there. InputError when it has not come, or
        has no keyboard, within the time; Stopped when the person takes over.
        """
        sought, until = text.casefold(), time.monotonic() + seconds
        while True:
            window = None
            try:
                now = replace(seen, scene=self._camera.windows_now(seen))
                window = await self._came_in(now, sought)
                if window is not None and (not for_keys or now.scene.focus in {window, None}):
                    return replace(now, scene=replace(now.scene, focus=window))
            except GeometryChangedError:
                pass
            if time.monotonic() >= until:
                raise InputError(
                    Message("“{text}” didn't appear within {seconds:g} s.", text=text, seconds=seconds)
                    if window is None
                    else Message("“{text}” appeared, but the focus is in another window.", text=text),
                    Message("Look at the new screenshot and decide again."),
                )
            await self._pause.sleep(_POLL_S)

    async def _came_in(self, now: Frame, sought: str) -> int | None:
        """Return the window so titled, or the one with the keyboard where something in it is called so."""
        for window in dict.fromkeys(one.id for one in now.scene.windows):
            if sought in _title(window_seen(now, window, self._surroundings)):
                return window
        there = await self._surroundings.target(now, _RETURN)
        names = [_title(there), there.name, there.focus.name if there.focus else ""]
        if there.place:
            names += [*there.place.around, *(line.text for line in there.place.lines)]
        return now.scene.focus if any(sought in name.casefold() for name in names) else None


def _title(target: Target) -> str:
    return target.window.title.casefold() if target.window else ""
