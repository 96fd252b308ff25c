"""The socket of a run, by which other programs of this user watch it, stop it, and make it wait.

The run's client listens from the order to the end, on a socket that this user alone can reach (`local_sockets.py`). The
tray program, `desktop-agent watch` and `desktop-agent stop` are its watchers, and there is no other way to a run that
another program has started. A watcher gets `Begun`, the first event, by which it finds the record of what came before,
and then each event, `Asking`, `Stopping`, and what is `Seen` while it wants to `ShowScreen`. One that `HasWindows` is
called to stand aside. It may say `Stop`, `Pause`, `ShowScreen`, and the `Reply` to that call; a line with anything else
ends the connection.
"""

from __future__ import annotations

import io
import itertools
import os
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.core.runs.events import Paused, RunStarted, Stamped
from desktop_agent.lib.paths import places
from desktop_agent.runtime.protocol.local_sockets import (
    connected,
    is_own,
    is_private,
    listening,
    screen_name,
    socket_folder,
    tray_address,
)
from desktop_agent.runtime.protocol.messages import (
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

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

FOLLOW = b"follow "  # a word to the tray program, before the name of a run's socket
_PREFIX = "run-"
_ANSWERS_WITHIN_S = 2.0  # a tray program
_MOST_WATCHERS = 16  # the oldest has to go for one more, which may be a stop
_TAKEN_WITHIN_S = 1.0  # a whole message: the run waits meanwhile
_STOPS_WITHIN_S = 0.3  # one that does not say so in time gets a signal besides
Order = Stop | Pause | ShowScreen
_numbers = itertools.count(1)


class _Outgoing(io.RawIOBase):
    """The way to a watcher; TimeoutError for what it has not taken by `until_s`, even if it takes some all the time."""

    def __init__(self, connection: socket.socket) -> None:
        """Use a connection, which is another's to close."""
        self._connection = connection
        self.until_s = 0.0  # on the monotonic clock

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, content: Buffer) -> int:
        """Send as much as the watcher takes at once."""
        while True:
            left_s = self.until_s - time.monotonic()
            if left_s <= 0:
                raise TimeoutError
            with suppress(BlockingIOError):
                return self._connection.send(content, socket.MSG_DONTWAIT)
            ready = select.poll()
            ready.register(self._connection, select.POLLOUT)
            ready.poll(left_s * 1000)


@dataclass(slots=True, eq=False)
class _Watcher:
    connection: socket.socket
    channel: Channel
    outgoing: _Outgoing
    looks: bool = False  # it wants to `ShowScreen`
    has_windows: bool = False
    call: int | None = None  # the number of the last one to stand aside, while it counts
    is_aside: threading.Event = field(default_factory=threading.Event)
    is_silent: bool = False  # it has left a call unanswered, and is not waited for until it answers one
    turn: threading.Lock = field(default_factory=threading.Lock)  # to send it something


class RunSocket:
    """One run's socket, and its watchers; nothing where there can be no such socket."""

    def __init__(self, task: str, obey: Callable[[Order, object], None]) -> None:
        """Listen; `obey` carries out what a watcher, its second argument, may order; from any thread."""
        self._task = task
        self._obey = obey
        self.process = 0  # of the host, once that has prepared the run
        self._first: Stamped | None = None
        self._is_asking = False
        self._is_over = False
        self._watchers: list[_Watcher] = []
        self._lock = threading.Lock()  # never held while something is sent
        self._calls = itertools.count(1)
        self._has_windows = threading.Event()  # one of the watchers
        self._path = socket_folder(places().cache) / f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
        self._listening = listening(self._path)
        if self._listening is not None:
            threading.Thread(target=self._accept, args=(self._listening,), name="run-socket", daemon=True).start()

    def hear(self, stamped: Stamped) -> None:
        """Send an event."""
        if isinstance(stamped.event, Paused):
            self._expect_windows()
        self.send(stamped)

    def asks(self, *, is_open: bool) -> None:
        """Report that a question has opened, or that it has closed."""
        self._expect_windows()
        self.send(Asking(is_open))

    def send(self, message: Sent) -> None:
        """Send a message to all watchers; what is `Seen` to those that look."""
        with self._lock:  # each watcher gets it now, or when it comes
            match message:
                case Stamped(event=RunStarted()):
                    self._first = message
                case Asking(is_open):
                    self._is_asking = is_open
                case _:
                    pass
            watchers = tuple(self._watchers)
        for watcher in watchers:
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
        until = time.monotonic() + _ANSWERS_WITHIN_S
        with self._lock:
            called = [each for each in self._watchers if each.has_windows and not each.is_aside.is_set()]
            calls = [(watcher, next(self._calls)) for watcher in called]
            for watcher, number in calls:
                watcher.call = number
        for watcher, number in calls:
            self._send_to(watcher, Call(number, "stand aside", ""))
        for watcher in called:
            if not watcher.is_silent:
                watcher.is_silent = not watcher.is_aside.wait(max(0.0, until - time.monotonic()))

    def close(self) -> None:
        """End it: the run is over."""
        is_listening = self._listening
        self._listening = None
        with self._lock:
            self._is_over = True
        if is_listening is not None:
            with suppress(OSError):
                self._path.unlink()
            with suppress(OSError):
                is_listening.shutdown(socket.SHUT_RDWR)
            is_listening.close()
        for watcher in tuple(self._watchers):
            self._leave(watcher)

    def _expect_windows(self) -> None:
        """Note that the person may open a window meanwhile."""
        with self._lock:
            for watcher in self._watchers:
                watcher.call = None
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
            outgoing = _Outgoing(connection)
            channel = Channel(connection.makefile("rb"), io.BufferedWriter(outgoing), LIMIT_OF_WATCHER)
            watcher = _Watcher(connection, channel, outgoing)
            threading.Thread(target=self._serve, args=(watcher,), name="watcher", daemon=True).start()

    def _serve(self, watcher: _Watcher) -> None:
        try:
            if self._greet(watcher):
                self._receive_all(watcher)
        finally:
            self._leave(watcher)
            self._obey(ShowScreen(on=False), watcher)  # here, after the last of its own
            watcher.channel.close()
            watcher.connection.close()

    def _greet(self, watcher: _Watcher) -> bool:
        """Send the first messages; return whether there is still a run to watch."""
        with watcher.turn:
            with self._lock:
                if self._is_over:
                    return False
                dropped = self._watchers[0] if len(self._watchers) == _MOST_WATCHERS else None
                self._watchers.append(watcher)
                first = () if self._first is None else (self._first,)
                asking = Asking(self._is_asking)
            for message in (Begun(self._task, screen_name(os.environ), self.process), *first, asking):
                self._send_in_turn(watcher, message)
        if dropped is not None:
            self._leave(dropped)
        return True

    def _receive_all(self, watcher: _Watcher) -> None:
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
                        watcher.is_silent = False
                        with self._lock:
                            if number == watcher.call:
                                watcher.is_aside.set()
                    case _:
                        break

    def _send_to(self, watcher: _Watcher, message: Sent) -> None:
        with watcher.turn:
            self._send_in_turn(watcher, message)

    def _send_in_turn(self, watcher: _Watcher, message: Sent) -> None:
        watcher.outgoing.until_s = time.monotonic() + _TAKEN_WITHIN_S
        try:
            watcher.channel.send(message)
        except (OSError, ValueError):
            self._leave(watcher)

    def _leave(self, watcher: _Watcher) -> None:
        """Send it nothing more, and let its reader come to the end, which closes it."""
        with self._lock, suppress(ValueError):
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


def _channel(connection: socket.socket) -> Channel:
    return Channel(connection.makefile("rb"), connection.makefile("wb"))
