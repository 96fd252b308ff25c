"""A SOCKS 5 proxy without a login, as RFC 1928 has it, that leads everything to one server on this computer."""

import socket
import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

_IPV4 = 1
_NAME = 3


@dataclass
class SocksProxy:
    """Notes where it was asked to connect to; `port` is that of the server to which it connects instead."""

    port: int
    asked: list[tuple[str, int]] = field(default_factory=list)

    def __enter__(self) -> Self:
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                _, methods = self.rfile.read(2)
                self.rfile.read(methods)
                self.connection.sendall(b"\x05\x00")
                _, _, _, kind = self.rfile.read(4)
                length = {_IPV4: 4, _NAME: 1}[kind]
                first = self.rfile.read(length)
                host = socket.inet_ntoa(first) if kind == _IPV4 else self.rfile.read(first[0]).decode()
                proxy.asked.append((host, int.from_bytes(self.rfile.read(2))))
                with socket.create_connection(("127.0.0.1", proxy.port)) as server:
                    self.connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
                    back = threading.Thread(target=_pass_on, args=(server, self.connection), daemon=True)
                    back.start()
                    _pass_on(self.connection, server)
                    back.join(1)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"socks5h://127.0.0.1:{self._server.server_address[1]}"


def _pass_on(from_: socket.socket, to: socket.socket) -> None:
    with suppress(OSError):
        while data := from_.recv(65536):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)
