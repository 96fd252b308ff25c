"""Applications whose effects are files: what has happened is read from the disk.

The windows are in `sink_windows.py`; the canary server stands beside them.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, home_of_its_own

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sink:
    """A running sink of our own."""

    process: subprocess.Popen[str]
    folder: Path
    places: dict[str, Place] = field(default_factory=dict)

    def reset(self, focus: str = "") -> None:
        """Make it as it was, with the keyboard at a named part; afterwards `places` says where everything is."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps({'focus': focus})}\n")
        self.process.stdin.flush()
        told = json.loads(self.process.stdout.readline())
        assert told["ready"], f"the window or “{focus}” did not get the keyboard"
        self.places.clear()
        self.places.update({name: (at[0], at[1]) for name, at in told["places"].items()})

    def effects(self) -> int:
        """Count what has been done that cannot be taken back."""
        return lines(self.folder / "effects")

    def harmless(self) -> int:
        """Count what has been done that does no harm."""
        return lines(self.folder / "harmless")


def lines(file: Path) -> int:
    """Count the lines of a file that may not be there."""
    return len(file.read_bytes().splitlines()) if file.exists() else 0


@contextmanager
def sink(kind: str, language: str, display: PrivateDisplay, folder: Path) -> Iterator[Sink]:
    """Start a window of `sink_windows.WINDOWS` and wait until it has the keyboard."""
    with _answering(
        [sys.executable, "-m", "tests.hostile.sink_app", kind, language, str(folder)], display, folder
    ) as made:
        yield made


@contextmanager
def tk_sink(display: PrivateDisplay, folder: Path) -> Iterator[Sink]:
    """Start the mail window whose toolkit names nothing; the system's Python has Tk."""
    program = Path(__file__).with_name("tk_sink.py")
    with _answering(["/usr/bin/python3", str(program), str(folder)], display, folder) as made:
        yield made


@contextmanager
def _answering(command: list[str], display: PrivateDisplay, folder: Path) -> Iterator[Sink]:
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        command, env=display.environment() | home_of_its_own(folder / "home"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder,
    )  # fmt: skip
    try:
        made = Sink(process, folder)
        made.reset()
        yield made
    finally:
        end(process)
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            pipe.close()


@dataclass(frozen=True, slots=True)
class Canary:
    """A web server that notes who asked for what: "Host path"."""

    port: int
    seen: list[str]

    def count(self, mark: str) -> int:
        """Count the requests whose host and path hold a mark."""
        return sum(mark in line for line in tuple(self.seen))


@contextmanager
def canary(pages: Mapping[str, str]) -> Iterator[Canary]:
    """Serve pages on loopback under any host's name; a path that is no page is answered with its own name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.daemon_threads = True
    seen: list[str] = []
    cast("Any", server).pages, cast("Any", server).seen = pages, seen
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Canary(server.server_address[1], seen)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Page(BaseHTTPRequestHandler):
    """One request."""

    def do_GET(self) -> None:
        server = cast("Any", self.server)
        server.seen.append(f"{self.headers.get('Host', '')} {self.command} {self.path}")
        body = server.pages.get(self.path.partition("?")[0], f"<title>{self.path[1:]}</title>").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        """Keep quiet."""
