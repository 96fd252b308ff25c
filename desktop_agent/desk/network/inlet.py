"""Connects a port on the desk's loopback to the proxy's socket, and passes bytes through without reading them.

It is run inside the sandbox, by its path, with any Python 3.9 or later: it imports nothing of the package.
`inlet.py SOCKET [PORT]`; its first line on stdout is the port's number. One thread serves all connections, as a desk's
processes are limited; backpressure is passed on to the sender.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

PORT = 3128
_PIECE = 65536
_MOST_PAIRS = 120


class Inlet:
    """The listener and all its connections."""

    def __init__(self, way_out: str) -> None:
        self._way_out = way_out
        self._pairs = 0

    async def run(self, port: int) -> None:
        """Listen, print the port, and serve until killed."""
        server = await asyncio.start_server(self._join, "127.0.0.1", port)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await server.serve_forever()

    async def _join(self, inside: asyncio.StreamReader, to_inside: asyncio.StreamWriter) -> None:
        self._pairs += 1
        with contextlib.suppress(OSError), contextlib.closing(to_inside):
            if self._pairs <= _MOST_PAIRS:
                outside, to_outside = await asyncio.open_unix_connection(self._way_out)
                with contextlib.closing(to_outside):
                    await asyncio.gather(_pass_on(inside, to_outside), _pass_on(outside, to_inside))
        self._pairs -= 1


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Copy bytes to the target until the source ends, then end the target's stream."""
    while piece := await source.read(_PIECE):
        target.write(piece)
        await target.drain()
    target.write_eof()


if __name__ == "__main__":
    asyncio.run(Inlet(sys.argv[1]).run(int(sys.argv[2]) if len(sys.argv) > 2 else PORT))  # noqa: PLR2004
