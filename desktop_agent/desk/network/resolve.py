"""Connects to a host by name: all its addresses are checked, and only a checked one is used.

A name can be made to lead into the person's own network, and to a different place at each look-up. So it is looked up
once for each connection, and refused if any of its addresses isn't public.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from desktop_agent.core.host import host_of
from desktop_agent.desk.network.hosts import WebOrigin
from desktop_agent.desk.network.refusal import BAD_GATEWAY, FORBIDDEN, RefusedRequestError

_DIAL_S = 20.0
_QUIET_S = 300.0
_LOOK_UP_S = 3.0  # for all hosts of a desk, before it is opened
_MOST_TRIED = 4


def look_up(host: str) -> Sequence[str]:
    """Return the current addresses of a name; OSError if it has none."""
    entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def first_in_own_network(
    hosts: Iterable[str], look_up: Callable[[str], Sequence[str]] = look_up, within_s: float = _LOOK_UP_S
) -> str:
    """Return the first of some hosts that leads into a private network; empty where none does, or nothing answers."""
    found = queue.SimpleQueue[str]()

    def look() -> None:
        for host in hosts:
            with contextlib.suppress(OSError, UnicodeError):
                if not all(map(_is_public, look_up(host))):
                    found.put(host)
                    return
        found.put("")

    threading.Thread(target=look, name="desk-hosts", daemon=True).start()
    with contextlib.suppress(queue.Empty):
        return found.get(timeout=within_s)
    return ""


def dial(address: str, port: int) -> socket.socket:
    """Connect to an address; OSError if nothing answers, or if it is this computer's own."""
    connection = socket.create_connection((address, port), _DIAL_S)
    if connection.getsockname()[0] == connection.getpeername()[0]:
        connection.close()
        raise OSError("the address is one of this computer")
    return connection


def public_trust() -> ssl.SSLContext:
    """Return a TLS context that trusts the system's authorities."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class WayOut:
    """Connects to the internet; tests pass their own name look-up, dialling and authorities."""

    look_up: Callable[[str], Sequence[str]] = look_up
    dial: Callable[[str, int], socket.socket] = dial
    trust: ssl.SSLContext = field(default_factory=public_trust)

    def connect(self, origin: WebOrigin) -> socket.socket:
        """Return a connection to a server, encrypted if the origin is.

        RefusedRequestError: 403 if the name leads into a private network; 502 if the server isn't reachable or its
        certificate doesn't match.
        """
        try:
            addresses = self.look_up(origin.host)
        except (OSError, UnicodeError) as error:
            raise RefusedRequestError(BAD_GATEWAY, f"The host {origin.host} has no address.") from error
        if not all(_is_public(address) for address in addresses):
            raise RefusedRequestError(FORBIDDEN, f"The host {origin.host} leads into a private network.")
        connection = self._first_connection(addresses[:_MOST_TRIED], origin)
        try:
            if origin.encrypted:
                connection.settimeout(_DIAL_S)
                connection = self.trust.wrap_socket(connection, server_hostname=origin.host)
            connection.settimeout(_QUIET_S)
        except OSError as error:
            with contextlib.suppress(OSError):
                connection.close()
            raise RefusedRequestError(BAD_GATEWAY, f"The host {origin.host} has no valid certificate.") from error
        return connection

    def _first_connection(self, addresses: Sequence[str], origin: WebOrigin) -> socket.socket:
        for address in addresses:
            with contextlib.suppress(OSError):
                connection = self.dial(address, origin.port)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise RefusedRequestError(BAD_GATEWAY, f"The host {origin.host} does not answer.")


def _is_public(address: str) -> bool:
    host = host_of(f"http://[{address}]/" if ":" in address else f"http://{address}/")
    return host is not None and not host.is_private
