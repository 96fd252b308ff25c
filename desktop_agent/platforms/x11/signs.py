"""Signs of work on an X11 display: busy pointers, and programs that start, do not answer, wait or compute.

Only the X server and the kernel are queried, so a program that hangs delays nothing. Windows are pinged as window
managers do it (_NET_WM_PING). Of those that take no pings, only a suspended one is known not to answer; servers without
XFixes show one sign less.

A program waits for the network when it has sent something by TCP, and nothing has come back yet, as a browser that
loads a page does. The kernel reports to any user how much each connection has sent and received, and when last
(sock_diag(7), as `ss -ti` shows it). Other systems, connections in another network namespace, and those by QUIC are not
seen.

A program on a busy machine paints late, and in steps with long pauses between them. The kernel counts for each thread
how long it ran and how long it was ready to run (`schedstat`, source: sched-stats.rst). So a program at work is
distinguished from an idle one, however little of the processor it gets.
"""

from __future__ import annotations

import re
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass

from Xlib import X
from Xlib.error import XError
from Xlib.protocol import event, rq

from desktop_agent.lib.programs import family_of, is_stopped, sockets_of, state_of, threads_of
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection, connect, why_not_by
from desktop_agent.platforms.x11.properties import Properties
from desktop_agent.screen.rest.signs import Sign

_BUSY_POINTERS = frozenset({"watch", "left_ptr_watch", "wait", "progress", "half-busy"})
_POINTER_EVERY_S = 0.03
# an animated pointer shows so many pictures in this time
_STEPS = 4
_ANIMATED_S = 0.6
_PING_EVERY_S = 0.03
_SILENT_S = 0.3
_STARTS_WITHIN_S = 15.0
_LONGEST_STARTING = 4096
_MOST_STARTING = 100
_STARTING = re.compile(r'(new|remove):.*?\bID="?([^"\s]+)')
_SOCK_DIAG = 4
_DUMP = 0x301
_DONE = 3
_ERROR = 2
# The older request for TCP is answered for IPv4 and IPv6 at once. The kernel walks over its table of all connections
# for each request, and that is most of the cost.
_TCP = 18
_WITH_INFO = 1 << 1  # struct tcp_info
_INFO = 2  # the attribute that holds it
_CONNECTED = 1
_CONNECTING = 2
_LISTENS = 10
_STATES = 1 << _CONNECTED | 1 << _CONNECTING | 1 << _LISTENS
_INFO_BYTES = 208  # up to the count of bytes sent, which Linux 4.19 added
_ANSWERS_WITHIN_S = 0.05
_EVERY_S = 0.06
_REQUEST_BYTES = 60  # HTTP/2 keeps a connection alive, or its window open, with less
_NO_POLL_S = 6.0  # what is open for longer waits for news, not for an answer
_WORK_EVERY_S = 0.15  # for less than that, answering one click may be work all the time
_MOST_OF_IT = 0.6
_FAMILY_FOR_S = 0.6
# Firefox has 300 threads, which take 5 ms to read. It paints from the first of each process; Java from another one.
_MOST_THREADS = 48
_Times = tuple[int, int]  # ns for which a thread has run, and for which it has been ready to run and did not


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Signs:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Signs(connect())


class X11Signs:
    """The signs on one display, on a connection of its own; for one thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._root = self._display.screen().root
        # Answers to pings go to the root's substructure by most, and by Qt to its structure.
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask | X.StructureNotifyMask | X.PropertyChangeMask)
        self._pings = _Pings(connection)
        self._requests = Requests()
        self._processor = ProcessorTime()
        self._starting = dict[str, float]()
        self._messages = dict[int, str]()
        self._pointer = _BusyPointer(connection)

    def now(self, since: float = 0.0) -> AbstractSet[Sign]:
        """Return the signs that show now; NoScreenError if the display is gone."""
        now = time.monotonic()
        try:
            with self._connection.errors():
                return frozenset(self._signs(since, now))
        finally:
            self._connection.forgive()

    def _signs(self, since: float, now: float) -> Iterator[Sign]:
        try:
            self._read_events(now)
            if self._pings.poll(now) or is_stopped(self._pings.pid()):
                yield "silent"
            if self._pointer.poll(now):
                yield "pointer"
        except XError:
            return  # a window, or the pointer's picture, has gone while it was asked about
        if any(now - began < _STARTS_WITHIN_S for began in self._starting.values()):
            yield "starting"
        if self._requests.poll(self._pings.pid(), since, now):
            yield "network"
        if self._processor.poll(self._pings.pid(), now):
            yield "processor"

    def handled_until(self) -> float | None:
        """Return when the last ping that the active window has answered was sent."""
        return self._pings.answered_at

    def close(self) -> None:
        """Disconnect."""
        self._requests.close()
        self._connection.close()

    def _read_events(self, now: float) -> None:
        for _ in range(self._display.pending_events()):
            x_event = self._display.next_event()
            if x_event.type == X.ClientMessage:
                self._pings.note_answer(x_event)
                self._read_startup_message(x_event, now)
            elif x_event.type == X.PropertyNotify:
                self._pings.note_change(x_event)

    def _read_startup_message(self, message: event.ClientMessage, now: float) -> None:
        """Put a startup message together, which comes in pieces of 20 bytes up to a zero."""
        begins = message.client_type == self._connection.atom("_NET_STARTUP_INFO_BEGIN")
        if not begins and message.client_type != self._connection.atom("_NET_STARTUP_INFO"):
            return
        so_far = "" if begins else self._messages.pop(message.window.id, "")
        text = so_far + bytes(message.data[1]).decode("latin-1")
        if "\0" not in text:
            if len(text) <= _LONGEST_STARTING and len(self._messages) < _MOST_STARTING:
                self._messages[message.window.id] = text
            return
        match = _STARTING.match(text.split("\0")[0])
        if match and match[1] == "new":
            self._starting[match[2]] = now
        elif match:
            self._starting.pop(match[2], None)


class _BusyPointer:
    """Checks the pointer's picture: a busy one has a known name, or is animated and has no name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._can_query = self._display.has_extension("XFIXES")
        if self._can_query:
            self._display.xfixes_query_version()
        self._queried_at = 0.0
        self._name = ""
        self._picture = (0, 0, 0)
        self._pictures = deque[float](maxlen=_STEPS)

    def poll(self, now: float) -> bool:
        """Return whether the pointer shows that a program is busy."""
        if self._can_query and now - self._queried_at >= _POINTER_EVERY_S:
            self._queried_at = now
            self._query(now)
        steps = self._pictures
        return self._name in _BUSY_POINTERS or (len(steps) == _STEPS and now - steps[0] <= _ANIMATED_S)

    def _query(self, now: float) -> None:
        major = self._display.display.get_extension_major("XFIXES")
        cursor = _GetCursorImageAndName(display=self._display.display, opcode=major)
        self._name = self._connection.atom_name(int(cursor.cursor_atom))
        picture = (int(cursor.x), int(cursor.y), int(cursor.serial))
        if self._name or picture[:2] != self._picture[:2]:
            self._pictures.clear()  # it was moved, and may be over something else
        elif picture != self._picture:
            self._pictures.append(now)
        self._picture = picture


class _Pings:
    """Pings the active window repeatedly."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._properties = Properties(connection)
        self._root = self._display.screen().root
        self._protocols = connection.atom("WM_PROTOCOLS")
        self._ping = connection.atom("_NET_WM_PING")
        self._active = connection.atom("_NET_ACTIVE_WINDOW")
        self._takes = dict[int, bool]()
        self._pids = dict[int, int]()
        self._clients = Clients(connection)
        self._have_answered = set[int]()
        self._known_active: int | None = None  # until that changes
        self._window = 0
        self._sent_at = 0.0
        self._is_open = False
        self.answered_at: float | None = None  # when the last answered ping was sent

    def poll(self, now: float) -> bool:
        """Return whether the active window hasn't answered in time; send the next ping once it has."""
        window = self._active_window()
        if window != self._window:
            self._window = window
            self._is_open = False
            self._sent_at = 0.0
            self.answered_at = None
        if not window or not self._takes_pings(window):
            self.answered_at = None
            return False
        if not self._is_open and now - self._sent_at >= _PING_EVERY_S:
            self._send(window, now)
        silent = self._is_open and self._can_answer(window) and now - self._sent_at >= _SILENT_S
        return silent and self._exists(window)

    def pid(self) -> int:
        """Return the process of the active window; 0 if unknown."""
        if self._window and self._window not in self._pids:
            self._pids[self._window] = self._clients.pid_of(self._window)
        return self._pids.get(self._window, 0)

    def note_answer(self, message: event.ClientMessage) -> None:
        """Note an answer to a ping."""
        if (
            message.client_type == self._protocols
            and message.data[1][0] == self._ping
            and message.data[1][2] == self._window
        ):
            self._is_open = False
            self.answered_at = self._sent_at
            self._have_answered.add(self._clients.client_of(self._window))

    def note_change(self, change: event.PropertyNotify) -> None:
        """Note a change of a root window property."""
        if change.atom == self._active:
            self._known_active = None

    def _active_window(self) -> int:
        if self._known_active is None:
            self._known_active = next(iter(self._properties.numbers(self._root, "_NET_ACTIVE_WINDOW", most=1)), 0)
        return self._known_active

    def _exists(self, window: int) -> bool:
        """Return whether a window still exists: managers leave a closed window active until another becomes active."""
        try:
            self._display.create_resource_object("window", window).get_attributes()
        except XError:
            return False
        return True

    def _takes_pings(self, window: int) -> bool:
        if window not in self._takes:
            try:
                active = self._display.create_resource_object("window", window)
                protocols = self._properties.numbers(active, "WM_PROTOCOLS")
            except XError:
                return False
            self._takes[window] = self._ping in protocols
        return self._takes[window]

    def _can_answer(self, window: int) -> bool:
        """Return whether a window's program has ever answered; one that never has may not support pings."""
        return self._clients.client_of(window) in self._have_answered

    def _send(self, window: int, now: float) -> None:
        words = [self._ping, int(now * 1000) & 0x7FFFFFFF, window, 0, 0]
        question = event.ClientMessage(window=window, client_type=self._protocols, data=(32, words))
        self._display.create_resource_object("window", window).send_event(question)
        self._display.flush()
        self._sent_at = now
        self._is_open = True
        if self.answered_at is None and self._can_answer(window):
            self.answered_at = 0.0


class _GetCursorImageAndName(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    """The pointer's picture, which isn't read here, and the name from its program."""

    _request = rq.Struct(rq.Card8("opcode"), rq.Opcode(25), rq.RequestLength())
    _reply = rq.Struct(
        rq.ReplyCode(),
        rq.Pad(1),
        rq.Card16("sequence_number"),
        rq.ReplyLength(),
        rq.Int16("x"),
        rq.Int16("y"),
        rq.Card16("width"),
        rq.Card16("height"),
        rq.Card16("x_hot"),
        rq.Card16("y_hot"),
        rq.Card32("serial"),
        rq.Card32("cursor_atom"),
        rq.Card16("name_length"),
        rq.Pad(2),
    )


@dataclass(frozen=True, slots=True)
class Traffic:
    """One connection: its inode, local port, bytes in each direction, and seconds since the last of each."""

    inode: int
    port: int
    state: int
    sent: int = 0
    received: int = 0
    sent_ago: float = 0.0
    received_ago: float = 0.0


@dataclass(slots=True)
class _ConnectionState:
    """The state of a connection: bytes sent at the last answer, and whether it belongs to the process."""

    answered: int
    sent: int
    received: int
    pid: int = 0
    is_of_pid: bool = False


class Requests:
    """Follows the connections of the active window's program and of the programs that it has started."""

    def __init__(self, traffic: Callable[[], list[Traffic]] | None = None) -> None:
        self._kernel = _Kernel() if traffic is None else None
        self._traffic = self._kernel.traffic if self._kernel else traffic or list
        self._talks = dict[int, _ConnectionState]()
        self._queried_at = 0.0
        self._pid = 0
        self._is_open = False

    def poll(self, pid: int, since: float, now: float) -> bool:
        """Return whether a process or one of its children waits for the answer to a request sent since `since`."""
        if pid and (now - self._queried_at >= _EVERY_S or pid != self._pid):
            self._queried_at = now
            self._pid = pid
            self._is_open = self._query(pid, max(since, now - _NO_POLL_S), now)
        return bool(pid) and self._is_open

    def close(self) -> None:
        """Disconnect from the kernel."""
        if self._kernel:
            self._kernel.close()

    def _query(self, pid: int, since: float, now: float) -> bool:
        connections = self._traffic()
        served = {connection.port for connection in connections if connection.state == _LISTENS}
        ours = [
            connection for connection in connections if connection.state != _LISTENS and connection.port not in served
        ]
        recent = [connection for connection in ours if now - connection.sent_ago >= since]
        self._talks = {connection.inode: self._updated_state(connection) for connection in ours}
        asking = [connection for connection in recent if self._has_pending_request(connection)]
        unknown = [connection for connection in asking if self._talks[connection.inode].pid != pid]
        inodes = {number for process in family_of(pid) for number in sockets_of(process)} if unknown else set[int]()
        for connection in unknown:
            talk = self._talks[connection.inode]
            talk.pid = pid
            talk.is_of_pid = connection.inode in inodes
        return any(self._talks[connection.inode].is_of_pid for connection in asking)

    def _updated_state(self, connection: Traffic) -> _ConnectionState:
        """Return the updated state of a connection."""
        talk = self._talks.get(connection.inode)
        has_asked_since = connection.sent_ago < connection.received_ago or not connection.received
        if talk is None:
            return _ConnectionState(0 if has_asked_since else connection.sent, connection.sent, connection.received)
        if connection.received != talk.received:
            talk.answered = talk.sent if has_asked_since else connection.sent
        talk.sent = connection.sent
        talk.received = connection.received
        return talk

    def _has_pending_request(self, connection: Traffic) -> bool:
        return (
            connection.state == _CONNECTING
            or connection.sent - self._talks[connection.inode].answered >= _REQUEST_BYTES
        )


class _Kernel:
    """Asks the kernel for all TCP connections."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        with suppress(OSError, AttributeError):  # a system, or a sandbox, without this socket
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG)
            self._socket.settimeout(_ANSWERS_WITHIN_S)

    def traffic(self) -> list[Traffic]:
        """Return the connections; empty if the kernel doesn't report them."""
        if self._socket is None:
            return []
        try:
            return [*self._connections(self._socket)]
        except (OSError, struct.error):
            self.close()  # a late answer would be taken for the next one
            return []

    def close(self) -> None:
        """Disconnect."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _connections(self, kernel: socket.socket) -> Iterator[Traffic]:
        request = struct.pack("=xxxB48xII", _WITH_INFO, _STATES, 0)  # struct inet_diag_req
        kernel.send(struct.pack("=IHHII", 16 + len(request), _TCP, _DUMP, 1, 0) + request)
        while True:
            data = kernel.recv(1 << 16)
            offset = 0
            while offset < len(data):
                length, kind = struct.unpack_from("=IH", data, offset)
                if kind == _DONE:
                    return
                if kind == _ERROR:
                    raise OSError
                yield _traffic_of(data[offset + 16 : offset + length])
                offset += length + 3 & ~3


def _traffic_of(message: bytes) -> Traffic:
    """Read a struct inet_diag_msg with its attributes."""
    inode = struct.unpack_from("=I", message, 68)[0]
    port = struct.unpack_from(">H", message, 4)[0]
    offset = 72
    while offset + 4 <= len(message):
        length, kind = struct.unpack_from("=HH", message, offset)
        if kind == _INFO and length >= 4 + _INFO_BYTES:
            info = message[offset + 4 : offset + length]
            sent_ago = struct.unpack_from("=I", info, 44)[0]
            received_ago = struct.unpack_from("=I", info, 52)[0]
            received = struct.unpack_from("=Q", info, 128)[0]
            sent = struct.unpack_from("=Q", info, 200)[0]
            return Traffic(inode, port, message[1], sent, received, sent_ago / 1000, received_ago / 1000)
        offset += max(4, length + 3 & ~3)
    return Traffic(inode, port, message[1])


class ProcessorTime:
    """Follows the active window's program and the programs that it has started."""

    def __init__(self) -> None:
        self._pid = 0
        self._queried_at = 0.0
        self._family_at = 0.0
        self._family = frozenset[int]()
        self._threads = self._family
        self._times = dict[int, _Times]()
        self._is_busy = False

    def poll(self, pid: int, now: float) -> bool:
        """Return whether a process, or one of its children, had work most of the time between the last two checks.

        `now` is in monotonic seconds. Checks are `_WORK_EVERY_S` apart at least.
        """
        if pid != self._pid:
            self._pid = pid
            self._family_at = 0.0
            self._queried_at = 0.0
            self._times = {}
            self._is_busy = False
        if not pid or now - self._queried_at < _WORK_EVERY_S:
            return self._is_busy
        if now - self._family_at >= _FAMILY_FOR_S:
            self._family_at = now
            self._family = frozenset(family_of(pid))
            self._threads = _threads_of(self._family)
        before = self._times
        self._times = {thread: times for thread in self._threads if (times := _times_of(thread))}
        since_ns = (now - self._queried_at) * 1e9
        self._queried_at = now
        both = [(thread, before[thread], times) for thread, times in self._times.items() if thread in before]
        self._is_busy = any(self._had_work(*thread_times, since_ns) for thread_times in both)
        return self._is_busy

    def _had_work(self, thread: int, before: _Times, times: _Times, since_ns: float) -> bool:
        """Return whether a thread had work most of the time; how long one is ready to run is counted once it runs."""
        ran = times[0] - before[0]
        waited = times[1] - before[1]
        if not (ran or waited):
            return thread in self._family and state_of(thread) == "R"
        return ran + waited >= _MOST_OF_IT * since_ns


def _threads_of(family: Collection[int]) -> frozenset[int]:
    """Return the threads of some processes; if they are many, only the first of each process."""
    threads = frozenset(thread for pid in family for thread in threads_of(pid))
    return threads if len(threads) <= _MOST_THREADS else frozenset(family)


def _times_of(thread: int) -> _Times | None:
    try:
        with open(f"/proc/{thread}/schedstat", "rb", buffering=0) as file:  # noqa: PTH123 - often
            ran, waited, _ = file.read().split()
    except (OSError, ValueError):
        return None  # it has ended, or this is another system
    return int(ran), int(waited)
