"""How much of what the compositor has sent a program it has not read yet, as the kernel reports (`man 7 sock_diag`).

No Wayland program acknowledges a key, and a compositor ends one that does not read: after some 500 keys, measured on
sway 1.7. But keys are bytes in a socket, and Linux reports for each socket how many wait in it.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_agent.core.errors import InputError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.programs import sockets_of

_SOCK_DIAG = 4  # NETLINK_SOCK_DIAG
# NLM_F_REQUEST; and NLM_F_DUMP
_ONE = 0x01
_DUMP = 0x301
_ANY = 0xFFFFFFFF  # state, and cookie
_BY_FAMILY = 20
_DONE = 3
_ERROR = 2
_SHOW_NAME = 1
_SHOW_PEER = 4
_SHOW_QUEUES = 16
_NAME = 0
_PEER = 2
_QUEUES = 4
_HEADER = struct.Struct("=IHHII")
_ABOUT = struct.Struct("=BBBBIII")
_ATTRIBUTE = struct.Struct("=HH")
_REQUEST = struct.Struct("=BBHIIIII")
_PIECE = 1 << 20
# A key pressed and released is about 50 bytes; a program was ended by the compositor with 500 keys unread, and lived
# with 300 (measured on sway 1.7).
MOST_UNREAD = 2_000  # bytes
READS_WITHIN_S = 3.0
POLL_S = 0.002
# Where the kernel reports nothing: the slowest of the toolkits took 6 ms for a key (measured).
BLIND_S = 0.01


@dataclass(frozen=True, slots=True)
class UnixSocket:
    """One socket: its number, its path, the number of the other end, and the bytes that wait in it."""

    number: int
    path: str = ""
    peer: int = 0
    unread: int = 0


def not_reading() -> InputError:
    """Return the error for a program that leaves keys unread."""
    return InputError(
        Message("The application isn't reading keyboard input, so not all of the text was typed."),
        Message("Wait until it responds, then look at the screen."),
    )


def unread_bytes(pid: int, path: str) -> int | None:
    """Return how many bytes a program has yet to read from the listener at `path`; None where that is not known."""
    path = os.path.realpath(path)
    try:
        with _diag_socket() as kernel:
            ours = [sock for number in sockets_of(pid) if (sock := _query_socket(kernel, number)).peer]
            waiting = [sock.unread for sock in ours if _query_socket(kernel, sock.peer).path == path]
    except (OSError, struct.error):
        return None
    return sum(waiting) if waiting else None


def unread_by_all(path: str) -> dict[int, int] | None:
    """Return how many bytes each program has yet to read from the listener at `path`, by its socket's number.

    None where that is not known.
    """
    path = os.path.realpath(path)
    try:
        known = {sock.number: sock for sock in _all_sockets()}
    except (OSError, struct.error):
        return None
    none = UnixSocket(0)
    return {
        number: sock.unread for number, sock in known.items() if sock.peer and path == known.get(sock.peer, none).path
    }


def sockets_in(answer: bytes) -> Iterator[UnixSocket | None]:
    """Return the sockets in a piece of the kernel's answer, and None at its end; OSError when it refuses."""
    at = 0
    while at + _HEADER.size <= len(answer):
        length, kind, *_ = _HEADER.unpack_from(answer, at)
        if kind == _ERROR:
            raise PermissionError
        if kind == _DONE or length < _HEADER.size:
            yield None
            return
        yield _parsed_socket(answer[at + _HEADER.size : at + length])
        at += (length + 3) & ~3


def _parsed_socket(message: bytes) -> UnixSocket:
    number = int(_ABOUT.unpack_from(message)[4])
    path = ""
    peer = 0
    unread = 0
    at = _ABOUT.size
    while at + _ATTRIBUTE.size <= len(message):
        length, kind = _ATTRIBUTE.unpack_from(message, at)
        value = message[at + _ATTRIBUTE.size : at + length]
        if kind == _NAME:
            path = os.fsdecode(value.rstrip(b"\0"))
        elif kind == _PEER:
            (peer,) = struct.unpack("=I", value)
        elif kind == _QUEUES:
            unread, _ = struct.unpack("=II", value)
        at += max(_ATTRIBUTE.size, (length + 3) & ~3)
    return UnixSocket(number, path, peer, unread)


def _diag_socket() -> socket.socket:
    kernel = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _SOCK_DIAG)
    kernel.settimeout(1.0)
    return kernel


def _request_sockets(kernel: socket.socket, flags: int, number: int) -> None:
    shows = _SHOW_NAME | _SHOW_PEER | _SHOW_QUEUES
    request = _REQUEST.pack(socket.AF_UNIX, 0, 0, _ANY, number, shows, _ANY, _ANY)
    kernel.send(_HEADER.pack(_HEADER.size + len(request), _BY_FAMILY, flags, 1, 0) + request)


def _query_socket(kernel: socket.socket, number: int) -> UnixSocket:
    """Return one socket, however many the computer has; an empty one where it is no Unix socket."""
    _request_sockets(kernel, _ONE, number)
    try:
        return next(sockets_in(kernel.recv(_PIECE)), None) or UnixSocket(0)
    except PermissionError:
        return UnixSocket(0)


def _all_sockets() -> Iterator[UnixSocket]:
    with _diag_socket() as kernel:
        _request_sockets(kernel, _DUMP, 0)
        while True:
            for sock in sockets_in(kernel.recv(_PIECE)):
                if sock is None:
                    return
                yield sock
