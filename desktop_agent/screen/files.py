"""Finds the file that a window is about, and what kind of file it is.

A title is its program's word, and a page's title the page's: it says which of several files a window is about, and
proves none. What a program has to do with a file the kernel tells: the words that it was started with, what it has
open, and what it watches, as programs do that show a file or a folder. Linux only. Elsewhere, and where two folders
fit, nothing is known.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from desktop_agent.core.decision import File, FileKind
from desktop_agent.core.frame import Window
from desktop_agent.core.programs import BROWSERS, is_one_of, names_of
from desktop_agent.lib.process_stat import environment_of, held_by
from desktop_agent.screen.programs import words_of
from desktop_agent.screen.window import Chooser

_WATCH = re.compile(r"^inotify wd:\S+ ino:([0-9a-f]+) sdev:([0-9a-f]+)", re.MULTILINE)
# A title's path ends where the program's name begins; marks of what is not saved stand around it.
_IN_TITLE = re.compile(r"^[*•●\s]*((?:~|/)[^\0]*?)(?:\s+[-–—(\[]\s*.*)?$")
_NAME_IN_TITLE = re.compile(r"^[*•●\s]*(?P<name>[^/\0]+?)[*•●+\s]*(?:\[[^]]*\]\s*)?(?:\s[-–—(]\s*(?P<rest>.*))?$")
_FOLDER_IN_TITLE = re.compile(r"(?:^|[(\s])((?:~|/)[^()\0]*?)/?(?:\)|\s+[-–—].*|$)")
_OWN_PROCESS = re.compile(r"^/proc/(?:self|thread-self)/")
_INSTALLED = "/usr/"  # what lies there is a program's own, and nobody's document
_PROGRAMS = frozenset(
    ".desktop .sh .bash .py .pyw .pl .rb .run .bin .appimage .jar .exe .msi .bat .cmd .ps1 .com .scr .lnk .url .service"
    " .timer .flatpakref .deb .rpm .whl .html .htm .svg .xhtml .js".split()
)
_LAUNCHER = ".desktop"
_NAME_IN_LAUNCHER = re.compile(r"^Name(?:\[[^]\n]*\])?\s*=(.*)", re.MULTILINE)
_BEGINS = (b"#!", b"\x7fELF", b"MZ", b"[Desktop Entry]")
_MOST_FOLDERS = 2_000
_MOST_ENTRIES = 500
_DEEPEST = 3
_BEGINNING = 64
_FILE_MANAGERS = frozenset({"FileManager"})


@dataclass(frozen=True, slots=True)
class Files:
    """Looks at the files of this computer; `own` are this program's folders."""

    own: tuple[Path, ...] = ()

    def shown(self, window: Window) -> File | None:
        """Return the file that a window is about, though it may not be there yet; None where nothing tells one.

        That is what its title names, by a path or among the files of its program; where it names the program alone, and
        of its dialogs and menus, the file that the program was started with. A page gives its window the title that it
        likes, so that a browser's names none.
        """
        if is_one_of(window, BROWSERS):
            return None
        home, program = _home_of(window.pid), _FilesOf.process(window)
        whole = _IN_TITLE.match(window.title)
        if whole is None and is_one_of(window, _FILE_MANAGERS):  # the name there is a folder's
            return None
        named = [Path(_expand_home(whole[1], home))] if whole else _named_in(window.title, home, program)
        named = list(named)
        there = (path for path in named if os.path.exists(path))  # noqa: PTH110 - it may be no path
        if path := next(there, next(filter(_may_be_written, named), None)):
            return replace(self._file(path, home), certain=program.has(path))
        tells_none = window.dialog or window.menu or window.title.strip().lower() in names_of(window) | {""}
        return self._file(program.started_with[0], home) if tells_none and program.started_with else None

    def folder(self, window: Window) -> Path | None:
        """Return the folder that a file manager's window shows: named by its title, and watched by its process."""
        home = Path(_home_of(window.pid))
        watched = _watched_inodes(window.pid)
        titles = {window.title, re.split(r" [-–—] ", window.title)[0]}
        named = [each for each in _folders(window.pid, home) if {each.name, str(each)} & titles] if watched else []
        fitting = {each.resolve() for each in named if _identity(each) in watched}
        return fitting.pop() if len(fitting) == 1 else None

    def around(self, dialog: Window, windows: Iterable[Window]) -> File | None:
        """Return the folder that a dialog of a file manager is about: the one that its program's window shows."""
        beside = (each for each in windows if each.pid == dialog.pid and each.id != dialog.id)
        folder = next((found for each in beside if (found := self.folder(each))), None)
        if folder is None:
            return None
        place = self._file(folder, _home_of(dialog.pid))
        return replace(place, certain=True, is_place=True, among_programs=_holds_programs(folder))

    def listed(self, window: Window, name: str, *, is_row: bool) -> File | None:
        """Return the file that a window's title names, or an entry of the folder that it shows."""
        shown = self.shown(window)
        if shown is None or (is_row and shown.kind == "folder"):  # the title of a file manager is about no entry
            return self.inside(window, name)
        return shown

    def inside(self, window: Window, name: str) -> File | None:
        """Return the file of a file manager's entry, or, without a name, only its place: in the folder shown."""
        folder = self.folder(window)
        if folder is None or "/" in name:
            return None
        found = replace(self._file(folder / name, _home_of(window.pid)), certain=True)
        if name and found.kind and _is_called(folder, name):
            return found
        return replace(found, kind="", is_place=not name, among_programs=_holds_programs(folder))

    def chosen(self, window: Window, chooser: Chooser, typed: str | None) -> File | None:
        """Return the file that a file dialog is about; `typed` is what is entered before it is done."""
        home = _home_of(window.pid)
        name = typed if typed is not None else chooser.name
        path = _as_seen_by(window.pid, _expand_home(name, home))
        if not name or not (path.startswith("/") or chooser.folder):
            return None
        return replace(self._file(Path(chooser.folder or "/") / path, home), certain=True)

    def _file(self, path: Path, home: str) -> File:
        resolved = Path(os.path.realpath(path))
        holding = [_identity(each) for each in (resolved, *resolved.parents)]
        own = [Path(os.path.realpath(each)) for each in self.own]
        linked = _has_other_names(resolved)
        is_own = any(_identity(each) in holding or (linked and _holds_file(each, holding[0])) for each in own)
        holds = any(holding[0] in map(_identity, (each, *each.parents)) for each in own)
        return File(str(resolved), os.path.realpath(home), kind_of(resolved), is_own, holds, has_other_names=linked)


@dataclass(frozen=True, slots=True)
class _FilesOf:
    """What the kernel tells of a process: the files that it was started with, and those that it has open or watches."""

    started_with: tuple[Path, ...] = ()  # in the order of its words
    open: frozenset[Path] = frozenset()
    watched: frozenset[tuple[int, int]] = frozenset()

    @staticmethod
    def process(window: Window) -> _FilesOf:
        """Return what is known of the process of a window."""
        held = frozenset(Path(one) for one in held_by(window.pid) if one.startswith("/"))
        return _FilesOf(tuple(_started_with(window)), held, _watched_inodes(window.pid))

    def named_in(self, title: str) -> Iterator[Path]:
        """Give those that a title names, wherever in it."""
        for path in (*self.started_with, *self.open):
            if re.search(rf"(?<![\w.-]){re.escape(path.name)}(?!\w)", title):
                yield path

    def has(self, path: Path) -> bool:
        """Tell whether the program was started with a file, or has it open, or watches it or its folder."""
        is_watched = bool({_identity(path), _identity(path.parent)} & self.watched)
        return path in self.started_with or Path(os.path.realpath(path)) in self.open or is_watched


def _named_in(title: str, home: str, program: _FilesOf) -> Iterator[Path]:
    """Give the files that a title names by their name: beside its folder, or alone where the program has one."""
    found = _NAME_IN_TITLE.match(title)
    if found is None:
        return
    name, folder = found["name"], _FOLDER_IN_TITLE.search(found["rest"] or "")
    beside = Path(_expand_home(folder[1], home)) / name if folder else None
    if beside is not None and (_is_there(beside) or _may_be_written(beside)):
        yield beside
    yield from program.named_in(title)
    near = tuple(path.parent for path in program.started_with)
    further = _folders(None, Path(home)) if program.watched else ()
    paths = (folder / name for folder in (*near, *further))
    yield from (path for path in paths if _is_there(path) and (path.parent in near or program.has(path)))
    if name.startswith(".") and _is_there(Path(home) / name):
        yield Path(home) / name


def _started_with(window: Window) -> Iterator[Path]:
    """Give the files among a process's words, but for what it runs, and for what is installed."""
    try:
        folder = Path(f"/proc/{window.pid}/cwd").readlink()
    except OSError:
        return
    runs = window.program.split(" ")
    for word in words_of(window.pid)[1:]:
        path = folder / _as_seen_by(window.pid, word)
        is_new = path.name in window.title and not word.startswith("-") and _may_be_written(path)
        is_file = bool(word) and (_is_there(path) or is_new)
        if is_file and str(path) not in runs and not str(path).startswith(_INSTALLED):
            yield path


def _as_seen_by(pid: int | None, path: str) -> str:
    """Return a path as a process means it: `/proc/self` is its own."""
    return _OWN_PROCESS.sub(f"/proc/{pid}/", path)


def _identity(path: Path) -> tuple[int, int] | Path:
    """Return inode and device, which links and mounts don't change; of what isn't there yet its path."""
    try:
        state = path.stat()
    except OSError:
        return path
    return state.st_ino, state.st_dev


def _holds_file(folder: Path, file: tuple[int, int] | Path) -> bool:
    """Tell whether a file has a name somewhere in a folder, too."""
    return any(_identity(Path(above, name)) == file for above, _, names in os.walk(folder) for name in names)


def _has_other_names(path: Path) -> bool:
    try:
        state = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_nlink > 1


def _may_be_written(path: Path) -> bool:
    """Tell whether a file that isn't there yet may be made: its folder is."""
    return not os.path.exists(path) and os.path.isdir(path.parent)  # noqa: PTH110, PTH112 - as below


def _is_there(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - what is too long for a path is none, and no error


def kind_of(path: Path) -> FileKind:
    """Return the kind of a file; empty where it cannot be read, and “program” for one that is no plain file."""
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            return "folder"
        if not stat.S_ISREG(state.st_mode) or state.st_mode & 0o111 or path.suffix.lower() in _PROGRAMS:
            return "program"
        with path.open("rb") as file:
            return "program" if file.read(_BEGINNING).lstrip().startswith(_BEGINS) else "document"
    except OSError:
        return ""


def _holds_programs(folder: Path) -> bool:
    """Tell whether some entry of a folder is a program; one with too many to look at may hold any."""
    try:
        entries = list(islice(folder.iterdir(), _MOST_ENTRIES + 1))
    except OSError:
        return True
    return len(entries) > _MOST_ENTRIES or any(kind_of(each) == "program" for each in entries)


def _is_called(folder: Path, name: str) -> bool:
    """Tell whether one entry alone of a folder can be shown by this name: a launcher shows what is written in it."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return False
    alike = [each for each in entries if each.name.strip() == name or name in _names_in(each)]
    return len(alike) == 1 and alike[0].name == name


def _names_in(path: Path) -> frozenset[str]:
    """Return the names that a launcher gives itself, in any language."""
    if path.suffix != _LAUNCHER:
        return frozenset()
    try:
        return frozenset(found.strip() for found in _NAME_IN_LAUNCHER.findall(path.read_text(errors="replace")))
    except OSError:
        return frozenset()


def _expand_home(name: str, home: str) -> str:
    return home + name[1:] if name == "~" or name.startswith("~/") else name


def _home_of(pid: int | None) -> str:
    home = (environment_of(pid) or {}).get("HOME", "")
    return home if home.startswith("/") else str(Path.home())


def _watched_inodes(pid: int | None) -> frozenset[tuple[int, int]]:
    """Return the inodes and devices that a process watches."""
    found = set[tuple[int, int]]()
    with suppress(OSError):
        for each in Path(f"/proc/{pid}/fdinfo").iterdir():
            with suppress(OSError):  # closed meanwhile
                for inode, device in _WATCH.findall(each.read_text()):
                    number = int(device, 16)  # as the kernel has it: 20 bits of the minor number
                    found.add((int(inode, 16), os.makedev(number >> 20, number & 0xFFFFF)))
    return frozenset(found)


def _folders(pid: int | None, home: Path) -> Iterator[Path]:
    """Give folders that a file manager may show: those that it was started with, and those at home, to some depth."""
    # Chromium's is a single word, too long for a path.
    yield from (Path(word) for word in words_of(pid) if word.startswith("/") and os.path.isdir(word))  # noqa: PTH112
    level = [home]
    count = 0
    yield home
    for _ in range(_DEEPEST):
        below = [each for folder in level for each in _subfolders(folder)]
        count += len(below)
        if count > _MOST_FOLDERS:
            return
        yield from below
        level = below


def _subfolders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            return [Path(each.path) for each in found if each.is_dir()]
    except OSError:
        return []
