"""A private X display to work on: an Xvfb with a window manager that only we can reach, gone when we are.

A keeper process (`private_display_keeper.py`) owns the servers and lives as long as the pipe to it is open. So the
display also goes away when this process is killed outright, and nothing is left behind.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop_agent.core.errors import NoScreenError

START_WITHIN_S = 30.0
CLOSE_WITHIN_S = 10.0
SHORTEST_PX, LONGEST_PX = 200, 8192
_OTHER_SCREENS = ("WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "QT_STYLE_OVERRIDE")
_SESSION_LEFTOVERS = ("AT_SPI_BUS_ADDRESS", "QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "GDK_SCALE", "QT_IM_MODULE")
_FIXED = {
    "QT_QPA_PLATFORM": "xcb",
    "GDK_BACKEND": "x11",
    "XDG_SESSION_TYPE": "x11",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}


class PrivateDisplay:
    """One X display of our own; a context manager.

    `name` is ":N"; `size` is in pixels; `accessible` says whether programs on it publish the names of their controls
    (AT-SPI on a D-Bus session of the display's own).
    """

    def __init__(self, width: int = 1280, height: int = 800) -> None:
        """Start the display and wait until its window manager is ready.

        Raises:
            NoScreenError: a program that is needed is missing or does not start, or the size is none for a screen; the
                hint is what to do.
        """
        if not all(SHORTEST_PX <= side <= LONGEST_PX for side in (width, height)):
            message = f"A private display cannot be {width}x{height} pixels."
            raise NoScreenError(message, f"Choose both sides from {SHORTEST_PX} to {LONGEST_PX}.")
        self.size = (width, height)
        self._keeper = _start_keeper(width, height)
        try:
            self._told = _first_line(self._keeper)
        except NoScreenError:
            self.close()
            raise
        self.name = self._told["display"]
        self.window_manager = self._told["window_manager"]
        self.accessible = bool(self._told["bus"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def xauthority(self) -> Path:
        """The file with the cookie that lets a program connect."""
        return Path(self._told["xauthority"])

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return `base` made into the whole environment of a program that belongs on this display."""
        kept = {name: value for name, value in base.items() if name not in _OTHER_SCREENS + _SESSION_LEFTOVERS}
        own = {
            "DISPLAY": self.name,
            "XAUTHORITY": self._told["xauthority"],
            "XDG_RUNTIME_DIR": self._told["folder"],
            # "disabled:" keeps programs from finding, or starting, the session bus of the person's own desktop.
            "DBUS_SESSION_BUS_ADDRESS": self._told["bus"] or "disabled:",
        }
        return kept | _FIXED | own | ({} if self.accessible else {"NO_AT_BRIDGE": "1"})

    def close(self) -> None:
        """End the display and everything that was started for it; calling it again does nothing."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        try:
            self._keeper.wait(CLOSE_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        if self._keeper.stdout is not None:
            self._keeper.stdout.close()


def _start_keeper(width: int, height: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "desktop_agent.demo.private_display_keeper", f"{width}x{height}"]
    # Its own session: Ctrl+C in the terminal is for the run, which closes the display when it is done with it.
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)


def _first_line(keeper: subprocess.Popen[bytes]) -> dict[str, str]:
    if keeper.stdout is None or not select.select([keeper.stdout], [], [], START_WITHIN_S)[0]:
        message = f"The private display did not start within {START_WITHIN_S:.0f} seconds."
        raise NoScreenError(message, "Try again when the machine is less busy.")
    line = keeper.stdout.readline()
    told = json.loads(line) if line.strip() else {"error": "The private display ended while it started.", "hint": ""}
    if "error" in told:
        raise NoScreenError(told["error"], told["hint"])
    return {name: str(value) for name, value in told.items()}
