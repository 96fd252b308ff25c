"""What listens outside of a desk, and what has come there that no read of a named host is."""

from __future__ import annotations

import contextlib
import socket
import threading

from tests.fakes.web_hosts import Arrived, WebHosts
from tests.hostile.network_probes import BELOW, INSIDE, NAMED, OTHER

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Outside:
    """What listens outside of a desk: hosts, and a TCP, a UDP and an abstract socket that take anything."""

    def __init__(self) -> None:
        self.hosts = WebHosts((NAMED, BELOW, OTHER, INSIDE))
        for port in (80, 443):
            self.hosts.lead("127.0.0.1", port, INSIDE)
        self.hosts.numbers[INSIDE] = ["127.0.0.1"]
        self.heard: list[str] = []
        self.abstract = f"desk-network-{id(self)}"
        tcp = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        udp.bind(("::", 0))
        unix = socket.socket(socket.AF_UNIX)
        unix.bind("\0" + self.abstract)
        unix.listen()
        self.tcp, self.udp = tcp.getsockname()[1], udp.getsockname()[1]
        for loop in (lambda: self._take(tcp), lambda: self._take(unix), lambda: self._hear(udp)):
            threading.Thread(target=loop, daemon=True).start()

    def unasked(self) -> int:
        """Return how much has come that no read of a named host is."""
        return len(self.heard) + sum(_counts(one) for one in self.hosts.arrived)

    def _take(self, listener: socket.socket) -> None:
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(2)
                if connection.recv(65536):
                    self.heard.append("a connection")

    def _hear(self, udp: socket.socket) -> None:
        while udp.recv(65536):
            self.heard.append("a packet")


def _counts(came: Arrived) -> bool:
    odd = came.host in {OTHER, INSIDE} or came.method not in _READS or bool(came.body)
    fields = ("upgrade", "x-http-method-override", "x-http-method", "sec-websocket-key")
    fronted = set(came.value("host")) != {came.host}  # a server that goes by this name takes it for another
    return odd or fronted or any(came.value(name) for name in fields) or "://" in came.first


def own_address() -> str:
    """Return an address of this computer that is not the loopback's, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        try:
            udp.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.2"
        return str(udp.getsockname()[0])
