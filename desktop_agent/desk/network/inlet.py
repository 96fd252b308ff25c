"""Makes the port on the desk's loopback that programs use as their proxy, and hands it to the gateway outside.

It is run inside the sandbox, by its path, with any Python 3.9 or later: it imports nothing of the package.
`inlet.py SOCKET [PORT]`; it prints the port's number once the port is in the gateway's hands, and ends.
"""

from __future__ import annotations

import socket
import sys

PORT = 3128


def main(gateway: str, port: int) -> None:
    """Hand over a listening socket."""
    listener = socket.create_server(("127.0.0.1", port), backlog=64)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(gateway)
        socket.send_fds(connection, [b"."], [listener.fileno()])
    sys.stdout.write(f"{listener.getsockname()[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else PORT)  # noqa: PLR2004
