"""Chromium on a private display, with a page that a server on this machine gives."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import App, running
from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler

WHY_NOT = "" if shutil.which("chromium") else "Chromium is not installed."
_SWITCHES = ("no-sandbox", "no-first-run", "disable-gpu", "password-store=basic")


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        self.served.asked.append(self.path)
        page = self.served.pages.get(self.path) or self.served.pages.get(self.path.partition("?")[0])
        self.say(200 if page else 404, "text/html; charset=utf-8", (page or "").encode())


@dataclass
class _Pages(LoopbackServer):
    pages: Mapping[str, str]
    asked: list[str]
    handler = _Handler


@contextmanager
def pages_at(pages: Mapping[str, str], asked: list[str] | None = None) -> Iterator[str]:
    with _Pages(pages, [] if asked is None else asked) as server:
        yield server.url


@contextmanager
def browsing(
    display: PrivateDisplay, home: Path, address: str, title: str, *, more: Sequence[str] = ()
) -> Iterator[App]:
    switches = (*more, *_SWITCHES, f"user-data-dir={home}/profile")
    command = ["chromium", *(f"--{switch}" for switch in switches), address]
    with running(command, display, home, f"^{title} - Chromium$") as app:
        yield app
