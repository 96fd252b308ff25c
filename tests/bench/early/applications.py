"""What is acted on: applications in two halves, each with its acts; settling was built on the first half alone."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from desktop_agent.core.actions import Effect
from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.early.pages import BUTTONS, LOADS_MS, PLACES, SPINS, STILL, TITLE, slow_pages
from tests.fakes.accessible import find
from tests.fakes.answering_window import TITLE as ANSWERING
from tests.fakes.apps import App, running
from tests.fakes.browser import browsing
from tests.fakes.told_page import firefox
from tests.fakes.waiting import wait_until

HERE = Path(__file__).parent
TEXT = "a quiet line of plain text"
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: what kind it counts as, and a click at a point, keys, or text; the truth is seen after so long."""

    kind: str
    at: Point | None = None
    keys: str = ""
    text: str = ""
    truth_s: float = 2.2

    @property
    def effect(self) -> Effect:
        """Return what the program would expect of it."""
        return "small" if self.text else "any"


@dataclass(frozen=True, slots=True)
class Subject:
    """An application, in the half build or measure: what starts it, and gives the acts of one round in it."""

    name: str
    half: str
    started: Callable[[PrivateDisplay, Path], AbstractContextManager[tuple[Act, ...]]]


def _keys(*acts: tuple[str, str]) -> tuple[Act, ...]:
    return tuple(Act(kind, keys=keys) for kind, keys in acts)


_TYPED = (Act("typed", text=TEXT),)
_NOTHING = _keys(("no effect", "F5"))
_LATE = _keys(("answer 0 ms", "F1"), ("answer 300 ms", "F2"), ("answer 800 ms", "F3"))
_DIALOG = _keys(("dialog", "F6"), ("dialog", "Escape"), ("blocked 600 ms", "F8"))
_SPIN = tuple(Act(f"spinner, {act.kind}", keys=act.keys) for act in _LATE + _NOTHING)
_SPUN = (*_keys(("spinner starts", "F7")), *_SPIN, *_keys(("spinner stops", "F7")))
_ANIMATED = _keys(("animation 300 ms", "F4"), ("animation 300 ms", "F4"))
_OPENS = _keys(("dialog", "ctrl+o"), ("dialog", "Escape"), ("find bar", "ctrl+f"), ("find bar", "Escape"))


def _menus(opens: str) -> tuple[Act, ...]:
    return _keys(("menu", opens), ("menu", "Right"), ("menu", "Escape"))


@contextmanager
def _window(kind: str, display: PrivateDisplay, home: Path) -> Iterator[tuple[Act, ...]]:
    title = f"window in {kind}"
    with running(["/usr/bin/python3", HERE / "windows.py", kind, title], display, home, f"^{title}$"):
        yield (*_LATE, *_NOTHING, *_ANIMATED, *_DIALOG, *_TYPED, *_SPUN)


@contextmanager
def _swing(display: PrivateDisplay, home: Path) -> Iterator[tuple[Act, ...]]:
    with running(["java", HERE / "Swing.java", "window in Swing"], display, home, "^window in Swing$"):
        yield (*_LATE, *_NOTHING, *_DIALOG, *_TYPED, *_SPUN, *_menus("F10"), *_keys(("menu", "Escape")))


@contextmanager
def _qt_6(display: PrivateDisplay, home: Path) -> Iterator[tuple[Act, ...]]:
    kinds = {"at once": "answer 0 ms", "late": "answer 300 ms", "animated": "animation 500 ms", "never": "no effect"}
    with running([sys.executable, "-m", "tests.fakes.answering_window"], display, home, ANSWERING):
        places = {name: find(display, "answering-window", "push button", name).centre for name in kinds}
        yield tuple(Act(kind, at=places[name]) for name, kind in kinds.items())


@contextmanager
def _program(
    command: Sequence[str | Path], title: str, acts: tuple[Act, ...], display: PrivateDisplay, home: Path
) -> Iterator[tuple[Act, ...]]:
    with running(command, display, home, title):
        yield acts


def _mousepad(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    acts = (*_menus("F10"), *_OPENS, *_NOTHING, *_TYPED)
    return _program(["mousepad", "--disable-server"], " - Mousepad$", acts, display, home)


def _writer(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    command = [shutil.which("soffice") or "soffice", "--writer", "--norestore", "--nologo", "--nofirststartwizard",
               f"-env:UserInstallation={(home / 'office').as_uri()}"]  # fmt: skip
    acts = (*_menus("alt+f"), *_keys(("menu", "Escape")), *_OPENS, *_NOTHING, *_TYPED)
    return _program(command, " - LibreOffice Writer$", acts, display, home)


def _xterm(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    command = ["xterm", "-u8", "-T", "a terminal", "-e", "sh"]
    typed = (Act("typed", text="seq 30"), Act("answer 0 ms", keys="Return"))
    late = (Act("typed", text="sleep 0.7; seq 40"), Act("answer 700 ms", keys="Return"))
    return _program(command, "^a terminal$", (*typed, *late), display, home)


def _gnome_text_editor(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    acts = (*_keys(("menu", "F10"), ("menu", "Escape")), *_OPENS, *_NOTHING, *_TYPED)
    return _program(["gnome-text-editor", "--standalone"], "Text Editor", acts, display, home)


def _featherpad(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    acts = (*_menus("alt+f"), *_OPENS, *_NOTHING, *_TYPED)
    return _program(["featherpad", "--standalone", home / "text.txt"], "text.txt", acts, display, home)


def _emacs(display: PrivateDisplay, home: Path) -> AbstractContextManager[tuple[Act, ...]]:
    windows = _keys(("menu", "F10"), ("menu", "Escape"), ("windows", "ctrl+x 2"), ("windows", "ctrl+x 1"))
    command: list[str | Path] = ["emacs", "-Q", "--name", "an editor", home / "text"]
    return _program(command, "^an editor|^text", (*windows, *_TYPED), display, home)


def _place(app: App) -> list[Point]:
    """Return where the page is, once it has met the pointer where its field should be: bars come above it late."""
    for left, top, ready in re.findall(rf"{TITLE} (\d+) (\d+)( ready)?", app.title()):
        if ready:
            return [(int(left), int(top))]
        x, y = PLACES["typed"]
        for near in (x, x + 5):
            words = ["xdotool", "mousemove", str(int(left) + near), str(int(top) + y)]
            subprocess.run(words, env=app.display.environment(), check=True)
    return []


def _in_browser(app: App) -> tuple[Act, ...]:
    """Return the acts on the page without a spinner, then those with one."""
    left, top = wait_until(partial(_place, app), "the page's place")[0]
    at = {name: (left + x, top + y) for name, (x, y) in PLACES.items()}
    loads = (Act(f"load {ms} ms", at=at[f"load {ms} ms"], truth_s=ms / 1000 + 1.8) for ms in LOADS_MS)
    buttons = [Act(name, at=at[name]) for name in BUTTONS]
    spun = (Act(f"spinner, {act.kind}", at=act.at) for act in buttons if "fade" not in act.kind)
    typed = (Act("click into a field", at=at["typed"]), *_TYPED)
    spins, still = (Act("load 0 ms", at=at[name]) for name in (SPINS, STILL))
    return (*loads, *buttons, *typed, spins, *spun, still)


@contextmanager
def _chromium(display: PrivateDisplay, home: Path) -> Iterator[tuple[Act, ...]]:
    with slow_pages() as address, browsing(display, home, f"{address}/0", f"{TITLE}.*") as app:
        yield _in_browser(app)


@contextmanager
def _firefox(display: PrivateDisplay, home: Path) -> Iterator[tuple[Act, ...]]:
    with slow_pages() as address, firefox(display, home, f"{address}/0", TITLE) as app:
        yield _in_browser(app)


SUBJECTS = (
    Subject("Chromium", "build", _chromium),
    Subject("GTK 4", "build", partial(_window, "gtk4")),
    Subject("GTK 3", "build", partial(_window, "gtk3")),
    Subject("Tk", "build", partial(_window, "tk")),
    Subject("Qt 6", "build", _qt_6),
    Subject("mousepad", "build", _mousepad),
    Subject("Writer", "build", _writer),
    Subject("xterm", "build", _xterm),
    Subject("Firefox", "measure", _firefox),
    Subject("gnome-text-editor", "measure", _gnome_text_editor),
    Subject("Swing", "measure", _swing),
    Subject("FeatherPad", "measure", _featherpad),
    Subject("Emacs", "measure", _emacs),
)
