"""The gateway as a process of its own: it connects the programs on a desk with the hosts that were named, or doesn't.

It speaks what every HTTP proxy does. A CONNECT is answered by bytes passed both ways as they are, so certificates and
protocols are those of the two ends. A request to a plain http address goes to the host in that address, with a Host
header of ours. Everything else is refused at once, with a sentence. What passes is neither read nor kept.

Its first input line has the socket in the desk's folder and the hosts; each later one has one more host. It prints
“ready”, or why it can't start. The desk's side (`inlet.py`) hands over the port on which programs connect: the socket
stays in the desk's network, and is served from here. Like the desk's keeper, it loads the standard library alone.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import queue
import re
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.network.hosts import (
    USUAL_PORTS,
    HostScope,
    NamedHost,
    Zone,
    host_and_port,
    host_scope,
    inside_text,
)

READY: Final = b"ready\n"
_PIECE = 65_536
_LONGEST_HEAD = 65_536
_HEAD_WITHIN_S = 30.0
_MOST_CONNECTIONS = 128
_MOST_REFUSED = 32  # at once, beyond these; the next ones wait until there is room
_ACCEPT_AGAIN_S = 0.2  # after a failure that passes, such as too many open files
_CLOSED = frozenset((errno.EBADF, errno.EINVAL, errno.ENOTSOCK))
_HALF_CLOSED_S = 60.0  # that a connection may stay idle of which one end has stopped sending
_BACKLOG = 64
_HTTP_PORT = 80
_BAD_REQUEST = 400
_UNAVAILABLE = 503
_REASONS = {400: "Bad Request", 403: "Forbidden", 502: "Bad Gateway", 503: "Service Unavailable"}
_FIRST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([\x21-\x7e]+) (HTTP/1\.[01])")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*)")
# Of the connection to us, or replaced by ours.
_DROPPED = frozenset((b"host", b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization"))
_UNBOUNDED = frozenset((b"transfer-encoding", b"upgrade"))


class Gateway:
    """The hosts of one desk, and its connections."""

    def __init__(self, hosts: Sequence[str], outside: HostConnector) -> None:
        """SettingsError for an invalid host."""
        self._scope = host_scope(hosts)
        self._outside = outside
        self._room = threading.BoundedSemaphore(_MOST_CONNECTIONS)
        self._threads = threading.BoundedSemaphore(_MOST_CONNECTIONS + _MOST_REFUSED)

    def admit(self, host: str) -> None:
        """Let one more host be reached; an invalid one changes nothing."""
        with contextlib.suppress(SettingsError):
            self._scope = self._scope.plus(host)

    def serve(self, listener: socket.socket) -> None:
        """Serve connections until the listener is closed."""
        while True:
            self._threads.acquire()
            try:
                connection, _ = listener.accept()
            except OSError as error:
                self._threads.release()
                if error.errno in _CLOSED:
                    return
                time.sleep(_ACCEPT_AGAIN_S)
                continue
            threading.Thread(target=self._serve, args=(connection,), name="desk-request", daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with connection:
                self._answer(connection)
        finally:
            self._threads.release()

    def _answer(self, connection: socket.socket) -> None:
        if not self._room.acquire(blocking=False):
            _refuse(connection, _UNAVAILABLE, Message("This side desk has too many connections."))
            return
        try:
            self._connect(connection)
        except RefusedError as error:
            _refuse(connection, error.status, error.reason)
        except OSError:
            pass  # the program has hung up
        finally:
            self._room.release()

    def _connect(self, connection: socket.socket) -> None:
        connection.settimeout(_HEAD_WITHIN_S)
        request, rest = read_request(connection)
        with self._outside.connect(self._scope, request.host, request.port) as outside:
            _relay(connection, outside, request, rest)


@dataclass(frozen=True, slots=True)
class ProxyRequest:
    """What a program asks the gateway for."""

    host: str  # in its normal form
    port: int
    is_tunnel: bool
    head: bytes = b""  # for the host
    body_bytes: int | None = None  # that go to the host; None: until the program has no more


def read_request(connection: socket.socket) -> tuple[ProxyRequest, bytes]:
    """Return the first request on a connection, and what has arrived after its head; RefusedError if it is none."""
    data = b""
    while b"\r\n\r\n" not in data:
        if len(data) > _LONGEST_HEAD:
            raise _invalid_request_error()
        piece = connection.recv(_PIECE)
        if not piece:
            raise OSError("hung up")
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return parsed_request(head), rest


def parsed_request(head: bytes) -> ProxyRequest:
    """Return a request by its head, without the empty line; RefusedError for what is no request to a proxy."""
    first, *lines = head.split(b"\r\n")
    words = _FIRST_LINE.fullmatch(first)
    fields = [_FIELD.fullmatch(line) for line in lines]
    if words is None or not all(fields):
        raise _invalid_request_error()
    method, target, version = words.groups()
    if method == b"CONNECT":
        return _connect_request(target.decode())
    named = [(field[1], field[2]) for field in fields if field]
    return _http_request(method, target.decode(), version, named)


def _connect_request(target: str) -> ProxyRequest:
    try:
        host, port = host_and_port(target)
    except ValueError as error:
        raise _invalid_request_error() from error
    if port is None:
        raise _invalid_request_error()
    return ProxyRequest(host, port, is_tunnel=True)


def _http_request(method: bytes, target: str, version: bytes, fields: Sequence[tuple[bytes, bytes]]) -> ProxyRequest:
    scheme, mark, _ = target.partition("://")
    try:
        parts = urlsplit(target)
        host, port = host_and_port(parts.netloc.rpartition("@")[2])
    except ValueError as error:
        raise _invalid_request_error() from error
    if not mark or scheme.lower() != "http":
        raise _invalid_request_error()
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}".encode()
    shown_host = f"[{host}]" if ":" in host else host
    authority = shown_host if port in {None, _HTTP_PORT} else f"{shown_host}:{port}"
    kept = [b"%b: %b" % field for field in fields if field[0].lower() not in _DROPPED]
    # One request a connection: the next one may be for another host.
    lines = [b"%b %b %b" % (method, path, version), b"Host: " + authority.encode(), *kept, b"Connection: close"]
    names = {name.lower() for name, _ in fields}
    sizes = {value for name, value in fields if name.lower() == b"content-length"}
    if len(sizes) > 1 or not all(size.isdigit() for size in sizes):
        raise _invalid_request_error()
    size = None if names & _UNBOUNDED else int(next(iter(sizes), b"0"))
    return ProxyRequest(
        host, port or _HTTP_PORT, is_tunnel=False, head=b"\r\n".join((*lines, b"", b"")), body_bytes=size
    )


class _Transfer:
    """The bytes on their way from one end of a connection to the other, of which only some are kept."""

    def __init__(self, source: socket.socket, target: socket.socket, waiting: bytes, left: int | None = None) -> None:
        """`waiting` goes first; `left`: how many bytes of the source follow, and the rest is dropped; None: all."""
        self.source = source
        self.target = target
        self.has_ended = False  # the source sends no more
        self.is_over = False  # and the target has been informed
        self._waiting = waiting
        self._left = left

    @property
    def reads(self) -> bool:
        """Whether the next bytes can be taken."""
        return not self.has_ended and not self._waiting

    @property
    def writes(self) -> bool:
        """Whether there are bytes that the target hasn't got."""
        return bool(self._waiting)

    def read(self) -> None:
        """Take what the source has sent, or note that it has ended; OSError where it is gone."""
        piece = self.source.recv(_PIECE)
        self.has_ended = not piece
        self._waiting = piece if self._left is None else piece[: self._left]
        if self._left is not None:
            self._left -= len(self._waiting)

    def write(self) -> None:
        """Send on what the target takes; OSError where it is gone."""
        self._waiting = self._waiting[self.target.send(self._waiting) :]

    def end(self) -> None:
        """Report to the target that the source has ended, after all that it has sent."""
        if self.has_ended and not self._waiting and not self.is_over:
            self.is_over = True
            self.target.shutdown(socket.SHUT_WR)


def _relay(inside: socket.socket, outside: socket.socket, request: ProxyRequest, rest: bytes) -> None:
    """Pass bytes both ways until both ends have stopped, one is gone, or what one has left open stays idle.

    A program that stops sending after a request to a plain address has hung up: its host is informed at once.
    """
    most = request.body_bytes
    first = rest if most is None else rest[:most]
    out = _Transfer(inside, outside, request.head + first, None if most is None else most - len(first))
    back = _Transfer(outside, inside, b"HTTP/1.1 200 Connection established\r\n\r\n" if request.is_tunnel else b"")
    ends = {connection.fileno(): connection for connection in (inside, outside)}
    stopped = set[int]()  # ends that send no more, read to their end or not
    for connection in ends.values():
        connection.settimeout(0)
    while not (out.is_over and (back.is_over or most is not None)):
        ready = _wait_for((out, back), stopped, _HALF_CLOSED_S if stopped else None)
        if not ready:
            return
        for number, events in ready:
            if events & (select.POLLRDHUP | select.POLLHUP | select.POLLERR):
                stopped.add(number)
        _transfer((out, back), {ends[number] for number, _ in ready})


def _wait_for(ways: Sequence[_Transfer], stopped: set[int], within_s: float | None) -> list[tuple[int, int]]:
    """Return the ends that can be read or written, or have stopped, with poll's events; none after that time."""
    poll = select.poll()
    for end in (ways[0].source, ways[0].target):
        events = 0 if end.fileno() in stopped else select.POLLRDHUP
        if any(way.reads and way.source is end for way in ways):
            events |= select.POLLIN
        if any(way.writes and way.target is end for way in ways):
            events |= select.POLLOUT
        if events:  # else an end that is gone would be reported again and again
            poll.register(end, events)
    return poll.poll(None if within_s is None else within_s * 1000)


def _transfer(ways: Sequence[_Transfer], ready: set[socket.socket]) -> None:
    for way in ways:
        with contextlib.suppress(BlockingIOError):
            if way.reads and way.source in ready:
                way.read()
        with contextlib.suppress(BlockingIOError):
            if way.writes and way.target in ready:
                way.write()
        way.end()


def _refuse(connection: socket.socket, status: int, reason: str) -> None:
    """Answer a program with a sentence, and wait a moment until it has read it."""
    body = f"{reason}\n".encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\nCache-Control: no-store\r\n\r\n"
    )
    with contextlib.suppress(OSError):
        connection.settimeout(_HEAD_WITHIN_S)
        connection.sendall(head.encode() + body)
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(2.0)  # closing with unread input would discard the answer
        for _ in range(16):
            if not connection.recv(_PIECE):
                break


def _invalid_request_error() -> RefusedError:
    return RefusedError(
        _BAD_REQUEST, Message("A side desk's gateway takes only CONNECT and requests to http addresses.")
    )


def listen(path: Path) -> socket.socket:
    """Return a listening socket at a path, accessible to its owner only; OSError if that fails.

    A socket path is limited to 107 bytes, which a long home may exceed, so the folder is named by its open descriptor.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(f"/proc/self/fd/{folder}/{path.name}")
        path.chmod(0o600)
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    finally:
        os.close(folder)
    return listener


def receive_listener(meeting: socket.socket) -> socket.socket:
    """Return the listening socket that the desk's side hands over, before anything else is started on the desk."""
    with meeting:
        connection, _ = meeting.accept()
    with connection:
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 1)
        return socket.socket(fileno=descriptors[0])


def main() -> int:
    """Serve until stdin closes; return 0, or 1 when the gateway can't start."""
    order = json.loads(sys.stdin.buffer.readline() or b"{}")
    try:
        gateway = Gateway(order["hosts"], HostConnector())
        meeting = listen(Path(order["socket"]))
    except (SettingsError, OSError, KeyError) as error:
        _report(f"{error}\n".encode())
        return 1
    _report(READY)
    threading.Thread(target=lambda: gateway.serve(receive_listener(meeting)), name="desk-network", daemon=True).start()
    for line in sys.stdin.buffer:
        gateway.admit(json.loads(line))
    return 0


def _report(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


FORBIDDEN = 403
BAD_GATEWAY = 502
_DIAL_S = 20.0
_LOOK_UP_S = 3.0  # for all hosts of a desk, before it is opened
_MOST_TRIED = 4


class RefusedError(Exception):
    """A connection isn't made: HTTP's status for the program on the desk, and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def look_up(host: str) -> Sequence[str]:
    """Return the current addresses of a name; OSError if it has none."""
    entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def dial(address: str, port: int) -> socket.socket:
    """Connect to an address; OSError if nothing answers."""
    return socket.create_connection((address, port), _DIAL_S)


def is_this_computer(connection: socket.socket) -> bool:
    """Return whether a connection leads to an address of this computer's own."""
    return bool(connection.getsockname()[0] == connection.getpeername()[0])


def first_inside_host(
    scope: HostScope, look_up: Callable[[str], Sequence[str]] = look_up, within_s: float = _LOOK_UP_S
) -> tuple[str, str] | None:
    """Return the first host that leads nearer than it says, and where; None where none does, or nothing answers."""
    leading = queue.SimpleQueue[tuple[str, str] | None]()

    def look(hosts: Iterable[NamedHost]) -> None:
        for named in hosts:
            with contextlib.suppress(OSError, UnicodeError):
                for address in look_up(named.name):
                    if not scope.may_lead_at_any_port(named, address):
                        leading.put((named.name, address))
                        return
        leading.put(None)

    hosts = sorted((host for host in scope.hosts if not host.below), key=lambda host: host.name)
    threading.Thread(target=look, args=(hosts,), name="desk-hosts", daemon=True).start()
    with contextlib.suppress(queue.Empty):
        return leading.get(timeout=within_s)
    return None


@dataclass(frozen=True, slots=True)
class HostConnector:
    """Connects to hosts; tests pass their own name look-up and dialling."""

    look_up: Callable[[str], Sequence[str]] = look_up
    dial: Callable[[str, int], socket.socket] = dial
    is_here: Callable[[socket.socket], bool] = is_this_computer

    def connect(self, scope: HostScope, host: str, port: int) -> socket.socket:
        """Return a connection to a host in its normal form; RefusedError where it may not or can't be reached."""
        if not scope.covers(host, port):
            raise RefusedError(FORBIDDEN, _unnamed_host_text(host, port))
        try:
            addresses = self.look_up(host)
        except (OSError, UnicodeError) as error:
            raise RefusedError(BAD_GATEWAY, Message("The host {host} has no address.", host=host)) from error
        for address in addresses:
            if not scope.may_lead_to(host, port, address):
                raise RefusedError(FORBIDDEN, inside_text(host, address))
        for address in addresses[:_MOST_TRIED]:
            with contextlib.suppress(OSError):
                connection = self.dial(address, port)
                if self.is_here(connection) and not scope.may_lead_to(host, port, address, zone=Zone.COMPUTER):
                    connection.close()
                    raise RefusedError(FORBIDDEN, inside_text(host, address, zone=Zone.COMPUTER))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                connection.settimeout(None)
                return connection
        raise RefusedError(BAD_GATEWAY, Message("The host {host} does not answer.", host=host))


def _unnamed_host_text(host: str, port: int) -> Message:
    if port in USUAL_PORTS:
        return Message("This side desk reaches only the hosts named for it, and not {host}.", host=host)
    return Message(
        "This side desk reaches only the hosts named for it, and not {host} at port {port}.", host=host, port=port
    )
