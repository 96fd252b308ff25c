"""Which applications the user has allowed, for one run or always.

“Always” is stored in `applications.toml` beside the settings, readable and writable only for the user, and read again
whenever the file changes: revoking in Settings affects a run in progress. Shorter permissions are kept in the object,
which lives as long as a run. An application is its program's full path, and the site if the browser tells it; never a
title, which a page can choose. A window whose program is unknown can be allowed for one run at most.
"""

from __future__ import annotations

import json
import os
import stat
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from desktop_agent.core.decision import AccessLevel, Duration
from desktop_agent.core.errors import SettingsError
from desktop_agent.policy.scope import ScopedFolder, ScopeEntry, level_of
from desktop_agent.record.folder import replace_file
from desktop_agent.screen.commands import is_installed

NAME = "applications.toml"
_HEAD = "# Applications that are let in for always. Taken back in Settings, or by deleting an entry here.\n"
_REACHES: Mapping[str, AccessLevel] = {
    "nothing": "nothing",
    "look": "look",
    "click": "click",
    "everything": "everything",
}
_LARGEST_FILE = 1_000_000
_MEND = "Mend that entry, or delete it: you are asked again then."


@dataclass(frozen=True, slots=True)
class Kept:
    """One permanent permission."""

    program: str
    site: str
    reach: AccessLevel


class AppPermissionStore:
    """The user's permissions, for one run and permanent ones. Thread-safe."""

    def __init__(self, path: Path, scope: Sequence[ScopeEntry] = ()) -> None:
        """Take the file of permanent permissions, which need not exist, and what a person said for this run.

        SettingsError when the file cannot be read.
        """
        self._path, self._scope = path, tuple(scope)
        self._lock = Lock()
        self._run: dict[tuple[str, str], AccessLevel] = {}
        self._always: dict[tuple[str, str], AccessLevel] = {}
        self._stamp: tuple[int, int, int] | None = None
        self._refresh()

    def reach(self, program: str, site: str) -> AccessLevel | None:
        """Return the access level for an application, None if never asked.

        This run's answer counts first, then its scope; what is never to be touched stays so.
        """
        with self._lock:
            self._refresh()
            key = (program, site)
            kept = self._always.get(key)
            scope = None if kept == "nothing" else self._in_scope(program, site)
            return self._run.get(key) or scope or kept

    def _in_scope(self, program: str, site: str) -> AccessLevel | None:
        return level_of(self._scope, program, site, installed=is_installed(program)) if self._scope else None

    def folders(self) -> tuple[ScopedFolder, ...]:
        """Return the folders whose files this run may work with."""
        return tuple(entry for entry in self._scope if isinstance(entry, ScopedFolder))

    def allow(self, program: str, site: str, reach: AccessLevel, lasting: Duration) -> None:
        """Store a permission; SettingsError when a permanent one cannot be written, and then nothing is stored.

        A permission for one action is not stored here: the caller keeps it.
        """
        key = (program, site)
        with self._lock:
            if lasting == "always" and is_known(program):
                self._refresh()
                self._write({**self._always, key: reach})
                self._run.pop(key, None)
            elif lasting != "once":
                self._run[key] = reach

    def kept(self) -> tuple[Kept, ...]:
        """Return the permanent permissions, ordered by program."""
        with self._lock:
            self._refresh()
            return tuple(Kept(program, site, reach) for (program, site), reach in sorted(self._always.items()))

    def take_back(self, program: str, site: str) -> None:
        """Revoke every permission for an application; the next run asks again."""
        key = (program, site)
        with self._lock:
            self._run.pop(key, None)
            self._refresh()
            if key in self._always:
                self._write({one: reach for one, reach in self._always.items() if one != key})

    def _refresh(self) -> None:
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._always = _read(self._path) if stamp else {}
            self._stamp = stamp

    def _write(self, answers: Mapping[tuple[str, str], AccessLevel]) -> None:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            text = _HEAD + "".join(_entry(*key, reach) for key, reach in sorted(answers.items()))
            replace_file(self._path, [text.encode()])
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written: {error.strerror}.",
                "Make its folder writable, or answer for this run.",
            ) from error
        self._always, self._stamp = dict(answers), _stamp(self._path)


def is_known(program: str) -> bool:
    """Tell whether this is a program that a file can name, not a window whose program is unknown."""
    return program.isprintable() and bool(program) and not program.startswith("window:")


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", "Make it readable, or delete it.") from error
    return state.st_mtime_ns, state.st_size, state.st_ino


def _read(path: Path) -> dict[tuple[str, str], AccessLevel]:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _LARGEST_FILE:
            raise SettingsError(f"{path} is no list of applications.", "It must be an ordinary file of less than 1 MB.")
        if os.name == "posix" and state.st_mode & 0o022:
            raise SettingsError(f"Others may write to {path}.", f"Take that away: chmod 600 {path}")
        tree = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}.", _MEND) from error
    entries = tree.pop("application", [])
    if tree or not isinstance(entries, list):
        raise SettingsError(f"{path} holds more than [[application]] entries.", _MEND)
    return dict(_answers(path, entries))


def _answers(path: Path, entries: Iterable[object]) -> Iterable[tuple[tuple[str, str], AccessLevel]]:
    for number, entry in enumerate(entries, start=1):
        program, site, reach = (
            (entry.get("program"), entry.get("site", ""), _REACHES.get(str(entry.get("reach"))))
            if isinstance(entry, Mapping) and set(entry) <= {"program", "site", "reach"}
            else (None, None, None)
        )
        if not (isinstance(program, str) and program and isinstance(site, str) and reach):
            raise SettingsError(
                f"{path}: entry {number} is not an application with program, site and reach.",
                f"The reach is one of {', '.join(_REACHES)}. {_MEND}",
            )
        yield (program, site), reach


def _entry(program: str, site: str, reach: AccessLevel) -> str:
    # JSON's strings are TOML's, the escapes included; only U+007F has to be escaped there and is not here.
    quoted = (json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f") for text in (program, site, reach))
    return "\n[[application]]\nprogram = {}\nsite = {}\nreach = {}\n".format(*quoted)
