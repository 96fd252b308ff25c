"""A compositor's end of a connection, that says what it is told to: whole messages, pieces of them, or none."""

import socket
import struct
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.platforms.wayland.connection import WaylandConnection


class ToldCompositor:
    """Listens at a path; `client` is our connection to it."""

    def __init__(self, path: Path) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
            listening.bind(str(path))
            listening.listen(1)
            self.client = WaylandConnection(str(path), NoScreenError, ScreenError)
            self._peer, _ = listening.accept()

    def say(self, data: bytes, files: Sequence[int] = ()) -> None:
        socket.send_fds(self._peer, [data], files)

    def tell(self, target: int, opcode: int, body: bytes = b"") -> None:
        self.say(struct.pack("=II", target, 8 + len(body) << 16 | opcode) + body)

    def leave(self) -> None:
        self._peer.close()

    def close(self) -> None:
        self.client.close()
        self._peer.close()


class OfferingCompositor:
    def __init__(self, path: Path, offers: Sequence[str]) -> None:
        self._offers = offers
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(str(path))
        self._listening.listen()
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                peer, _ = self._listening.accept()
            except OSError:
                return
            with peer:
                self._answer(peer)

    def _answer(self, peer: socket.socket) -> None:
        while head := peer.recv(8, socket.MSG_WAITALL):
            target, what = struct.unpack("=II", head)
            body = peer.recv((what >> 16) - 8, socket.MSG_WAITALL)
            opcode = what & 0xFFFF
            (number,) = struct.unpack_from("=I", body)
            assert target == 1
            if opcode == 0:  # sync
                self._tell(peer, number, 0, word(0))
            else:
                for at, name in enumerate(self._offers, 1):
                    self._tell(peer, number, 0, word(at) + text(name) + word(1))

    def _tell(self, peer: socket.socket, target: int, opcode: int, body: bytes) -> None:
        peer.sendall(struct.pack("=II", target, 8 + len(body) << 16 | opcode) + body)


def word(*numbers: int) -> bytes:
    return struct.pack(f"={len(numbers)}I", *numbers)


def text(value: str) -> bytes:
    data = value.encode() + b"\0"
    return word(len(data)) + data + bytes(-len(data) % 4)
