"""The file that a window is about, and the kind of that file.

A title comes from the program, or from the page: it selects one of several files, and proves none. The kernel reports
a program's relation to a file: the words that it was started with, its open files, and the files and folders that it
watches, as programs do that show them. Linux only. Elsewhere, and where two folders fit, nothing is known.
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

from desktop_agent.core.decisions.decision import File, FileKind
from desktop_agent.core.pictures import Window
from desktop_agent.core.programs import BROWSERS, is_one_of, names_of
from desktop_agent.lib.programs import environment_of, held_by, words_of
from desktop_agent.screen.controls.window import Chooser

_WATCH = re.compile(r"^inotify wd:\S+ ino:([0-9a-f]+) sdev:([0-9a-f]+)", re.MULTILINE)
# A title's path ends where the program's name begins; marks of what is not saved stand around it.
_IN_TITLE = re.compile(r"^[*•●\s]*((?:~|/)[^\0]*?)(?:\s+[-–—(\[]\s*.*)?$")
_NAME_IN_TITLE = re.compile(r"^[*•●\s]*(?P<name>[^/\0]+?)[*•●+\s]*(?:\[[^]]*\]\s*)?(?:\s[-–—(]\s*(?P<rest>.*))?$")
_FOLDER_IN_TITLE = re.compile(r"(?:^|[(\s])((?:~|/)[^()\0]*?)/?(?:\)|\s+[-–—].*|$)")
_OWN_PROCESS = re.compile(r"^/proc/(?:self|thread-self)/")
_INSTALLED = "/usr/"  # what lies there is a program's own, and no document
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
FILE_MANAGERS = frozenset({"FileManager"})


@dataclass(frozen=True, slots=True)
class Files:
    """Looks at the files of this computer; `own` are this program's folders."""

    own: tuple[Path, ...] = ()

    def shown(self, window: Window) -> File | None:
        """Return the file that a window is about, which may not exist yet; None where it is unknown.

        It is the file in the title, by a path or among the files of the program. For a title with only the program's
        name, and for dialogs and menus, it is the file that the program was started with. A page chooses the title of
        its window, so a browser's title names no file.
        """
        if is_one_of(window, BROWSERS):
            return None
        home = _home_of(window.pid)
        program = _FilesOf.process(window)
        titled = _IN_TITLE.match(window.title)
        if titled is None and is_one_of(window, FILE_MANAGERS):  # the name there is a folder's
            return None
        named = [Path(_expand_home(titled[1], home))] if titled else _files_in_title(window.title, home, program)
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
        beside = (window for window in windows if window.pid == dialog.pid and window.id != dialog.id)
        folders = (self.folder(window) for window in beside)
        folder = next((folder for folder in folders if folder), None)
        if folder is None:
            return None
        place = self._file(folder, _home_of(dialog.pid))
        return replace(place, certain=True, is_place=True, among_programs=_holds_programs(folder))

    def listed(self, window: Window, name: str, *, is_row: bool) -> File | None:
        """Return the file that a window's title names, or an entry of the folder that it shows."""
        named = self.shown(window)
        if named is None or (is_row and named.kind == "folder"):  # the title of a file manager is about no entry
            return self.inside(window, name)
        return named

    def inside(self, window: Window, name: str) -> File | None:
        """Return the file of a file manager's entry in the displayed folder; without a name, only its place."""
        folder = self.folder(window)
        if folder is None or "/" in name:
            return None
        entry = replace(self._file(folder / name, _home_of(window.pid)), certain=True)
        if name and entry.kind and _is_called(folder, name):
            return entry
        return replace(entry, kind="", is_place=not name, among_programs=_holds_programs(folder))

    def chosen(self, window: Window, chooser: Chooser, typed: str | None) -> File | None:
        """Return the file that a file dialog is about; `typed` is the text entered before it closes."""
        home = _home_of(window.pid)
        name = typed if typed is not None else chooser.name
        path = _as_seen_by(window.pid, _expand_home(name, home))
        if not name or not (path.startswith("/") or chooser.folder):
            return None
        return replace(self._file(Path(chooser.folder or "/") / path, home), certain=True)

    def edited(self, pid: int) -> File | None:
        """Return the file that an editor in a terminal was started with; None if there are several, or none."""
        words = [word for word in words_of(pid)[1:] if word and not word.startswith(("-", "+"))]
        try:
            folder = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            return None
        return self._file(folder / words[0], _home_of(pid)) if len(words) == 1 else None

    def copied(self, path: str) -> File:
        """Return a file that was copied or cut."""
        return replace(self._file(Path(path), str(Path.home())), certain=True)

    def _file(self, path: Path, home: str) -> File:
        resolved = Path(os.path.realpath(path))
        holding = [_identity(each) for each in (resolved, *resolved.parents)]
        own = [Path(os.path.realpath(each)) for each in self.own]
        linked = _has_hard_links(resolved)
        is_own = any(_identity(each) in holding or (linked and _holds_file(each, holding[0])) for each in own)
        holds = any(holding[0] in map(_identity, (each, *each.parents)) for each in own)
        return File(str(resolved), os.path.realpath(home), kind_of(resolved), is_own, holds, has_other_names=linked)


@dataclass(frozen=True, slots=True)
class _FilesOf:
    """A process's files, as the kernel reports them: those it was started with, has open, or watches."""

    started_with: tuple[Path, ...] = ()  # in the order of its words
    open: frozenset[Path] = frozenset()
    watched: frozenset[tuple[int, int]] = frozenset()

    @staticmethod
    def process(window: Window) -> _FilesOf:
        """Return the files of a window's process."""
        held = frozenset(Path(name) for name in held_by(window.pid) if name.startswith("/"))
        return _FilesOf(tuple(_files_in_command_line(window)), held, _watched_inodes(window.pid))

    def named_in(self, title: str) -> Iterator[Path]:
        """Yield the files that a title names anywhere."""
        for path in (*self.started_with, *self.open):
            if re.search(rf"(?<![\w.-]){re.escape(path.name)}(?!\w)", title):
                yield path

    def has(self, path: Path) -> bool:
        """Return whether the program was started with a file, or has it open, or watches it or its folder."""
        is_watched = bool({_identity(path), _identity(path.parent)} & self.watched)
        return path in self.started_with or Path(os.path.realpath(path)) in self.open or is_watched


def _files_in_title(title: str, home: str, program: _FilesOf) -> Iterator[Path]:
    """Yield the files that a title names: with their folder, or by the name alone where the program has such a file."""
    match = _NAME_IN_TITLE.match(title)
    if match is None:
        return
    name = match["name"]
    folder = _FOLDER_IN_TITLE.search(match["rest"] or "")
    beside = Path(_expand_home(folder[1], home)) / name if folder else None
    if beside is not None and (_is_file(beside) or _may_be_written(beside)):
        yield beside
    yield from program.named_in(title)
    near = tuple(path.parent for path in program.started_with)
    further = _folders(None, Path(home)) if program.watched else ()
    paths = (folder / name for folder in (*near, *further))
    yield from (path for path in paths if _is_file(path) and (path.parent in near or program.has(path)))
    if name.startswith(".") and _is_file(Path(home) / name):
        yield Path(home) / name


def _files_in_command_line(window: Window) -> Iterator[Path]:
    """Yield the files among a process's words, except for its own program and installed files."""
    try:
        folder = Path(f"/proc/{window.pid}/cwd").readlink()
    except OSError:
        return
    runs = window.program.split(" ")
    for word in words_of(window.pid)[1:]:
        path = folder / _as_seen_by(window.pid, word)
        is_new = path.name in window.title and not word.startswith("-") and _may_be_written(path)
        is_file = bool(word) and (_is_file(path) or is_new)
        if is_file and str(path) not in runs and not str(path).startswith(_INSTALLED):
            yield path


def _as_seen_by(pid: int | None, path: str) -> str:
    """Return a path from a process's view: `/proc/self` is its own."""
    return _OWN_PROCESS.sub(f"/proc/{pid}/", path)


def _identity(path: Path) -> tuple[int, int] | Path:
    """Return inode and device, which links and mounts don't change; the path of a file that doesn't exist yet."""
    try:
        state = path.stat()
    except OSError:
        return path
    return state.st_ino, state.st_dev


def _holds_file(folder: Path, file: tuple[int, int] | Path) -> bool:
    """Return whether a folder holds the file as well, under any name."""
    return any(_identity(Path(above, name)) == file for above, _, names in os.walk(folder) for name in names)


def _has_hard_links(path: Path) -> bool:
    try:
        state = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(state.st_mode) and state.st_nlink > 1


def _may_be_written(path: Path) -> bool:
    """Return whether a file that doesn't exist yet may be created: its folder exists."""
    return not os.path.exists(path) and os.path.isdir(path.parent)  # noqa: PTH110, PTH112 - as below


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - what is too long for a path is none, and no error


def kind_of(path: Path) -> FileKind:
    """Return the kind of a file; empty where it cannot be read, and “program” for any special file.

    A file that isn't there yet is what its name makes of it.
    """
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            return "folder"
        if not stat.S_ISREG(state.st_mode) or state.st_mode & 0o111 or path.suffix.lower() in _PROGRAMS:
            return "program"
        with path.open("rb") as file:
            return "program" if file.read(_BEGINNING).lstrip().startswith(_BEGINS) else "document"
    except FileNotFoundError:
        return "program" if path.suffix.lower() in _PROGRAMS else ""
    except OSError:
        return ""


def _holds_programs(folder: Path) -> bool:
    """Return whether an entry of a folder is a program; True for a folder with too many entries to check."""
    try:
        entries = list(islice(folder.iterdir(), _MOST_ENTRIES + 1))
    except OSError:
        return True
    return len(entries) > _MOST_ENTRIES or any(kind_of(each) == "program" for each in entries)


def _is_called(folder: Path, name: str) -> bool:
    """Return whether this name can stand for only one entry of a folder: a launcher shows a name of its own."""
    try:
        entries = list(folder.iterdir())
    except OSError:
        return False
    alike = [each for each in entries if each.name.strip() == name or name in _launcher_names(each)]
    return len(alike) == 1 and alike[0].name == name


def _launcher_names(path: Path) -> frozenset[str]:
    """Return the names that a launcher gives itself, in any language."""
    if path.suffix != _LAUNCHER:
        return frozenset()
    try:
        return frozenset(name.strip() for name in _NAME_IN_LAUNCHER.findall(path.read_text(errors="replace")))
    except OSError:
        return frozenset()


def _expand_home(name: str, home: str) -> str:
    return home + name[1:] if name == "~" or name.startswith("~/") else name


def _home_of(pid: int | None) -> str:
    home = (environment_of(pid) or {}).get("HOME", "")
    return home if home.startswith("/") else str(Path.home())


def _watched_inodes(pid: int | None) -> frozenset[tuple[int, int]]:
    """Return the inodes and devices that a process watches."""
    inodes = set[tuple[int, int]]()
    with suppress(OSError):
        for each in Path(f"/proc/{pid}/fdinfo").iterdir():
            with suppress(OSError):  # closed meanwhile
                for inode, device in _WATCH.findall(each.read_text()):
                    number = int(device, 16)  # as the kernel has it: 20 bits of the minor number
                    inodes.add((int(inode, 16), os.makedev(number >> 20, number & 0xFFFFF)))
    return frozenset(inodes)


def _folders(pid: int | None, home: Path) -> Iterator[Path]:
    """Yield folders that a file manager may show: those that it was started with, and those at home, to some depth."""
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
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_dir()]
    except OSError:
        return []
