"""The connection to a host, kept for the next request where both sides want that."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Self

from desktop_agent.desk.network.head import HeadField, ResponseHead, response_head, written
from desktop_agent.desk.network.hosts import WebOrigin
from desktop_agent.desk.network.refusal import HungUpError, RefusedRequestError
from desktop_agent.desk.network.resolve import WayOut
from desktop_agent.desk.network.stream import ByteStream

_BAD_GATEWAY = 502
_SWITCHING, _FINAL = 101, 200
_MOST_INTERIM = 8


class Upstream:
    """At most one connection to the outside, for one that a program on the desk has made; a context manager."""

    def __init__(self, outside: WayOut) -> None:
        self._outside = outside
        self._origin: WebOrigin | None = None
        self._stream: ByteStream | None = None

    def __enter__(self) -> Self:
        """Be connected to nobody yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection, if there is one."""
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.socket.close()
        self._stream = self._origin = None

    def connect(self, origin: WebOrigin, *, fresh: bool) -> bool:
        """Be connected to a host; return whether the connection is an older one, which may have been closed."""
        if self._origin == origin and self._stream is not None and not fresh and not self._stream.has_more:
            return True
        self.hang_up()
        self._stream = ByteStream(self._outside.connect(origin))
        self._origin = origin
        return False

    def send(self, first: str, fields: Iterable[HeadField], pieces: Iterable[bytes]) -> None:
        """Send a request."""
        stream = self.stream
        stream.send(written(first, fields))
        for piece in pieces:
            stream.send(piece)

    def response(self) -> ResponseHead:
        """Return the head of the answer; what comes before the final one is passed over."""
        for _ in range(_MOST_INTERIM):
            try:
                head = response_head(self.stream.head())
            except RefusedRequestError as error:
                raise RefusedRequestError(
                    _BAD_GATEWAY, f"The host's answer is not passed on. {error.reason}"
                ) from error
            if head.status == _SWITCHING:
                raise RefusedRequestError(_BAD_GATEWAY, "The host wants to go on in another protocol.")
            if head.status >= _FINAL:
                return head
        raise RefusedRequestError(_BAD_GATEWAY, "The host does not come to an answer.")

    @property
    def stream(self) -> ByteStream:
        """What comes from the host."""
        if self._stream is None:
            raise HungUpError("not connected")
        return self._stream
