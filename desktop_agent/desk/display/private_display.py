"""A private X display to work on: an Xvfb with a window manager that only this program reaches, and that ends with it.

A keeper process (`private_display_keeper.py`) owns the servers and lives as long as the pipe to it is open. So the
display also goes away when this process is killed outright, and nothing is left behind.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.message import Message
from desktop_agent.desk.display.kept_programs import start_keeper
from desktop_agent.desk.display.servers import DISPLAY_SETTINGS

CLOSE_WITHIN_S = 10.0
SHORTEST_PX, LONGEST_PX = 200, 8192
_OTHER_SCREENS = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "QT_STYLE_OVERRIDE")
_SESSION_LEFTOVERS = ("AT_SPI_BUS_ADDRESS", "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "GDK_SCALE", "QT_IM_MODULE")


class PrivateDisplay:
    """One private X display; a context manager.

    `name` is ":N"; `size` is in pixels; `accessible` says whether programs on it publish the names of their controls
    (AT-SPI on a D-Bus session of the display's own).
    """

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Start the display and wait until its window manager is ready.

        NoScreenError when a program is missing or does not start, or the size is impossible; the hint is what to do.
        """
        if not all(SHORTEST_PX <= side <= LONGEST_PX for side in (width, height)):
            raise NoScreenError(
                Message("A private display can't be {width}x{height} pixels.", width=width, height=height),
                Message("Choose a width and height between {least} and {most}.", least=SHORTEST_PX, most=LONGEST_PX),
            )
        self.size = (width, height)
        self._keeper, facts = start_keeper("desktop_agent.desk.display.private_display_keeper", f"{width}x{height}")
        self.name = facts["display"]
        self.accessible = bool(facts["bus"])
        self._facts = facts

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def xauthority(self) -> Path:
        """The file with the cookie that lets a program connect."""
        return Path(self._facts["xauthority"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program on this display, made from `base`."""
        inherited = {name: value for name, value in base.items() if name not in _OTHER_SCREENS + _SESSION_LEFTOVERS}
        own = {
            "DISPLAY": self.name,
            "XAUTHORITY": self._facts["xauthority"],
            "XDG_RUNTIME_DIR": self._facts["folder"],
            # "disabled:" keeps programs from finding, or starting, the session bus of the person's own desktop.
            "DBUS_SESSION_BUS_ADDRESS": self._facts["bus"] or "disabled:",
        }
        return inherited | DISPLAY_SETTINGS | own | ({} if self.accessible else {"NO_AT_BRIDGE": "1"})

    def close(self) -> None:
        """End the display and everything that was started for it; calling it again does nothing."""
        self._keeper.end(CLOSE_WITHIN_S)
