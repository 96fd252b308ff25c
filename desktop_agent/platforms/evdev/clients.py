"""One client's connection: who it is, what it may say and how often, and what it is told.

What leaves goes through `tell`, which knows the protocol's words only. A client that does not read, says too much, or
what is no message, is let go.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress

from desktop_agent.platforms.evdev.sense import ClientSense
from desktop_agent.platforms.evdev.words import (
    LONGEST,
    REFUSED,
    TOLD,
    CardNotice,
    PressQuestion,
    WatchRequest,
    read_message,
)

MESSAGES_PER_S, MESSAGES_AT_ONCE = 20.0, 40.0
UNREAD_BYTES = 32 * 1024  # what a client may leave unread
_CREDENTIALS = struct.Struct("@iII")  # process, user, group


class MessageRate:
    """How often a client may say something."""

    def __init__(self, now_s: float) -> None:
        self._left, self._at_s = MESSAGES_AT_ONCE, now_s

    def allows(self, now_s: float) -> bool:
        """Count one message; tell whether it was not one too many."""
        self._left = min(MESSAGES_AT_ONCE, self._left + (now_s - self._at_s) * MESSAGES_PER_S) - 1
        self._at_s = now_s
        return self._left >= 0


class WatchClient:
    """A connection from `process` of `user`; `sense` once it has said what it watches for."""

    def __init__(self, connection: socket.socket, now_s: float) -> None:
        connection.settimeout(0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD_BYTES)
        told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        self.process, self.user, _group = _CREDENTIALS.unpack(told)
        self.connection, self.since_s = connection, now_s
        self.sense: ClientSense | None = None
        self._rate = MessageRate(now_s)

    def tell(self, word: str) -> bool:
        """Tell a word of the protocol; False where the client is gone, or has not read for long."""
        if not TOLD.fullmatch(word):
            raise ValueError("That is no word of the protocol.")
        try:
            self.connection.send(word.encode("ascii"), socket.MSG_NOSIGNAL)
        except OSError:
            return False
        return True

    def hear(self, now_s: float) -> PressQuestion | WatchRequest | CardNotice | None:
        """Return the next message; None where there is no more to hear from this client.

        BlockingIOError when it has said nothing new.
        """
        try:
            data = self.connection.recv(LONGEST + 1)
        except BlockingIOError:
            raise
        except OSError:
            return None
        if not data or len(data) > LONGEST or not self._rate.allows(now_s):
            return None
        message = read_message(data)
        if isinstance(message, WatchRequest) == (self.sense is None):
            return message
        return None

    def refuse(self, word: str = REFUSED) -> None:
        """Tell why it is let go, and let it go."""
        self.tell(word)
        self.close()

    def close(self) -> None:
        """End the connection."""
        with suppress(OSError):
            self.connection.close()
