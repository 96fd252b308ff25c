"""A server that is told things: keeps each request as its bytes came, and answers with a status, or never."""

from __future__ import annotations

import contextlib
import re
import socket
import socketserver
import threading
from dataclasses import dataclass, field
from typing import Self

from tests.fakes.waiting import wait_until

_LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)\r\n")


@dataclass
class ToldServer:
    status: str = "200 OK"
    headers: str = ""
    hangs: bool = False
    got: list[bytes] = field(default_factory=list)
    _closing: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        served = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                served.answer(self.request)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def answer(self, connection: socket.socket) -> None:
        data = b""
        with contextlib.suppress(OSError):
            while not _is_whole(data) and (more := connection.recv(65_536)):
                data += more
            self.got.append(data)
            if self.hangs:
                self._closing.wait(30)
                return
            connection.sendall(f"HTTP/1.1 {self.status}\r\n{self.headers}Content-Length: 0\r\n\r\n".encode())

    def request(self) -> bytes:
        wait_until(lambda: self.got, what="a request")
        return self.got[0]


def _is_whole(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return bool(end) and len(body) >= (int(length[1]) if length else 0)
