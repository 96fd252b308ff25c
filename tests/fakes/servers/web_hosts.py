"""Servers of our own that stand for hosts on the internet, with names, numbers, certificates and a log of what came."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import BinaryIO, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop_agent.desk.network.gateway import HostConnector

NUMBERS = "93.184.216.{}"  # public, and of nobody in these tests
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"


@dataclass(frozen=True, slots=True)
class Arrived:
    host: str  # whose server it was
    first: str
    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.first.partition(" ")[0]

    def value(self, name: str) -> list[str]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [line.partition(":")[2].strip() for line in lines if line.lower().startswith(f"{name}:")]


Answer = Callable[[Arrived], bytes | Iterator[bytes]]


def hello(_: Arrived) -> bytes:
    return PLAIN


class WebHosts:
    """Several hosts, plain and encrypted; `arrived` is what reached any of them, by their own reading."""

    def __init__(self, names: Sequence[str]) -> None:
        self.arrived: list[Arrived] = []
        self.dialed: list[tuple[str, int]] = []
        self.answer: Answer = hello
        self.numbers = {name: [NUMBERS.format(at + 10)] for at, name in enumerate(names)}
        self.rebound: dict[str, list[str]] = {}  # what a name leads to after the first look
        self._ports: dict[tuple[str, int], int] = {}
        self._plain: dict[str, int] = {}
        self._listeners: list[socket.socket] = []
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for name in names:
            context = self._certified(name)
            for port, encrypted in ((80, None), (443, context)):
                self._listen(name, port, encrypted)

    def way_out(self) -> HostConnector:
        return HostConnector(self.look_up, self.dial, lambda _: False)

    @property
    def plain_ports(self) -> list[int]:
        """The ports of this computer at which the plain hosts answer, in order."""
        return list(self._plain.values())

    def also_at(self, name: str, address: str, port: int) -> None:
        """Let the plain host answer at another address as well."""
        self._ports[address, port] = self._plain[name]

    def look_up(self, host: str) -> Sequence[str]:
        with contextlib.suppress(ValueError):
            return [str(ipaddress.ip_address(host))]
        if host not in self.numbers:
            raise OSError("no such name")
        now = self.numbers[host]
        then = self.rebound.get(host)
        self.numbers[host] = then or now
        return now

    def dial(self, address: str, port: int) -> socket.socket:
        self.dialed.append((address, port))
        if (address, port) not in self._ports:
            raise OSError("nobody there")
        return socket.create_connection(("127.0.0.1", self._ports[address, port]), 20)

    def close(self) -> None:
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _certified(self, name: str) -> ssl.SSLContext:
        public, private = _certificate(name)
        self.trust.load_verify_locations(cadata=public.decode())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        memory = os.memfd_create("certificate")
        os.write(memory, private + public)
        context.load_cert_chain(f"/proc/self/fd/{memory}")
        os.close(memory)
        return context

    def _listen(self, name: str, port: int, context: ssl.SSLContext | None) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._listeners.append(listener)
        self._ports[self.numbers[name][0], port] = listener.getsockname()[1]
        if context is None:
            self._plain[name] = listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(listener, name, context), daemon=True).start()

    def _accept(self, listener: socket.socket, name: str, context: ssl.SSLContext | None) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection, name, context), daemon=True).start()

    def _serve(self, connection: socket.socket, name: str, context: ssl.SSLContext | None) -> None:
        with contextlib.suppress(OSError, ValueError):
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as file:
                stream = cast("BinaryIO", file)
                while (came := _request(stream, name)) is not None:
                    self.arrived.append(came)
                    answer = self.answer(came)
                    for piece in [answer] if isinstance(answer, bytes) else answer:
                        connection.sendall(piece)
                    if b"connection: close" in came.head.lower():
                        return


def certificates(names: Sequence[str]) -> bytes:
    return b"".join(_certificate(name)[0] for name in names)


@cache
def _certificate(name: str) -> tuple[bytes, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _request(stream: BinaryIO, name: str) -> Arrived | None:
    head = b""
    while not head.endswith((b"\r\n\r\n", b"\n\n")):
        line = stream.readline()
        if not line:
            return None
        head += line
    low = head.lower()
    body = b""
    if b"transfer-encoding: chunked" in low:
        while size := int(stream.readline().split(b";")[0], 16):
            body += stream.read(size)
            stream.readline()
        while stream.readline().strip():
            pass
    elif b"content-length:" in low:
        body = stream.read(int(low.split(b"content-length:")[1].split(b"\n")[0]))
    return Arrived(name, head.split(b"\r\n")[0].decode("latin-1"), head, body)
