"""Connections of the server: those that show no browser are few, live briefly, and the oldest makes room.

Each holds a file of the process that leads the run, whoever has opened it, and even before its TLS is negotiated: so
they are counted where they are accepted.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from typing import Any

MOST_IDLE = 256
LIVES_S = 30.0
Peer = tuple[str, int]


class Idle:
    """Connections that show no browser yet, or no longer, oldest first; on the server's loop."""

    def __init__(self) -> None:
        self._idle: dict[Peer, socket.socket] = {}
        self._shown: dict[Peer, socket.socket] = {}

    def take(self, connection: socket.socket, peer: Peer) -> None:
        """Count a connection; beyond the most, the oldest of the address that has most of them ends."""
        self._idle = {each: one for each, one in self._idle.items() if one.fileno() >= 0}
        self._idle[peer] = connection
        if len(self._idle) > MOST_IDLE:
            busiest = Counter(host for host, _ in self._idle).most_common(1)[0][0]
            self._end(next(each for each in self._idle if each[0] == busiest))
        asyncio.get_running_loop().call_later(LIVES_S, self._end_this, peer, connection)

    def admit(self, peer: Peer) -> None:
        """Count a connection no longer: it shows a browser."""
        if (connection := self._idle.pop(peer, None)) is not None:
            self._shown[peer] = connection

    def leave(self, peer: Peer) -> None:
        """Count a connection again that shows its browser no longer: what it hasn't sent yet may keep it open."""
        connection = self._shown.pop(peer, None)
        if connection is not None and connection.fileno() >= 0:
            self.take(connection, peer)

    def _end_this(self, peer: Peer, connection: socket.socket) -> None:
        if self._idle.get(peer) is connection:
            self._end(peer)

    def _end(self, peer: Peer) -> None:
        with suppress(OSError):  # it has gone by itself
            self._idle.pop(peer).shutdown(socket.SHUT_RDWR)


class Listening(socket.socket):
    """A listening socket that counts what it accepts."""

    idle: Idle

    def accept(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        connection, address = super().accept()
        self.idle.take(connection, address[:2])
        return connection, address
