"""Pictures of a Wayland session, ours in the form of another program's."""

import numpy as np

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.platforms.wayland.capture import WaylandCapture
from desktop_agent.platforms.wayland.connection import connect_wayland
from tests.fakes.desktops.sway_commands import SwaySession

WINDOW = Rect(101, 53, 200, 150)


def capture_of(session: SwaySession) -> WaylandCapture:
    return WaylandCapture(connect_wayland(session.environment(), NoScreenError, ScreenError))


def as_told(pixels: Pixels) -> tuple[int, int, bytes]:
    grid = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    return pixels.size.width, pixels.size.height, grid[:, :, 2::-1].tobytes()
