"""Text fields of real applications on a private display, by one protocol: bring the caret there, read, empty.

What a field holds is the application's own word: the page's over HTTP, LibreOffice's by UNO, gvim's answer to an
expression, a program's own answer. `FIELDS` names them all; one that is not installed is skipped with a reason.
"""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.apps import App, running
from tests.fakes.calc import OFFICE, calc
from tests.fakes.hands import Hands
from tests.fakes.orders import Orders
from tests.fakes.told_page import FIREFOX, Page, told_page
from tests.fakes.waiting import wait_until

Answer = Mapping[str, Any]
_HERE = Path(__file__).parent
# Two clicks of ours at one place within half a second would else select a word.
_ONE_CLICK_A_TIME = ("--cmd", "set mousetime=1")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a running application."""

    name: str
    app: App
    ask: Callable[[str], Answer]
    """Give the application an order: `text` or `empty` (answered by the text and the focus), `seen`, `forget`."""
    at: Callable[[], ImagePoint]
    """Return where a click brings the caret."""
    commit: tuple[str, ...] = ()
    """What a person presses before the application itself knows what was typed."""
    area: Callable[[], Rect] | None = None
    """Return where the area is that notes the pointer, in its own coordinates, and keys (GTK 4 and browsers)."""

    def focus(self) -> None:
        """Bring the caret into the field, with somebody else's hands."""
        hands = Hands(self.app.display)
        at = self.at()
        hands.click(at.x, at.y)
        wait_until(lambda: self.ask("text").get("focus", True) and self._active(), f"the caret in {self.name}")

    def text(self) -> str:
        """Return what the field holds now."""
        self._commit()
        return str(self.ask("text")["text"])

    def text_once(self, expected: str) -> str:
        """Return what the field holds, as soon as it is what is expected; else what it holds at last."""
        self._commit()
        with suppress(AssertionError):  # the test compares and shows what is there
            wait_until(lambda: self.ask("text")["text"] == expected)
        return str(self.ask("text")["text"])

    def empty(self) -> None:
        """Empty the field, by the application's own hand, and bring the caret there."""
        self.ask("empty")
        wait_until(lambda: not self.ask("text")["text"], f"an empty {self.name}")
        self.focus()

    def seen(self, *kinds: str) -> list[dict[str, Any]]:
        """Return what the application has noted (`key`, `press`, `motion`, `release`), all of it or these kinds."""
        return [note for note in self.ask("seen")["seen"] if not kinds or note["kind"] in kinds]

    def _commit(self) -> None:
        if self.commit:
            Hands(self.app.display).press(*self.commit)

    def _active(self) -> bool:
        told = subprocess.run(
            ["xdotool", "getactivewindow"], env=self.app.display.environment(), capture_output=True, text=True,
            check=False, timeout=60,
        )  # fmt: skip
        return told.stdout.strip() == str(self.app.window)


@contextmanager
def _browser(browser: str, name: str, display: PrivateDisplay, home: Path) -> Iterator[Field]:
    with told_page(browser, display, home) as (app, page):
        yield Field(
            f"{browser} {name}", app, partial(page.ask, field=name), lambda: _middle(_on_page(page, app, name)),
            area=lambda: _on_page(page, app, "area"),
        )  # fmt: skip


def _on_page(page: Page, app: App, name: str) -> Rect:
    """Return where a part of the page is on the screen."""
    left, top, width, height = app.frame()

    def corner() -> list[int]:
        # Only an event tells a page where it is on the screen.
        for x in (left + width // 2, left + width // 2 + 7):
            Hands(app.display).move(x, top + height // 2)
        return page.ask("text", field=name)["corner"] or []

    x, y = wait_until(corner, "the page's place")
    box = [round(number) for number in page.ask("text", field=name)["box"]]
    return Rect(x + box[0], y + box[1], box[2], box[3])


def _middle(box: Rect) -> ImagePoint:
    return ImagePoint(box.x + box.width // 2, box.y + box.height // 2)


@contextmanager
def gtk4(display: PrivateDisplay, home: Path) -> Iterator[Field]:
    """Start the GTK 4 window; its lower half is an area that logs the pointer, and it logs every key."""
    command = ["/usr/bin/python3", str(_HERE / "gtk4_window.py")]
    with running(command, display, home, "^GTK 4 fields$", talking=True) as app:
        ask = Orders(app.process).ask

        def area() -> Rect:
            (left, top, _, _), (x, y, width, height) = app.frame(), ask("seen")["area"]
            return Rect(left + x, top + y, width, height)

        yield Field("gtk4", app, ask, lambda: _inside(app, 0.25), area=area)


@contextmanager
def tk(display: PrivateDisplay, home: Path) -> Iterator[Field]:
    """Start the Tk window."""
    with running(["/usr/bin/python3", str(_HERE / "tk_window.py")], display, home, "^Tk fields$", talking=True) as app:
        yield Field("tk", app, Orders(app.process).ask, lambda: _inside(app, 0.5))


@contextmanager
def gvim(display: PrivateDisplay, home: Path) -> Iterator[Field]:
    """Start gvim in insert mode on a file with no name."""
    server = f"FIELDS{home.name}{display.name}".upper()
    command = ["gvim", "-f", "--servername", server, *_ONE_CLICK_A_TIME, "+startinsert"]
    with running(command, display, home, f" - {server}$") as app:

        def ask(order: str) -> Answer:
            return _asked_of_gvim(display, server, order)

        wait_until(lambda: ask("text"), "gvim's answer")
        yield Field("gvim", app, ask, lambda: _inside(app, 0.5))


@contextmanager
def _calc(display: PrivateDisplay, home: Path) -> Iterator[Field]:
    with calc(display, home) as (app, orders):
        yield Field("calc", app, orders.ask, lambda: _inside(app, 0.5), commit=("Return",))


def _asked_of_gvim(display: PrivateDisplay, server: str, order: str) -> Answer:
    deed = 'deletebufline("%", 1, "$")' if order == "empty" else "0"
    told = subprocess.run(
        ["gvim", "--servername", server, "--remote-expr", f'[{deed}, join(getline(1, "$"), "\\n")][1]'],
        env=display.environment(), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    return {"text": told.stdout.removesuffix("\n")} if told.returncode == 0 else {}


def _inside(app: App, down: float) -> ImagePoint:
    left, top, width, height = app.frame()
    return ImagePoint(left + width // 2, top + round(height * down))


_BROWSER_FIELDS = ("textarea", "contenteditable", "password", "code")
FIELDS: dict[str, Callable[[PrivateDisplay, Path], AbstractContextManager[Field]]] = {
    **{f"{browser} {name}": partial(_browser, browser, name)
       for browser in ("chromium", "firefox") for name in _BROWSER_FIELDS},
    "calc": _calc,
    "gvim": gvim,
    "gtk4": gtk4,
    "tk": tk,
}  # fmt: skip


@cache
def why_not(name: str) -> str:
    """Return why an application of `FIELDS` cannot be started here; empty when it can."""
    there: dict[str, Callable[[], object]] = {
        "chromium": lambda: shutil.which("chromium"),
        "firefox": lambda: FIREFOX,
        "calc": lambda: OFFICE and _imports("uno"),
        "gvim": lambda: shutil.which("gvim"),
        "gtk4": lambda: _imports("gi", 'gi.require_version("Gtk", "4.0")'),
        "tk": lambda: _imports("tkinter"),
    }
    program = name.partition(" ")[0]
    return "" if there[program]() else f"{program} is not installed."


def _imports(module: str, then: str = "") -> bool:
    command = ["/usr/bin/python3", "-c", f"import {module}\n{then}"]
    return Path(command[0]).exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def field_or_skip(name: str, display: PrivateDisplay, home: Path) -> AbstractContextManager[Field]:
    """Start the application of a field; the test is skipped where it is not installed."""
    if reason := why_not(name):
        pytest.skip(reason)
    return FIELDS[name](display, home)
