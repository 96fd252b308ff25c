"""Keeps a desktop session: starts Xvfb, a session bus and a desktop environment, and ends them when its stdin closes.

`python -m` this module ENVIRONMENT WIDTHxHEIGHT (`session.py`). One line of JSON on stdout has the variables
by which programs find the session, or says what is missing.
"""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import serve, start_bus, start_program
from desktop_agent.desk.display.servers import write_cookie
from tests.fakes.waiting import wait_until
from tests.sessions.environments import ENVIRONMENTS, Environment

# Muffin and KWin reckon with the times of a mode, and Xvfb's own has none.
_MODES = {
    "1280x800": "83.50 1280 1352 1480 1680 800 803 809 831",
    "2560x1600": "348.50 2560 2760 3032 3504 1600 1603 1609 1658",
}
_LOGGED_IN = ("DISPLAY", "XAUTHORITY", "HOME", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE",
              "DBUS_SESSION_BUS_ADDRESS")  # fmt: skip


def main(name: str, size: str) -> int:
    """Serve one session until stdin closes; return 0, or 1 when it could not start."""
    return serve(lambda folder, ending: _start(ENVIRONMENTS[name], size, folder, ending))


def _start(environment: Environment, size: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    home, runtime = folder / "home", folder / "runtime"
    for own in (home, runtime):
        own.mkdir(mode=0o700)
    os.chdir(home)
    os.environ.update({"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "XAUTHORITY": str(folder / "xauthority")})
    os.environ.update({"XDG_CURRENT_DESKTOP": environment.desktop, "XDG_SESSION_TYPE": "x11"})
    write_cookie(folder / "xauthority")
    os.environ["DISPLAY"] = _start_xvfb(size, folder, ending)
    start_bus(runtime, ending)
    for words in (f"--newmode desk {_MODES[size]}", "--addmode screen desk", "--output screen --mode desk"):
        subprocess.run(["xrandr", *words.split()], check=True)
    _answer_what_is_asked_once(home)
    log = folder / "session.log"
    session = start_program(["sh", "-c", environment.command], log, ending)
    wait_until(lambda: session.has_ended or _is_there(environment), "the session")
    if session.has_ended:
        raise NoScreenError(log.read_text(errors="replace")[-2000:], "Look at its log.")
    return {name: os.environ[name] for name in _LOGGED_IN}


def _start_xvfb(size: str, folder: Path, ending: ExitStack) -> str:
    """Start the server, with OpenGL: without it some of these desktops draw nothing."""
    read_end, write_end = os.pipe()
    options = ("-nolisten", "tcp", "-dpi", "96", "-noreset", "-auth", str(folder / "xauthority"))
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", *options]
    start_program(command, folder / "xvfb.log", ending, keep=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        return f":{answer.readline().strip()}"


def _answer_what_is_asked_once(home: Path) -> None:
    """Write what somebody has answered at the first login: keep i3's usual keys; the window manager under LXQt."""
    i3, lxqt = home / ".config/i3", home / ".config/lxqt"
    for folder in (i3, lxqt):
        folder.mkdir(parents=True)
    if Path("/etc/i3/config").exists():
        shutil.copy("/etc/i3/config", i3)
    (lxqt / "session.conf").write_text("[General]\nwindow_manager=openbox\n")


def _is_there(environment: Environment) -> bool:
    """Say whether windows are managed, and the panel is shown."""
    managed = "window id" in _said("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
    panel = environment.panel
    return managed and (not panel or bool(_said("xdotool", "search", "--onlyvisible", "--class", panel)))


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
