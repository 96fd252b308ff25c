"""Packs a folder into bytes and unpacks it elsewhere, with what a desk's upper folder holds: whiteouts and attributes.

One entry is a line of JSON and the content after it. Nothing is written outside of the folder that it is unpacked to,
whoever made the bytes: a name is one step down, and what is above it is a folder that was just made there. Sockets,
pipes and devices do not travel, nor does the right to run in somebody's name.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated
from urllib.parse import quote, unquote_to_bytes

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from desktop_agent.core.errors import DeskError
from desktop_agent.core.message import Message

MOST_BYTES = 1 << 30
_LONGEST_HEAD = 1 << 20
_RIGHTS, _TO_ENTER = 0o777, 0o700
_ATTRIBUTES = "user."


def _text(value: str) -> str:
    """Return a name as it is on the disk; it may hold any byte, so it travels quoted."""
    return os.fsdecode(unquote_to_bytes(value))


_QuotedName = Annotated[str, AfterValidator(_text)]


class _EntryHead(BaseModel):
    path: _QuotedName
    kind: str
    mode: int = 0
    mtime_ns: int = 0
    size: Annotated[int, Field(ge=0)] = 0
    target: _QuotedName = ""
    attributes: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class _FolderToFinish:
    path: str
    mode: int
    mtime_ns: int


def packed(folder: Path, hidden: Collection[str] = (), *, most: int = MOST_BYTES) -> bytes:
    """Return what is in a folder, without the `hidden` places; DeskError where that is too much to travel."""
    into = io.BytesIO()
    for path, entry in _entries(os.fspath(folder), frozenset(hidden)):
        with contextlib.suppress(OSError):  # gone, or not ours to read: as on a desk here
            _write(into, path, entry)
        if into.tell() > most:
            raise DeskError(
                Message("{folder} contains more than {part} MB.", folder=folder, part=most >> 20),
                Message("Specify only the folders the task needs."),
            )
    return into.getvalue()


def names_in(folder: Path, hidden: Collection[str] = ()) -> Iterator[bytes]:
    """Yield the relative path of each entry of a folder, without the `hidden` places."""
    return (os.fsencode(path) for path, _ in _entries(os.fspath(folder), frozenset(hidden)))


def unpacked(content: bytes, folder: Path) -> None:
    """Make the entries in a folder, which is made too; DeskError where they are not of the form that `packed` makes."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    source, folders = io.BytesIO(content), list[_FolderToFinish]()
    while line := source.readline(_LONGEST_HEAD):
        try:
            head = _EntryHead.model_validate_json(line)
        except ValidationError as error:
            raise DeskError(
                Message("The data from the other computer can't be read."), Message("Run the task again.")
            ) from error
        if not _is_below(head.path):
            raise DeskError(
                Message(
                    "The data from the other computer points outside its folder: {path}.", path=repr(head.path[:80])
                ),
                Message("Don't trust it."),
            )
        _make(folder, head, source.read(head.size))
        if head.kind == "folder":
            folders.append(_FolderToFinish(head.path, head.mode & _RIGHTS, head.mtime_ns))
    for one in reversed(folders):  # last: a folder that is only read takes no entries
        place = folder / one.path
        place.chmod(one.mode)
        os.utime(place, ns=(one.mtime_ns, one.mtime_ns))


def _entries(folder: str, hidden: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the relative path of each entry with where it is, folders before what is in them."""
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(os.path.join(folder, above)) as entries:  # noqa: PTH118 - text
            for entry in sorted(entries, key=lambda one: one.name):
                path = f"{above}/{entry.name}" if above else entry.name
                if path in hidden:
                    continue
                yield path, entry.path
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)


def _write(into: IO[bytes], path: str, entry: str) -> None:
    status = os.lstat(entry)
    kind = _kind(status)
    if not kind:
        return
    attributes = {
        name: base64.b64encode(os.getxattr(entry, name, follow_symlinks=False)).decode()
        for name in os.listxattr(entry, follow_symlinks=False)
        if name.startswith(_ATTRIBUTES)
    }
    data = b""
    if kind == "file":
        with open(entry, "rb") as file:  # noqa: PTH123 - text
            data = file.read(MOST_BYTES + 1)
    head = {
        "path": quote(os.fsencode(path)),
        "kind": kind,
        "mode": stat.S_IMODE(status.st_mode) & _RIGHTS,
        "mtime_ns": status.st_mtime_ns,
        "size": len(data),
        "target": quote(os.fsencode(os.readlink(entry))) if kind == "link" else "",  # noqa: PTH115 - text
        "attributes": attributes,
    }
    into.write(json.dumps(head).encode() + b"\n" + data)


def _kind(status: os.stat_result) -> str:
    if stat.S_ISCHR(status.st_mode):
        return "whiteout" if status.st_rdev == 0 else ""
    kinds = {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}
    return kinds.get(stat.S_IFMT(status.st_mode), "")


def _is_below(path: str) -> bool:
    parts = path.split("/")
    return "\0" not in path and all(part not in {"", ".", ".."} for part in parts)


def _make(folder: Path, head: _EntryHead, data: bytes) -> None:
    """Make one entry; DeskError where what is above it is no folder that was made here."""
    *above, name = head.path.split("/")
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in above:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        _make_in(at, name, head, data)
    except OSError as error:
        raise DeskError(
            Message("{path} can't be created: {strerror}.", path=repr(head.path[:80]), strerror=error.strerror),
            Message("Make sure there's enough free space there."),
        ) from error
    finally:
        os.close(at)


def _make_in(at: int, name: str, head: _EntryHead, data: bytes) -> None:
    match head.kind:
        case "link":
            os.symlink(head.target, name, dir_fd=at)
        case "whiteout":
            os.mknod(name, stat.S_IFCHR | 0o600, os.makedev(0, 0), dir_fd=at)
        case "folder":
            os.mkdir(name, _TO_ENTER, dir_fd=at)
            fd = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            _complete(fd, head)
            os.close(fd)
        case "file":
            fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=at)
            with os.fdopen(fd, "wb") as file:
                file.write(data)
                file.flush()
                _complete(fd, head)
                os.fchmod(fd, head.mode & _RIGHTS)
                os.utime(fd, ns=(head.mtime_ns, head.mtime_ns))


def _complete(fd: int, head: _EntryHead) -> None:
    for name, value in head.attributes.items():
        if name.startswith(_ATTRIBUTES):
            with contextlib.suppress(OSError):  # a file system without them
                os.setxattr(fd, name, base64.b64decode(value))
