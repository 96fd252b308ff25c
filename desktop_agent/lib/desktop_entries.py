"""Desktop entries: what the menu of a desktop says of a program, its names, its command and its categories.

One line that isn't UTF-8, or makes no sense, takes nothing away from the others. Source: the desktop entry
specification 1.5, of freedesktop.org.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.texts.foreign_text import text_from

_HEADER = "[Desktop Entry]"
_KEYS = frozenset(
    "Type Name GenericName Exec TryExec Categories StartupWMClass X-Flatpak X-SnapInstanceName Hidden NoDisplay"
    " Terminal".split()
)
_NAME_IN = re.compile(r"Name\[([\w@.-]+)\]")
_LARGEST = 256_000  # bytes
_ESCAPED = re.compile(r"\\([sntr\\])")
_ESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_FIELD_CODE = re.compile(r"%[a-zA-Z]")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class DesktopEntry:
    """One entry; `command` is without placeholders for files, and empty where it can't be read."""

    id: str  # such as “org.xfce.mousepad”
    path: Path
    name: str
    names: Mapping[str, str] = field(default_factory=dict)  # in other languages, by their codes
    kind: str = ""  # its generic name, such as “Text Editor”
    command: tuple[str, ...] = ()
    needs: str = ""  # the program without which it isn't shown
    categories: frozenset[str] = frozenset()
    window_class: str = ""
    package: str = ""  # of Flatpak or Snap, which start a program by its name there
    is_program: bool = True
    is_hidden: bool = False
    in_terminal: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Return the command from its program on: without `env` and variables for it."""
        words = self.command
        if words and words[0].rpartition("/")[2] == "env":
            words = words[1:]
            while words and _ASSIGNMENT.fullmatch(words[0]):
                words = words[1:]
        return words

    @property
    def can_be_started(self) -> bool:
        """Return whether a person finds it in a menu, as a program with windows."""
        return self.is_program and bool(self.name and self.command) and not (self.is_hidden or self.in_terminal)

    def name_in(self, language: str) -> str:
        """Return its name in a language, such as “de” or “pt_BR”; the one without a language where it has none."""
        return self.names.get(language) or self.names.get(language.partition("_")[0]) or self.name


def entry_folders(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders of entries, the person's own first."""
    home = environment.get("XDG_DATA_HOME") or str(Path(environment.get("HOME") or Path.home(), ".local", "share"))
    for root in (home, *(environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")):
        if Path(root).is_absolute():
            yield Path(root, "applications")


def entries_in(folders: Iterable[Path]) -> Iterator[DesktopEntry]:
    """Yield the entries of folders; of those with the same id the first counts, even if it is hidden."""
    seen = set[str]()
    for folder in folders:
        for path in sorted(folder.rglob("*.desktop")) if folder.is_dir() else ():
            name = str(path.relative_to(folder)).replace("/", "-").removesuffix(".desktop")
            if name not in seen and (entry := read_entry(path, name)) is not None:
                seen.add(name)
                yield entry


def programs_to_start(environment: Mapping[str, str]) -> Iterator[DesktopEntry]:
    """Yield the entries of programs that a person can start here, the person's own before the system's."""
    path = environment.get("PATH")
    for entry in entries_in(entry_folders(environment)):
        if entry.can_be_started:
            needed = (entry.needs or entry.command[0], entry.command[0])
            if all(shutil.which(program, path=path) for program in needed):
                yield entry


def read_entry(path: Path, name: str = "") -> DesktopEntry | None:
    """Return an entry under the id `name`; None where the file has none, or can't be read."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    except OSError:
        return None
    # A path in a command may have bytes that are no text; names are shown, and lose them.
    values = _values(data.decode("utf-8", "surrogateescape").removeprefix("\ufeff"))
    if values is None:
        return None
    texts = {key: " ".join(text_from(value).split()) for key, value in values.items()}
    names = {match[1]: text for key, text in texts.items() if text and (match := _NAME_IN.fullmatch(key))}
    return DesktopEntry(
        id=name or path.name.removesuffix(".desktop"),
        path=path,
        name=texts.get("Name", ""),
        names=names,
        kind=texts.get("GenericName", ""),
        command=_command(values.get("Exec", "")),
        needs=values.get("TryExec", ""),
        categories=frozenset(filter(None, texts.get("Categories", "").split(";"))),
        window_class=texts.get("StartupWMClass", ""),
        package=texts.get("X-Flatpak") or texts.get("X-SnapInstanceName") or "",
        is_program=texts.get("Type") == "Application",
        is_hidden=any(texts.get(key, "").casefold() == "true" for key in ("Hidden", "NoDisplay")),
        in_terminal=texts.get("Terminal", "").casefold() == "true",
    )


def _values(text: str) -> Mapping[str, str] | None:
    """Return the values that are read here, by their keys; None where the text is no desktop entry."""
    lines = iter(text.split("\n"))
    if not any(line.rstrip() == _HEADER for line in lines):
        return None
    values = dict[str, str]()
    for line in lines:
        if line.startswith("["):
            break
        key, mark, value = line.partition("=")
        key = key.strip()
        if mark and (key in _KEYS or key.startswith("Name[")):
            values[key] = _unescaped(value.strip())
    return values


def _unescaped(value: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[1]], value)


def _command(line: str) -> tuple[str, ...]:
    try:
        words = shlex.split(line)
    except ValueError:
        return ()
    filled = (word.replace("%%", "\0") for word in words if not _FIELD_CODE.fullmatch(word))
    return tuple(_FIELD_CODE.sub("", word).replace("\0", "%") for word in filled)
