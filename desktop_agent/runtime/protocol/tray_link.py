"""The link of a run to the tray program, which watches the run, hides its windows, and may stop and pause it.

The run's client connects to the tray program's socket, and sends it the messages of a watcher (`messages.py`). The tray
cannot resume a run: that is decided where the run asks. No message is sent to a process of another user, or
accepted from it (`own_socket.py`).
"""

from __future__ import annotations

import asyncio
import itertools
import socket
import struct
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import Paused, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import Overlays
from desktop_agent.runtime.protocol.messages import Asking, Begun, Call, Channel, Pause, Reply, Stop
from desktop_agent.runtime.protocol.own_socket import is_own, socket_paths

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
