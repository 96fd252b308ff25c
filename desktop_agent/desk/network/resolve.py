"""Connects to a named host: its addresses are looked up once, all are checked, and only a checked one is used."""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from desktop_agent.core.texts.message import Message
from desktop_agent.desk.network.hosts import USUAL_PORTS, HostScope, NamedHost, Zone, inside_text

FORBIDDEN = 403
BAD_GATEWAY = 502
_DIAL_S = 20.0
_LOOK_UP_S = 3.0  # for all hosts of a desk, before it is opened
_MOST_TRIED = 4


class RefusedError(Exception):
    """A connection isn't made: HTTP's status for the program on the desk, and a sentence."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def look_up(host: str) -> Sequence[str]:
    """Return the current addresses of a name; OSError if it has none."""
    entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in entries))


def dial(address: str, port: int) -> socket.socket:
    """Connect to an address; OSError if nothing answers."""
    return socket.create_connection((address, port), _DIAL_S)


def is_this_computer(connection: socket.socket) -> bool:
    """Return whether a connection leads to an address of this computer's own."""
    return bool(connection.getsockname()[0] == connection.getpeername()[0])


def first_inside(
    scope: HostScope, look_up: Callable[[str], Sequence[str]] = look_up, within_s: float = _LOOK_UP_S
) -> tuple[str, str] | None:
    """Return the first host that leads nearer than it says, and where; None where none does, or nothing answers."""
    leading = queue.SimpleQueue[tuple[str, str] | None]()

    def look(hosts: Iterable[NamedHost]) -> None:
        for named in hosts:
            with contextlib.suppress(OSError, UnicodeError):
                for address in look_up(named.name):
                    if not scope.lets_lead_anywhere(named, address):
                        leading.put((named.name, address))
                        return
        leading.put(None)

    hosts = sorted((host for host in scope.hosts if not host.below), key=lambda host: host.name)
    threading.Thread(target=look, args=(hosts,), name="desk-hosts", daemon=True).start()
    with contextlib.suppress(queue.Empty):
        return leading.get(timeout=within_s)
    return None


@dataclass(frozen=True, slots=True)
class WayOut:
    """Connects to hosts; tests pass their own name look-up and dialling."""

    look_up: Callable[[str], Sequence[str]] = look_up
    dial: Callable[[str, int], socket.socket] = dial
    is_here: Callable[[socket.socket], bool] = is_this_computer

    def connect(self, scope: HostScope, host: str, port: int) -> socket.socket:
        """Return a connection to a host in its normal form; RefusedError where it may not or can't be reached."""
        if not scope.covers(host, port):
            raise RefusedError(FORBIDDEN, _not_named_text(host, port))
        try:
            addresses = self.look_up(host)
        except (OSError, UnicodeError) as error:
            raise RefusedError(BAD_GATEWAY, Message("The host {host} has no address.", host=host)) from error
        for address in addresses:
            if not scope.lets_lead(host, port, address):
                raise RefusedError(FORBIDDEN, inside_text(host, address))
        for address in addresses[:_MOST_TRIED]:
            with contextlib.suppress(OSError):
                connection = self.dial(address, port)
                if self.is_here(connection) and not scope.lets_lead(host, port, address, zone=Zone.COMPUTER):
                    connection.close()
                    raise RefusedError(FORBIDDEN, inside_text(host, address, zone=Zone.COMPUTER))
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                connection.settimeout(None)
                return connection
        raise RefusedError(BAD_GATEWAY, Message("The host {host} does not answer.", host=host))


def _not_named_text(host: str, port: int) -> Message:
    if port in USUAL_PORTS:
        return Message("This side desk reaches only the hosts named for it, and not {host}.", host=host)
    return Message(
        "This side desk reaches only the hosts named for it, and not {host} at port {port}.", host=host, port=port
    )
