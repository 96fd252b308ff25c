"""Whether a program waits for an answer over the network: it has sent something by TCP, and nothing has come back yet.

A browser that loads a page does, whatever it shows meanwhile. The kernel tells any user how much each connection has
sent and received, and when last (sock_diag(7), as `ss -ti` shows it). Other systems, and connections in another network
namespace, are not seen; nor are those by QUIC.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

_SOCK_DIAG, _DUMP, _DONE, _ERROR = 4, 0x301, 3, 2
# The older question for TCP is answered for IPv4 and IPv6 at once. The kernel walks over its table of all connections
# to answer one, and that is most of what it costs.
_TCP = 18
_WITH_INFO = 1 << 1  # struct tcp_info
_INFO = 2  # the attribute that holds it
_CONNECTED, _CONNECTING, _LISTENS = 1, 2, 10
_STATES = 1 << _CONNECTED | 1 << _CONNECTING | 1 << _LISTENS
_INFO_BYTES = 208  # up to the count of bytes sent, which Linux 4.19 added
_ANSWERS_WITHIN_S = 0.05
_EVERY_S = 0.06
_REQUEST_BYTES = 60  # HTTP/2 keeps a connection alive, or its window open, with less
_NO_POLL_S = 6.0  # what is open for longer waits for news, not for an answer


@dataclass(frozen=True, slots=True)
class Traffic:
    """One connection: its number, how much went each way, how many seconds ago the last of it; and its own port."""

    inode: int
    port: int
    state: int
    sent: int = 0
    received: int = 0
    sent_ago: float = 0.0
    received_ago: float = 0.0


@dataclass(slots=True)
class _Talk:
    """What is known of a connection: how much it had sent when it received last, and whose it is."""

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
        self._talks = dict[int, _Talk]()
        self._looked_at, self._pid, self._is_open = 0.0, 0, False

    def is_open(self, pid: int, since: float, now: float) -> bool:
        """Tell whether a process, or one of its children, waits for the answer to what it has sent since a moment."""
        if pid and (now - self._looked_at >= _EVERY_S or pid != self._pid):
            self._looked_at, self._pid = now, pid
            self._is_open = self._look(pid, max(since, now - _NO_POLL_S), now)
        return bool(pid) and self._is_open

    def close(self) -> None:
        """Disconnect from the kernel."""
        if self._kernel:
            self._kernel.close()

    def _look(self, pid: int, since: float, now: float) -> bool:
        every = self._traffic()
        served = {one.port for one in every if one.state == _LISTENS}
        ours = [one for one in every if one.state != _LISTENS and one.port not in served]
        self._talks = {one.inode: self._heard(one) for one in ours}
        asking = [one for one in ours if now - one.sent_ago >= since and self._asks(one)]
        unknown = [one for one in asking if self._talks[one.inode].pid != pid]
        inodes = _sockets_of(pid) if unknown else set[int]()
        for one in unknown:
            talk = self._talks[one.inode]
            talk.pid, talk.is_of_pid = pid, one.inode in inodes
        return any(self._talks[one.inode].is_of_pid for one in asking)

    def _heard(self, one: Traffic) -> _Talk:
        """Return what is known of a connection now."""
        talk = self._talks.get(one.inode)
        has_asked_since = one.sent_ago < one.received_ago or not one.received
        if talk is None:
            return _Talk(0 if has_asked_since else one.sent, one.sent, one.received)
        if one.received != talk.received:
            talk.answered = talk.sent if has_asked_since else one.sent
        talk.sent, talk.received = one.sent, one.received
        return talk

    def _asks(self, one: Traffic) -> bool:
        return one.state == _CONNECTING or one.sent - self._talks[one.inode].answered >= _REQUEST_BYTES


class _Kernel:
    """Asks the kernel for all TCP connections."""

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        with suppress(OSError, AttributeError):  # a system, or a sandbox, that does not know the question
            self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _SOCK_DIAG)
            self._socket.settimeout(_ANSWERS_WITHIN_S)

    def traffic(self) -> list[Traffic]:
        """Return the connections; none when the kernel does not tell."""
        if self._socket is None:
            return []
        try:
            return [*self._connections(self._socket)]
        except (OSError, struct.error):
            self.close()  # what is still on its way would be taken for the next answer
            return []

    def close(self) -> None:
        """Disconnect."""
        if self._socket:
            self._socket.close()
        self._socket = None

    def _connections(self, kernel: socket.socket) -> Iterator[Traffic]:
        asked = struct.pack("=xxxB48xII", _WITH_INFO, _STATES, 0)  # struct inet_diag_req
        kernel.send(struct.pack("=IHHII", 16 + len(asked), _TCP, _DUMP, 1, 0) + asked)
        while True:
            told, at = kernel.recv(1 << 16), 0
            while at < len(told):
                length, kind = struct.unpack_from("=IH", told, at)
                if kind == _DONE:
                    return
                if kind == _ERROR:
                    raise OSError
                yield _read(told[at + 16 : at + length])
                at += length + 3 & ~3


def _read(message: bytes) -> Traffic:
    """Read a struct inet_diag_msg with its attributes."""
    inode, port = struct.unpack_from("=I", message, 68)[0], struct.unpack_from(">H", message, 4)[0]
    at = 72
    while at + 4 <= len(message):
        length, kind = struct.unpack_from("=HH", message, at)
        if kind == _INFO and length >= 4 + _INFO_BYTES:
            info = message[at + 4 : at + length]
            sent_ago, received_ago = struct.unpack_from("=I", info, 44)[0], struct.unpack_from("=I", info, 52)[0]
            received, sent = struct.unpack_from("=Q", info, 128)[0], struct.unpack_from("=Q", info, 200)[0]
            return Traffic(inode, port, message[1], sent, received, sent_ago / 1000, received_ago / 1000)
        at += max(4, length + 3 & ~3)
    return Traffic(inode, port, message[1])


def _sockets_of(pid: int) -> set[int]:
    """Return the numbers of the sockets that a process and those below it hold."""
    found = set[int]()
    for one in _family(pid):
        with suppress(OSError):
            for file in os.scandir(f"/proc/{one}/fd"):
                with suppress(OSError):
                    name = os.readlink(file.path)  # noqa: PTH115 - thousands of them
                    if name.startswith("socket:["):
                        found.add(int(name[8:-1]))
    return found


def _family(pid: int) -> set[int]:
    """Return a process and all that it has started."""
    family, more = set[int](), [pid]
    while more:
        family.add(number := more.pop())
        more += _children(number)
    return family


def _children(pid: int) -> list[int]:
    """Return what the threads of a process have started, as the kernel lists it (source: proc(5), Linux 4.2)."""
    found = list[int]()
    with suppress(OSError):
        for thread in os.scandir(f"/proc/{pid}/task"):
            with suppress(OSError), open(f"{thread.path}/children", encoding="ascii") as file:  # noqa: PTH123 - often
                found += map(int, file.read().split())
    return found
