"""Reads heads, lines and bodies from a connection, no further than the next one begins, and with a limit on each."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator

from desktop_agent.desk.network.head import BodyFraming
from desktop_agent.desk.network.refusal import HungUpError, RefusedRequestError

PIECE = 65_536
_LONGEST_HEAD = 65_536
_LONGEST_LINE = 4096
_MOST_TRAILERS = 64
_TOO_LARGE, _BAD_REQUEST = 431, 400
_BARE_LINE_FEED = re.compile(rb"(?:^|[^\r])\n")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(?:;[\t -~\x80-\xff]*)?")


class ByteStream:
    """The bytes that come in by a socket, plain or encrypted; HungUpError when they end, or take too long."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        self._ahead = bytearray()  # read already, and not asked for yet

    @property
    def has_more(self) -> bool:
        """Whether something has come that nobody has asked for."""
        return bool(self._ahead)

    def head(self) -> bytes:
        """Return everything up to and with the next empty line."""
        while (end := self._ahead.find(b"\r\n\r\n")) < 0:
            if _BARE_LINE_FEED.search(self._ahead):
                raise RefusedRequestError(_BAD_REQUEST, "A line ends in a bare line feed.")
            if len(self._ahead) > _LONGEST_HEAD:
                raise RefusedRequestError(_TOO_LARGE, "The head is too long.")
            self._more()
        if end > _LONGEST_HEAD:
            raise RefusedRequestError(_TOO_LARGE, "The head is too long.")
        head = self._taken(end + 4)
        if _BARE_LINE_FEED.search(head):
            raise RefusedRequestError(_BAD_REQUEST, "A line ends in a bare line feed.")
        return head

    def body(self, framing: BodyFraming) -> Iterator[bytes]:
        """Yield a body piece by piece, without its framing."""
        match framing:
            case "chunked":
                yield from self._chunks()
            case "until close":
                yield from self._rest()
            case int(length):
                yield from self._exactly(length)

    def send(self, data: bytes) -> None:
        """Send all of it; HungUpError where nobody takes it."""
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise HungUpError(str(error)) from error

    def _chunks(self) -> Iterator[bytes]:
        while size := self._chunk_size():
            yield from self._exactly(size)
            if self._line():
                raise RefusedRequestError(_BAD_REQUEST, "A chunk is longer than its stated size.")
        for _ in range(_MOST_TRAILERS):
            if not self._line():
                return
        raise RefusedRequestError(_TOO_LARGE, "There are too many fields after the body.")

    def _chunk_size(self) -> int:
        read = _CHUNK_SIZE.fullmatch(self._line())
        if read is None:
            raise RefusedRequestError(_BAD_REQUEST, "The size of a chunk isn't a number.")
        return int(read[1], 16)

    def _exactly(self, length: int) -> Iterator[bytes]:
        while length:
            if not self._ahead:
                self._more()
            piece = self._taken(min(length, len(self._ahead)))
            length -= len(piece)
            yield piece

    def _rest(self) -> Iterator[bytes]:
        while True:
            if not self._ahead and not self._received():
                return
            yield self._taken(len(self._ahead))

    def _line(self) -> bytes:
        while (end := self._ahead.find(b"\n")) < 0:
            if len(self._ahead) > _LONGEST_LINE:
                raise RefusedRequestError(_TOO_LARGE, "A line is too long.")
            self._more()
        line = self._taken(end + 1)
        if not line.endswith(b"\r\n") or b"\r" in line[:-2] or len(line) > _LONGEST_LINE:
            raise RefusedRequestError(_BAD_REQUEST, "A line doesn't end properly.")
        return line[:-2]

    def _more(self) -> None:
        if not self._received():
            raise HungUpError("closed in the middle")

    def _received(self) -> bool:
        try:
            piece = self.socket.recv(PIECE)
        except ssl.SSLEOFError:
            raise HungUpError("cut off") from None
        except OSError as error:
            raise HungUpError(str(error)) from error
        self._ahead += piece
        return bool(piece)

    def _taken(self, length: int) -> bytes:
        piece = bytes(self._ahead[:length])
        del self._ahead[:length]
        return piece
