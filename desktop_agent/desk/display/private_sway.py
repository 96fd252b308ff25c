"""A private Wayland session to work on: a headless sway that only this program reaches, and that ends with it.

As with the private X display, a keeper process (`private_sway_keeper.py`) owns the servers and lives as long as the
pipe to it is open. Sway refuses to run as root: started by root, it runs as nobody, and root's programs reach it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from desktop_agent.desk.display.kept_programs import CLOSE_WITHIN_S, check_size, environment_on, start_keeper

_log = logging.getLogger(__name__)

_OTHER_SCREENS = ("DISPLAY", "XAUTHORITY", "WAYLAND_SOCKET", "DESKTOP_SESSION", "QT_STYLE_OVERRIDE", "I3SOCK")
_CURSORS = ("XCURSOR_PATH", "XCURSOR_THEME", "XCURSOR_SIZE")
_FIXED = {
    "QT_QPA_PLATFORM": "wayland",
    "GDK_BACKEND": "wayland",
    "MOZ_ENABLE_WAYLAND": "1",
    "XDG_SESSION_TYPE": "wayland",
    "XDG_CURRENT_DESKTOP": "sway",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


class PrivateSway:
    """One private Wayland session with one output, HEADLESS-1; a context manager.

    `size` is in pixels; `accessible` says whether programs in it publish the names of their controls; `ipc` is the
    socket for sway's own commands. A picture is made `hertz` times a second at most, and so often it can be captured.
    """

    def __init__(self, width: int = 1280, height: int = 800, *, hertz: int = 60) -> None:
        """Start sway and wait until it is ready.

        NoScreenError when a program is missing or does not start, or the size is impossible; the hint is what to do.
        """
        check_size(width, height)
        self.size = (width, height)
        mode = f"{width}x{height}@{hertz}Hz"
        self._keeper, self._facts = start_keeper("desktop_agent.desk.display.private_sway_keeper", mode)
        self.name = self._facts["socket"]
        self.ipc = Path(self._facts["ipc"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def socket(self) -> Path:
        """The socket that Wayland programs connect to."""
        return Path(self._facts["folder"]) / self.name

    @property
    def pid(self) -> int:
        """The process id of sway."""
        return int(self._facts["pid"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in this session, made from `base`."""
        own = {
            "WAYLAND_DISPLAY": self.name,
            "SWAYSOCK": self._facts["ipc"],
            **{name: self._facts[name] for name in _CURSORS},
        }
        return environment_on(self._facts, base, _OTHER_SCREENS, _FIXED | own)

    def close(self) -> None:
        """End the session and everything that was started for it; calling it again does nothing."""
        self._keeper.end(CLOSE_WITHIN_S)
        _log.debug("the private sway's keeper has ended: %s", self._keeper.exit_code)
