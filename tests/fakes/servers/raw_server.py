"""A server that answers requests for a response with bytes of the test's choosing, byte for byte, over real sockets."""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self, cast

TLS = "TLS"  # the method of a request that begins to speak it
_HELLO = b"\x16"
Send = Callable[[socket.socket], None]
Sent = bytes | Send  # a function writes on the connection itself, until it has had enough


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_create(self) -> bool:
        return self.method == "POST" and self.path.endswith("/responses")

    @property
    def items(self) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", json.loads(self.body)["input"])


@dataclass
class RawServer:
    """Gives one answer after the other, the last one for ever; all else than a new response gets `otherwise`."""

    answers: Sequence[Sent]
    otherwise: Sent = b""  # to retrieve, cancel and delete; unless said, there is no such thing
    requests: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _given: int = 0

    def __enter__(self) -> Self:
        server = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    while (asked := _read(self.rfile)) is not None:
                        server.requests.append(asked)
                        server.answer(asked, self.connection)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def creates(self) -> list[Asked]:
        return [asked for asked in self.requests if asked.is_create]

    def answer(self, asked: Asked, connection: socket.socket) -> None:
        if not asked.is_create and asked.method != TLS:
            sent = self.otherwise or http(b'{"error": {"message": "not found"}}', status="404 Not Found")
        else:
            sent = self.answers[min(self._given, len(self.answers) - 1)]
            self._given += 1
        if isinstance(sent, bytes):
            connection.sendall(sent)
        else:
            sent(connection)
        if not isinstance(sent, bytes) or b"connection: close" in sent[:400].lower():
            connection.shutdown(socket.SHUT_RDWR)


def http(
    body: bytes,
    *,
    status: str = "200 OK",
    media_type: str = "application/json",
    fields: str = "",
    length: int | None = None,
) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{fields}Content-Length: {size}\r\n\r\n".encode() + body


def stream(*events: object, ended: bool = True) -> bytes:
    parts = [each if isinstance(each, bytes) else f"data: {json.dumps(each)}\n\n".encode() for each in events]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return head + b"".join([*parts, b"data: [DONE]\n\n" if ended else b""])


def hangs_up(said: bytes) -> Send:
    return lambda connection: connection.sendall(said)


def endless(head: bytes, more: bytes) -> Send:
    def send(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(more)

    return send


def _read(stream: Any) -> Asked | None:  # noqa: ANN401 - a buffered socket
    if stream.peek(1)[:1] == _HELLO:
        return Asked(TLS, "", {}, stream.read1(65536))
    line = stream.readline()
    if not line.strip():
        return None
    method, path, _ = line.decode("latin-1").split(" ", 2)
    headers = {}
    line = stream.readline()
    while line.strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
        line = stream.readline()
    body = stream.read(int(headers.get("content-length", 0)))
    return Asked(method, path, headers, body)
