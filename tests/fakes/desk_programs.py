"""Real programs on a desk, each opened, used to change one document by keys, and closed as the desk ends.

What is noise was settled before anything was played: each line of a receipt's documents that is not what was meant to
be changed. Half A was built on, half B was played to measure.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.hidden_list import HomePlaces
from desktop_agent.desk.receipt.change import Receipt
from desktop_agent.desk.receipt.read import read_receipt
from desktop_agent.desk.sandbox.side_desk import DeskWish, SideDesk

TEXT = "Dear all,\n\nwe meet on Monday.\n"
PAGE = "<!doctype html><title>A page</title><p>Text of the page.\n"
TABLE = "name,amount\nAda,3\nGrace,4\n"
PICTURE = "P3 4 4 255\n" + "255 0 0 " * 16 + "\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="40" height="40" fill="red"/></svg>\n'
)
_WINDOW_WITHIN_S, _DONE_WITHIN_S = 60.0, 25.0


@dataclass(frozen=True, slots=True)
class DeskProgram:
    """One program: how it is started, what lies in the home, what is pressed, and what alone is meant to change."""

    name: str
    half: str
    command: tuple[str, ...]
    keys: tuple[str, ...]  # `wait N`, `type TEXT`, else a key
    meant: tuple[str, ...] = ("letter.txt",)
    files: tuple[tuple[str, str], ...] = (("letter.txt", TEXT),)


def _editor(name: str, half: str, *command: str, keys: tuple[str, ...] = ()) -> DeskProgram:
    return DeskProgram(name, half, (*(command or (name,)), "letter.txt"), ("type hello ", "ctrl+s", *keys))


def _in_terminal(name: str, half: str, line: str, *keys: str, meant: tuple[str, ...] = ("letter.txt",)) -> DeskProgram:
    return DeskProgram(name, half, ("xterm", "-e", *line.split()), keys, meant)


PROGRAMS = (
    _editor("mousepad", "A"),
    DeskProgram(
        "pcmanfm",
        "A",
        ("pcmanfm", "."),
        ("wait 2", "Escape", "ctrl+a", "F2", "wait 1", "ctrl+a", "type note", "Return"),
        ("letter.txt", "note.txt", "note"),
    ),
    _editor("writer", "A", "lowriter", "--norestore", "--nologo", keys=("wait 3", "Return")),
    DeskProgram(
        "chromium",
        "A",
        ("chromium", "--no-first-run", "page.html"),
        ("wait 4", "ctrl+s", "wait 3", "Return"),
        ("page.html", "Downloads", "page"),
        (("page.html", PAGE),),
    ),
    _in_terminal("bash", "A", "bash", "wait 1", "type echo more >> letter.txt; exit", "Return"),
    _in_terminal(
        "git",
        "A",
        "bash",
        "wait 1",
        "type git init -q; git add letter.txt; git -c user.name=a -c user.email=b"
        " commit -qm one; echo more >> letter.txt; exit",
        "Return",
        meant=("letter.txt", ".git"),
    ),
    DeskProgram(
        "gimp",
        "A",
        ("gimp", "-s", "picture.ppm"),
        ("wait 12", "ctrl+i", "wait 2", "ctrl+e", "wait 3", "Return", "wait 3", "Return", "wait 3", "Return"),
        ("picture.ppm", "picture.xcf"),
        (("picture.ppm", PICTURE),),
    ),
    _editor("geany", "A"),
    DeskProgram(
        "gnumeric",
        "A",
        ("gnumeric", "table.csv"),
        ("wait 3", "type 5", "Return", "ctrl+s", "wait 2", "Return", "wait 2", "Return", "wait 2", "Return"),
        ("table.csv", "table.gnumeric"),
        (("table.csv", TABLE),),
    ),
    DeskProgram(
        "thunar",
        "A",
        ("thunar", "."),
        ("wait 2", "type letter", "wait 1", "Escape", "F2", "wait 1", "type note", "Return"),
        ("letter.txt", "note.txt", "note"),
    ),
    DeskProgram(
        "calc",
        "B",
        ("localc", "--norestore", "--nologo", "table.csv"),
        ("wait 4", "Return", "wait 4", "type 5", "Return", "ctrl+s", "wait 3", "Return", "wait 2", "Return"),
        ("table.csv",),
        (("table.csv", TABLE),),
    ),
    DeskProgram(
        "firefox",
        "B",
        ("firefox-esr", "page.html"),
        ("wait 6", "ctrl+s", "wait 3", "Return"),
        ("page.html", "Downloads", "A page"),
        (("page.html", PAGE),),
    ),
    DeskProgram("gvim", "B", ("gvim", "-f", "letter.txt"), ("wait 1", "type ohello", "Escape", "type :w", "Return")),
    _in_terminal("nano", "B", "nano letter.txt", "wait 1", "type hello", "ctrl+o", "Return", "ctrl+x"),
    _in_terminal("python", "B", "python3", "wait 1", "type open('letter.txt', 'a').write('more')", "Return", "ctrl+d"),
    DeskProgram("abiword", "B", ("abiword", "letter.txt"), ("wait 2", "type hello ", "ctrl+s", "wait 2", "Return")),
    _editor("l3afpad", "B"),
    DeskProgram(
        "mtpaint",
        "B",
        ("mtpaint", "picture.ppm"),
        ("wait 3", "i", "wait 1", "ctrl+i", "wait 1", "ctrl+s", "wait 2", "Return"),
        ("picture.ppm",),
        (("picture.ppm", PICTURE),),
    ),
    DeskProgram(
        "zim",
        "B",
        ("zim", "notes"),
        ("wait 4", "type hello", "ctrl+s"),
        ("notes",),
        (
            ("notes/notebook.zim", "[Notebook]\nversion=0.4\nname=Notes\nhome=Home\n"),
            ("notes/Home.txt", "Content-Type: text/x-zim-wiki\n\n====== Home ======\n"),
        ),
    ),
    _editor("scite", "B"),
    DeskProgram(
        "emacs",
        "B",
        ("xterm", "-e", "emacs", "-nw", "letter.txt"),
        ("wait 3", "type hello", "ctrl+x", "ctrl+s", "wait 1", "ctrl+x", "ctrl+c"),
    ),
    DeskProgram(
        "inkscape",
        "B",
        ("inkscape", "drawing.svg"),
        ("wait 8", "ctrl+a", "ctrl+d", "wait 1", "ctrl+s", "wait 2", "Return"),
        ("drawing.svg",),
        (("drawing.svg", DRAWING),),
    ),
    _in_terminal("mc", "B", "mc -e letter.txt", "wait 2", "type hello", "F2", "wait 1", "Return", "wait 1", "F10"),
    DeskProgram(
        "ristretto",
        "B",
        ("ristretto", "picture.ppm"),
        ("wait 2", "ctrl+s", "wait 2", "type 2", "Return"),
        ("picture.ppm", "2", "2.ppm"),
        (("picture.ppm", PICTURE),),
    ),
)


@dataclass(frozen=True, slots=True)
class UsedProgram:
    """What a receipt says after a program was used."""

    program: DeskProgram
    receipt: Receipt
    shown: bool  # a window of it came
    changed: bool  # what was meant is in the receipt

    def noise(self) -> tuple[str, ...]:
        """Return the documents that were not meant."""
        return tuple(change.path for change in self.receipt.of("documents") if not self._is_meant(change.path))

    def _is_meant(self, path: str) -> bool:
        return any(path == one or path.startswith(f"{one}/") for one in self.program.meant)


def use(program: DeskProgram, root: Path) -> UsedProgram:
    """Use a program on a desk of its own."""
    home = root / "home"
    for name, text in program.files:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)
    wish = DeskWish(root / "data/desks", HomePlaces(home, (root / "data",)))
    with SideDesk(wish) as desk:
        desk.start(program.command)
        shown = _await_window(desk)
        for key in program.keys if shown else ():
            _press(desk, key)
        _await_change(desk, program)
    receipt = read_receipt(desk.folder)
    paths = [change.path for change in receipt.changes]
    meant = [path for path in paths if any(path == one or path.startswith(f"{one}/") for one in program.meant)]
    return UsedProgram(program, receipt, shown, bool(meant))


def _await_window(desk: SideDesk) -> bool:
    until = time.monotonic() + _WINDOW_WITHIN_S
    while time.monotonic() < until:
        if _xdotool(desk, "search", "--onlyvisible", "--name", ".").strip() and _xdotool(desk, "getactivewindow"):
            time.sleep(1)
            return True
        time.sleep(0.1)
    return False


def _press(desk: SideDesk, key: str) -> None:
    what, _, rest = key.partition(" ")
    if what == "wait":
        time.sleep(float(rest))
    elif what == "type":
        _xdotool(desk, "type", "--delay", "30", rest)
    else:
        _xdotool(desk, "key", "--clearmodifiers", key)
        time.sleep(0.3)


def _await_change(desk: SideDesk, program: DeskProgram) -> None:
    """Wait until something of what is meant was written, and a moment more for what a program writes after it."""
    until = time.monotonic() + _DONE_WITHIN_S
    upper = desk.record.layers[0].upper
    while time.monotonic() < until and not any(os.path.lexists(upper / one) for one in program.meant):
        time.sleep(0.1)
    time.sleep(1.5)


def _xdotool(desk: SideDesk, *words: str) -> str:
    done = subprocess.run(["xdotool", *words], env=desk.environment(), capture_output=True, text=True, check=False)
    return done.stdout


def of_half(half: str) -> Iterator[DeskProgram]:
    """Yield the programs of one half."""
    return (program for program in PROGRAMS if program.half == half)
