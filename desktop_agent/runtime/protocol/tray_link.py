"""The link of a run to the tray program, which watches the run, hides its windows, and may stop and pause it.

The run's client connects to the tray program's socket, and sends it the messages of a watcher (`messages.py`). The tray
cannot resume a run: that is decided where the run asks. No message is sent to a process of another user, or
accepted from it.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import os
import socket
import stat
import struct
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import Paused, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import Overlays
from desktop_agent.runtime.protocol.messages import Asking, Begun, Call, Channel, Pause, Reply, Stop

_SENT_WITHIN_US = 500_000  # by a tray program that answers; a run never waits longer for one that hangs
_WITHIN_S = 2.0  # for an answer of the tray program
# what `desktop-agent stop` says, and the answers
STOP = b"stop\n"
STOPPED = b"stopped\n"
IDLE = b"idle\n"
PAUSED = Message("You selected Pause in the tray or opened a Desktop Agent window.")


class Holdable(Protocol):
    """A run that can be held: `run.session.Session`."""

    def stop(self, by: StopSource) -> None:
        """Stop it; from any thread."""

    def pause(self, by: str, reason: str) -> None:
        """Make it wait; from any thread."""


def screen_name(environment: Mapping[str, str]) -> str:
    """Return the name of a screen, unique on this computer."""
    if name := environment.get("WAYLAND_DISPLAY", ""):
        return f"{environment.get('XDG_RUNTIME_DIR', '')}/{name}"
    return environment.get("DISPLAY", "")


def ask_tray(environment: Mapping[str, str], word: bytes) -> bytes:
    """Send one word to the tray program, and return its answer; empty where none runs, or it does not answer."""
    tray = _connected(environment)
    if tray is None:
        return b""
    with tray, suppress(OSError):
        tray.settimeout(_WITHIN_S)
        tray.sendall(word)
        return tray.recv(64)
    return b""


def tray_runs(environment: Mapping[str, str]) -> bool:
    """Return whether a tray program of this user listens."""
    tray = _connected(environment)
    if tray is None:
        return False
    tray.close()
    return True


class TrayLink:
    """A run's connection to the tray program; it does nothing where none runs, or it no longer answers."""

    def __init__(self, environment: Mapping[str, str] | None) -> None:
        """Connect to the tray program, if one runs; None: the run's screen has no person."""
        self._display = screen_name(environment or {})
        self._socket = None if environment is None else _connected(environment)
        self._channel: Channel | None = None
        if self._socket is not None:
            self._channel = Channel(self._socket.makefile("rb"), self._socket.makefile("wb"))
        self._numbers = itertools.count(1)
        self._aside = threading.Event()
        self._in_the_way = True  # until it has said otherwise

    def begin(self, task: str, run: Holdable) -> None:
        """Announce the run, and carry out the tray's messages from here on."""
        self._say(Begun(task, self._display))
        if self._channel is not None:
            threading.Thread(target=self._obey, args=(self._channel, run), name="tray-link", daemon=True).start()

    def __call__(self, stamped: Stamped) -> None:
        """Send an event."""
        self._in_the_way |= isinstance(stamped.event, Paused)  # the person may open a window meanwhile
        self._say(stamped)

    def asks(self, sentence: str | None) -> None:
        """Report that a question has opened, or that it has closed."""
        self._in_the_way = True  # as with a pause
        self._say(Asking(sentence is not None))

    def stand_aside(self) -> None:
        """Return once the tray's windows are hidden."""
        if self._channel is None or not self._in_the_way:
            return
        self._aside.clear()
        self._say(Call(next(self._numbers), "stand aside", ""))
        self._in_the_way = not self._aside.wait(_WITHIN_S)

    def aside(self, own: Overlays) -> Overlays:
        """Return the overlays of a run's own windows together with those of the tray program."""
        return own if self._channel is None else _TrayAside(self, own)

    def close(self) -> None:
        """End the connection: the run is over."""
        if self._socket is None or self._channel is None:
            return
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._channel.hang_up()
        self._socket.close()
        self._socket = None
        self._channel = None

    def _say(self, message: Begun | Stamped | Asking | Call) -> None:
        try:
            if self._channel is not None:
                self._channel.send(message)
        except (OSError, ValueError):  # it has ended, or hangs: the run goes on without it
            self.close()

    def _obey(self, channel: Channel, run: Holdable) -> None:
        """Carry out the allowed messages of a watcher, until it sends another one."""
        with suppress(EOFError):
            while True:
                match channel.receive():
                    case Stop():
                        run.stop("human")
                    case Pause():
                        run.pause("human", PAUSED)
                    case Reply():
                        self._aside.set()
                    case _:
                        return


class _TrayAside:
    """The run's `Overlays`: its own windows, and those of the tray program."""

    def __init__(self, link: TrayLink, own: Overlays) -> None:
        self._link = link
        self._own = own

    @property
    def frame(self) -> Rect | None:
        """Return the part of the desktop around which the run shows a frame."""
        return self._own.frame

    async def stand_aside(self) -> None:
        """Move the tray's ordinary windows and our own out of the way."""
        await asyncio.to_thread(self._link.stand_aside)
        await self._own.stand_aside()

    async def announce(self, act: Announcement) -> None:
        """Mark the target of the coming act."""
        await self._own.announce(act)

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:
        """Hide windows above the act's target; ScreenError when one stays. Return where others stay."""
        return await self._own.make_way(act)

    async def hide(self) -> bool:
        """Hide our own floating windows; ScreenError when they stay."""
        return await self._own.hide()

    def restore(self) -> None:
        """Show our own windows again; the tray's return when the run is over."""
        self._own.restore()


def _connected(environment: Mapping[str, str]) -> socket.socket | None:
    if not hasattr(socket, "AF_UNIX"):
        return None
    for path in socket_paths(places(environment).cache, environment):
        if tray := _connected_to(path):
            return tray
    return None


def _connected_to(path: Path) -> socket.socket | None:
    tray = socket.socket(socket.AF_UNIX)
    with suppress(OSError):
        tray.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, _SENT_WITHIN_US))
        tray.connect(str(path))
        if is_own(tray.fileno()):
            return tray
    tray.close()
    return None


_LONGEST = (
    90  # bytes of a path; the system takes 104 on macOS, 108 on Linux, and Qt makes a longer name beside it first
)
_CREDENTIALS = struct.Struct("@iII")  # Linux's ucred: process, user, group
# macOS, sys/un.h and sys/ucred.h: `struct xucred` begins with its version, which is 0, and the user.
_SOL_LOCAL = 0
_LOCAL_PEERCRED = 1
_XUCRED_BYTES = 76
_XUCRED = struct.Struct("@II")


TRAY_LOCK = "tray.lock"  # in the cache


def socket_name(cache: Path) -> str:
    """Return the name of the socket, unique to this user's program with these folders."""
    user = _user() if hasattr(os, "geteuid") else os.environ.get("USERNAME", "")
    return f"desktop-agent-{hashlib.sha256(f'{user} {cache}'.encode()).hexdigest()[:20]}"


def socket_paths(cache: Path, environment: Mapping[str, str], *, make: bool = False) -> Iterator[Path]:
    """Yield where the tray program with these folders may listen, the best first: in folders of this user alone.

    They are several, since a terminal need not have the environment that the tray program has. Who listens has the
    folders made that are the program's.
    """
    name = socket_name(cache)
    for folder in _folders(cache, environment):
        if make:
            with suppress(OSError):  # its name is taken: by us, or by another program
                folder.mkdir(mode=0o700)
        path = folder / name
        if len(os.fsencode(path)) <= _LONGEST and is_private(folder):
            yield path


def run_folder(cache: Path) -> Path:
    """Return the folder for the sockets of runs, the same for all processes of this user with these folders."""
    folder = cache / "run"
    is_short = len(os.fsencode(folder)) + len("/run-4194304-9999") <= _LONGEST
    return folder if is_short else Path(tempfile.gettempdir(), socket_name(cache))


def is_private(folder: Path) -> bool:
    """Return whether a folder belongs to this user, and no other user can create a name in it."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and status.st_uid == _user() and not status.st_mode & 0o077


def is_own(connection: int) -> bool:
    """Return whether the process at the other end of a connected local socket, a descriptor, is this user's.

    Where the system has no such sockets, any process that comes through the pipe is.
    """
    if not hasattr(os, "geteuid"):
        return True
    with suppress(OSError, struct.error), socket.socket(fileno=os.dup(connection)) as end:
        return peer_user(end) == _user()
    return False


def peer_user(connection: socket.socket) -> int | None:
    """Return the user of the process at the other end; None where the system does not report it."""
    if hasattr(socket, "SO_PEERCRED"):
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        return int(_CREDENTIALS.unpack(credentials)[1])
    return user_in_xucred(connection.getsockopt(_SOL_LOCAL, _LOCAL_PEERCRED, _XUCRED_BYTES))


def user_in_xucred(credentials: bytes) -> int | None:
    """Return the user in macOS's answer; None for another version of it, which its header asks to check."""
    version, user = _XUCRED.unpack_from(credentials)
    return None if version else int(user)


def _folders(cache: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    session = environment.get("XDG_RUNTIME_DIR", "")
    if session.startswith("/"):
        yield Path(session)
    yield Path(f"/run/user/{_user()}")  # what it is where a login service made it, for who does not have its name
    yield cache / "run"
    yield Path(tempfile.gettempdir(), f"desktop-agent-{_user()}")  # where the path of the other would be too long


def _user() -> int:
    return os.geteuid()


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the sockets of runs and of the tray program, with its lock."""
    cache = places(environment).cache
    kind = Message("Sockets")
    yield from named_in(kind, cache, "run", f"{TRAY_LOCK}*")
    for folder in _folders(cache, environment):
        if folder != cache / "run" and is_private(folder):
            yield from named_in(kind, folder, socket_name(cache))
    runs = run_folder(cache)
    if runs.parent != cache and is_private(runs):
        yield from named_in(kind, runs.parent, runs.name)
