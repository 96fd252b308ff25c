"""A host that answers every connection with the same bytes, whatever was asked, and counts who came."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

_TLS = b"\x16"  # how a client begins that wants to speak it


class RawHost:
    """Listens on loopback; reads a request's head and body, says its bytes, and hangs up."""

    def __init__(self, said: bytes) -> None:
        self.said, self.heard = said, list[bytes]()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def base_url(self) -> str:
        """The URL for --base-url."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}/v1"

    def __enter__(self) -> Self:
        """Start to listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                self.heard.append(_request(connection))
                try:
                    connection.sendall(self.said)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(65536):
                        pass
                except OSError:  # the client has had enough
                    continue


def _request(connection: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got and not got.startswith(_TLS) and (piece := connection.recv(65536)):
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (int(line.partition(b":")[2]) for line in head.splitlines() if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length and (piece := connection.recv(65536)):
        body += piece
    return head + b"\r\n\r\n" + body
