"""The folder shared by both sides of a desk: the sockets of its display and bus, its picture, and its cookie.

It lies in memory and has the same path inside and outside, so that addresses are valid on both sides (a path in the
desk's own folder would be too long for a socket). The display has one number on both sides: outside, a
lock as an X server makes it says that the number is taken, and a link leads to the socket.

What lies in a folder that is written inside may be turned there into a link to the person's own display or bus, and
a process outside would follow it. So the sockets and the picture have second names, made before any program is
started there, in a folder that is not seen inside; outside, only these are used.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.servers import (
    SOCKETS,
    is_alive,
    is_taken,
    lock_number,
    lock_of,
    locking_process,
    memory_parent,
)
from desktop_agent.desk.remove import remove_folder

PREFIX = "desktop-agent-desk-"
_PICTURE = "Xvfb_screen0"
_DISPLAY = "display"
_FIRST_NUMBER = 200
_LAST_NUMBER = 2000


@dataclass(frozen=True, slots=True)
class Wire:
    """The shared folder, and the number of the display."""

    folder: Path
    number: int

    @property
    def runtime(self) -> Path:
        """The runtime folder of everything inside, with the socket of the bus."""
        return self.folder / "run"

    @property
    def sockets(self) -> Path:
        """The folder with the display's socket."""
        return self.folder / "x11"

    @property
    def pictures(self) -> Path:
        """The folder with the display's picture, `Xvfb_screen0`."""
        return self.folder / "fb"

    @property
    def configuration(self) -> Path:
        """The folder with what is only read inside: the cookie, and the settings of the bus and the window manager."""
        return self.folder / "conf"

    @property
    def network(self) -> Path:
        """The folder with the socket that leads out."""
        return self.folder / "net"

    @property
    def way_out(self) -> Path:
        """The socket of the gateway, on which the desk's side hands its port over."""
        return self.network / "socket"

    @property
    def inlet(self) -> Path:
        """The program that does so."""
        return self.network / "inlet.py"

    @property
    def etc(self) -> Path:
        """The folder with what a desk has in `/etc` besides what is there."""
        return self.folder / "etc"

    @property
    def own(self) -> Path:
        """The folder that is not there inside, with second names for what the servers have made."""
        return self.folder / "own"

    @property
    def bus(self) -> Path:
        """The socket of the bus, for those outside."""
        return self.own / "bus"

    @property
    def picture(self) -> Path:
        """The display's picture, for those outside."""
        return self.own / _PICTURE

    @property
    def display(self) -> Path:
        """The socket of the display, for those outside."""
        return self.own / _DISPLAY

    @property
    def second_names(self) -> tuple[tuple[Path, Path], ...]:
        """The files of the servers, each with its second name for programs outside."""
        return (
            (self.sockets / f"X{self.number}", self.display),
            (self.runtime / "bus", self.bus),
            (self.pictures / _PICTURE, self.picture),
        )

    @property
    def links(self) -> tuple[Path, Path]:
        """The display's files outside: the link to its socket, and the lock of its number."""
        return SOCKETS / f"X{self.number}", lock_of(self.number)

    @property
    def cookie(self) -> Path:
        """The file that lets a program onto the display."""
        return self.configuration / "xauthority"


def open_wire(keeper: int) -> Wire:
    """Make the folder and lock a display number for the process `keeper`; OSError if that fails."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=memory_parent(os.environ)))
    try:
        for name in ("run", "x11", "fb", "conf", "own"):
            (folder / name).mkdir(mode=0o700)
        return Wire(folder, _lock_number(folder, keeper))
    except OSError:
        remove_folder(folder)
        raise


def close_wire(wire: Wire) -> None:
    """Release the display number and remove the folder, if no keeper does that."""
    for path in wire.links:
        with contextlib.suppress(OSError):
            path.unlink()
    remove_folder(wire.folder)


def sweep(environment: Mapping[str, str] = os.environ, sockets: Path = SOCKETS) -> None:
    """Remove links and folders of killed keepers: those of desks whose lock names no living process."""
    for link in sockets.glob("X*"):
        with contextlib.suppress(OSError):  # another desk that starts now may sweep, too
            target = str(link.readlink()) if link.is_symlink() else ""
            number = link.name[1:]
            if f"/{PREFIX}" in target and number.isdecimal() and not is_taken(int(number), sockets):
                link.unlink()
                lock_of(int(number), sockets).unlink(missing_ok=True)
    for folder in memory_parent(environment).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            owner = locking_process(folder / "keeper")
            if folder.stat().st_uid == os.geteuid() and owner is not None and not is_alive(owner):
                remove_folder(folder)


def _lock_number(folder: Path, keeper: int) -> int:
    (folder / "keeper").write_text(f"{keeper}\n")
    number = lock_number(range(_FIRST_NUMBER, _LAST_NUMBER), keeper)
    (SOCKETS / f"X{number}").symlink_to(folder / "own" / _DISPLAY)
    return number
