"""A window, or a page, whose controls change when others are used, and the acts that a model asks for there.

What was done in it is its own word. `changing_gtk` and `changing_tk` are the windows' programs.
"""

import functools
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App, running
from tests.fakes.browser import browsing
from tests.fakes.script import Item
from tests.fakes.told_page import firefox
from tests.fakes.waiting import wait_until

Place = tuple[int, int]
BROWSERS: Mapping[str, Callable[[PrivateDisplay, Path, str], AbstractContextManager[App]]] = {
    "page": lambda display, home, address: browsing(display, home, address, "Changing"),
    "firefox": lambda display, home, address: firefox(display, home, address, "^Changing — Mozilla Firefox$"),
}
_PAGE = Path(__file__).with_name("changing_page.html").read_bytes()


@dataclass(frozen=True, slots=True)
class Changing:
    """A window whose controls change; `log` tells what was done in it since it was reset."""

    places: Mapping[str, Place]
    reset: Callable[[], object]
    log: Callable[[], Sequence[str]]


def click(at: Place, **more: object) -> Item:
    """Click."""
    return {"type": "click", "x": at[0], "y": at[1], "button": "left", **more}


def twice(at: Place) -> Item:
    """Double click."""
    return {"type": "double_click", "x": at[0], "y": at[1]}


def move(at: Place) -> Item:
    """Move the pointer."""
    return {"type": "move", "x": at[0], "y": at[1]}


def text(words: str) -> Item:
    """Type."""
    return {"type": "type", "text": words}


@contextmanager
def native(toolkit: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    """Show the window of a toolkit."""
    home.mkdir(parents=True, exist_ok=True)
    where, log = home / "places.json", home / "log"
    script = str(Path(__file__).with_name(f"changing_{toolkit}.py"))
    log.touch()
    with running(["/usr/bin/python3", script, where, log], display, home, "^Changing$", talking=True) as app:

        def placed() -> dict[str, Place]:
            """Return where the controls are, once the toolkit knows where the window manager has put the window."""
            told: dict[str, list[int]] = loads(where.read_text()) if where.exists() else {}
            corner = told.pop("window", None)
            return {name: (at[0], at[1]) for name, at in told.items()} if corner == [*app.frame()[:2]] else {}

        known: Mapping[str, Place] = wait_until(placed, "the places of the controls")

        def reset() -> None:
            log.write_text("")
            assert app.process.stdin is not None
            app.process.stdin.write(b"\n")
            app.process.stdin.flush()
            wait_until(lambda: "reset" in log.read_text(), "the window as it was")
            log.write_text("")

        yield Changing(known, reset, lambda: log.read_text().splitlines())


@dataclass(slots=True)
class _Told:
    """What the page has said, and whether it is to be as it was."""

    said: list[str] = field(default_factory=list)
    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    reset: threading.Event = field(default_factory=threading.Event)


class _Server(BaseHTTPRequestHandler):
    def __init__(self, told: _Told, *rest: object) -> None:
        self._told = told
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        """Give the page, or an order once there is one."""
        if self.path == "/order":
            order = b"reset" if self._told.reset.wait(20) else b""
            self._told.reset.clear()
            self._give(order)
        else:
            self._give(_PAGE if self.path == "/" else b"")

    def do_POST(self) -> None:
        """Take what the page says."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/places":
            self._told.places.update({name: (at[0], at[1]) for name, at in loads(body).items()})
        else:
            self._told.said.append(body)
        self._give(b"")

    def _give(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def changing_page(browser: str, display: PrivateDisplay, home: Path) -> Iterator[Changing]:
    """Show the page."""
    told = _Told()
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Server, told)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with BROWSERS[browser](display, home, f"http://127.0.0.1:{server.server_port}/"):
            wait_until(lambda: told.places, "the places of the controls")

            def reset() -> None:
                told.said.clear()
                told.reset.set()
                wait_until(lambda: "reset" in told.said, "the page as it was")
                told.said.clear()

            yield Changing(told.places, reset, lambda: told.said)
            told.reset.set()
        server.shutdown()
