"""The programs that an administrator has installed: from what runs to its desktop entry, and from a name to what runs.

Everything that is called by a name is called by it here: on cards, in messages, in `--allow`. A name counts only if no
one but an administrator can change the entry that it stands in, the program that it starts, and their folders: a
program that a person, or a run, has installed may call itself anything. What runs is known by the kernel's word for its
file, never by what its window says; a window's class only chooses among the entries of its own program, as those of
LibreOffice share one.

An entry often names a script that starts something else: `/usr/bin/chromium` starts `/usr/lib/chromium/chromium`, and
`soffice` starts `soffice.bin` beside it. So its program is the file itself, else one of the same name, else one in a
folder of that name, else the only one of its folder. Flatpak's and Snap's programs are known by their package, and
those that the session bus starts by their service.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from desktop_agent.core.programs import is_interpreter, last_part, spoken
from desktop_agent.core.texts.message import language
from desktop_agent.lib.desktop_entries import DesktopEntry, entries_in, entry_folders
from desktop_agent.lib.programs import named

FOLDERS = tuple(
    Path(root, "applications")
    for root in ("/usr/local/share", "/usr/share", "/var/lib/flatpak/exports/share", "/var/lib/snapd/desktop")
)
SERVICES = (Path("/usr/local/share/dbus-1/services"), Path("/usr/share/dbus-1/services"))
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/games:/usr/games:/snap/bin"
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
# Folders that hold folders of programs, and those that hold programs of all kinds.
_LIBRARIES = re.compile(
    r"/(?:usr/(?:local/)?(?:lib|lib64|libexec|share)(?:/[a-z0-9_]+-linux-gnu[a-z0-9]*)?|opt)/([^/]+)/"
)
_SHARED_FOLDERS = re.compile(r"(?:/usr(?:/local)?)?/(?:s?bin|games|lib|lib64|libexec|share)|/opt|/snap/bin")
_PACKAGED = re.compile(r"/(?:flatpak/app|snap)/([^/]+)/")
_ENDINGS = (".bin", "-bin", ".real", ".wrapped")
_WORKSHOPS = frozenset({"Development", "IDE", "Building", "Debugger", "GUIDesigner"})
_SETTINGS = frozenset({"Settings", "DesktopSettings", "HardwareSettings"})
_SCRIPT = re.compile(rb"#!\s*(\S+)[^\S\n]*(\S*)")
_EXECUTABLE = b"\x7fELF"
_SERVICE_STARTS = re.compile(rb"^Exec\s*=\s*(/\S+)", re.MULTILINE)
_BEGINNING = 256  # bytes
_NEAR = 0.8


class _Match(IntEnum):
    """How surely an entry is a program's; the surest count."""

    NOT = 0
    SAME_FOLDER = 1
    FOLDER_OF_ITS_NAME = 2
    SAME_NAME = 3
    ITSELF = 4


@dataclass(frozen=True, slots=True)
class _Program:
    """An entry, and the paths of what it starts: an executable, or an interpreter with its script."""

    entry: DesktopEntry
    starts: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files that are started, scripts in place of their interpreters."""
        return tuple(start.rpartition(" ")[2] for start in self.starts)


class InstalledPrograms:
    """The programs of some entries; it reads all of them at once, when it is made."""

    def __init__(self, folders: Sequence[Path] = FOLDERS, services: Sequence[Path] = SERVICES) -> None:
        self._services = services
        fixed_folders = [folder for folder in folders if _is_admin_only(str(folder))]
        entries = (entry for entry in entries_in(fixed_folders) if entry.is_program and _is_admin_only(str(entry.path)))
        self._programs = tuple(_Program(entry, tuple(dict.fromkeys(self._started_paths(entry)))) for entry in entries)
        self._known: dict[str, tuple[_Program, ...]] = {}
        # What several programs are called is no name of one of them.
        called = defaultdict[str, set[tuple[str, ...]]](set)
        for program in self._programs:
            for name in {program.entry.name, *program.entry.names.values()} - {""}:
                called[name.casefold()].add(program.starts)
        self._shared = frozenset(name for name, starts in called.items() if len(starts) > 1)

    def name_of(self, program: str, classes: Collection[str] = ()) -> str:
        """Return what the menu calls a running program, in the person's language; empty where it has no entry.

        `program` is as `lib/programs.py` has it, and `classes` are those of a window of it.
        """
        found = self._programs_of(program)
        if not found:
            return ""
        classes = {name.casefold() for name in classes}
        entries = [each.entry for each in found]
        entry = min(entries, key=lambda entry: _rank(entry, classes))
        is_chosen = len(entries) == 1 or not _rank(entry, classes)[0]
        shared = "" if is_chosen else _shared_words([self._distinguishing_name(each) for each in entries])
        return shared if shared.casefold() in self.names_of(program) else self._distinguishing_name(entry)

    def names_of(self, program: str) -> frozenset[str]:
        """Return all names of a running program in small letters, by which a person may call it."""
        return frozenset(name for each in self._programs_of(program) for name in self._names(each.entry))

    def categories_of(self, program: str) -> frozenset[str]:
        """Return the categories of a running program; it is for settings where each of its entries says so."""
        found = [each.entry.categories for each in self._programs_of(program)]
        every = frozenset.intersection(*found) if found else frozenset[str]()
        return frozenset[str]().union(*found) - (_SETTINGS - every)

    def started_by(self, entry: DesktopEntry) -> str:
        """Return the program that an entry will run, as `lib/programs.py` has it; empty where that isn't certain."""
        known = next((each for each in self._programs if each.entry == entry), None)
        runs = {program for start in (known.starts if known else ()) for program in _executed_paths(start)}
        return runs.pop() if len(runs) == 1 else ""

    def started_as(self, word: str) -> frozenset[str]:
        """Return the programs that are started under a name."""
        name = word.casefold()
        entries = (each.entry for each in self._programs if name in self._names(each.entry))
        return frozenset(filter(None, map(self.started_by, entries)))

    def entry_of(self, command: Sequence[str]) -> DesktopEntry | None:
        """Return the entry with this command, in which no one else can have written; None without one."""
        found = [each.entry for each in self._programs if each.entry.command == tuple(command)]
        return min(found, key=lambda entry: _rank(entry, ())) if found else None

    def begins(self, entry: DesktopEntry, file: str) -> bool:
        """Return whether a file is what an entry starts, with all links followed; another folder may come first."""
        known = next((each for each in self._programs if each.entry == entry), None)
        return known is not None and any(file in start.split(" ") for start in known.starts)

    def builds(self, program: str) -> bool:
        """Return whether a program, whatever installed it, is called as one that builds and runs others."""
        stem = _name_without_suffix(program.rpartition(" ")[2])
        called_so = (each for each in self._programs if stem in map(_name_without_suffix, each.files))
        return any(each.entry.categories & _WORKSHOPS for each in (*called_so, *self._programs_of(program)))

    def names_of_entry(self, entry: DesktopEntry) -> frozenset[str]:
        """Return all names of what an entry starts, in small letters."""
        runs = self.started_by(entry)
        return frozenset(self._names(entry)) | (self.names_of(runs) if runs else frozenset())

    def name_of_entry(self, entry: DesktopEntry) -> str:
        """Return what the menu calls an entry, in the person's language."""
        return self._distinguishing_name(entry)

    def has(self, word: str) -> bool:
        """Return whether a person may call a program so: by a name, by a command, or by the folder that it's in."""
        name = word.casefold()
        if "/" in word:
            return Path(word.partition(" ")[0]).exists()
        known = any(name in self._names(each.entry) for each in self._programs)
        command = shutil.which(word, path=PATH)
        return known or (command is not None and is_installed(command)) or any(_package_folders(name))

    def called(self, word: str) -> tuple[str, ...]:
        """Return what distinguishes several programs of the same name; empty for any other name."""
        name = word.casefold()
        if name not in self._shared:
            return ()
        entries = (each.entry for each in self._programs)
        named_so = [entry for entry in entries if name in {entry.name.casefold(), entry.name_in(language()).casefold()}]
        return tuple(dict.fromkeys(_with_command(entry, word) for entry in named_so))

    def nearest(self, word: str) -> str:
        """Return the only name that is near a word, to write in its place; empty where there is none, or several.

        The kind of a program comes first ("web browser"), then a word of its name, then a name with other letters.
        """
        name = word.casefold().strip()
        entries = [each.entry for each in self._programs if each.entry.can_be_started]
        by_kind = [entry for entry in entries if entry.kind.casefold() == name]
        by_word = [entry for entry in entries if re.search(rf"\b{re.escape(name)}\b", entry.name.casefold())]
        entry_by_name = {known: entry for entry in entries for known in self._names(entry)}
        by_letters = [entry_by_name[known] for known in get_close_matches(name, entry_by_name, cutoff=_NEAR)]
        near = {entry.id: entry for entry in by_kind or by_word or by_letters}
        if len(near) != 1:
            return ""
        (entry,) = near.values()
        return self._distinguishing_name(entry)

    def _programs_of(self, program: str) -> tuple[_Program, ...]:
        if program not in self._known:
            self._known[program] = tuple(self._find(program)) if is_installed(program) else ()
        return self._known[program]

    def _find(self, program: str) -> Iterator[_Program]:
        near = [(_match_of(each, program), each) for each in self._programs]
        surest = max((nearness for nearness, _ in near), default=_Match.NOT)
        found = [each for nearness, each in near if nearness is surest]
        if surest is _Match.NOT or (surest is _Match.SAME_FOLDER and len({each.starts for each in found}) > 1):
            return
        yield from found

    def _names(self, entry: DesktopEntry) -> Iterator[str]:
        words = entry.words[:1]
        plain = {entry.id, entry.id.rpartition(".")[2], entry.window_class, entry.package, *map(last_part, words)}
        yield from (name.casefold() for name in plain if name)
        for name in {entry.name, *entry.names.values()} - {""}:
            yield (_with_command(entry, name) if name.casefold() in self._shared else name).casefold()

    def _distinguishing_name(self, entry: DesktopEntry) -> str:
        name = entry.name_in(language()) or spoken(last_part(entry.words[0] if entry.words else entry.id))
        return _with_command(entry, name) if name.casefold() in self._shared else name

    def _started_paths(self, entry: DesktopEntry) -> Iterator[str]:
        """Yield the paths of what an entry starts, if they are an administrator's."""
        words = entry.words
        path = os.path.realpath(shutil.which(words[0], path=PATH) or "/") if words else "/"
        runs = named(path, [path, *words[1:]], "/")
        for start in (runs, *self._service_paths(entry.id)):
            if start != "/" and is_installed(start):
                yield start

    def _service_paths(self, name: str) -> Iterator[str]:
        """Yield what the session bus starts in an entry's place."""
        for folder in self._services:
            try:
                service = (folder / f"{name}.service").read_bytes()
            except OSError:
                continue
            if exec_line := _SERVICE_STARTS.search(service):
                yield os.path.realpath(os.fsdecode(exec_line[1]))
            return


@lru_cache(maxsize=1)
def _read(_stamps: tuple[int, ...]) -> InstalledPrograms:
    return InstalledPrograms(_folders_here())


def installed_programs() -> InstalledPrograms:
    """Return the programs of this computer, read again once one has been installed or removed."""
    return _read(tuple(map(_changed_at, _folders_here())))


def is_installed(program: str) -> bool:
    """Return whether an administrator alone can change a program's file, and the folder that it lies in."""
    parts = program.split(" ")
    if not program.startswith("/") or any(part.startswith("-") for part in parts):
        return False
    return all(_is_admin_only(part) and _is_admin_only(os.path.dirname(part)) for part in parts if part.startswith("/"))  # noqa: PTH120 - the text of /proc


def _folders_here() -> tuple[Path, ...]:
    """Return the usual folders, and those that the session names: which of them count is decided by their owner."""
    return tuple(dict.fromkeys((*FOLDERS, *entry_folders(os.environ))))


def _changed_at(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _is_admin_only(path: str) -> bool:
    try:
        status = os.stat(path)  # noqa: PTH116 - the text of /proc may be no path
    except (OSError, ValueError):
        return False
    return status.st_uid == 0 and not status.st_mode & _OTHERS_MAY_WRITE


def _shared_words(names: Sequence[str]) -> str:
    """Return the words that all names begin with, as “LibreOffice” for its parts."""
    words = [name.split() for name in names]
    shared = itertools.takewhile(lambda column: len({*column}) == 1, zip(*words, strict=False))
    return " ".join(column[0] for column in shared)


def _rank(entry: DesktopEntry, classes: Collection[str]) -> tuple[bool, bool, bool, str]:
    """Return a key by which the entry that fits best comes first: by its class, else the one that is the program."""
    known_as = {entry.window_class.casefold(), entry.id.casefold(), entry.id.rpartition(".")[2].casefold()}
    with_options = len(entry.words) > 1
    return known_as.isdisjoint(classes), with_options, not entry.can_be_started, entry.id


def _with_command(entry: DesktopEntry, name: str) -> str:
    return f"{name} ({last_part(entry.words[0]) if entry.words else entry.id})"


def _match_of(known: _Program, program: str) -> _Match:
    """Return how surely an entry's program is a running one; both are an administrator's."""
    file = os.path.realpath(program.rpartition(" ")[2])
    package = _PACKAGED.search(file)
    if package is not None:
        ours = {known.entry.package, known.entry.id, known.entry.id.partition("_")[0]}
        return _Match.ITSELF if package[1] in ours else _Match.NOT
    if program in known.starts or file in known.files:
        return _Match.ITSELF
    if any(map(is_interpreter, known.files)) or is_interpreter(file):  # it stands for what it is given to run
        return _Match.NOT
    names = {_name_without_suffix(start) for start in known.files}
    if _name_without_suffix(file) in names:
        return _Match.SAME_NAME
    inside = _LIBRARIES.match(file)
    if inside is not None and inside[1] in names:
        return _Match.FOLDER_OF_ITS_NAME
    folder = os.path.dirname(file)  # noqa: PTH120 - as above
    is_beside = folder in map(os.path.dirname, known.files)
    return _Match.SAME_FOLDER if is_beside and not _SHARED_FOLDERS.fullmatch(folder) else _Match.NOT


def _executed_paths(start: str) -> Iterator[str]:
    """Yield what a file runs in the end: itself, its interpreter with it, or what a shell script of its name runs."""
    if " " in start:
        yield start
        return
    try:
        with open(start, "rb") as file:  # noqa: PTH123 - as above
            beginning = file.read(_BEGINNING)
    except OSError:
        return
    if beginning.startswith(_EXECUTABLE):
        yield start
    elif script := _SCRIPT.match(beginning):
        words = [os.fsdecode(word) for word in script.groups() if word]
        interpreter = shutil.which(words[1], path=PATH) or "" if last_part(words[0]) == "env" else words[0]
        if last_part(interpreter) in {"sh", "bash", "dash"}:
            yield from _started_by_script(start)
        elif interpreter:
            yield named(os.path.realpath(interpreter), [interpreter, start], "/")


def _started_by_script(script: str) -> Iterator[str]:
    """Yield the executables of a script's own name: beside it, or in a folder of that name."""
    name = _name_without_suffix(script)
    folders = (os.path.dirname(script), *_package_folders(name))  # noqa: PTH120 - as above
    for folder in dict.fromkeys(folders):
        for file in (name, *(name + ending for ending in _ENDINGS)):
            path = f"{folder}/{file}"
            if path != script and is_installed(path) and _is_executable(path):
                yield os.path.realpath(path)


def _package_folders(name: str) -> Iterator[str]:
    for root in ("/usr/lib", "/usr/lib64", "/usr/libexec", "/usr/share", "/opt", "/snap"):
        folder = f"{root}/{name}"
        if name and "/" not in name and _is_admin_only(folder) and os.path.isdir(folder):  # noqa: PTH112 - as above
            yield folder


def _is_executable(path: str) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as above
            return file.read(len(_EXECUTABLE)) == _EXECUTABLE
    except OSError:
        return False


def _name_without_suffix(path: str) -> str:
    """Return a program's name, without the suffix that marks it apart from the script that starts it."""
    name = last_part(path)
    for ending in _ENDINGS:
        name = name.removesuffix(ending)
    return name
