"""A Responses server in a process of its own that answers at once, and says when it had each request.

`python -m tests.bench.quick_server ACTIONS THINKS_S` prints its port, then for each request a line of JSON: when its
last byte was there, and when the answer began to be sent (seconds of the system's monotonic clock; 0 where the
client had gone by then, and when it had), and the body's size. ACTIONS is a JSON list; it asks the streamed side for
one after the other, and is content then. THINKS_S is a list of the seconds of thought before each of these answers. It
parses nothing, so that it costs the two sides it serves as little as possible; it ends with its standard input.
"""

import json
import select
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain, repeat
from pathlib import Path
from typing import Self

from tests.fakes.script import Answer, Item, asks, says, written
from tests.fakes.stream import as_events, as_sse

# Where the streamed side clicks, in turn, so that no click is the second half of a double click; and the other side.
PLACES = ((300, 200), (700, 260), (400, 420), (800, 480))
ELSEWHERE = (560, 330)


@dataclass(frozen=True, slots=True)
class Served:
    """One request, in seconds of the monotonic clock."""

    had: float
    sent: float
    size: int
    streamed: bool
    gone: float = 0.0


@dataclass
class QuickServer:
    """The server's process, and what it has said so far."""

    process: subprocess.Popen[str]
    port: int
    said: list[Served] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        """The URL for --base-url."""
        return f"http://127.0.0.1:{self.port}/v1"

    @classmethod
    @contextmanager
    def running(cls, actions: Sequence[Item], thinks_s: Sequence[float] = ()) -> Iterator[Self]:
        """Start it; it asks the streamed side for each action after so many seconds, at once where none are given."""
        command = [sys.executable, "-m", "tests.bench.quick_server", json.dumps(actions), json.dumps(thinks_s)]
        root = Path(__file__).parents[2]
        with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdin is not None
            server = cls(process, int(process.stdout.readline()))
            reader = threading.Thread(target=server._read, daemon=True)
            reader.start()
            yield server
            process.stdin.close()
            reader.join()

    def served(self, *, streamed: bool) -> Sequence[Served]:
        """Return the requests of one side, in order."""
        return [one for one in self.said if one.streamed is streamed]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(Served(**json.loads(line)))


def response(number: int, answer: Answer) -> Mapping[str, object]:
    """Return a whole response in the `preview` dialect."""
    usage = {"input_tokens": 100, "output_tokens": 10, "total_tokens": 110}
    head = {"id": f"resp_{number}", "object": "response", "created_at": 1_795_169_730, "model": "quick"}
    return head | {"status": "completed", "output": written(answer, "preview", number, {}), "usage": usage}


def click(place: tuple[int, int]) -> Item:
    """Return the action."""
    return {"type": "click", "x": place[0], "y": place[1], "button": "left"}


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one piece
    streams: deque[tuple[bytes, float]]  # what is still to be answered, each after so many seconds
    whole: bytes

    def do_POST(self) -> None:
        """Think, and answer a client that is still there."""
        size = int(self.headers["Content-Length"])
        self.rfile.read(size)
        had = time.monotonic()
        streamed = "event-stream" in self.headers.get("Accept", "")
        if streamed and self._goes(self.streams[0][1]):
            self._say(had, sent=0.0, size=size, streamed=True, gone=time.monotonic())
            self.close_connection = True
            return
        body = self.streams.popleft()[0] if streamed else self.whole
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if streamed else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = time.monotonic()
        self.wfile.write(body)
        self.wfile.flush()
        self._say(had, sent, size=size, streamed=streamed)

    def _goes(self, within_s: float) -> bool:
        """Wait; tell whether the client has gone meanwhile."""
        readable, _, _ = select.select([self.connection], [], [], within_s)
        return bool(readable) and not self.connection.recv(1, socket.MSG_PEEK)

    def _say(self, had: float, sent: float, *, size: int, streamed: bool, gone: float = 0.0) -> None:
        told = {"had": had, "sent": sent, "size": size, "streamed": streamed, "gone": gone}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet."""


def main() -> None:
    """Serve until standard input ends."""
    answers = [*map(asks, json.loads(sys.argv[1])), says("Done.")]
    bodies = [as_sse(as_events(response(n, answer))) for n, answer in enumerate(answers)]
    thinks_s: list[float] = json.loads(sys.argv[2])
    _Handler.streams = deque(zip(bodies, chain(thinks_s, repeat(0.0)), strict=False))
    _Handler.whole = json.dumps(response(0, asks(click(ELSEWHERE)))).encode()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
