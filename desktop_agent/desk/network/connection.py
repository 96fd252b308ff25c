"""One HTTP/1.1 connection to a program or a host: h11 reads and writes the messages, this moves their bytes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import h11

from desktop_agent.desk.network.refusal import BAD_REQUEST, TOO_LONG, HungUpError, RefusedRequestError

PIECE = 65_536
_LONGEST_HEAD = 65_536  # bytes; also the limit of a chunked body's trailer


class HttpConnection:
    """A socket, plain or encrypted, with its h11 state; `role` is our own, `h11.SERVER` or `h11.CLIENT`."""

    def __init__(self, connection: socket.socket, role: type[h11.CLIENT | h11.SERVER]) -> None:
        self.socket = connection
        self.http = h11.Connection(role, max_incomplete_event_size=_LONGEST_HEAD)

    @property
    def has_more(self) -> bool:
        """Whether unexpected data has arrived."""
        return bool(self.http.trailing_data[0])

    def begin_next(self) -> bool:
        """Prepare for the next request, and return whether one may follow."""
        if self.http.our_state is not h11.DONE or self.http.their_state is not h11.DONE:
            return False
        self.http.start_next_cycle()
        return True

    def next(self) -> h11.Event:
        """Return the next event; RefusedRequestError for invalid HTTP, HungUpError if the other side has closed."""
        try:
            while (event := self.http.next_event()) is h11.NEED_DATA:
                self.http.receive_data(self.socket.recv(PIECE))
        except OSError as error:
            raise HungUpError(str(error)) from error
        except h11.RemoteProtocolError as error:
            if self.http.trailing_data[1]:
                raise HungUpError("closed in the middle") from error
            status = error.error_status_hint if error.error_status_hint == TOO_LONG else BAD_REQUEST
            raise RefusedRequestError(status, "It isn't HTTP/1.1, or too long.") from error
        if not isinstance(event, h11.Event) or isinstance(event, h11.ConnectionClosed):
            raise HungUpError("closed")
        return event

    def body(self) -> Iterator[bytes]:
        """Yield the message's body piece by piece."""
        event = self.next()
        while isinstance(event, h11.Data):
            yield bytes(event.data)
            event = self.next()

    def send(self, *events: h11.Event) -> None:
        """Send these parts of a message; HungUpError if the other side has closed."""
        try:
            for event in events:
                self.socket.sendall(self.http.send(event) or b"")
        except (OSError, h11.LocalProtocolError) as error:
            raise HungUpError(str(error)) from error


def values(message: h11.Request | h11.Response, name: str) -> list[str]:
    """Return every value of a header field, by its name in lower case."""
    return [value.decode("latin-1") for field, value in message.headers if field == name.encode()]
