"""A desk's gateway in this process, with hosts of our own behind it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from desktop_agent.desk.network.gateway import Gateway, listen, receive_listener
from tests.fakes.servers.web_hosts import WebHosts


class DeskWayOut:
    """Programs connect to `port`; a desk's own port is handed over at the socket `meeting`."""

    def __init__(self, names: Sequence[str], hosts: WebHosts, meeting: Path | None = None) -> None:
        self.hosts = hosts
        self.gateway = Gateway(names, hosts.way_out())
        self._own = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listeners = [self._own]
        self.port = self._own.getsockname()[1]
        self._start(lambda: self.gateway.serve(self._own))
        if meeting is not None:
            waiting = listen(meeting)
            self._listeners.append(waiting)
            self._start(lambda: self._serve_handed_over(waiting))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self.hosts.close()

    def close(self) -> None:
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def plain(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 60)

    def tunnel(self, host: str, port: int = 443) -> ssl.SSLSocket:
        connection = self.plain()
        connection.sendall(f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
        answer = head_of(connection)
        if not answer.startswith(b"HTTP/1.1 200 "):
            with connection:
                raise ConnectionError(answer.decode())
        return self.hosts.trust.wrap_socket(connection, server_hostname=host)

    def say_raw(self, data: bytes) -> bytes:
        with self.plain() as connection:
            connection.sendall(data)
            return rest_of(connection)

    def get(self, address: str, *more: str) -> bytes:
        return self.say_raw("\r\n".join((f"GET {address} HTTP/1.1", "Host: any.example", *more, "", "")).encode())

    def _start(self, work: object) -> None:
        threading.Thread(target=work, daemon=True).start()  # type: ignore[arg-type]

    def _serve_handed_over(self, waiting: socket.socket) -> None:
        with contextlib.suppress(OSError):
            listener = receive_listener(waiting)
            self._listeners.append(listener)
            self.gateway.serve(listener)


def head_of(connection: socket.socket) -> bytes:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        piece = connection.recv(1)
        if not piece:
            break
        head += piece
    return head


def rest_of(connection: socket.socket) -> bytes:
    data = bytearray()
    with contextlib.suppress(ssl.SSLEOFError, ConnectionResetError):
        while piece := connection.recv(65536):
            data += piece
    return bytes(data)


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
