"""A private X display to work on: an Xvfb with a window manager that only this program reaches, and that ends with it.

A keeper process (`private_display_keeper.py`) owns the servers and lives as long as the pipe to it is open. So the
display also goes away when this process is killed outright, and nothing is left behind.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desktop_agent.desk.display.kept_programs import CLOSE_WITHIN_S, check_size, environment_on, start_keeper
from desktop_agent.desk.display.servers import DISPLAY_SETTINGS

_log = logging.getLogger(__name__)

_OTHER_SCREENS = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "QT_STYLE_OVERRIDE")


class PrivateDisplay:
    """One private X display; a context manager.

    `name` is ":N"; `size` is in pixels; `accessible` says whether programs on it publish the names of their controls
    (AT-SPI on a D-Bus session of the display's own).
    """

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Start the display and wait until its window manager is ready.

        NoScreenError when a program is missing or does not start, or the size is impossible; the hint is what to do.
        """
        check_size(width, height)
        self.size = (width, height)
        self._keeper, facts = start_keeper("desktop_agent.desk.display.private_display_keeper", f"{width}x{height}")
        self.name = facts["display"]
        self.accessible = bool(facts["bus"])
        _log.debug("the private display has accessibility: %s", self.accessible)
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
        own = {"DISPLAY": self.name, "XAUTHORITY": self._facts["xauthority"]}
        return environment_on(self._facts, base, _OTHER_SCREENS, DISPLAY_SETTINGS | own)

    def close(self) -> None:
        """End the display and everything that was started for it; calling it again does nothing."""
        self._keeper.end(CLOSE_WITHIN_S)
        _log.debug("the private display's keeper has ended: %s", self._keeper.exit_code)
