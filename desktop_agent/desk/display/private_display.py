"""A private X display to work on: an Xvfb with a window manager that only this program reaches, and that ends with it.

A keeper process (`python -m … WIDTHxHEIGHT`) owns the servers and lives as long as the pipe to it is open. One line of
JSON on its stdout says where the display is, or what is missing. So the display also goes away when this process is
killed outright, and nothing is left behind.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.kept_programs import (
    CLOSE_WITHIN_S,
    START_WITHIN_S,
    check_size,
    environment_on,
    serve,
    start_bus,
    start_keeper,
    start_program,
)
from desktop_agent.desk.display.servers import (
    BACKGROUND,
    DISPLAY_SETTINGS,
    INSTALL,
    SOCKETS,
    lock_number,
    lock_of,
    write_cookie,
    write_openbox,
    xvfb_command,
)
from desktop_agent.platforms.x11.root_client import await_window_manager, paint

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
        self._keeper, facts = start_keeper("desktop_agent.desk.display.private_display", f"{width}x{height}")
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


# Those of people's own displays begin at 0, those that ssh forwards at 10, those of side desks at 200.
_NUMBERS = range(100, 200)
# A server of another /tmp in this network has taken the number since it was seen to be free: the next one is tried.
_TAKEN = "Cannot establish any listening sockets"


def main(size: str) -> int:
    """Serve one display of `size` ("1280x800") until stdin closes; return 0, or 1 when it could not start."""
    return serve(lambda folder, ending: _start(size, folder, ending))


def _start(size: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    cookie = folder / "xauthority"
    secret = write_cookie(cookie)
    display = _start_xvfb(size, folder, ending)
    os.environ.update({"DISPLAY": display, "XAUTHORITY": str(cookie), "XDG_RUNTIME_DIR": str(folder)})
    # Themes are looked for under the data folder; settings of the person's own desktop are left alone.
    os.environ.update({"XDG_DATA_HOME": str(folder), "GSETTINGS_BACKEND": "memory"})
    facts = {"display": display, "xauthority": str(cookie), "folder": str(folder)}
    bus = start_bus(folder, ending)
    if shutil.which("openbox") is None:
        raise NoScreenError(
            Message("A private display needs a small window manager, but none is installed."),
            Message("Run: {command}", command=INSTALL),
        )
    config = write_openbox(folder)
    command = ["openbox", "--sm-disable", "--config-file", str(config)]
    manager = start_program(command, folder / "window-manager.log", ending)
    socket = str(SOCKETS / f"X{display[1:]}")
    paint(socket, secret, BACKGROUND)
    if not await_window_manager(socket, secret, START_WITHIN_S, lambda: manager.has_ended):
        raise NoScreenError(
            Message("The private display's window manager exited while starting."),
            Message("Run: {command}", command=INSTALL),
        )
    return facts | {"bus": bus}


def _start_xvfb(size: str, folder: Path, ending: ExitStack) -> str:
    if shutil.which("Xvfb") is None:
        raise NoScreenError(
            Message("A private display needs Xvfb, which isn't installed."), Message("Run: {command}", command=INSTALL)
        )
    numbers = iter(_NUMBERS)
    reason = ""
    while _TAKEN in reason or not reason:
        try:
            number = lock_number(numbers, os.getpid())
        except OSError as error:
            raise NoScreenError(
                Message("Xvfb didn't start: {reason}.", reason=error.strerror),
                Message("Make sure that /tmp is writable."),
            ) from error
        ending.callback(lock_of(number).unlink, missing_ok=True)
        read_end, write_end = os.pipe()
        command = xvfb_command(size, folder / "xauthority", f":{number}", "-displayfd", str(write_end))
        log = folder / f"xvfb-{number}.log"
        start_program(command, log, ending, keep=(write_end,))
        os.close(write_end)
        with os.fdopen(read_end, "rb") as answer:
            if answer.readline().strip():
                return f":{number}"
        reason = _first_error(log)
    raise NoScreenError(
        Message("Xvfb didn't start: {reason}.", reason=reason),
        Message("Make sure /tmp is writable and there's free memory, then try again."),
    )


def _first_error(log: Path) -> str:
    """Return the first thing that the X server calls an error, on lines that it marks."""
    lines = (line.replace("(EE)", "").strip(" .") for line in log.read_text(errors="replace").splitlines())
    reasons = (line for line in lines if line and not line.startswith(("Fatal server error", "_XSERV")))
    return next(reasons, "it gave no reason")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
