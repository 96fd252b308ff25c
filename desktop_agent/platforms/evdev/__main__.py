"""Starts the helper, by `python3 -I -S` and the folder where packaging/evdev/install.sh has put this package."""

from __future__ import annotations

import argparse
import os
import re
import socket
from functools import partial
from pathlib import Path

from desktop_agent.platforms.evdev.devices import DEVICES, SYSFS, InputDevices
from desktop_agent.platforms.evdev.server import EvdevServer
from desktop_agent.platforms.evdev.words import SOCKET

_GIVEN = 3  # the first descriptor that systemd gives
_MOST_WAITING = 8
SEAT_FILE = Path("/run/systemd/seats/seat0")
_ACTIVE = re.compile(r"^ACTIVE_UID=([0-9]{1,10})$", re.MULTILINE)


def main() -> None:
    """Serve until nobody needs it."""
    options = _options().parse_args()
    active = partial(active_user, options.seat) if options.user is None else lambda: int(options.user)
    devices = InputDevices(options.devices, options.sysfs)
    EvdevServer(_listener(options.socket), devices, active, options.idle).run()


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="desktop-agent-evdev", description="Reports that a person is present.")
    options.add_argument("--socket", default=SOCKET, help="where to listen, unless systemd provides a socket")
    options.add_argument("--devices", type=Path, default=DEVICES, help="the folder of the devices")
    options.add_argument("--sysfs", type=Path, default=SYSFS, help="where the kernel describes them")
    options.add_argument("--seat", type=Path, default=SEAT_FILE, help="where the login service says who is logged in")
    options.add_argument("--user", type=int, help="the one user to serve, if there is no login service")
    options.add_argument(
        "--idle", type=float, default=30.0, metavar="S", help="end after so many seconds without a client"
    )
    return options


def _listener(path: str) -> socket.socket:
    """Return the socket that systemd gives; else a new one, open to all: who may stay is looked at one by one."""
    if os.environ.get("LISTEN_PID") == str(os.getpid()):
        return socket.socket(fileno=_GIVEN)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    Path(path).unlink(missing_ok=True)
    listener.bind(path)
    Path(path).chmod(0o666)
    listener.listen(_MOST_WAITING)
    return listener


def active_user(seat_file: Path = SEAT_FILE) -> int | None:
    """Return the user at the screen; None when nobody is, or where the file is not there."""
    try:
        found = _ACTIVE.search(seat_file.read_text("ascii", "replace"))
    except OSError:
        return None
    return int(found[1]) if found else None


if __name__ == "__main__":
    main()
