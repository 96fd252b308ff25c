"""What our displays are made of: their numbers and sockets, their servers' command lines, cookies and title bars.

Xvfb finds a number by itself (`-displayfd`), but then makes no lock, and sees another server only where both are in one
network namespace. Elsewhere, as in a container that shares `/tmp` with the desktop, it puts its socket in the place of
the other server's: of the person's own display, if that has the first number that it tries.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import struct
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from desktop_agent.platforms.x11.root_client import COOKIE_NAME

INSTALL = "sudo apt-get install -y xvfb openbox"
# Turns accessibility on, and starts the registry on its bus: Qt's programs look for one that runs, and start none.
_ASK = "dbus-send --print-reply --reply-timeout=5000"
_OF_BUS = "--session --dest=org.a11y.Bus /org/a11y/bus"
_TURN_ON = f"""
{_ASK} {_OF_BUS} org.freedesktop.DBus.Properties.Set string:org.a11y.Status string:IsEnabled \\
  variant:boolean:true || exit
set -- $(dbus-send --print-reply=literal --reply-timeout=5000 {_OF_BUS} org.a11y.Bus.GetAddress)
{_ASK} --bus="$1" --dest=org.freedesktop.DBus / \\
  org.freedesktop.DBus.StartServiceByName string:org.a11y.atspi.Registry uint32:0 || true
"""
ACCESSIBILITY_ON = ("sh", "-c", _TURN_ON)
# For programs on it: they see no other screen, and report the names of their controls.
DISPLAY_SETTINGS = {
    "QT_QPA_PLATFORM": "xcb",
    "GDK_BACKEND": "x11",
    "XDG_SESSION_TYPE": "x11",
    "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    "LIBGL_ALWAYS_SOFTWARE": "1",
}
_FAMILY_LOCAL = 256
_FAMILY_WILD = 65535
BACKGROUND = 0x39485C
# What is left out here openbox fills with its own defaults: no desktop menu, no desktop switching by wheel.
_CONFIG = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <theme><name>desktop-agent</name><titleLayout>LIMC</titleLayout>
    <font place="ActiveWindow"><name>Inter</name><size>10</size><weight>Bold</weight></font>
    <font place="InactiveWindow"><name>Inter</name><size>10</size><weight>Normal</weight></font>
  </theme>
  <desktops><number>1</number><popupTime>0</popupTime></desktops>
  <resize><popupShow>Never</popupShow></resize>
{more}</openbox_config>
"""
_THEME = """
border.width: 1
padding.width: 8
padding.height: 5
window.handle.width: 0
window.client.padding.width: 0
window.*.border.color: #10141c
window.*.title.separator.color: #10141c
window.active.title.bg: flat solid
window.active.title.bg.color: #222b3a
window.inactive.title.bg: flat solid
window.inactive.title.bg.color: #2f394a
window.*.label.bg: parentrelative
window.active.label.text.color: #f4f5f7
window.inactive.label.text.color: #aab2bf
window.label.text.justify: left
window.*.button.*.bg: parentrelative
window.active.button.*.image.color: #f4f5f7
window.inactive.button.*.image.color: #aab2bf
menu.items.bg: flat solid
menu.items.bg.color: #ffffff
osd.bg: flat solid
osd.bg.color: #ffffff
"""


def xvfb_command(size: str, cookie: Path, *more: str) -> list[str]:
    """Return how to start the server; without `-noreset` the first client that leaves would restart it.

    GLX would take most of its time to start and of its memory, and let programs reach all of Mesa inside of it. What
    draws by OpenGL does that by EGL, in its own process.
    """
    fixed = ("-nolisten", "tcp", "-dpi", "96", "-noreset", "-extension", "GLX", "-auth", str(cookie))
    return ["Xvfb", *more, "-screen", "0", f"{size}x24", *fixed]


def bus_command(*more: str) -> list[str]:
    """Return how to start the session bus, which prints its address."""
    return ["dbus-daemon", "--nofork", "--nopidfile", "--print-address=1", *more]


def write_cookie(path: Path) -> bytes:
    """Write an authority file for every display number, and return its cookie.

    python-xlib looks for the entry with our host's name.
    """
    cookie = secrets.token_bytes(16)
    entries = ((_FAMILY_LOCAL, socket.gethostname().encode()), (_FAMILY_WILD, b""))
    parts = ((host, b"", COOKIE_NAME, cookie) for _, host in entries)
    blocks = (b"".join(struct.pack(">H", len(part)) + part for part in block) for block in parts)
    path.touch(mode=0o600)
    path.write_bytes(
        b"".join(struct.pack(">H", family) + block for (family, _), block in zip(entries, blocks, strict=True))
    )
    return cookie


def write_openbox(folder: Path, more: str = "") -> Path:
    """Write the theme under a data folder (`XDG_DATA_HOME`) and the configuration beside it; return the latter.

    `more` is XML that goes into the configuration.
    """
    theme = folder / "themes" / "desktop-agent" / "openbox-3"
    theme.mkdir(parents=True)
    (theme / "themerc").write_text(_THEME)
    config = folder / "openbox.xml"
    config.write_text(_CONFIG.format(more=more))
    return config


SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server has it
_MEMORY = Path("/dev/shm")  # noqa: S108 - only folders with names of their own are made there
_LONGEST_PARENT = 40  # bytes; a socket's path may have 108, and programs make some in folders of their own


def temporary_parent() -> Path:
    """Return the folder for temporary files; where it is too deep for sockets, what `memory_parent` returns."""
    usual = Path(tempfile.gettempdir())
    return usual if _has_room(usual) else memory_parent(os.environ)


def memory_parent(environment: Mapping[str, str]) -> Path:
    """Return a folder in memory that has room for sockets; the folder for temporary files if there is none."""
    own = Path(environment.get("XDG_RUNTIME_DIR") or "/nowhere")
    return next(filter(_has_room, (own, _MEMORY)), Path(tempfile.gettempdir()))


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK) and len(os.fsencode(folder)) < _LONGEST_PARENT


def lock_number(numbers: Iterable[int], owner: int, sockets: Path = SOCKETS) -> int:
    """Lock the first number that is free for the process `owner`, and return it; OSError when there is none."""
    with contextlib.suppress(OSError):
        sockets.mkdir(mode=0o1777)
        sockets.chmod(0o1777)
    for number in numbers:
        if is_taken(number, sockets) or not _is_free(sockets / f"X{number}"):
            continue
        try:
            fd = os.open(lock_of(number, sockets), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o444)
        except FileExistsError:
            continue
        with os.fdopen(fd, "w") as lock:
            lock.write(f"{owner:10d}\n")
        return number
    raise OSError(errno.EADDRINUSE, "no number for a display is free")


def lock_of(number: int, sockets: Path = SOCKETS) -> Path:
    """Return the file that says that a number is taken, and by which process."""
    return sockets.parent / f".X{number}-lock"


def is_taken(number: int, sockets: Path = SOCKETS) -> bool:
    """Return whether a lock names a living process; a stale one is removed, as an X server would."""
    lock = lock_of(number, sockets)
    owner = locking_process(lock)
    if owner is None:
        return os.path.lexists(lock)
    if is_alive(owner):
        return True
    with contextlib.suppress(OSError):
        lock.unlink()
    return os.path.lexists(lock)


def locking_process(file: Path) -> int | None:
    """Return the process that a lock names; None where there is no lock, or no number in it."""
    with contextlib.suppress(OSError, ValueError):
        return int(file.read_text())
    return None


def is_alive(pid: int) -> bool:
    """Return whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_free(path: Path) -> bool:
    """Return whether nothing is in the place of a socket; one that a server has left there is removed."""
    with contextlib.suppress(OSError):
        if path.is_socket():
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(0)
                if client.connect_ex(os.fspath(path)) == errno.ECONNREFUSED:
                    path.unlink()
    return not os.path.lexists(path) and not _has_abstract_socket(path)


def _has_abstract_socket(path: Path) -> bool:
    """Return whether a server of another `/tmp` in this network has that name as an abstract socket."""
    if sys.platform != "linux":
        return False
    with socket.socket(socket.AF_UNIX) as server:
        try:
            server.bind(f"\0{path}")
        except OSError:
            return True
    return False
