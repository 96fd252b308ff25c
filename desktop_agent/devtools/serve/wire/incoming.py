"""Reads what arrives on a connection, up to a deadline and a size, so that a slow client cannot block a thread."""

from __future__ import annotations

import io
import socket
import time
from email.message import Message

from desktop_agent.devtools.serve.wire.problem import BadRequestError

LARGEST_BODY = 32 * 1024 * 1024
_LONGEST_LINE = 1024
_SLICE = 64 * 1024
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


class PatientReader(io.RawIOBase):
    """Reads a socket; raises TimeoutError past the deadline."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._connection = connection
        self._deadline = self._then_s = 0.0

    def allow(self, first_s: float, then_s: float) -> None:
        """Set the time for the next byte, and from there for the rest of the request."""
        self._deadline, self._then_s = time.monotonic() + first_s, then_s

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the library says Buffer
        """Read what has arrived."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        count = self._connection.recv_into(buffer)
        if self._then_s:
            self._deadline, self._then_s = time.monotonic() + self._then_s, 0.0
        return count


def has_body(headers: Message) -> bool:
    """Tell whether a body follows the head."""
    return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"


def body_of(headers: Message, stream: io.BufferedIOBase) -> bytes:
    """Read a request's body, whole or in chunks.

    Raises:
        BadRequestError: it is too large, truncated, in an unsupported encoding, or has contradictory lengths.
    """
    lengths = set(headers.get_all("Content-Length", []))
    if "Transfer-Encoding" in headers:
        if lengths or headers.get_all("Transfer-Encoding") != ["chunked"]:
            raise BadRequestError("Send the body with a Content-Length, or chunked.")
        return _chunks(stream)
    if not lengths:
        return b""
    length = lengths.pop()
    if lengths or not (length.isascii() and length.isdecimal()):
        raise BadRequestError("The Content-Length is no number.")
    if len(length) > len(str(LARGEST_BODY)) or int(length) > LARGEST_BODY:
        raise _too_large()
    return _exactly(stream, int(length))


def must_be_json(headers: Message) -> None:
    """Check that the body is declared as JSON, or not declared at all.

    Raises:
        BadRequestError: 415, for forms, text and compressed bodies.
    """
    kind = headers.get("Content-Type", "application/json").partition(";")[0].strip().casefold()
    if kind != "application/json":
        raise BadRequestError("The body has to be JSON: send Content-Type: application/json.", status=415)
    if headers.get("Content-Encoding", "identity").strip().casefold() != "identity":
        raise BadRequestError("Send the body uncompressed.", status=415)


def drain(connection: socket.socket, within_s: float) -> None:
    """Stop sending, and read what still arrives: otherwise a reset can overtake the answer."""
    ends = time.monotonic() + within_s
    try:
        connection.shutdown(socket.SHUT_WR)
        while (left := ends - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(_SLICE):
                return
    except OSError:
        return


def _chunks(stream: io.BufferedIOBase) -> bytes:
    whole = bytearray()
    while size := _size(stream):
        if len(whole) + size > LARGEST_BODY:
            raise _too_large()
        whole += _exactly(stream, size)
        if _line(stream):
            raise _broken()
    while _line(stream):  # trailers
        pass
    return bytes(whole)


def _size(stream: io.BufferedIOBase) -> int:
    digits = _line(stream).partition(";")[0].strip()
    if not 0 < len(digits) <= len(f"{LARGEST_BODY:x}") or not _HEXADECIMAL.issuperset(digits):
        raise _broken() if not _HEXADECIMAL.issuperset(digits) or not digits else _too_large()
    return int(digits, 16)


def _line(stream: io.BufferedIOBase) -> str:
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise _broken()
    return line.decode("latin-1").strip()


def _exactly(stream: io.BufferedIOBase, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise _broken()
    return data


def _broken() -> BadRequestError:
    return BadRequestError("The body broke off.")


def _too_large() -> BadRequestError:
    return BadRequestError(f"The request is larger than {LARGEST_BODY // 1024 // 1024} MiB.", status=413)
