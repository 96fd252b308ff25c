"""Pictures of a Wayland session, ours in the form of another program's, and where they show a window of one colour."""

import numpy as np

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.wayland.capture import WaylandCapture
from desktop_agent.platforms.wayland.connection import connect_wayland
from tests.fakes.sway_commands import SwaySession

COLOUR = 0x2040C0
WINDOW = Rect(101, 53, 200, 150)
_BYTES = (0xC0, 0x40, 0x20)


def capture_of(session: SwaySession) -> WaylandCapture:
    return WaylandCapture(connect_wayland(session.environment(), NoScreenError, ScreenError))


def as_told(pixels: Pixels) -> tuple[int, int, bytes]:
    grid = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    return pixels.size.width, pixels.size.height, grid[:, :, 2::-1].tobytes()


def coloured(pixels: Pixels) -> Rect | None:
    """Return where the pixels of the window's colour are; a box of no size where they fill none (half drawn)."""
    grid = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    ys, xs = np.nonzero((grid[:, :, :3] == _BYTES).all(axis=2))
    if not len(xs):
        return None
    box = Rect(int(xs.min()), int(ys.min()), int(np.ptp(xs)) + 1, int(np.ptp(ys)) + 1)
    return box if box.width * box.height == len(xs) else Rect(box.x, box.y, 0, 0)
