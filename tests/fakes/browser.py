"""Chromium on a private display, with a page that a server on this machine gives."""

import functools
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import App, running

WHY_NOT = "" if shutil.which("chromium") else "Chromium is not installed."


class _Pages(BaseHTTPRequestHandler):
    """Gives pages from a table, and nothing else."""

    def __init__(self, pages: Mapping[str, str], asked: list[str], *rest: object) -> None:
        self._pages, self._asked = pages, asked
        super().__init__(*rest)  # type: ignore[arg-type]  # what the server passes on to its handler

    def do_GET(self) -> None:
        self._asked.append(self.path)
        page = self._pages.get(self.path)
        self.send_response(200 if page else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def pages_at(pages: Mapping[str, str], asked: list[str] | None = None) -> Iterator[str]:
    serve = functools.partial(_Pages, pages, [] if asked is None else asked)
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def browsing(
    display: PrivateDisplay, home: Path, address: str, title: str, *, more: Sequence[str] = ()
) -> Iterator[App]:
    """Start the browser on an address, as for a new user, with more switches, and wait for the page's title."""
    switches = (
        *more,
        "no-sandbox",
        "no-first-run",
        "disable-gpu",
        "password-store=basic",
        f"user-data-dir={home}/profile",
    )
    command = ["chromium", *(f"--{switch}" for switch in switches), address]
    with running(command, display, home, f"^{title} - Chromium$") as app:
        yield app
