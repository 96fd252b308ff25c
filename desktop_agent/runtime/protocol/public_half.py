"""The public half of a run: what other programs of this user may watch, and by which they may stop it or make it wait.

The run's client listens on a socket that this user alone can reach (`tray_link.py`). A watcher gets `Begun`, the
first event, by which it finds the record of what came before, and then each event, `Asking`, and what is `Seen` while
it wants to `ShowScreen`. It may say `Stop`, `Pause` and `ShowScreen`; a line with anything else ends the connection.
"""

from __future__ import annotations

import itertools
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from desktop_agent.core.runs.events import RunStarted, Stamped
from desktop_agent.lib.paths import places
from desktop_agent.run.control import StopSource
from desktop_agent.runtime.protocol.messages import Asking, Begun, Channel, Pause, Seen, Sent, ShowScreen, Stop
from desktop_agent.runtime.protocol.tray_link import is_own, is_private, run_folder

_SENT_WITHIN_US = 500_000  # to a watcher that reads; a run never waits longer for one that hangs
_PREFIX = "run-"
_numbers = itertools.count(1)


class Watchable(Protocol):
    """A run that can be watched: `host.client.RunClient`."""

    def stop(self, by: StopSource, why: str = "") -> None:
        """Stop it."""

    def pause(self, by: str, reason: str) -> None:
        """Make it wait."""

    def look(self, *, on: bool, by: object = None) -> None:
        """Begin, or end, to send the screen."""


class PublicHalf:
    """One run's socket, and its watchers; nothing where there can be no such socket."""

    def __init__(self, run: Watchable, task: str) -> None:
        self._run = run
        self._task = task
        self._first: Stamped | None = None
        self._is_asking = False
        self._watchers: dict[Channel, socket.socket] = {}
        self._lock = threading.Lock()
        self._path = run_folder(places().cache) / f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
        self._listening = _listening(self._path)
        if self._listening is not None:
            threading.Thread(target=self._accept, args=(self._listening,), name="public-half", daemon=True).start()

    def hear(self, stamped: Stamped) -> None:
        """Send an event."""
        if isinstance(stamped.event, RunStarted):
            self._first = stamped
        self._send(stamped)

    def see(self, seen: Seen) -> None:
        """Send what has changed on the screen."""
        self._send(seen)

    def asks(self, *, is_open: bool) -> None:
        """Report that a question has opened, or that it has closed."""
        self._is_asking = is_open
        self._send(Asking(is_open))

    def close(self) -> None:
        """End it: the run is over."""
        listening = self._listening
        self._listening = None
        if listening is not None:
            self._path.unlink(missing_ok=True)
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        for channel in tuple(self._watchers):
            self._leave(channel)

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                watcher, _ = listening.accept()
            except OSError:
                return
            if not is_own(watcher.fileno()):
                watcher.close()
                continue
            watcher.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", 0, _SENT_WITHIN_US))
            channel = Channel(watcher.makefile("rb"), watcher.makefile("wb"))
            threading.Thread(target=self._serve, args=(channel, watcher), name="watcher", daemon=True).start()

    def _serve(self, channel: Channel, watcher: socket.socket) -> None:
        with self._lock:
            self._watchers[channel] = watcher
            self._send_to(channel, Begun(self._task, ""))
            if self._first is not None:
                self._send_to(channel, self._first)
            self._send_to(channel, Asking(self._is_asking))
        with suppress(EOFError):
            while True:
                match channel.receive():
                    case Stop(why=why):
                        self._run.stop("human", why)
                    case Pause(reason=reason):
                        self._run.pause("human", reason)
                    case ShowScreen(on):
                        self._run.look(on=on, by=channel)
                    case _:
                        break
        self._leave(channel)

    def _send(self, message: Sent) -> None:
        if self._watchers:
            with self._lock:
                for channel in tuple(self._watchers):
                    self._send_to(channel, message)

    def _send_to(self, channel: Channel, message: Sent) -> None:
        try:
            channel.send(message)
        except (OSError, ValueError):
            self._leave(channel)

    def _leave(self, channel: Channel) -> None:
        watcher = self._watchers.pop(channel, None)
        if watcher is not None:
            with suppress(OSError):
                watcher.shutdown(socket.SHUT_RDWR)
            self._run.look(on=False, by=channel)
            channel.close()  # its reader has come to the end
            watcher.close()


def public_halves() -> Iterator[Path]:
    """Yield the sockets of the runs that this user's programs have under way."""
    yield from sorted(run_folder(places().cache).glob(f"{_PREFIX}*"))


def watch_half(path: Path) -> Channel | None:
    """Return a connection to a run's public half; None where the run is over, and its socket is removed."""
    watching = socket.socket(socket.AF_UNIX)
    try:
        watching.connect(str(path))
    except ConnectionRefusedError:
        path.unlink(missing_ok=True)
    except OSError:
        pass
    else:
        if is_own(watching.fileno()):
            with watching:  # the files keep it open
                return Channel(watching.makefile("rb"), watching.makefile("wb"))
    watching.close()
    return None


def _listening(path: Path) -> socket.socket | None:
    if not hasattr(socket, "AF_UNIX"):
        return None
    listening = socket.socket(socket.AF_UNIX)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_private(path.parent):
            raise PermissionError
        listening.bind(str(path))
        listening.listen()
    except OSError:  # it cannot be watched then
        listening.close()
        return None
    return listening
