"""A compositor's end of a connection, that says what it is told to: whole messages, pieces of them, or none."""

import socket
import struct
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.wayland.connection import WaylandConnection


class ToldCompositor:
    """Listens at a path; `client` is our connection to it."""

    def __init__(self, path: Path) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(str(path))
            listening.listen(1)
            self.client = WaylandConnection(str(path), NoScreenError, ScreenError)
            self._peer, _ = listening.accept()

    def say(self, data: bytes, files: Sequence[int] = ()) -> None:
        """Send bytes, and files beside them."""
        socket.send_fds(self._peer, [data], files)

    def tell(self, target: int, opcode: int, body: bytes = b"") -> None:
        """Send one event with this body."""
        self.say(struct.pack("=II", target, 8 + len(body) << 16 | opcode) + body)

    def heard(self) -> bytes:
        """Return what has come from the client."""
        return self._peer.recv(1 << 20, socket.MSG_DONTWAIT)

    def leave(self) -> None:
        """Close the connection without a word."""
        self._peer.close()

    def close(self) -> None:
        """Close both ends."""
        self.client.close()
        self._peer.close()


def word(*numbers: int) -> bytes:
    """Return numbers as they stand in a message."""
    return struct.pack(f"={len(numbers)}I", *numbers)


def text(value: str) -> bytes:
    """Return a string as it stands in a message."""
    data = value.encode() + b"\0"
    return word(len(data)) + data + bytes(-len(data) % 4)
