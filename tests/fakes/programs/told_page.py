"""A page with fields in a real browser, told what to do over HTTP; what the fields hold is the page's own word."""

import itertools
import json
import queue
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.programs.apps import App, running
from tests.fakes.programs.browser import browsing
from tests.fakes.programs.fields import Field, inside
from tests.fakes.servers.loopback_server import LoopbackServer, QuietHandler

# The shell script that Debian calls Firefox by.
FIREFOX = shutil.which("firefox-esr") or ""
_PAGE = Path(__file__).with_name("told_page.html")
# What a browser shows at its first start and would take the keyboard.
FIREFOX_SETTINGS = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.preonboarding.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "signon.rememberSignons": False,
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
_SILENCE_S = 10.0
_ANSWER_WITHIN_S = 30.0


class Page:
    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._orders: queue.Queue[dict[str, object]] = queue.Queue()
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()

    def ask(self, order: str) -> dict[str, Any]:
        number = next(self._numbers)
        self._orders.put({"number": number, "order": order})
        while True:
            answer = self._answers.get(timeout=_ANSWER_WITHIN_S)
            if answer.get("number") == number:
                return dict(answer["told"])

    def hear(self, answer: dict[str, Any]) -> dict[str, object]:
        """Take an answer from the page and return the next order, or none after a while."""
        self._answers.put(answer)
        try:
            return self._orders.get(timeout=_SILENCE_S)
        except queue.Empty:
            return {"number": 0, "order": "nothing"}


class _Handler(QuietHandler):
    def do_GET(self) -> None:
        is_page = self.path == "/"
        self.say(200 if is_page else 404, "text/html; charset=utf-8", _PAGE.read_bytes() if is_page else b"")

    def do_POST(self) -> None:
        with suppress(ConnectionError):  # a browser that ends breaks its connections off
            self.say(200, "application/json", json.dumps(self.served.page.hear(json.loads(self.body()))).encode())


@dataclass
class _Server(LoopbackServer):
    page: Page
    handler = _Handler


@contextmanager
def page_fields(browser: str, display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    """Open the page in "chromium" or "firefox"; it is there and answers when this returns."""
    page = Page()
    with _Server(page) as server:
        address = f"{server.url}/"
        opened = browsing(display, home, address, "Fields") if browser == "chromium" else firefox(
            display, home, address)  # fmt: skip
        with opened as app:
            page.ask("text")
            yield [Field(f"{browser} textarea", app, page.ask, inside(app))]


@contextmanager
def firefox(
    display: PrivateDisplay, home: Path, address: str, title: str = "Fields", *, more: Sequence[str] = ()
) -> Iterator[App]:
    profile = home / "profile"
    profile.mkdir(parents=True, exist_ok=True)
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in FIREFOX_SETTINGS.items()]
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [FIREFOX, "--no-remote", "--profile", str(profile), *more, address]
    with running(command, display, home, f"^{title} — Mozilla Firefox$") as app:
        yield app
