"""The socket of a run, by which other programs of this user watch it, stop it, and make it wait.

The run's client listens from the order to the end, on a socket that this user alone can reach (`local_sockets.py`). The
tray program, `desktop-agent watch` and `desktop-agent stop` are its watchers, and there is no other way to a run that
another program has started. A watcher gets `Begun`, the first event, by which it finds the record of what came before,
and then each event, `Asking`, `Stopping`, and what is `Seen` while it wants to `ShowScreen`. One that `HasWindows` is
called to stand aside. It may say `Stop`, `Pause`, `ShowScreen`, and the `Reply` to that call; a line with anything else
ends the connection.
"""

from __future__ import annotations

import itertools
import os
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.runs.events import Paused, RunStarted, Stamped
from desktop_agent.lib.paths import places
from desktop_agent.runtime.protocol.local_sockets import (
    connected,
    is_own,
    is_private,
    limit_sending,
    listening,
    screen_name,
    socket_folder,
    tray_address,
)
from desktop_agent.runtime.protocol.messages import (
    LIMIT,
    LIMIT_OF_WATCHER,
    Asking,
    Begun,
    Call,
    Channel,
    HasWindows,
    Pause,
    Reply,
    Seen,
    Sent,
    ShowScreen,
    Stop,
    Stopping,
)

FOLLOW = b"follow "  # a word to the tray program, before the name of a run's socket
_PREFIX = "run-"
_ANSWERS_WITHIN_S = 2.0  # a tray program
_STOPS_WITHIN_S = 0.3  # one that does not say so in time gets a signal besides
Order = Stop | Pause | ShowScreen
_numbers = itertools.count(1)


@dataclass(slots=True, eq=False)
class _Watcher:
    connection: socket.socket
    channel: Channel
    looks: bool = False  # it wants to `ShowScreen`
    has_windows: bool = False
    call: int = 0  # the number of the last one to stand aside
    is_aside: threading.Event = field(default_factory=threading.Event)


class RunSocket:
    """One run's socket, and its watchers; nothing where there can be no such socket."""

    def __init__(self, task: str, obey: Callable[[Order, object], None]) -> None:
        """Listen; `obey` carries out what a watcher, its second argument, may order; from any thread."""
        self._task = task
        self._obey = obey
        self.process = 0  # of the host, once that has prepared the run
        self._first: Stamped | None = None
        self._is_asking = False
        self._watchers: list[_Watcher] = []
        self._lock = threading.Lock()
        self._calls = itertools.count(1)
        self._has_windows = threading.Event()  # one of the watchers
        self._path = socket_folder(places().cache) / f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
        self._listening = listening(self._path)
        if self._listening is not None:
            threading.Thread(target=self._accept, args=(self._listening,), name="run-socket", daemon=True).start()

    def hear(self, stamped: Stamped) -> None:
        """Send an event."""
        if isinstance(stamped.event, RunStarted):
            self._first = stamped
        if isinstance(stamped.event, Paused):
            self._expect_windows()
        self.send(stamped)

    def asks(self, *, is_open: bool) -> None:
        """Report that a question has opened, or that it has closed."""
        self._is_asking = is_open
        self._expect_windows()
        self.send(Asking(is_open))

    def send(self, message: Sent) -> None:
        """Send a message to all watchers; what is `Seen` to those that look."""
        if self._watchers:
            with self._lock:
                for watcher in tuple(self._watchers):
                    if watcher.looks or not isinstance(message, Seen):
                        self._send_to(watcher, message)

    def call_tray(self, environment: Mapping[str, str]) -> None:
        """Have the tray program watch the run, if one runs."""
        if self._listening is None or (tray := connected(Path(tray_address(places(environment).cache)))) is None:
            return
        with closing(tray), suppress(OSError):
            tray.sendall(FOLLOW + self._path.name.encode() + b"\n")
            self._has_windows.wait(_ANSWERS_WITHIN_S)

    def stand_aside(self) -> None:
        """Return once the windows of all watchers are out of the way, or do not go in time."""
        for watcher in tuple(self._watchers):
            if watcher.has_windows and not watcher.is_aside.is_set():
                watcher.call = next(self._calls)
                with self._lock:
                    self._send_to(watcher, Call(watcher.call, "stand aside", ""))
                watcher.is_aside.wait(_ANSWERS_WITHIN_S)

    def close(self) -> None:
        """End it: the run is over."""
        is_listening = self._listening
        self._listening = None
        if is_listening is not None:
            self._path.unlink(missing_ok=True)
            with suppress(OSError):
                is_listening.shutdown(socket.SHUT_RDWR)
            is_listening.close()
        for watcher in tuple(self._watchers):
            self._leave(watcher)

    def _expect_windows(self) -> None:
        """Note that the person may open a window meanwhile."""
        for watcher in tuple(self._watchers):
            watcher.is_aside.clear()

    def _accept(self, is_listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = is_listening.accept()
            except OSError:
                return
            if not is_own(connection.fileno()):
                connection.close()
                continue
            limit_sending(connection)
            watcher = _Watcher(connection, _channel(connection, LIMIT_OF_WATCHER))
            threading.Thread(target=self._serve, args=(watcher,), name="watcher", daemon=True).start()

    def _serve(self, watcher: _Watcher) -> None:
        with self._lock:
            self._watchers.append(watcher)
            self._send_to(watcher, Begun(self._task, screen_name(os.environ), self.process))
            if self._first is not None:
                self._send_to(watcher, self._first)
            self._send_to(watcher, Asking(self._is_asking))
        with suppress(EOFError):
            while True:
                match watcher.channel.receive():
                    case ShowScreen(on) as order:
                        watcher.looks = on
                        self._obey(order, watcher)
                    case Stop() | Pause() as order:
                        self._obey(order, watcher)
                    case HasWindows():
                        watcher.has_windows = True
                        self._has_windows.set()
                    case Reply(number) if watcher.has_windows:
                        if number == watcher.call:
                            watcher.is_aside.set()
                    case _:
                        break
        self._leave(watcher)
        self._obey(ShowScreen(on=False), watcher)  # here, after the last of its own
        watcher.channel.close()
        watcher.connection.close()

    def _send_to(self, watcher: _Watcher, message: Sent) -> None:
        try:
            watcher.channel.send(message)
        except (OSError, ValueError):
            self._leave(watcher)

    def _leave(self, watcher: _Watcher) -> None:
        """Send it nothing more, and let its reader come to the end, which closes it."""
        with suppress(ValueError):
            self._watchers.remove(watcher)
            watcher.is_aside.set()
            with suppress(OSError):
                watcher.connection.shutdown(socket.SHUT_RDWR)


def run_sockets(environment: Mapping[str, str] = os.environ) -> Iterator[Path]:
    """Yield the sockets of the runs that this user's programs have under way."""
    folder = socket_folder(places(environment).cache)
    if is_private(folder):
        yield from sorted(folder.glob(f"{_PREFIX}*"))


def watch_run(path: Path) -> Channel | None:
    """Return a connection to a run; None where the run is over, whose socket is then removed."""
    connection = connected(path)
    if connection is None:
        return None
    with connection:  # the files keep it open
        return _channel(connection)


def stop_over_sockets(environment: Mapping[str, str]) -> list[tuple[int, bool]]:
    """Order every run to stop; return of each the process of its host, and whether the run has said that it stops.

    The process is 0 while the run is being prepared.
    """
    asked = []
    for path in run_sockets(environment):
        if (connection := connected(path)) is not None:
            connection.settimeout(_STOPS_WITHIN_S)
            channel = _channel(connection)
            with suppress(OSError):
                channel.send(Stop("human"))
            asked.append((connection, channel))
    answers = []
    for connection, channel in asked:
        with connection, closing(channel):
            answers.append(_answer(channel))
    return answers


def _answer(channel: Channel) -> tuple[int, bool]:
    process = 0
    with suppress(EOFError):
        while True:
            match channel.receive():
                case Begun(process=process):
                    pass
                case Stopping():
                    return process, True
                case _:
                    pass
    return process, False


def _channel(connection: socket.socket, limit: int = LIMIT) -> Channel:
    return Channel(connection.makefile("rb"), connection.makefile("wb"), limit)
