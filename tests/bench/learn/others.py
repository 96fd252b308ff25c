"""Twelve tasks in seven more programs, each played in place, on a moved window, or on one of another size.

None of the programs was looked at while showing and playing were mended. What is held is the file on the disk, what the
page's server was asked for, or what the program itself puts on the clipboard.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.learn.person import ShowingPerson
from tests.fakes.apps import App, running
from tests.fakes.browser import browsing, pages_at

Held = Callable[[], object]
Start = Callable[[PrivateDisplay, Path], AbstractContextManager[Held]]
Box = tuple[int, int, int, int]  # left, top, width, height; 0 where a window keeps its size
_FORM = """<!doctype html><title>Parcel</title><body style="font:18px sans-serif"><h1>Parcel</h1>
<form onsubmit="fetch('/sent?'+new URLSearchParams(new FormData(this)));
said.textContent='It is on its way';return false">
<table><tr><td>Street<td><input name=street><tr><td>City<td><input name=city></table>
<p>Remark<br><textarea name=remark></textarea></p><button>Send it</button></form><p id=said></p>"""


def editor(command: Sequence[str], title: str, text: str, box: Box) -> Start:
    """Return what starts an editor on a note."""

    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        file = home / "note.txt"
        file.write_text(text)
        with running([*command, file], display, home, title) as app:
            _put(display, app, box)
            yield file.read_text

    return start


@contextmanager
def thunar(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """Start a file manager in a folder."""
    box = home / "letters"
    box.mkdir(parents=True)
    for name in ("bill.txt", "invitation.txt", "thanks.txt"):
        (box / name).write_text(name)
    with running(["thunar", box], display, home, "letters") as app:
        _put(display, app, (90, 70, 700, 480))
        yield lambda: sorted(path.name for path in box.iterdir())


def calculator(command: str, title: str) -> Start:
    """Return what starts a calculator; it is asked for its result by its own Copy."""

    @contextmanager
    def start(display: PrivateDisplay, home: Path) -> Iterator[Held]:
        with running([command], display, home, title, environment={"GSK_RENDERER": "cairo"}) as app:
            _put(display, app, (140, 90, 0, 0))
            yield lambda: _copied(display, app)

    return start


@contextmanager
def terminal(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """Start a terminal in a home of its own."""
    command: list[str | Path] = ["xfce4-terminal", "--disable-server", "--title", "shell", "--command", "sh"]
    with running(command, display, home, "^shell$") as app:
        _put(display, app, (80, 60, 640, 400))
        yield lambda: {path.name: path.read_text() for path in sorted(home.glob("*.log2"))}


@contextmanager
def parcel_page(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """Start a browser on a form whose fields have no names."""
    asked = list[str]()
    with pages_at({"/": _FORM}, asked) as address, browsing(display, home, address + "/", "Parcel") as app:
        _put(display, app, (60, 40, 800, 640))
        yield lambda: [path for path in asked if path.startswith("/sent")]


@contextmanager
def label(display: PrivateDisplay, home: Path) -> Iterator[Held]:
    """Start a small form in Qt."""
    out = home / "label.json"
    command: list[str | Path] = [
        sys.executable, "-m", "tests.bench.replays.windows", "parcel", out, "Send off", "light",
    ]  # fmt: skip
    with running(command, display, home, "^Parcel label$") as app:
        _put(display, app, (120, 80, 520, 420))
        yield lambda: json.loads(out.read_text()) if out.exists() else None


def write_lines(person: ShowingPerson) -> None:
    """Click into the empty area, and write two lines."""
    person.click_at(500, 360)
    person.type("Bread and milk")
    person.press("Return")
    person.type("Two lemons")
    person.press("ctrl+s")


def add_line(person: ShowingPerson) -> None:
    """Click below the text, and write at its end."""
    person.click_at(480, 380)
    person.press("Return")
    person.type("the end")
    person.press("ctrl+s")


def rename(person: ShowingPerson) -> None:
    """Give a file another name."""
    person.click("bill.txt")
    person.press("F2")
    person.see("Rename")
    person.press("ctrl+a")
    person.type("paid.txt")
    person.press("Return")


def new_folder(person: ShowingPerson) -> None:
    """Make a folder."""
    person.click("thanks.txt")
    person.press("ctrl+shift+n")
    person.see("Create New Folder")
    person.press("ctrl+a")
    person.type("old ones")
    person.press("Return")


def replace_word(person: ShowingPerson) -> None:
    """Write a word anew by a double click on it."""
    person.click("oranges", count=2)
    person.type("cherries")
    person.press("ctrl+s")


def by_buttons(*at: tuple[int, int]) -> Callable[[ShowingPerson], None]:
    """Return what presses buttons at these points of the screen."""

    def show(person: ShowingPerson) -> None:
        for x, y in at:
            person.click_at(x, y)

    return show


def run_command(person: ShowingPerson) -> None:
    """Click into a terminal and have it write a file."""
    person.click_at(400, 300)
    person.type("echo done > made.log2")
    person.press("Return")


def fill_page(person: ShowingPerson) -> None:
    """Fill in fields that have no names."""
    person.click("Street", dx=150)
    person.type("Harbour Road 3")
    person.click("City", dx=150)
    person.type("Bergen")
    person.click("Remark", dx=40, dy=40)
    person.type("second floor")
    person.click("Send it")


def fill_label(person: ShowingPerson) -> None:
    """Fill in a form, the nameless area included."""
    person.click("Receiver", dx=200)
    person.type("Grace")
    person.click("Contents", dx=200, dy=40)
    person.type("books")
    person.click("Express")
    person.click("Send off")


def _put(display: PrivateDisplay, app: App, box: Box) -> None:
    words = [["windowmove", "--sync", app.window, *box[:2]], ["windowactivate", "--sync", app.window]]
    words += [["windowsize", app.window, *box[2:]]] if box[2] else []
    for one in words:
        subprocess.run(["xdotool", *map(str, one)], env=display.environment(), check=False, timeout=30)
    time.sleep(2.0)  # it still draws; there is nothing of its own to wait for


def _copied(display: PrivateDisplay, app: App) -> str:
    """Return what the program copies when it is asked to."""
    environment = display.environment()
    words = ["xdotool", "windowactivate", "--sync", str(app.window), "key", "ctrl+c"]
    subprocess.run(words, env=environment, check=False)
    time.sleep(0.5)
    told = subprocess.run(
        ["xclip", "-o", "-selection", "clipboard"], env=environment, check=False, timeout=10, capture_output=True
    )
    return told.stdout.decode().strip()
