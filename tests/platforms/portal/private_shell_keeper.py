"""Keeps a private GNOME Shell with its portals: `python -m` this module. It ends when its stdin closes.

The shell wants a system bus with a logind: that is a bus of its own, with the one that python-dbusmock plays.
"""

import os
import subprocess
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import serve, start_program
from desktop_agent.runtime.desktop.desktop_services import names_on
from tests.fakes.desktops.private_mutter_keeper import (
    LEAVE_OVERVIEW,
    OFFERED,
    SOCKET,
    SYSTEM_BUS,
    move_into,
    start_services,
)
from tests.fakes.waiting import wait_until

_LIBEXEC = Path("/usr/libexec")
_PORTALS = ("xdg-desktop-portal-gnome", "xdg-desktop-portal")
_NAMES = ("org.freedesktop.impl.portal.desktop.gnome", "org.freedesktop.portal.Desktop")


def main() -> int:
    """Serve one session until stdin closes; return 0, or 1 when it could not start."""
    return serve(_start)


def _start(folder: Path, ending: ExitStack) -> dict[str, str]:
    move_into(folder)
    os.environ["XDG_CURRENT_DESKTOP"] = "GNOME"
    if not all((_LIBEXEC / one).exists() for one in _PORTALS):
        raise NoScreenError("GNOME's portal is missing.", "Install xdg-desktop-portal-gnome.")
    _start_system_bus(folder, ending)
    services = start_services(["gnome-shell"], folder, ending)
    command = ["gnome-shell", "--unsafe-mode", "--wayland", "--headless", "--no-x11", f"--wayland-display={SOCKET}"]
    shell = start_program([*command, "--virtual-monitor=1280x800"], folder / "shell.log", ending)
    offered = OFFERED | {"org.gnome.Shell"}
    wait_until(lambda: shell.has_ended or names_on("session") >= offered, "the shell")
    if shell.has_ended:
        raise NoScreenError(f"The shell did not start: {(folder / 'shell.log').read_text()[-300:]}", "Look at its log.")
    wait_until(_shows_windows, "the end of the overview that it begins with")
    os.environ["WAYLAND_DISPLAY"] = SOCKET
    for portal, name in zip(_PORTALS, _NAMES, strict=True):
        start_program([str(_LIBEXEC / portal)], folder / f"{portal}.log", ending)
        wait_until(partial(_is_named, name), name)
    return {"folder": str(folder), "socket": SOCKET, "pid": str(shell.pid), **services}


def _shows_windows() -> bool:
    """Have the shell leave its overview, in which keys go to its search; tell whether it has."""
    completed = subprocess.run(LEAVE_OVERVIEW, capture_output=True, text=True, check=False)
    return 'string "false"' in completed.stdout


def _is_named(name: str) -> bool:
    return name in names_on("session")


def _start_system_bus(folder: Path, ending: ExitStack) -> None:
    config = folder / "system.conf"
    config.write_text(SYSTEM_BUS.format(folder=folder))
    os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={folder}/system_bus"
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"]
    start_program(command, folder / "system_bus.log", ending)
    wait_until((folder / "system_bus").exists, "the system bus")
    mocked = ["/usr/bin/python3", "-m", "dbusmock", "--system", "--template", "logind"]
    logind = start_program(mocked, folder / "logind.log", ending)
    wait_until(lambda: logind.has_ended or "org.freedesktop.login1" in names_on("system"), "logind")
    if logind.has_ended:
        raise NoScreenError("python3-dbusmock is missing.", "Install it.")


if __name__ == "__main__":
    sys.exit(main())
