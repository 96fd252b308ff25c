"""Is the rate of the line to the server known? Uploads through relays that let through so many bytes a second.

`python -m tests.bench.upload_rate` prints, for each relay, its rate, the one that the kernel is asked for after three
uploads of 400 kB, and up to which size a picture stays as it is.
"""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_agent.model.caps import Timeouts
from desktop_agent.model.endpoint import endpoint
from desktop_agent.model.wire.client import Client
from desktop_agent.model.wire.upload_rate import UploadRate
from tests.fakes.script import says
from tests.fakes.scripted_server import ScriptedServer

RATES = (125_000, 500_000, 1_250_000, 6_000_000)
UPLOADS, BODY = 3, b'{"input":"' + b"x" * 400_000 + b'"}'


@contextmanager
def relay(port: int, bytes_per_s: int) -> Iterator[int]:
    """Let one connection to a port here through, slowly in the one direction; give the port to connect to."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        threading.Thread(target=_join, args=(listening, port, bytes_per_s), daemon=True).start()
        yield int(listening.getsockname()[1])


def measured(bytes_per_s: int) -> UploadRate:
    """Upload through a relay."""
    rate = UploadRate()
    with ScriptedServer([says("Yes.")] * UPLOADS, strict=False) as server, relay(server.port, bytes_per_s) as port:
        asyncio.run(_upload(Client(endpoint(f"http://127.0.0.1:{port}/v1"), {}, Timeouts(), rate=rate)))
    return rate


def main() -> None:
    """Print the table."""
    print(f"{'relay, kB/s':>12}{'known, kB/s':>12}{'as it is up to, KiB':>21}")
    for bytes_per_s in RATES:
        rate = measured(bytes_per_s)
        print(f"{bytes_per_s / 1000:>12.0f}{(rate.bytes_per_s or 0) / 1000:>12.0f}{rate.most_bytes() / 1024:>21.0f}")


async def _upload(one: Client) -> None:
    for number in range(UPLOADS):
        async with one.create(BODY, f"upload-{number}", stream=True) as answer:
            await answer.read()
    await one.close()


def _join(listening: socket.socket, port: int, bytes_per_s: int) -> None:
    ours, theirs = listening.accept()[0], socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=_pump, args=(theirs, ours, 0), daemon=True).start()
    _pump(ours, theirs, bytes_per_s)


def _pump(come: socket.socket, go: socket.socket, bytes_per_s: int) -> None:
    while data := come.recv(8_192):
        if bytes_per_s:
            time.sleep(len(data) / bytes_per_s)
        go.sendall(data)
    go.close()


if __name__ == "__main__":
    main()
