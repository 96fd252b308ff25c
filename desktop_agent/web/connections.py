"""Connections of the server: those that show no browser are few, live briefly, and the oldest makes room.

Each holds a file of the process that leads the run, no matter which browser has opened it, and even before its TLS is
negotiated: so they are counted where they are accepted. One that is ended still holds its file until the loop has
closed it, some turns later: while too many do, no other is accepted.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from typing import Any

MOST_IDLE = 256
MOST_OPEN = MOST_IDLE + 64  # with those that show a browser, and those that are ended and not closed yet
LIVES_S = 30.0
Peer = tuple[str, int]


class Idle:
    """Connections that show no browser yet, or no longer, oldest first; on the server's loop."""

    def __init__(self) -> None:
        self._idle: dict[Peer, socket.socket] = {}
        self._shown: dict[Peer, socket.socket] = {}
        self._open: list[socket.socket] = []  # and some that have been closed since the last one was accepted

    @property
    def is_full(self) -> bool:
        """Whether connections hold as many files as they may, so that the next one has to wait."""
        return sum(each.fileno() >= 0 for each in self._open) >= MOST_OPEN

    def accept(self, connection: socket.socket, peer: Peer) -> None:
        """Count a new connection."""
        self._open = [each for each in self._open if each.fileno() >= 0]
        self._open.append(connection)
        self.take(connection, peer)

    def take(self, connection: socket.socket, peer: Peer) -> None:
        """Count a connection; beyond the most, the oldest of the address that has most of them ends."""
        self._idle = {each: one for each, one in self._idle.items() if one.fileno() >= 0}
        self._idle[peer] = connection
        if len(self._idle) > MOST_IDLE:
            busiest = Counter(host for host, _ in self._idle).most_common(1)[0][0]
            self._end(next(each for each in self._idle if each[0] == busiest))
        asyncio.get_running_loop().call_later(LIVES_S, self._end_if_same, peer, connection)

    def admit(self, peer: Peer) -> None:
        """Count a connection no longer: it shows a browser."""
        if (connection := self._idle.pop(peer, None)) is not None:
            self._shown[peer] = connection

    def leave(self, peer: Peer) -> None:
        """Count a connection again that shows its browser no longer: what it hasn't sent yet may keep it open."""
        connection = self._shown.pop(peer, None)
        if connection is not None and connection.fileno() >= 0:
            self.take(connection, peer)

    def _end_if_same(self, peer: Peer, connection: socket.socket) -> None:
        if self._idle.get(peer) is connection:
            self._end(peer)

    def _end(self, peer: Peer) -> None:
        with suppress(OSError):  # it has gone by itself
            self._idle.pop(peer).shutdown(socket.SHUT_RDWR)


class Listening(socket.socket):
    """A listening socket that counts what it accepts."""

    idle: Idle

    def accept(self) -> tuple[socket.socket, Any]:
        """Accept a connection; BlockingIOError while there is none, or while too many files are open."""
        if self.idle.is_full:
            raise BlockingIOError  # the loop closes what has been ended, and asks again
        connection, address = super().accept()
        self.idle.accept(connection, address[:2])
        return connection, address
