"""A run and the tray program beside it: the tray watches, gets out of its way, and may stop and pause it.

The run's client comes to the socket on which the tray program listens, and tells it of the run as any watcher is told
(`host/protocol.py`). The tray may let nothing go on: that is said where the run asks. Nothing is said to a process of
another user, or taken from it (`own_socket.py`).
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

from desktop_agent.core.events import Paused, Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.own_windows import Announcement
from desktop_agent.host.own_socket import is_own, socket_paths
from desktop_agent.host.protocol import Asking, Begun, Call, Channel, Pause, Reply, Stop
from desktop_agent.lib.paths import places
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import Overlays

_SENT_WITHIN_US = 500_000  # by a tray program that answers; a run never waits longer for one that hangs
_WITHIN_S = 2.0  # for an answer of the tray program
STOP, STOPPED, IDLE = b"stop\n", b"stopped\n", b"idle\n"  # what `desktop-agent stop` says, and the answers
PAUSED = Message("You selected Pause in the tray or opened a Desktop Agent window.")


class Holdable(Protocol):
    """A run that can be held: `run.session.Session`."""

    def stop(self, by: StopSource) -> None:
        """Stop it; from any thread."""

    def pause(self, by: str, reason: str) -> None:
        """Make it wait; from any thread."""


def screen_name(environment: Mapping[str, str]) -> str:
    """Return what tells one screen of this computer from another."""
    if name := environment.get("WAYLAND_DISPLAY", ""):
        return f"{environment.get('XDG_RUNTIME_DIR', '')}/{name}"
    return environment.get("DISPLAY", "")


def ask_tray(environment: Mapping[str, str], word: bytes) -> bytes:
    """Say one word to the tray program, and return its answer; nothing where there is none, or it does not answer."""
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
    """What a run has to do with the tray program; nothing where none runs, or it no longer answers."""

    def __init__(self, environment: Mapping[str, str] | None) -> None:
        """Come to the tray program, if there is one; None: nobody sits where this run works."""
        self._display = screen_name(environment or {})
        self._socket = None if environment is None else _connected(environment)
        self._channel: Channel | None = None
        if self._socket is not None:
            self._channel = Channel(self._socket.makefile("rb"), self._socket.makefile("wb"))
        self._numbers = itertools.count(1)
        self._aside = threading.Event()
        self._in_the_way = True  # until it has said otherwise

    def begin(self, task: str, run: Holdable) -> None:
        """Tell of the run, and obey from here on."""
        self._say(Begun(task, self._display))
        if self._channel is not None:
            threading.Thread(target=self._obey, args=(self._channel, run), name="tray-link", daemon=True).start()

    def __call__(self, stamped: Stamped) -> None:
        """Tell an event."""
        self._in_the_way |= isinstance(stamped.event, Paused)  # the person may open a window meanwhile
        self._say(stamped)

    def asks(self, sentence: str | None) -> None:
        """Tell that a question has opened, or that it has closed."""
        self._in_the_way = True  # as with a pause
        self._say(Asking(sentence is not None))

    def stand_aside(self) -> None:
        """Return when the tray's windows are out of the way."""
        if self._channel is None or not self._in_the_way:
            return
        self._aside.clear()
        self._say(Call(next(self._numbers), "stand aside", ""))
        self._in_the_way = not self._aside.wait(_WITHIN_S)

    def aside(self, own: Overlays) -> Overlays:
        """Return what hides a run's own windows and those of the tray program."""
        return own if self._channel is None else _TrayAside(self, own)

    def close(self) -> None:
        """The run is over."""
        if self._socket is None or self._channel is None:
            return
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._channel.hang_up()
        self._socket.close()
        self._socket = self._channel = None

    def _say(self, message: Begun | Stamped | Asking | Call) -> None:
        try:
            if self._channel is not None:
                self._channel.send(message)
        except (OSError, ValueError):  # it has ended, or hangs: the run goes on without it
            self.close()

    def _obey(self, channel: Channel, run: Holdable) -> None:
        """Do what a watcher may say, until it says something else."""
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
        self._link, self._own = link, own

    @property
    def frame(self) -> Rect | None:
        """Return the part of the desktop around which the run shows a frame."""
        return self._own.frame

    async def stand_aside(self) -> None:
        """Have the tray's ordinary windows out of the way, and the own ones."""
        await asyncio.to_thread(self._link.stand_aside)
        await self._own.stand_aside()

    async def announce(self, act: Announcement) -> None:
        """Mark what is about to be done."""
        await self._own.announce(act)

    async def make_way(self, act: Announcement) -> None:
        """Clear the way for it; ScreenError when something stays."""
        await self._own.make_way(act)

    async def hide(self) -> bool:
        """Take the own floating ones off the screen; ScreenError when they stay."""
        return await self._own.hide()

    def restore(self) -> None:
        """Let the own ones be shown again; the tray's come back when the run is over."""
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
