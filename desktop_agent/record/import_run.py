"""Brings a run from elsewhere into the folder of the runs, marked as foreign, once a person has said yes to it.

It is unpacked beside the runs under a name that is none of a run's, and gets its name at the end: a run that was half
imported is never seen.

The zip file may be anybody's. Only the names that an export has are taken: one folder with the journal, the report,
numbered pictures and the live picture. Everything has a limit, and is counted as it is unpacked: what the file says of
its own sizes is not believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import NotARecordingError, RecordError
from desktop_agent.core.events import ActionProposed, Decided, RunStarted, Stamped
from desktop_agent.core.message import Message
from desktop_agent.lib.files import write_all
from desktop_agent.record.journal import FRAMES, JOURNAL, LIVE, LIVE_FILE, PICTURE, RECEIPT, record_error
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.picture_file import header_of, read_picture
from desktop_agent.record.reader import RUN_NAME
from desktop_agent.record.spans import moment
from desktop_agent.record.store import slug

_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
Agrees = Callable[[tuple[Stamped, ...]], bool]
MOST_FILES = 20_000
MOST_BYTES = 4 << 30
MOST_IN_FILE = 256 << 20
MOST_IN_PICTURE = 64 << 20
MOST_TIMES_LARGER = 200  # than the zip file; a journal alone may be packed to a thirtieth
MOST_PIXELS = 40_000_000
MOST_SIDE = 16_384
_FREE_BYTES = 16 << 20  # a small file may be any times larger, up to this
_PIECE = 1 << 20
_HEADER_BYTES = 64 << 10  # of a picture, in which its size has to be
_INSIDE = re.compile(r"(?:(?P<folder>[A-Za-z0-9][A-Za-z0-9_-]{0,120})/)?(?P<name>.*)", re.DOTALL)
_LEFT_BEHIND = "report.html"  # is in exports, and made anew from the record by whoever imports
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_HINT = Message("Ask for a new export of the run: `desktop-agent runs export RUN`.")
_LARGEST = 4_000  # bytes
IMPORTED = "imported.json"


def import_run(root: Path, file: Path, agrees: Agrees, now: datetime) -> Path | None:
    """Import a run and return its folder; None where the person, who is shown its events, did not agree.

    RecordError where the file is no export, is too large, or cannot be unpacked; then nothing of it is left.
    """
    with RunArchive(file) as archive:
        journal = archive.journal()
        events = parse_lines(BytesIO(journal)).events
        if not events or not isinstance(events[0].event, RunStarted):
            raise NotARecordingError(
                Message("The journal in {file} doesn't start the way a recording should.", file=file),
                Message("Ask for another."),
            )
        if not agrees(events):
            return None
        folder = root / f".import-{secrets.token_hex(6)}"
        mark = _import_mark(file.name, hashlib.sha256(journal).hexdigest(), f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _unpack(archive, folder, journal, mark)
            return _named(folder, root, events[0].event, events[0].at, now)
        except OSError as error:
            raise record_error(error, root) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: RunArchive, folder: Path, journal: bytes, mark: bytes) -> None:
    folder.mkdir(mode=0o700)
    _write(folder / IMPORTED, [mark])
    (folder / FRAMES).mkdir(mode=0o700)
    for name in archive.pictures:
        _write(folder / name, [archive.picture(name)])
    if archive.live:
        (folder / LIVE).mkdir(mode=0o700)
    for name in archive.live:
        _write(folder / name, archive.pieces(name))
    if archive.has_receipt:
        _write(folder / RECEIPT, archive.pieces(RECEIPT))
    _write(folder / JOURNAL, [journal])


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    fd = os.open(path, _NEW, 0o600)
    try:
        for data in pieces:
            write_all(fd, data)
    finally:
        os.close(fd)


def _named(folder: Path, root: Path, started: RunStarted, at: str, now: datetime) -> Path:
    """Give the run its own name where that is free and one of ours, else a new one."""
    began = moment(at) or now
    new = f"{began.astimezone(UTC):%Y%m%d-%H%M%S}-{slug(started.task)}"
    names = [started.run, *(f"{new}-{secrets.token_hex(3)}" for _ in range(10))]
    name = next(each for each in names if RUN_NAME.fullmatch(each) and not os.path.lexists(root / each))
    folder.rename(root / name)
    return root / name


class RunArchive:
    """An open zip file with one run; RecordError with the reason where it is no such thing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
            self._most = max(_FREE_BYTES, path.stat().st_size * MOST_TIMES_LARGER)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            reason = getattr(error, "strerror", None) or Message("it isn't a zip file or is damaged")
            raise RecordError(
                Message("{path} can't be imported: {reason}.", path=path, reason=reason), _HINT
            ) from error
        try:
            self._files = self._files_by_name()
        except RecordError:
            self._zip.close()
            raise
        self._unpacked = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    @property
    def pictures(self) -> tuple[str, ...]:
        """Return the names of the pictures, as events have them."""
        return tuple(name for name in self._files if PICTURE.fullmatch(name))

    @property
    def live(self) -> tuple[str, ...]:
        """Return the names of the files of the live picture."""
        return tuple(name for name in self._files if LIVE_FILE.fullmatch(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a file of the live picture, or the receipt; whoever reads it checks what is in it."""
        return self._pieces(name, MOST_IN_FILE)

    @property
    def has_receipt(self) -> bool:
        """Tell whether it holds the receipt of a side desk."""
        return RECEIPT in self._files

    def journal(self) -> bytes:
        """Return the journal's bytes."""
        return b"".join(self._pieces(JOURNAL, MOST_IN_FILE))

    def picture(self, name: str) -> bytes:
        """Return a picture's bytes; its kind and size are looked at first, so that no reader opens a bomb."""
        pieces = self._pieces(name, MOST_IN_PICTURE)
        head = next(pieces, b"")
        found = header_of(head[:_HEADER_BYTES])
        if found is None or found[0] != name.rpartition(".")[2]:
            raise self._refusal(Message("{name} isn't the type of image its name suggests", name=name))
        if max(found[1].width, found[1].height) > MOST_SIDE or found[1].width * found[1].height > MOST_PIXELS:
            raise self._refusal(
                Message(
                    "{name} is too large ({width}x{height} pixels)",
                    name=name,
                    width=found[1].width,
                    height=found[1].height,
                )
            )
        return head + b"".join(pieces)

    def _pieces(self, name: str, most: int) -> Iterator[bytes]:
        size = 0
        try:
            with self._zip.open(self._files[name]) as file:
                while piece := file.read(_PIECE):
                    size += len(piece)
                    self._unpacked += len(piece)
                    if size > most:
                        raise self._refusal(Message("{name} is larger than {part} MiB", name=name, part=most >> 20))
                    if self._unpacked > min(MOST_BYTES, self._most):
                        raise self._refusal(Message("it unpacks to far more data than any recording contains"))
                    yield piece
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise self._refusal(Message("{name} inside it is damaged", name=name)) from error

    def _files_by_name(self) -> Mapping[str, zipfile.ZipInfo]:
        """Return the files of the run by their names in it."""
        entries = self._zip.infolist()
        if len(entries) > MOST_FILES:
            raise self._refusal(Message("it contains too many files ({entries})", entries=len(entries)))
        files: dict[str, zipfile.ZipInfo] = {}
        folders = set[str]()
        for entry in entries:
            folder, name = self._place(entry)
            folders.add(folder)
            if name in files or len(folders) > 1:
                raise self._refusal(Message("it contains more than one run or the same file twice"))
            if name and name != _LEFT_BEHIND:
                files[name] = entry
        if JOURNAL not in files:
            raise self._refusal(Message("it contains no run journal"))
        return files

    def _place(self, entry: zipfile.ZipInfo) -> tuple[str, str]:
        """Return the outer folder, and a file's name in it, empty for a folder; RecordError for any other name."""
        kind = stat.S_IFMT(entry.external_attr >> 16)
        found = _INSIDE.fullmatch(entry.filename)
        folder, name = (found["folder"] or "", found["name"]) if found else ("", entry.filename)
        if folder in {FRAMES, LIVE} and not name.startswith((f"{FRAMES}/", f"{LIVE}/")):
            folder, name = "", f"{folder}/{name}"
        is_folder = name in {"", f"{FRAMES}/", f"{LIVE}/"} and entry.filename.endswith("/")
        is_known = (
            is_folder
            or name in {JOURNAL, RECEIPT, _LEFT_BEHIND}
            or PICTURE.fullmatch(name)
            or LIVE_FILE.fullmatch(name)
        )
        if not is_known or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise self._refusal(
                Message("it contains “{filename}”, which exports never include", filename=entry.filename[:80])
            )
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
            raise self._refusal(Message("it is password-protected or uses an unusual compression method"))
        return folder, "" if is_folder else name

    def _refusal(self, reason: str) -> RecordError:
        return RecordError(Message("{path} wasn't imported: {reason}.", path=self._path, reason=reason), _HINT)


def is_foreign(folder: Path, root: Path | None = None) -> bool:
    """Tell whether a run was made elsewhere; with the folder of all runs, one that is not in it counts as such too."""
    if root is not None and (folder.parent.resolve() != root.resolve() or not RUN_NAME.fullmatch(folder.name)):
        return True
    return os.path.lexists(folder / IMPORTED)


def import_origin(folder: Path) -> str:
    """Return the name of the file from which a run was imported; empty for one of this computer."""
    try:
        mark = json.loads(read_picture(folder / IMPORTED, _LARGEST))
    except (OSError, ValueError):
        return ""
    return str(mark.get("file", "")) if isinstance(mark, dict) else ""


def _import_mark(source: str, digest: str, moment: str) -> bytes:
    """Return the mark's content: from which file the run came, and when."""
    return json.dumps({"format": 1, "file": source, "sha256": digest, "imported": moment}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class RunContents:
    """Each thing once, in the order in which it comes first; these are others' words."""

    texts: tuple[str, ...] = field(default=())
    addresses: tuple[str, ...] = field(default=())
    chords: tuple[str, ...] = field(default=())
    functions: tuple[str, ...] = field(default=())
    applications: tuple[str, ...] = field(default=())
    actions: int = 0


def contents_of(events: Iterable[Stamped]) -> RunContents:
    """Return the contents of a recording's proposals, and of a person's changes to them."""
    actions: list[Mapping[str, object]] = []
    applications: list[str] = []
    proposed = 0
    for stamped in events:
        match stamped.event:
            case ActionProposed() | Decided() as event:
                form = event.action or (event.model_action if isinstance(event, ActionProposed) else None)
                actions += [form] if form else []
                proposed += isinstance(event, ActionProposed)
                applications += [event.target.application] if event.target and event.target.application else []
    return RunContents(
        texts=_unique(_field(action, "text") for action in actions),
        addresses=_unique(_field(action, "url") for action in actions),
        chords=_unique(_chord_text(action) for action in actions),
        functions=_unique(_field(action, "name") for action in actions if action.get("kind") == "function"),
        applications=_unique(applications),
        actions=proposed,
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))


def _field(action: Mapping[str, object], field_name: str) -> str:
    return str(action.get(field_name) or "")


def _chord_text(action: Mapping[str, object]) -> str:
    keys = action.get("keys", action.get("key"))
    return "+".join(map(str, keys)) if isinstance(keys, list | tuple) else str(keys or "")
