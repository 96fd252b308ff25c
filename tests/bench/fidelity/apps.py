"""Applications: how each is started, where its caret goes, how it is emptied, and who tells its text."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.hands import Hands
from tests.fakes.programs.apps import running
from tests.fakes.programs.fields import Answer, Field, inside
from tests.fakes.programs.office import OFFICE, office
from tests.fakes.programs.told_page import FIREFOX, page_fields
from tests.fakes.programs.told_window import told_window
from tests.fakes.waiting import wait_until

SYSTEM_PYTHON = "/usr/bin/python3"
Opened = AbstractContextManager[Iterable[Field]]
# Where nothing has changed since, some do not write the file again; a slow one is asked again.
_SAVED_WITHIN_S = 0.5
_PASTED = ("\x1b[200~", "\x1b[201~")
_EMACS_START = (
    '(progn (require \'json) (setq server-name "fields" server-socket-dir "{home}") (server-start) (text-mode))'
)
_EMACS_TEXT = '(with-current-buffer "fields.txt" {deed} (json-encode (buffer-string)))'


@dataclass(frozen=True, slots=True)
class Application:
    """An application that can be started on a private display, in a home of its own."""

    packages: str
    """What `apt-get install` calls it."""
    is_there: Callable[[], object]
    opens: Callable[[PrivateDisplay, Path], Opened]
    """Start it; gives its fields once it answers."""

    def why_not(self) -> str:
        """Return why it cannot be started here; empty when it can."""
        return "" if self.is_there() else f"apt-get install {self.packages}"


@cache
def applications() -> Mapping[str, Application]:
    return {
        "calc": _office("calc", "libreoffice-calc", lambda: OFFICE),
        "chromium": Application("chromium", lambda: shutil.which("chromium"), partial(page_fields, "chromium")),
        "emacs": _command("emacs", "emacs-gtk", _emacs),
        "firefox": Application("firefox-esr", lambda: FIREFOX, partial(page_fields, "firefox")),
        "gtk4": Application(
            "python3-gi gir1.2-gtk-4.0",
            lambda: imports("gi", 'gi.require_version("Gtk", "4.0")'),
            partial(_window, "gtk4", [SYSTEM_PYTHON, "gtk4_window.py"], "GTK 4 fields"),
        ),
        "gvim": _command("gvim", "vim-gtk3", _gvim),
        "mousepad": _command("mousepad", "mousepad", _mousepad),
        "qt6": Application("", lambda: True, partial(_window, "qt6", [sys.executable, "qt_window.py"], "Qt fields")),
        "tk": Application(
            "python3-tk",
            lambda: imports("tkinter"),
            partial(_window, "tk", [SYSTEM_PYTHON, "tk_window.py"], "Tk fields"),
        ),
        "vte": _command(
            "xfce4-terminal",
            "xfce4-terminal",
            partial(
                _terminal,
                "vte",
                ["xfce4-terminal", "--disable-server", "-T", "raw terminal", "--dynamic-title-mode=none", "-x"],
                bracketed=True,
            ),
        ),
        "writer": _office("writer", "libreoffice-writer", Path(OFFICE).resolve().with_name("swriter").exists),
        "xterm": _command("xterm", "xterm", partial(_terminal, "xterm", ["xterm", "-u8", "-T", "raw terminal", "-e"])),
    }


@cache
def imports(module: str, then: str = "") -> bool:
    command = [SYSTEM_PYTHON, "-c", f"import {module}\n{then}"]
    return Path(command[0]).exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def _command(name: str, packages: str, opens: Callable[[PrivateDisplay, Path], Opened]) -> Application:
    return Application(packages, lambda: shutil.which(name), opens)


def _office(part: str, package: str, is_there: Callable[[], object]) -> Application:
    @contextmanager
    def opens(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
        with office(part, display, home) as (app, orders):
            yield [Field(part, app, orders.ask, inside(app), commit=("Return",) if part == "calc" else ())]

    return Application(f"{package} libreoffice-gtk3 python3-uno", lambda: is_there() and imports("uno"), opens)


@contextmanager
def _window(name: str, command: list[str], title: str, display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    with told_window(name, command, title, display, home) as field:
        yield [field]


@contextmanager
def _emacs(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    """Start Emacs in text mode; its own server tells what the buffer holds."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)  # else Emacs would not have its socket there
    title = ["--eval", '(setq frame-title-format "Emacs fields")']
    command = ["emacs", "-Q", *title, "fields.txt", "--eval", _EMACS_START.format(home=home)]
    with running(command, display, home, "^Emacs fields$") as app:

        def ask(order: str) -> Answer:
            expression = _EMACS_TEXT.format(deed="(erase-buffer)" if order == "empty" else "")
            reported = _said(display, "emacsclient", "-s", str(home / "fields"), "--eval", expression)
            # A Lisp string around a JSON string.
            return {"text": json.loads(json.loads(reported))} if reported else {}

        wait_until(lambda: ask("text"), "the answer of Emacs")
        yield [Field("emacs", app, ask, inside(app))]


@contextmanager
def _gvim(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    """Start gvim in insert mode on a file with no name; its answer to an expression is its text."""
    server = f"FIELDS{home.name}{display.name}".upper()
    # Two clicks of ours at one place within half a second would else select a word.
    command = ["gvim", "-f", "--servername", server, "--cmd", "set mousetime=1", "+startinsert"]
    with running(command, display, home, f" - {server}$") as app:

        def ask(order: str) -> Answer:
            deed = 'deletebufline("%", 1, "$")' if order == "empty" else "0"
            expression = f'[{deed}, join(getline(1, "$"), "\\n")][1]'
            reported = _said(display, "gvim", "--servername", server, "--remote-expr", expression)
            return {} if reported is None else {"text": reported.removesuffix("\n")}

        wait_until(lambda: ask("text"), "gvim's answer")
        yield [Field("gvim", app, ask, inside(app))]


def _said(display: PrivateDisplay, *command: str) -> str | None:
    """Return what a command says; None where it has failed."""
    done = subprocess.run(command, env=display.environment(), capture_output=True, text=True, check=False, timeout=60)
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _mousepad(display: PrivateDisplay, home: Path) -> Iterator[list[Field]]:
    """Start mousepad on an empty file, which it saves; other hands press Ctrl+S, Ctrl+A and Delete."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "saved.txt"
    hands = Hands(display)
    file.write_text("")

    def ask(order: str) -> Answer:
        if order == "empty":
            hands.press("ctrl+a", "Delete")
        before = file.stat().st_mtime_ns
        hands.press("ctrl+s")
        with suppress(AssertionError):
            wait_until(lambda: file.stat().st_mtime_ns != before, within_s=_SAVED_WITHIN_S)
        # Editors end a file with a line break of their own.
        return {"text": file.read_text().removesuffix("\n")}

    with running(["mousepad", "--disable-server", file], display, home, "saved.txt") as app:
        yield [Field("mousepad", app, ask, inside(app))]


@contextmanager
def _terminal(
    name: str, command: Sequence[str], display: PrivateDisplay, home: Path, *, bracketed: bool = False
) -> Iterator[list[Field]]:
    """Start a terminal in which a program writes all that it gets to a file; `bracketed`: with marks around a paste."""
    home.mkdir(parents=True, exist_ok=True)
    out = home / "raw.out"
    marks = "printf '\\033[?2004h'; " if bracketed else ""
    program = ["sh", "-c", f"{marks}stty raw -echo; touch '{out}'; exec cat >> '{out}'"]

    def ask(order: str) -> Answer:
        if order == "empty":
            out.write_bytes(b"")
        text = out.read_bytes().decode(errors="replace").replace("\r", "\n")
        for mark in _PASTED:
            text = text.replace(mark, "")
        return {"text": text}

    with running([*command, *program], display, home, "^raw terminal$") as app:
        wait_until(out.exists, "the terminal's program")
        yield [Field(name, app, ask, inside(app))]
