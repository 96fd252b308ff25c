"""Keeps a private X display: starts Xvfb, a session bus and a window manager, and ends them when its stdin closes.

Run by `private_display.py` as `python -m … WIDTHxHEIGHT`. One line of JSON on stdout says where the display is, or what
is missing. It is a process of its own so that it outlives a killed parent just long enough to clean up.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.display.kept_programs import START_WITHIN_S, serve, start_bus, start_program
from desktop_agent.desk.display.numbers import SOCKETS, lock_of, take_number
from desktop_agent.desk.display.servers import BACKGROUND, INSTALL, write_cookie, write_openbox, xvfb_command
from desktop_agent.platforms.x11.root_client import await_window_manager, paint

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
            number = take_number(numbers, os.getpid())
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
        reason = _reason(log)
    raise NoScreenError(
        Message("Xvfb didn't start: {reason}.", reason=reason),
        Message("Make sure /tmp is writable and there's free memory, then try again."),
    )


def _reason(log: Path) -> str:
    """Return the first thing that the X server calls an error, on lines that it marks."""
    lines = (line.replace("(EE)", "").strip(" .") for line in log.read_text(errors="replace").splitlines())
    reasons = (line for line in lines if line and not line.startswith(("Fatal server error", "_XSERV")))
    return next(reasons, "it gave no reason")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
