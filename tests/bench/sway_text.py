"""Is text exact in sway? Nine texts in six kinds of programs, by what each of them has: a file, a window's or a page's.

`python -m tests.bench.sway_text [build|measure] [PROGRAM ...]`. The program was built on the first five texts, and is
measured on the other four, which were written after it. Each text is entered twice, by the ways that a run takes.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from desktop_agent.core.actions import Action, Click, Press, Type
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.wayland.input.wlroots import create
from desktop_agent.run.control import ThreadStop
from tests.bench.fidelity.corpora import CORPORA
from tests.fakes.fields import middle
from tests.fakes.sway_windows import shown_in_sway, told_in_sway
from tests.fakes.told_page import FIREFOX_SETTINGS
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for

BUILD = {name: text for name, text in CORPORA.items() if name != "code"}
MEASURE = {
    "code": CORPORA["code"],
    "Hindi and Thai": "हिन्दी: क्षत्रिय, ज्ञान; ไทย: น้ำใจ กิ๊บเก๋ ๑๒๓",
    "Vietnamese and mathematics": "Trường hợp đặc biệt: ∀x∈ℝ ∃ε>0: |f(x)−½| ≤ ε², √2 ≠ 3⁄2, 𝔸 ⊂ ℵ₀ → “ok”",
    "Persian and a long text": "می‌خواهم «کتاب» را بخوانم؛ ۱۲۳. "
    + "Fifteen jugglers quickly vexed a big dwarf’s pony. " * 40,
}
HALVES = {"build": BUILD, "measure": MEASURE}
ROUNDS, WITHIN_S = 2, 30.0
# What is posted may overtake what was posted before it: each is numbered.
PAGE = """<title>Page</title><textarea autofocus style="width:95vw;height:90vh"></textarea><script>
let n = 0
document.querySelector("textarea").oninput = event => fetch("/", {method: "POST",
  body: JSON.stringify([++n, event.target.value])})
</script>"""
STARTS_WITHIN_S = 180.0
Read = Callable[[], str]


@contextmanager
def told(toolkit: str, sway: PrivateSway, home: Path) -> Iterator[tuple[ImagePoint, Read]]:
    """A window of ours that tells its text."""
    with told_in_sway(toolkit, sway, home) as window:
        window.ask("empty")
        yield middle(window.place("field")), window.text


@contextmanager
def mousepad(sway: PrivateSway, home: Path) -> Iterator[tuple[ImagePoint, Read]]:
    """GTK 3's editor: what it has saved."""
    home.mkdir(parents=True)
    note = home / "note.txt"
    note.write_text("")
    with shown_in_sway(["mousepad", str(note)], sway, home):
        yield ImagePoint(640, 500), lambda: note.read_text().removesuffix("\n")


@contextmanager
def foot(sway: PrivateSway, home: Path) -> Iterator[tuple[ImagePoint, Read]]:
    """A terminal: what a program in it has read."""
    lines = home / "lines"
    with shown_in_sway(["foot", "sh", "-c", f"exec cat > '{lines}'"], sway, home):
        yield ImagePoint(640, 500), lambda: lines.read_text() if lines.exists() else ""


class _Posted(BaseHTTPRequestHandler):
    newest = (0, "")

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def do_POST(self) -> None:
        number, text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).newest = max(type(self).newest, (number, text))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def browser(name: str, sway: PrivateSway, home: Path) -> Iterator[tuple[ImagePoint, Read]]:
    """A page in a browser: what it posts."""
    handler: Any = type("_PostedHere", (_Posted,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}/"
    chromium = [
        "chromium", "--ozone-platform=wayland", "--no-sandbox", "--no-first-run", "--disable-background-networking",
        f"--user-data-dir={home / 'profile'}", f"--app={address}",
    ]  # fmt: skip
    (home / "profile").mkdir(parents=True)
    settings = (f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in FIREFOX_SETTINGS.items())
    (home / "profile" / "user.js").write_text("\n".join(settings), encoding="utf-8")
    firefox = ["firefox-esr", "--no-remote", "--profile", str(home / "profile"), "--kiosk", address]
    with shown_in_sway(chromium if name == "chromium" else firefox, sway, home):
        yield ImagePoint(640, 500), lambda: str(handler.newest[1])
    server.shutdown()


PROGRAMS: Mapping[str, Callable[..., Any]] = {
    "GTK 3 (mousepad)": mousepad,
    "GTK 4": partial(told, "gtk4"),
    "Qt 6": partial(told, "qt"),
    "foot": foot,
    "Firefox": partial(browser, "firefox"),
    "Chromium": partial(browser, "chromium"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A program with the keyboard in it, and the hands of a run."""

    hands: ActionExecutor
    at: ImagePoint
    read: Read
    by_line: bool
    """A terminal: what is entered is read a line at a time, and stays."""
    saves: bool

    def does(self, *actions: Action) -> None:
        """Do one thing after the other."""
        for action in actions:
            self.hands.perform(permit_for(action))

    def holds(self, text: str) -> bool:
        """Tell whether the program has this text, and nothing else."""
        if self.saves:
            self.does(Press(("ctrl", "s")))
        return self.read() == text

    def begins(self) -> bool:
        """Try whether a letter arrives yet."""
        self.does(Click(self.at), Type("x"), *self.ends)
        with suppress(AssertionError):
            return wait_until(lambda: self.holds(self.read()) and "x" in self.read(), within_s=2.0)
        return False

    @property
    def ends(self) -> tuple[Action, ...]:
        """Return what ends a text here."""
        return (Press(("enter",)),) if self.by_line else ()

    def enter(self, text: str) -> str:
        """Enter a text; return "" where it is exact, else what was said or what came."""
        before = self.read() if self.by_line else ""
        if not before:
            self.does(Press(("ctrl", "a")), Press(("delete",)))
        try:
            # As a run does where a field has many lines.
            self.does(Type(text, entry="one place" if self.by_line else "whole"), *self.ends)
            wait_until(lambda: self.holds(f"{before}{text}\n" if self.by_line else text), within_s=WITHIN_S)
        except DesktopAgentError as error:
            return f"told: {error}"
        except AssertionError:
            return f"WRONG: {self.read()[len(before) :]!r}"[:300]
        return ""


def worked(name: str, texts: Mapping[str, str]) -> list[str]:
    """Return how each text arrived in a program, in a session of its own."""
    with ExitStack() as stack:
        sway = stack.enter_context(PrivateSway(1280, 800, hertz=240))
        os.environ.update(sway.environment())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        at, read = stack.enter_context(PROGRAMS[name](sway, folder / "home"))
        hands = ActionExecutor(stack.enter_context(closing(create())), redeem=lambda _permit: None, stop=ThreadStop())
        program = Written(hands, at, read, name == "foot", name.startswith("GTK 3"))
        wait_until(program.begins, f"{name} with the keyboard", within_s=STARTS_WITHIN_S)
        return [f"{corpus}: {what}" if (what := program.enter(text)) else "" for corpus, text in texts.items()]


def main(half: str, names: list[str]) -> None:
    """Print a line for each program."""
    texts = {f"{name} {n}": text for n in range(1, ROUNDS + 1) for name, text in HALVES[half].items()}
    print(f"{half}: {', '.join(HALVES[half])}; each {ROUNDS} times")
    for name in names or PROGRAMS:
        try:
            came = worked(name, texts)
        except (AssertionError, subprocess.SubprocessError, OSError) as error:
            came = [f"WRONG: cannot be worked: {error}"[:300]]
        exact, told_of = came.count(""), sum(": told" in one for one in came)
        wrong = len(came) - exact - told_of
        load = os.getloadavg()[0]
        print(f"{name:<18} exact {exact} of {len(texts)}, told {told_of}, wrong {wrong} (load {load:.0f})")
        for line in filter(None, came):
            print("   ", line)
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "measure", sys.argv[2:])
