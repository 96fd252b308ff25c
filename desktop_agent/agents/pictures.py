"""Pictures that outlive the connection on which an agent has seen them, for clients that open one for each call.

An act that names one is compared with the run's first picture there where it would go, as any act is with the screen
right before it is done: the same part of the desktop, the same window on top, the same pixels around the point, and the
same window with the keyboard. So it needs a picture that shows what its own shows; nothing else about it is easier.
"""

from __future__ import annotations

from typing import Protocol

from desktop_agent.core.actions import Action, points_of, uses_keyboard
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.screen.camera import REACH, TOLERATED
from desktop_agent.screen.capture_units import in_capture
from desktop_agent.screen.compare import patch, patch_alike


class PictureMemory(Protocol):
    """Keeps pictures for a short while, beyond a connection."""

    def keep(self, frame: Frame, run: str) -> str:
        """Keep a picture of a run, and return the name by which it is found; empty where it cannot be kept."""
        ...

    def find(self, name: str) -> Frame | None:
        """Return the picture of that name, without its encoded form; None where there is none any more."""
        ...

    def run_of(self, name: str) -> str:
        """Return the id of the run in which the picture of that name was taken; empty where there is none any more."""
        ...


def shows_as_seen(seen: Frame, now: Frame, action: Action) -> bool:
    """Tell whether an action that was chosen in one picture finds the same in another one."""
    if seen.viewport != now.viewport or seen.pixels.size != now.pixels.size:
        return False
    if uses_keyboard(action) and seen.scene.focus != now.scene.focus:
        return False
    return all(_same_at(seen, now, at) for at in points_of(action))


def _same_at(seen: Frame, now: Frame, at: ImagePoint) -> bool:
    try:
        place = now.viewport.to_screen(at)
    except OffScreenError:
        return True  # it is refused for that, in words
    if seen.scene.window_at(place) != now.scene.window_at(place):
        return False
    box = in_capture(now.viewport.screen.around(place, REACH), now)
    return patch_alike(patch(seen.pixels, box), patch(now.pixels, box), TOLERATED)
