"""Keeps a desktop session: starts Xvfb, a session bus and a desktop environment, and ends them when its stdin closes.

`python -m` this module LOGIN, which is JSON (`Login`). One line of JSON on stdout has the variables by which programs
find the session, or says what is missing.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import serve, start_bus, start_program
from desktop_agent.desk.display.servers import write_cookie
from tests.fakes.processes import family
from tests.fakes.programs.apps import root_property
from tests.fakes.waiting import wait_until
from tests.sessions.environments import ENVIRONMENTS, Environment

# Muffin and KWin reckon with the times of a mode, and Xvfb's own has none.
_MODES = {
    "1280x800": "83.50 1280 1352 1480 1680 800 803 809 831",
    "2560x800": "169.25 2560 2704 2968 3376 800 803 813 831",
}
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_LOGGED_IN = ("DISPLAY", "XAUTHORITY", "HOME", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE",
              "DBUS_SESSION_BUS_ADDRESS")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Login:
    """What is logged into: an environment on a screen, by somebody who has a home already."""

    environment: str
    size: tuple[int, int]
    skeleton: str = ""  # a folder that is copied into the home
    commands: tuple[str, ...] = ()  # for a shell on the session's bus, before the desktop starts
    monitors: tuple[tuple[int, int, int, int], ...] = ()  # the parts of the screen, as left, top, width, height


def main(login: str) -> int:
    """Serve one session until stdin closes; return 0, or 1 when it could not start."""
    return serve(lambda folder, ending: _start(Login(**json.loads(login)), folder, ending))


def _start(login: Login, folder: Path, ending: ExitStack) -> dict[str, str]:
    keep_orphans(ending)
    environment = ENVIRONMENTS[login.environment]
    size = "x".join(map(str, login.size))
    home = folder / "home"
    runtime = folder / "runtime"
    for own in (home, runtime):
        own.mkdir(mode=0o700)
    os.chdir(home)
    os.environ.update({"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "XAUTHORITY": str(folder / "xauthority")})
    os.environ.update({"XDG_CURRENT_DESKTOP": environment.desktop, "XDG_SESSION_TYPE": "x11"})
    write_cookie(folder / "xauthority")
    os.environ["DISPLAY"] = _start_xvfb(size, folder, ending)
    _leave_out_savers_of_others(environment, runtime / "dbus-1/services")
    start_bus(runtime, ending)
    modes = (f"--newmode desk {_MODES[size]}", "--addmode screen desk", "--output screen --mode desk")
    for words in (*(mode.split() for mode in modes), *_monitors(login)):
        subprocess.run(["xrandr", *words], stdout=subprocess.DEVNULL, check=True)
    _answer_what_is_asked_once(home)
    if login.skeleton:
        shutil.copytree(login.skeleton, home, dirs_exist_ok=True)
    log = folder / "session.log"
    with log.open("ab") as text:
        for command in login.commands:
            subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=text, stderr=text, check=True)
    session = start_program(["sh", "-c", environment.command], log, ending)
    wait_until(lambda: session.has_ended or _is_there(environment), "the session")
    if session.has_ended:
        raise NoScreenError(log.read_text(errors="replace")[-2000:], "Look at its log.")
    return {name: os.environ[name] for name in _LOGGED_IN}


def _monitors(login: Login) -> Iterator[list[str]]:
    """Yield what makes monitors of parts of the one screen: their sizes in millimetres are those of 96 dpi."""
    for number, (left, top, width, height) in enumerate(login.monitors, 1):
        shape = f"{width}/{width * 254 // 960}x{height}/{height * 254 // 960}+{left}+{top}"
        yield ["--setmonitor", f"part-{number}", shape, "screen" if number == 1 else "none"]


def keep_orphans(ending: ExitStack) -> None:
    """Be the parent of what a desktop starts to outlive it, such as agents for keys, and end all that at the end."""

    def end_all() -> None:
        for left in family(os.getpid())[1:]:
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)

    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    ending.callback(end_all)


def _start_xvfb(size: str, folder: Path, ending: ExitStack) -> str:
    """Start the server, with OpenGL: without it some of these desktops draw nothing."""
    read_end, write_end = os.pipe()
    options = ("-nolisten", "tcp", "-dpi", "96", "-noreset", "-auth", str(folder / "xauthority"))
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{size}x24", *options]
    start_program(command, folder / "xvfb.log", ending, keep=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        return f":{answer.readline().strip()}"


def _leave_out_savers_of_others(environment: Environment, services: Path) -> None:
    """Have the bus start no screen saver of a desktop that is installed beside: some sessions ask for all they know."""
    services.mkdir(parents=True)
    for service in Path("/usr/share/dbus-1/services").glob("org.*.ScreenSaver.service"):
        if environment.name not in service.name:
            (services / service.name).write_text(f"[D-BUS Service]\nName={service.stem}\nExec=/bin/false\n")


def _answer_what_is_asked_once(home: Path) -> None:
    """Write what somebody has answered at the first login: keep i3's usual keys; the window manager under LXQt."""
    i3 = home / ".config/i3"
    lxqt = home / ".config/lxqt"
    for folder in (i3, lxqt):
        folder.mkdir(parents=True)
    if Path("/etc/i3/config").exists():
        shutil.copy("/etc/i3/config", i3)
    (lxqt / "session.conf").write_text("[General]\nwindow_manager=openbox\n")


def _is_there(environment: Environment) -> bool:
    """Say whether windows are managed, and the panel is shown."""
    managed = "window id" in root_property(os.environ, "_NET_SUPPORTING_WM_CHECK")
    panel = environment.panel
    shown = ["xdotool", "search", "--onlyvisible", "--class", panel]
    return managed and (not panel or bool(subprocess.run(shown, capture_output=True, check=False).stdout))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
