"""Keeps a private X display: starts Xvfb, a session bus and a window manager, and ends them when its stdin closes.

Run by `private_display.py` as `python -m … WIDTHxHEIGHT`. One line of JSON on stdout says where the display is, or what
is missing. It is a process of its own for two reasons: it outlives a killed parent just long enough to clean up, and
Xlib takes the cookie from this process's environment, which is nobody else's.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.demo.private_display_look import BACKGROUND, OPENBOX, OPENBOX_THEME
from desktop_agent.offline.child_process import ChildProcess

INSTALL = "sudo apt-get install -y xvfb openbox"
END_WITHIN_S = 3.0
_FAMILY_LOCAL, _FAMILY_WILD = 256, 65535
_WINDOW_MANAGERS = (
    ("openbox", "--sm-disable", "--config-file"),
    ("xfwm4", "--compositor=off"),
    ("marco", "--no-composite", "--sm-disable"),
    ("metacity", "--no-composite", "--sm-disable"),
    ("icewm",),
    ("jwm",),
    ("fluxbox",),
)
_ACCESSIBILITY_ON = (
    *("dbus-send", "--session", "--print-reply", "--reply-timeout=5000", "--dest=org.a11y.Bus", "/org/a11y/bus"),
    *("org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", "string:IsEnabled", "variant:boolean:true"),
)


def main(size: str) -> int:
    """Serve one display of `size` ("1280x800") until stdin closes; return 0, or 1 when it could not start."""
    signal.signal(signal.SIGTERM, _leave)
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="desktop-agent-")))
        try:
            told = _start(size, folder, ending)
        except NoScreenError as error:
            print(json.dumps({"error": error.message, "hint": error.hint}), flush=True)
            return 1
        print(json.dumps(told), flush=True)
        sys.stdin.buffer.read()
    return 0


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def _start(size: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    cookie = _write_cookie(folder)
    display = _start_xvfb(size, folder, ending)
    os.environ.update({"DISPLAY": display, "XAUTHORITY": str(cookie), "XDG_RUNTIME_DIR": str(folder)})
    # Themes are looked for under the data folder; settings of the person's own desktop are left alone.
    os.environ.update({"XDG_DATA_HOME": str(folder), "GSETTINGS_BACKEND": "memory"})
    bus = _start_bus(folder, ending)
    window_manager = _start_window_manager(folder, ending)
    told = {"display": display, "xauthority": str(cookie), "folder": str(folder), "bus": bus}
    return {**told, "window_manager": window_manager}


def _write_cookie(folder: Path) -> Path:
    """Write an authority file for every display number; python-xlib looks for the entry with our host's name."""
    cookie = secrets.token_bytes(16)
    entries = ((_FAMILY_LOCAL, socket.gethostname().encode()), (_FAMILY_WILD, b""))
    parts = ((host, b"", b"MIT-MAGIC-COOKIE-1", cookie) for _, host in entries)
    blocks = (b"".join(struct.pack(">H", len(part)) + part for part in block) for block in parts)
    path = folder / "xauthority"
    path.touch(mode=0o600)
    path.write_bytes(
        b"".join(struct.pack(">H", family) + block for (family, _), block in zip(entries, blocks, strict=True))
    )
    return path


def _start_xvfb(size: str, folder: Path, ending: ExitStack) -> str:
    if shutil.which("Xvfb") is None:
        message = "A private display needs Xvfb, which is not installed."
        raise NoScreenError(message, f"Run: {INSTALL}")
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-dpi", "96"]
    log = folder / "xvfb.log"
    _spawn([*command, "-noreset", "-auth", str(folder / "xauthority")], log, ending, keep=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end, "rb") as told:
        number = told.readline().strip()
    if not number:
        message = f"Xvfb did not start: {_reason(log)}."
        raise NoScreenError(message, "See to it that /tmp can be written and that memory is free, then try again.")
    return f":{number.decode()}"


def _reason(log: Path) -> str:
    """Return the first thing that the X server calls an error; it puts each of its words on a marked line."""
    lines = (line.removeprefix("(EE)").strip(" .") for line in log.read_text(errors="replace").splitlines())
    said = [line for line in lines if line and not line.startswith(("Fatal server error", "_XSERV"))]
    return said[0] if said else "it gave no reason"


def _start_bus(folder: Path, ending: ExitStack) -> str:
    """Start a session bus with accessibility on; return its address, or "" where the programs for it are missing."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    if not (shutil.which("dbus-daemon") and shutil.which("dbus-send")):
        return ""
    address = f"unix:path={folder}/bus"
    bus = _spawn(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"],
        folder / "bus.log", ending, listens=True,
    )  # fmt: skip
    if not bus.output.readline():
        return ""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    with (folder / "bus.log").open("ab") as log:
        answer = subprocess.run(_ACCESSIBILITY_ON, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    return address if answer.returncode == 0 else ""


def _start_window_manager(folder: Path, ending: ExitStack) -> str:
    config = _write_openbox(folder)
    for name, *options in _WINDOW_MANAGERS:
        if shutil.which(name) is not None:
            last = [str(config)] if "--config-file" in options else []
            process = _spawn([name, *options, *last], folder / "window-manager.log", ending)
            _dress(process)
            return name
    message = "A private display needs a small window manager, and none is installed."
    raise NoScreenError(message, f"Run: {INSTALL}")


def _write_openbox(folder: Path) -> Path:
    theme = folder / "themes" / "desktop-agent" / "openbox-3"
    theme.mkdir(parents=True)
    (theme / "themerc").write_text(OPENBOX_THEME)
    config = folder / "openbox.xml"
    config.write_text(OPENBOX)
    return config


def _dress(window_manager: ChildProcess) -> None:
    """Paint the background, then wait until the window manager says that it is in charge.

    Xlib is imported here, when the cookie is in the environment.
    """
    from desktop_agent.x11.connection import Connection
    from desktop_agent.x11.root_window import await_window_manager, paint

    connection = Connection(os.environ["DISPLAY"], NoScreenError, NoScreenError)
    paint(connection, int(BACKGROUND[1:], 16))
    if not await_window_manager(connection, lambda: window_manager.has_ended):
        message = "The window manager of the private display ended while it started."
        raise NoScreenError(message, f"Run: {INSTALL}")
    connection.close()


def _spawn(
    command: list[str], log: Path, ending: ExitStack, *, keep: tuple[int, ...] = (), listens: bool = False
) -> ChildProcess:
    """Start a program that ends when `ending` does; what it says goes to `log`, but for its output where we listen."""
    with log.open("ab") as file:
        output = subprocess.PIPE if listens else file
        process = ChildProcess(command, output=output, errors=file, pass_fds=keep)
    ending.callback(process.end, END_WITHIN_S)
    return process


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
