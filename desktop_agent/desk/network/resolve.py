"""From a host's name to a connection: every address is looked at, and the very one that was is connected to.

A name can be made to lead into the person's own network (and to another place at each look-up), so it is looked up once
for each connection and refused as soon as one of its addresses is not public.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_agent.desk.network.hosts import WebOrigin
from desktop_agent.desk.network.refusal import BAD_GATEWAY, FORBIDDEN, RefusedRequestError
from desktop_agent.policy.host import host_of

_DIAL_S, _QUIET_S = 20.0, 300.0
_MOST_TRIED = 4


def look_up(host: str) -> Sequence[str]:
    """Return the addresses that a name has now; OSError where it has none."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int) -> socket.socket:
    """Connect to an address; OSError where nobody answers, or where it turns out to be this computer's own."""
    connection = socket.create_connection((address, port), _DIAL_S)
    if connection.getsockname()[0] == connection.getpeername()[0]:
        connection.close()
        raise OSError("the address is one of this computer")
    return connection


def public_trust() -> ssl.SSLContext:
    """Return what says which servers are who they say: the system's own authorities."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True, slots=True)
class WayOut:
    """The way to the internet; a test passes its own names, numbers and authorities."""

    look_up: Callable[[str], Sequence[str]] = look_up
    dial: Callable[[str, int], socket.socket] = dial
    trust: ssl.SSLContext = field(default_factory=public_trust)

    def connect(self, origin: WebOrigin) -> socket.socket:
        """Return a connection to a server, encrypted where the origin says so.

        RefusedRequestError: 403 where the name leads into a private network, 502 where nobody is there, or somebody
        else than the name says.
        """
        try:
            addresses = self.look_up(origin.host)
        except (OSError, UnicodeError) as error:
            raise RefusedRequestError(BAD_GATEWAY, f"The host {origin.host} has no address.") from error
        if not all(_is_public(one) for one in addresses):
            raise RefusedRequestError(FORBIDDEN, f"The host {origin.host} leads into a private network.")
        connection = self._first(addresses[:_MOST_TRIED], origin)
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

    def _first(self, addresses: Sequence[str], origin: WebOrigin) -> socket.socket:
        for address in addresses:
            with contextlib.suppress(OSError):
                connection = self.dial(address, origin.port)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise RefusedRequestError(BAD_GATEWAY, f"The host {origin.host} does not answer.")


def _is_public(address: str) -> bool:
    host = host_of(f"http://[{address}]/" if ":" in address else f"http://{address}/")
    return host is not None and not host.is_private
