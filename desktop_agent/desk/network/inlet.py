"""Joins a port on the desk's own loopback to the socket that leads out, and understands nothing of what passes.

It is run inside of the sandbox, by its path, with any Python 3.9 or later: it imports nothing of the package, and
nothing that is large. `inlet.py SOCKET [PORT]`; the port's number is its first line on stdout. One thread serves all;
what one side does not take yet is not read from the other.
"""

from __future__ import annotations

import contextlib
import select
import socket
import sys

PORT = 3128
_PIECE = 65536
_MOST_PAIRS = 120
_BACKLOG = 64


class Side:
    """One end of a pair, and what it has still to be given."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(0)
        self.socket = connection
        self.other: Side
        self.waiting = b""  # read from the other side, and not taken yet
        self.ended = False  # it says no more
        self.told = False  # and it was told that the other side says no more
        self.watched = 0  # what is waited for


class Relay:
    """The listener and all pairs."""

    def __init__(self, listener: socket.socket, way_out: str) -> None:
        self._listener, self._way_out = listener, way_out
        self._sides = dict[int, Side]()
        self._poll = select.epoll()
        self._poll.register(listener.fileno(), select.EPOLLIN)

    def run(self) -> None:
        """Serve for ever."""
        while True:
            for number, happened in self._poll.poll():
                if number == self._listener.fileno():
                    self._accept()
                elif (side := self._sides.get(number)) is not None:
                    try:
                        self._moved(side, happened)
                    except OSError:
                        self._end(side)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            inside, _ = self._listener.accept()
            if len(self._sides) >= 2 * _MOST_PAIRS:
                inside.close()
                return
            outside = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                outside.connect(self._way_out)
                inside.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError:
                inside.close()
                outside.close()
                return
            one, other = Side(inside), Side(outside)
            one.other, other.other = other, one
            for side in (one, other):
                self._sides[side.socket.fileno()] = side
                self._watch(side)

    def _moved(self, side: Side, happened: int) -> None:
        if (
            happened & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR)
            and not side.ended
            and not side.other.waiting
        ):
            piece = side.socket.recv(_PIECE)
            side.ended = not piece
            side.other.waiting = piece
            self._give(side.other)
        elif happened & select.EPOLLERR or (happened & select.EPOLLHUP and side.ended):
            raise OSError
        if happened & select.EPOLLOUT:
            self._give(side)
        if side.ended and side.other.ended and not side.waiting and not side.other.waiting:
            self._end(side)
            return
        for one in (side, side.other):
            self._watch(one)

    def _give(self, side: Side) -> None:
        if side.waiting:
            with contextlib.suppress(BlockingIOError):
                side.waiting = side.waiting[side.socket.send(side.waiting) :]
        if side.other.ended and not side.waiting and not side.told:
            side.told = True
            side.socket.shutdown(socket.SHUT_WR)

    def _watch(self, side: Side) -> None:
        """Wait for what is of use; a side of which nothing is wanted is left out, as its end would be told for ever."""
        wanted = select.EPOLLIN if not side.ended and not side.other.waiting else 0
        wanted |= select.EPOLLOUT if side.waiting else 0
        number = side.socket.fileno()
        if wanted and not side.watched:
            self._poll.register(number, wanted)
        elif wanted:
            self._poll.modify(number, wanted)
        elif side.watched:
            self._poll.unregister(number)
        side.watched = wanted

    def _end(self, side: Side) -> None:
        for one in (side, side.other):
            if self._sides.pop(one.socket.fileno(), None) is not None:
                if one.watched:
                    self._poll.unregister(one.socket.fileno())
                one.socket.close()


def main(words: list[str]) -> int:
    """Listen, say where, and serve until killed."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", int(words[1]) if len(words) > 1 else PORT))
    listener.listen(_BACKLOG)
    listener.settimeout(0)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    Relay(listener, words[0]).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
