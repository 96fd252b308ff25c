"""Controls that change when others are used, on a page in Chromium or Firefox; what was done is the page's own word."""

import functools
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App
from tests.fakes.browser import browsing
from tests.fakes.told_page import firefox
from tests.fakes.waiting import wait_until

if TYPE_CHECKING:
    from tests.bench.meant import Changing

BROWSERS: Mapping[str, Callable[[PrivateDisplay, Path, str], AbstractContextManager[App]]] = {
    "page": lambda display, home, address: browsing(display, home, address, "Changing"),
    "firefox": lambda display, home, address: firefox(display, home, address, "^Changing — Mozilla Firefox$"),
}
_PAGE = Path(__file__).with_name("changing_page.html").read_bytes()


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
def changing_page(browser: str, display: PrivateDisplay, home: Path) -> Iterator["Changing"]:
    """Show the page."""
    from tests.bench.meant import Changing

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
