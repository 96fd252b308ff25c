"""Knows what a person has last saved or confirmed here, and notices what somebody else changes during a run.

The record has the texts of the settings files, and which functions run unasked. It is kept in `saved.json` beside the
settings. Anybody who can write a file can write that one too, so it is bound to this place by a second, empty file: its
number and the instant of its making, which no file manager and no editor shows. In another folder, or made up by hand,
the record proves nothing. While a program runs, it also knows its own writing from everybody else's.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import shutil
import stat
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.function import Function
from desktop_agent.core.message import Message, sentences
from desktop_agent.lib.files import replace_file
from desktop_agent.settings.load import text_of

NAME = "saved.json"
ANCHOR = "saved.place"
CONFIG = "config.toml"
FILES = (CONFIG, "applications.toml", "remembered.toml", "secrets.toml")
LARGEST_FILE = 10_000_000
_KEY = [secrets.token_bytes(32)]  # of this very process, and of the one that does its run
_WRITING = threading.Lock()
_LARGEST_PROGRAM = 512_000_000
FileStamp = tuple[object, ...]  # what the system says of a file or folder; empty where there is none
_DO = Message("If you didn't make this change, restore the original, then let the run continue or stop it.")


@dataclass(frozen=True, slots=True)
class SavedRecord:
    """The texts by the names of their files, and the digests of functions and saved tasks that a person has confirmed.

    `own`: this very process has written it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()
    tasks: frozenset[str] = frozenset()
    own: bool = False


class SavedSettings:
    """The record in one settings folder. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of `config.toml`, which need not exist."""
        self.folder = folder

    def begun(self) -> bool:
        """Tell whether anything was ever saved here: until then the files count as they are, but no function."""
        return any(os.path.lexists(self.folder / name) for name in (NAME, ANCHOR))

    def record(self) -> SavedRecord:
        """Return the record that counts here; an empty one where it is damaged or from elsewhere."""
        if not self.begun():
            return SavedRecord(self._present())
        read = self._read()
        is_from_here = bool(read) and read.get("place") == self._place() is not None
        return _record(read) if is_from_here else SavedRecord()

    def last_texts(self) -> Mapping[str, str]:
        """Return the texts of the record, wherever it is from: they may make a run stricter, never freer."""
        return _record(self._read()).texts if self.begun() else self._present()

    def text(self, name: str) -> str:
        """Return a file's text as it was last saved here; empty where it never was."""
        return self.record().texts.get(name, "")

    def save(self, texts: Mapping[str, str]) -> None:
        """Record files, by their names, as a person wants them; OSError when that cannot be written."""
        with _WRITING:
            known = self.record()
            self._write(replace(known, texts={**known.texts, **texts}))

    def confirm_function(self, digest: str) -> None:
        """Record that a function may run unasked; OSError when that cannot be written."""
        with _WRITING:
            known = self.record()
            self._write(replace(known, functions=known.functions | {digest}))

    def confirm_task(self, digest: str) -> None:
        """Record that a saved task may run as it is; OSError when that cannot be written."""
        with _WRITING:
            known = self.record()
            self._write(replace(known, tasks=known.tasks | {digest}))

    def raw(self) -> bytes:
        """Return the record as it is on disk; empty without one."""
        return content_of(self.folder / NAME, LARGEST_FILE) or b""

    def put_back(self, raw: bytes) -> None:
        """Write a record again that somebody has changed; it stays bound to where it was made."""
        with _WRITING, suppress(OSError):
            if raw and raw != self.raw():
                replace_file(self.folder / NAME, [raw])

    def _write(self, record: SavedRecord) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self.folder / ANCHOR, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        held = {
            "place": self._place(),
            "texts": dict(record.texts),
            "functions": sorted(record.functions),
            "tasks": sorted(record.tasks),
        }
        replace_file(self.folder / NAME, [json.dumps({**held, "by": _signature(held)}).encode()])

    def _present(self) -> Mapping[str, str]:
        texts: dict[str, str] = {}
        for name in FILES:
            with suppress(SettingsError):  # reported where it is loaded
                texts[name] = text_of(self.folder / name)
        return texts

    def _place(self) -> list[int] | None:
        try:
            state = (self.folder / ANCHOR).lstat()
        except OSError:
            return None
        return [state.st_ino, state.st_ctime_ns]

    def _read(self) -> dict[str, object]:
        try:
            read = json.loads(self.raw() or b"{}")
        except (ValueError, RecursionError):
            return {}
        return read if isinstance(read, dict) else {}


def _record(read: Mapping[str, object]) -> SavedRecord:
    texts = read.get("texts")
    return SavedRecord(
        {name: text for name, text in texts.items() if isinstance(text, str)} if isinstance(texts, dict) else {},
        _digests(read.get("functions")),
        _digests(read.get("tasks")),
        own=hmac.compare_digest(str(read.get("by")).encode(), _signature(read).encode()),
    )


def _digests(listed: object) -> frozenset[str]:
    return frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset()


def _signature(read: Mapping[str, object]) -> str:
    held = {name: value for name, value in read.items() if name != "by"}
    return hmac.digest(_KEY[0], json.dumps(held, sort_keys=True).encode(), "sha256").hex()


def signed_with() -> bytes:
    """Return the key by which this process knows its own writing, for the process that does its run."""
    return _KEY[0]


def sign_with(key: bytes) -> None:
    """Sign with the key of another process, and know the writing of either as our own."""
    _KEY[0] = key


class Confirmations:
    """The functions that a person has confirmed to run without a question: those of the run's beginning, and new ones.

    Anyone who can write a file can write `verdict = "allow"` into the settings, including a model that uses an editor.
    So the first call of such a function needs approval, and the confirmation is stored for exactly this entry and what
    it runs: its command, its folder, its schema, and the contents of its program. What has changed needs a new one.
    """

    def __init__(self, saved: SavedSettings, announce: Callable[[str], None] = lambda _: None) -> None:
        self._saved = saved
        self._announce = announce
        self._known = saved.record().functions

    def covers(self, function: Function) -> bool:
        """Tell whether this exact function is confirmed; one that is not from a file needs no confirmation."""
        return not function.from_file or _function_digest(function) in self._known

    def add(self, function: Function) -> None:
        """Store a confirmation; if it cannot be written, it is valid for this run."""
        digest = _function_digest(function)
        self._known = self._known | {digest}
        try:
            self._saved.confirm_function(digest)
        except OSError as error:
            self._announce(
                Message(
                    "Your approval of “{name}” couldn't be saved: {error}. It applies to this run only.",
                    name=function.name,
                    error=error,
                )
            )


def _function_digest(function: Function) -> str:
    entry = {name: value for name, value in asdict(function).items() if name != "from_file"}
    runs = {str(path): digest_of(path) for path in programs_of(function)}
    return hashlib.sha256(json.dumps([entry, runs], sort_keys=True, default=str).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """Return the digest of a file's content, and the target of a link; empty where there is no file."""
    try:
        state = path.stat()
        link = os.readlink(path) if path.is_symlink() else ""  # noqa: PTH115 - text, as it stands there
        version = state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
        return f"{_version_digest(str(path), *version)} {link}"
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _version_digest(path: str, *_version: int) -> str:
    """Return the digest of one version of a file."""
    return hashlib.sha256(content_of(Path(path), _LARGEST_PROGRAM) or b"").hexdigest()


def content_of(path: Path, most: int) -> bytes | None:
    """Return the content of an ordinary file; None for anything else, which is not waited for."""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with os.fdopen(opened, "rb") as file:
        state = os.fstat(opened)
        return file.read() if stat.S_ISREG(state.st_mode) and state.st_size <= most else None


def programs_of(function: Function) -> tuple[Path, ...]:
    """Return the files that a function runs: its program, the files that it names, its Python module."""
    cwd = Path(function.cwd) if function.cwd else Path.home()
    if function.python:
        return _module(function.python.partition(":")[0], cwd)
    name = function.command[0]
    program = shutil.which(str(cwd / name) if os.sep in name else name)
    arguments = (cwd / argument for argument in function.command[1:] if os.sep in argument or "." in argument)
    return (*((Path(program),) if program else ()), *(path for path in arguments if path.is_file()))


def _module(name: str, cwd: Path) -> tuple[Path, ...]:
    """Return the file of a module and those of the packages around it, without running any of them."""
    search = [*sys.path, str(cwd)]  # the folder comes last, as in `functions/child.py`
    found: list[Path] = []
    for part in name.split("."):
        spec = PathFinder.find_spec(part, search)
        if spec is None:
            break
        found += [Path(spec.origin)] if spec.origin else []
        search = list(spec.submodule_search_locations or ())
    return tuple(found)


class OwnFilesWatch:
    """The state of our own files when the run began, or as this program has written them since.

    They are looked at right before each act, by what the system says of each file and of each folder on the way to it;
    contents are read only where that has changed. So nothing that happened before the act can be missed, however it
    was done: edited in place, replaced, renamed, reached by another name, or by a folder or link put on the way.
    """

    def __init__(self, folder: Path, functions: Iterable[Function] = ()) -> None:
        """Take the settings' folder, and the functions, whose programs are watched."""
        self._saved = SavedSettings(folder)
        # Not resolved: a link on the way is watched as well.
        self._folder = Path(os.path.abspath(folder))  # noqa: PTH100 - Path.absolute keeps “..”
        programs = [path for function in functions for path in programs_of(function)]
        watched = [*(self._folder / name for name in (*FILES, NAME, ANCHOR)), *programs]
        self._files = tuple(dict.fromkeys(watched))
        self._folders = tuple(dict.fromkeys(folder for path in self._files for folder in path.parents))
        self._record = self._saved.raw()
        self._stamps = self._stamps_now()
        self._digests = {path: self._digest(path) for path in self._files}

    def changed(self) -> str:
        """Return in a sentence what somebody else has changed since the last call; empty without a change."""
        stamps = self._stamps_now()
        if stamps == self._stamps:
            return ""
        # What changes from here on differs from these stamps, and is seen the next time.
        digests = {path: self._digest(path) for path in self._files}
        why = self._folder_changed(stamps) or self._file_changed(digests)
        self._stamps = stamps
        self._digests = digests
        if why:
            self._saved.put_back(self._record)
            self._digests[self._folder / NAME] = self._digest(self._folder / NAME)
        self._record = self._saved.raw()
        return why

    def _stamps_now(self) -> Mapping[Path, FileStamp]:
        folders = {path: _stamp(path, _identity) for path in self._folders}
        return folders | {path: _stamp(path, _version) for path in self._files}

    def _folder_changed(self, stamps: Mapping[Path, FileStamp]) -> str:
        """Return which folder was exchanged; a new one shows by the files in it."""
        other = next((path for path in self._folders if self._stamps[path] not in {(), stamps[path]}), None)
        return (
            sentences(Message("“{other}” is no longer the same folder as when the run began.", other=other), _DO)
            if other
            else ""
        )

    def _file_changed(self, digests: Mapping[Path, str]) -> str:
        changed = [path for path in self._files if digests[path] != self._digests[path]]
        # This program notes what it is about to write before it does; a second look is for what it writes meanwhile.
        other = next((path for path in changed if not any(self._is_own(path, digests[path]) for _ in range(2))), None)
        return (
            sentences(Message("“{other}” was changed during the run, but not by this program.", other=other), _DO)
            if other
            else ""
        )

    def _is_own(self, path: Path, digest: str) -> bool:
        """Tell whether this process has written the present content; it writes to the target of a link."""
        record = self._saved.record()
        if path.name in {NAME, ANCHOR}:
            return record.own
        same_link = digest.partition(" ")[2] == self._digests[path].partition(" ")[2]
        return record.own and same_link and _is_noted(path, record)

    def _digest(self, path: Path) -> str:
        # An empty file is like any other; this one is known by its place.
        return repr(_stamp(path, _version)) if path == self._folder / ANCHOR else digest_of(path)


def _is_noted(path: Path, record: SavedRecord) -> bool:
    noted = record.texts.get(path.name)
    return noted is not None and noted.encode() == content_of(path, LARGEST_FILE)


def _identity(state: os.stat_result) -> FileStamp:
    return stat.S_IFMT(state.st_mode), state.st_dev, state.st_ino


def _version(state: os.stat_result) -> FileStamp:
    return *_identity(state), state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _stamp(path: Path, facts: Callable[[os.stat_result], FileStamp]) -> FileStamp:
    """Return the facts about a file, and for a link about its target as well."""
    try:
        state = os.lstat(path)
        if not stat.S_ISLNK(state.st_mode):
            return facts(state)
        return *facts(state), os.readlink(path), *facts(os.stat(path))  # noqa: PTH115, PTH116 - in microseconds
    except OSError:
        return ()
