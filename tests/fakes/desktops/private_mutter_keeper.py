"""Keeps a private mutter: `python -m` this module WIDTHxHEIGHT, until its stdin closes (`kept_programs.py`)."""

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.kept_programs import serve, start_bus, start_program
from desktop_agent.runtime.desktop.desktop_services import names_on
from tests.fakes.waiting import wait_until

SOCKET = "mutter-0"
OFFERED = {"org.gnome.Mutter.RemoteDesktop", "org.gnome.Mutter.ScreenCast", "org.gnome.Mutter.DisplayConfig"}
# What a whole shell needs besides: to leave the overview in which it begins, and a system bus with everybody let in.
LEAVE_OVERVIEW = (
    *("dbus-send", "--session", "--print-reply", "--dest=org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell.Eval"),
    "string:let shut = !Main.layoutManager._startingUp; if (shut) Main.overview.hide(); !shut || Main.overview.visible",
)
SYSTEM_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/system_bus</listen><auth>EXTERNAL</auth>
<policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""
_NOT_INHERITED = ("DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "SWAYSOCK", "GNOME_SETUP_DISPLAY")


def main(size: str) -> int:
    return serve(lambda folder, ending: _start(size, folder, ending))


def _start(size: str, folder: Path, ending: ExitStack) -> dict[str, str]:
    move_into(folder)
    services = start_services(["mutter"], folder, ending)
    command = ["mutter", "--wayland", "--headless", "--no-x11", f"--wayland-display={SOCKET}"]
    mutter = start_program([*command, f"--virtual-monitor={size}"], folder / "mutter.log", ending)
    wait_until(lambda: mutter.has_ended or ((folder / SOCKET).exists() and names_on("session") >= OFFERED), "mutter")
    if mutter.has_ended:
        raise NoScreenError(f"Mutter did not start: {(folder / 'mutter.log').read_text()[-300:]}", "Look at its log.")
    return {"folder": str(folder), "socket": SOCKET, "pid": str(mutter.pid), **services}


def move_into(folder: Path) -> None:
    for name in _NOT_INHERITED:
        os.environ.pop(name, None)
    settings = {"XDG_SESSION_TYPE": "wayland", "GSETTINGS_BACKEND": "memory", "LIBGL_ALWAYS_SOFTWARE": "1"}
    places = {"XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": folder / "config", "XDG_STATE_HOME": folder / "state"}
    os.environ.update(settings | {name: str(place) for name, place in places.items()})


def start_services(programs: Sequence[str], folder: Path, ending: ExitStack) -> dict[str, str]:
    """Start a session bus and PipeWire; return the bus's address, and who links PipeWire's nodes.

    NoScreenError where a program is missing.
    """
    bus = start_bus(folder, ending)
    if not (bus and all(map(shutil.which, ("pipewire", "wireplumber", *programs)))):
        raise NoScreenError("A program of a private session is missing.", "Run: sh packaging/setup.sh test")
    start_program(["pipewire"], folder / "pipewire.log", ending)
    wait_until((folder / "pipewire-0").exists, "PipeWire's socket")
    manager = start_program(["wireplumber"], folder / "wireplumber.log", ending)
    return {"bus": bus, "manager": str(manager.pid)}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
