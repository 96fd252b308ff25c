"""Keeps a whole Wayland session, headless, until its stdin closes: `python -m` this module LOGIN, JSON of a `Login`.

PipeWire, a session bus with accessibility on, a private system bus with the logind and display manager that
python-dbusmock plays, the desktop, and the desktop's own portals. One line of JSON on stdout has the variables by which
programs find the session, or says what is missing.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import serve, start_program
from desktop_agent.lib.dbus import DAEMON
from desktop_agent.runtime.desktop.desktop_services import Bus, ask_bus, property_of
from tests.fakes.desktops.private_mutter_keeper import LEAVE_OVERVIEW, OFFERED, SYSTEM_BUS, start_services
from tests.fakes.processes import find
from tests.fakes.waiting import wait_until
from tests.sessions.keeper import keep_orphans

SIZE = (1280, 800)
_PORTAL = "org.freedesktop.portal.Desktop"
_WITH_REMOTE_DESKTOP = {"gnome", "kde"}
_DEVICES = (_PORTAL, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.RemoteDesktop", "AvailableDeviceTypes")
_LIBEXEC = (Path("/usr/libexec"), Path("/usr/lib/x86_64-linux-gnu/libexec"))
_COMM_LENGTH = 15
# GNOME Shell locks no screen where there is no GDM.
_GDM = ("org.gnome.DisplayManager", "/org/gnome/DisplayManager/Manager", "org.gnome.DisplayManager.Manager")
_FILES = (("XAUTHORITY", ".mutter-Xwaylandauth.*"), ("XAUTHORITY", "xauth_*"), ("SWAYSOCK", "sway-ipc.*"))
_WLROOTS = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
_SWAY = """\
default_border none
bar swaybar_command waybar
exec mako
"""


@dataclass(frozen=True, slots=True)
class Login:
    """What is logged into: a desktop, and its monitors from left to right."""

    desktop: str
    monitors: tuple[tuple[int, int], ...] = (SIZE,)


@dataclass(frozen=True, slots=True)
class Desktop:
    """How a desktop is started."""

    name: str
    title: str  # XDG_CURRENT_DESKTOP
    program: str
    portal: str  # its own
    command: Callable[[Login, Path], list[str]]
    variables: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()  # what it has on the session bus once it is there
    beside: tuple[str, ...] = ()  # what is started once it is there


def main(login: str) -> int:
    """Serve one session until stdin closes; return 0, or 1 when it could not start."""
    return serve(lambda folder, ending: _start(Login(**json.loads(login)), folder, ending))


def _start(login: Login, folder: Path, ending: ExitStack) -> dict[str, str]:
    desktop = DESKTOPS[login.desktop]
    keep_orphans(ending)
    _settle(desktop, len(login.monitors), folder)
    start_system_bus(folder, ending)
    bus = start_services([desktop.program], folder, ending)["bus"]
    _set_up(desktop, folder)
    log = folder / "desktop.log"
    running = start_program(desktop.command(login, folder), log, ending)
    wait_until(lambda: running.has_ended or _is_there(desktop, folder), desktop.name)
    if running.has_ended:
        raise NoScreenError(f"{desktop.name} did not start: {log.read_text(errors='replace')[-500:]}", "See its log.")
    os.environ |= _screen(folder, log)
    if desktop.name == "gnome":
        wait_until(_shows_windows, "the end of the overview that it begins with")
    if desktop.name == "labwc":
        _arrange(login)
    for program in desktop.beside:
        start_program([_found(program)], folder / f"{program}.log", ending)
    tell = ("dbus-update-activation-environment", "WAYLAND_DISPLAY", "DISPLAY", "XAUTHORITY", "XDG_CURRENT_DESKTOP")
    subprocess.run([one for one in tell if one in os.environ or one == tell[0]], check=True)
    start_portals(desktop.portal, folder, ending)
    reported = ("DISPLAY", "HOME", "SWAYSOCK", "WAYLAND_DISPLAY", "XAUTHORITY")
    facts = {name: value for name, value in os.environ.items() if name in reported or name.startswith(("XDG_", "KDE_"))}
    buses = {"DBUS_SESSION_BUS_ADDRESS": bus, "DBUS_SYSTEM_BUS_ADDRESS": os.environ["DBUS_SYSTEM_BUS_ADDRESS"]}
    return facts | buses | {"pid": str(running.pid)}


def _settle(desktop: Desktop, monitors: int, folder: Path) -> None:
    """Move this process, and all that it starts, into a home and a desktop of their own."""
    for name in ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "SWAYSOCK", "GNOME_SETUP_DISPLAY"):
        os.environ.pop(name, None)
    home = folder / "home"
    home.mkdir()
    own = {"HOME": str(home), "XDG_RUNTIME_DIR": str(folder), "XDG_CURRENT_DESKTOP": desktop.title}
    fixed = {"XDG_SESSION_TYPE": "wayland", "XDG_SESSION_ID": "c1", "LIBGL_ALWAYS_SOFTWARE": "1"}
    os.environ |= own | fixed | dict(desktop.variables) | {"WLR_HEADLESS_OUTPUTS": str(monitors)}


def _set_up(desktop: Desktop, folder: Path) -> None:
    """Add the program to the desktop, as a person does once before they log in again."""
    command = [
        sys.executable,
        "-m",
        "desktop_agent",
        "setup",
        *(("--gnome-windows",) if desktop.name == "gnome" else ()),
    ]
    own = os.environ | {"DESKTOP_AGENT_HOME": str(folder / "home" / "agent")}
    subprocess.run(command, env=own, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


def start_system_bus(folder: Path, ending: ExitStack) -> None:
    """Start a system bus of its own, with a logind and a session of ours, and the display manager of GNOME."""
    config = folder / "system.conf"
    config.write_text(SYSTEM_BUS.format(folder=folder))
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder}/system_bus"
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"]
    start_program(command, folder / "system_bus.log", ending)
    wait_until((folder / "system_bus").exists, "the system bus")
    for played, name in ((("--template", "logind"), "org.freedesktop.login1"), (_GDM, _GDM[0])):
        mocked = ["/usr/bin/python3", "-m", "dbusmock", "--system", *played]
        start_program(mocked, folder / f"{name}.log", ending)
        wait_until(partial(_is_named, name, "system"), f"{name}, which python3-dbusmock plays")
    logind = ("org.freedesktop.login1", "/org/freedesktop/login1")
    _play(*logind, "AddSession", "c1", "seat0", str(os.getuid()), "me", "true")
    # Its own raises a TypeError.
    user = "ret = f'/org/freedesktop/login1/user/{args[0]}'"
    _play(*logind, "AddMethod", "org.freedesktop.login1.Manager", "GetUser", "u", "o", user)
    _play(_GDM[0], _GDM[1], "AddProperty", _GDM[2], "Version", "<'48.0'>")


def _play(name: str, path: str, member: str, *words: str) -> None:
    call = ("gdbus", "call", "--system", "-d", name, "-o", path, "-m", f"org.freedesktop.DBus.Mock.{member}", *words)
    subprocess.run(call, stdout=subprocess.DEVNULL, check=True)


def _is_there(desktop: Desktop, folder: Path) -> bool:
    return bool(_sockets(folder)) and owned("session") >= desktop.names


def _sockets(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("wayland-[0-9]*") if path.suffix != ".lock")


def _screen(folder: Path, log: Path) -> dict[str, str]:
    """Return what a desktop tells its programs of its displays."""
    screen = {"WAYLAND_DISPLAY": _sockets(folder)[0]}
    if shown := re.search(r"public X11 display (:\d+)", log.read_text(errors="replace")):
        screen["DISPLAY"] = shown[1]
    elif numbers := sorted(Path("/tmp/.X11-unix").glob("X*")):
        screen["DISPLAY"] = f":{numbers[-1].name[1:]}"
    for name, pattern in _FILES:
        if file := next(folder.glob(pattern), None):
            screen[name] = str(file)
    return screen


def _shows_windows() -> bool:
    """Have the shell leave its overview, in which keys go to its search; tell whether it has."""
    completed = subprocess.run(LEAVE_OVERVIEW, capture_output=True, text=True, check=False)
    return 'string "false"' in completed.stdout


def start_portals(own: str, folder: Path, ending: ExitStack) -> None:
    """Start a desktop's portal, then the common one, anew: one that came before the desktop has given up for good."""

    def started() -> bool:
        names = ("xdg-desktop-portal", f"xdg-desktop-portal-{own}")
        for pid in {pid for name in names for pid in find(name=name[:_COMM_LENGTH])}:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for program, name in ((names[1], f"org.freedesktop.impl.portal.desktop.{own}"), (names[0], _PORTAL)):
            with suppress(AssertionError):  # a program of the desktop may have had the bus start another by now
                wait_until(partial(_is_free, name), within_s=2)
                start_program([_found(program)], folder / f"{program}.log", ending)
            wait_until(partial(_is_named, name), name)
        return own not in _WITH_REMOTE_DESKTOP or bool(property_of("session", *_DEVICES))

    wait_until(started, f"the portal of {own}")


def _is_named(name: str, bus: Bus = "session") -> bool:
    return name in owned(bus)


def _is_free(name: str) -> bool:
    return not _is_named(name)


def owned(bus: Bus) -> set[str]:
    """Return the names that programs on a bus have; those that it could start a program for are no sign of one."""
    names = ask_bus(bus, DAEMON, "ListNames").value
    return set(names) if isinstance(names, list) else set()


def _found(program: str) -> str:
    """Return the path of a program that may be for other programs alone."""
    places = (str(folder / program) for folder in _LIBEXEC if (folder / program).exists())
    if found := next(places, None) or shutil.which(program):
        return found
    raise NoScreenError(f"{program} is missing.", "Run: sh packaging/setup.sh wayland")


def _gnome(login: Login, _folder: Path) -> list[str]:
    monitors = [f"--virtual-monitor={width}x{height}" for width, height in login.monitors]
    return ["gnome-shell", "--unsafe-mode", "--wayland", "--headless", *monitors]


def _kde(login: Login, folder: Path) -> list[str]:
    # The packaged program has a file capability that a container refuses; a copy has none.
    copy = shutil.copyfile(_found("kwin_wayland"), folder / "kwin_wayland")
    copy.chmod(0o700)
    (width, height), *_ = login.monitors
    size = ["--width", str(width), "--height", str(height), "--output-count", str(len(login.monitors))]
    return [str(copy), "--virtual", *size, "--xwayland"]


def _labwc(_login: Login, folder: Path) -> list[str]:
    (folder / "labwc").mkdir()
    (folder / "labwc" / "autostart").write_text("waybar &\nmako &\n")
    return ["labwc", "-C", str(folder / "labwc")]


def _arrange(login: Login) -> None:
    """Give monitors that have a size of their own the one that is wanted."""
    left = 0
    for number, (width, height) in enumerate(login.monitors, 1):
        monitor = ("--output", f"HEADLESS-{number}", "--custom-mode", f"{width}x{height}@60Hz", "--pos", f"{left},0")
        subprocess.run(["wlr-randr", *monitor], check=True)
        left += width


def _sway(login: Login, folder: Path) -> list[str]:
    config = folder / "sway.conf"
    left = 0
    lines = [_SWAY]
    for number, (width, height) in enumerate(login.monitors, 1):
        lines.append(f"output HEADLESS-{number} mode --custom {width}x{height}@60Hz position {left},0\n")
        left += width
    config.write_text("".join(lines))
    return ["sway", "-c", str(config)]


_ALL = (
    Desktop("gnome", "GNOME", "gnome-shell", "gnome", _gnome, names=frozenset(OFFERED | {"org.gnome.Shell"})),
    Desktop(
        "kde", "KDE", "kwin_wayland", "kde", _kde,
        {"KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "6", "XDG_MENU_PREFIX": "plasma-"},
        frozenset({"org.kde.KWin"}), ("kded6", "kglobalacceld", "plasmashell"),
    ),
    Desktop("labwc", "labwc:wlroots", "labwc", "wlr", _labwc, _WLROOTS),
    Desktop("sway", "sway", "sway", "wlr", _sway, _WLROOTS),
)  # fmt: skip
DESKTOPS: Mapping[str, Desktop] = MappingProxyType({one.name: one for one in _ALL})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
