"""A desk's way out in this process, with hosts of our own behind it and a person who answers as they are told to."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from desktop_agent.core.outgoing import OutgoingVerdict
from desktop_agent.desk.network.asking import WriteAsker
from desktop_agent.desk.network.body import BodyAllowance
from desktop_agent.desk.network.certificates import DeskAuthority
from desktop_agent.desk.network.exchange import DeskGate
from desktop_agent.desk.network.hosts import host_scope
from desktop_agent.desk.network.proxy import DeskProxy, listen
from desktop_agent.desk.network.question import GoneWrite, HeldWrite
from desktop_agent.desk.network.sent_list import SentList
from tests.fakes.web_hosts import WebHosts

SAY_NOTHING: Callable[[HeldWrite], OutgoingVerdict | None] = lambda _: None  # noqa: E731


class DeskWayOut:
    """`asked` and `gone` are what the person heard; `say` answers at once, None is silence."""

    def __init__(self, folder: Path, names: Sequence[str], hosts: WebHosts, at: Path | None = None) -> None:
        self.folder = folder
        self.hosts = hosts
        self.asked: list[HeldWrite] = []
        self.gone: list[int] = []
        self.say = SAY_NOTHING
        self._hears: Callable[[HeldWrite | GoneWrite], None] = lambda _: None
        scope = host_scope(names)
        self.authority = DeskAuthority(scope)
        self.asker = WriteAsker(self._told)
        self.sent = SentList(folder)
        gate = DeskGate(scope, self.authority, self.asker, self.sent, folder, BodyAllowance(), hosts.way_out())
        self.socket = at or folder / "network"
        self._proxy = DeskProxy(listen(self.socket), gate)
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.trust.load_verify_locations(cadata=self.authority.pem)
        self.trust.set_alpn_protocols(["http/1.1"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self.hosts.close()

    def close(self) -> None:
        self._proxy.close()

    def hear(self, told: Callable[[HeldWrite | GoneWrite], None]) -> None:
        self._hears = told

    def plain(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(60)
        connection.connect(str(self.socket))
        return connection

    def tunnel(self, host: str, server_name: str = "") -> ssl.SSLSocket:
        connection = self.plain()
        connection.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
        answer = head_of(connection)
        if not answer.startswith(b"HTTP/1.1 200 "):
            with connection:
                raise ConnectionError(answer.decode())
        return self.trust.wrap_socket(connection, server_hostname=server_name or host)

    def say_raw(self, data: bytes, host: str = "") -> bytes:
        with self.tunnel(host) if host else self.plain() as connection:
            connection.sendall(data)
            return rest_of(connection)

    def get(self, host: str, path: str = "/") -> bytes:
        return self.say_raw(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode(), host)

    def post(self, host: str, path: str, body: bytes, *more: str, method: str = "POST") -> bytes:
        fields = (f"Host: {host}", f"Content-Length: {len(body)}", "Connection: close", *more)
        return self.say_raw("\r\n".join((f"{method} {path} HTTP/1.1", *fields, "", "")).encode() + body, host)

    def _told(self, told: HeldWrite | GoneWrite) -> None:
        self._hears(told)
        if isinstance(told, GoneWrite):
            self.gone.append(told.number)
            return
        self.asked.append(told)
        verdict = self.say(told)
        if verdict is not None:
            self.asker.answer(told.number, verdict)


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
