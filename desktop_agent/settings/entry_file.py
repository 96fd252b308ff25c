"""A file of answers beside the settings: one table an entry, all values text, readable and writable only for the user.

The entries in the record's text of the file count (`confirmed.py`). It is read again whenever it changes, so that an
answer revoked in Settings affects a run in progress. Entries that another program has added to the file stay there, and
do not count until a person has confirmed them.
"""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import SettingsError, unreadable, unwritable
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.files import replace_file
from desktop_agent.settings.confirmed import NAME as SAVED
from desktop_agent.settings.confirmed import SavedSettings

_LARGEST = 1_000_000
_MEND = Message("Fix that entry, or delete it to be asked again.")
EntryValues = tuple[str, ...]  # the values, in the order of the keys
Entries = tuple[EntryValues, ...]


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form of an entry: the table's name, its keys, and the text at the head of the file.

    A key that is left out has an empty text. `whole` describes a valid entry, and `hint` how to write one.
    """

    table: str
    keys: tuple[str, ...]
    valid: Callable[[EntryValues], bool]
    head: str
    whole: str
    hint: str = ""


class EntryFile:
    """Reads and writes such a file; for one thread at a time."""

    def __init__(self, path: Path, form: EntryForm) -> None:
        """Take the file, which need not exist."""
        self._path = path
        self._form = form
        self._saved = SavedSettings(path.parent)
        self._there: Entries = ()
        self._entries: Entries = ()
        self._stamps: tuple[object, object] = (None, None)

    def entries(self) -> Entries:
        """Return the entries that count now, oldest first; SettingsError where the file cannot be read."""
        stamps = (_stamp(self._path), _stamp(self._saved.folder / SAVED))
        if stamps != self._stamps:
            text = self._text() if stamps[0] else ""
            self._there = tuple(self._read(text))
            self._entries = self._last(self._saved.record().texts.get(self._path.name, ""))
            self._stamps = stamps
        return self._entries

    def write(self, entries: Iterable[EntryValues]) -> None:
        """Replace the entries that count, in one step; SettingsError, with nothing changed, where that fails."""
        counting = self.entries()
        new_entries = tuple(entries)
        unconfirmed = tuple(entry for entry in self._there if entry not in counting)
        try:
            self._saved.save({self._path.name: self._in_text(new_entries)})
            replace_file(self._path, [self._in_text((*unconfirmed, *new_entries)).encode()])
        except OSError as error:
            denied = Message("Make its folder writable, or answer for this run only.")
            raise unwritable(self._path, error, if_denied=denied) from error
        self._stamps = (None, None)

    def _text(self) -> str:
        path = self._path
        try:
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST:
                message = Message("{path} isn't a list of {table}s.", path=path, table=self._form.table)
                raise SettingsError(message, Message("It must be a regular file smaller than 1 MB."))
            if os.name == "posix" and state.st_mode & 0o022:
                raise SettingsError(
                    Message("Other users can write to {path}.", path=path),
                    Message("Remove that permission: chmod 600 {path}", path=path),
                )
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise unreadable(path, error, _MEND) from error

    def _last(self, saved: str) -> Entries:
        try:
            return tuple(self._read(saved))
        except SettingsError:
            return ()

    def _read(self, text: str) -> Iterator[EntryValues]:
        path = self._path
        form = self._form
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise unreadable(path, error, _MEND) from error
        tables = tree.pop(form.table, [])
        if tree or not isinstance(tables, list):
            raise SettingsError(
                Message("{path} contains something other than [[{table}]] entries.", path=path, table=form.table), _MEND
            )
        for number, table in enumerate(tables, start=1):
            entry = self._entry(table)
            if entry is None:
                hint = sentences(form.hint, _MEND)
                raise SettingsError(
                    Message("{path}: entry {number} isn't {whole}.", path=path, number=number, whole=form.whole), hint
                )
            yield entry

    def _entry(self, table: object) -> EntryValues | None:
        if not isinstance(table, Mapping) or not set(table) <= {*self._form.keys}:
            return None
        values = tuple(table.get(key, "") for key in self._form.keys)
        entry = tuple(value for value in values if isinstance(value, str))
        return entry if len(entry) == len(values) and self._form.valid(entry) else None

    def _in_text(self, entries: Entries) -> str:
        return self._form.head + "".join(map(self._in_toml, entries))

    def _in_toml(self, entry: EntryValues) -> str:
        # JSON's strings are TOML's, the escapes included; only U+007F has to be escaped there and is not here.
        quoted = (json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in entry)
        lines = (f"{key} = {text}" for key, text in zip(self._form.keys, quoted, strict=True))
        return "\n".join((f"\n[[{self._form.table}]]", *lines, ""))


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise unreadable(path, error, _MEND) from error
    return state.st_mtime_ns, state.st_size, state.st_ino
