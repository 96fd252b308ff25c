"""The ledger of held keys and buttons on a display, in a file that outlives this process: one byte for each of them.

Two more bytes hold the keyboard's group and locks while typing has changed them. Four bytes for each button hold the
place where it went down: it is released there, as anywhere else a dragged object would be dropped. With the last byte
the watchdog reports that it has released everything while this process was suspended; it writes no other byte.

A byte is set before the press is sent, and cleared once the server is known to have served the release: the server may
never read a program's last requests, as it closes a connection that has ended with requests unread. A reader of the
file after our end knows everything that may be down, however we ended: the kernel keeps what a killed process has
written. The bytes are written, not mapped, so that a full disk is an error here and does not end the process.

This process and its watchdog hold a lock on the file. A file that can be locked has outlived both. The watchdog starts
with every session, so imports that only this process needs stand where they are used.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.texts.message import Message

if TYPE_CHECKING:
    from pathlib import Path

# A slot below 256 is the key with that code; a higher slot is 256 and the button's number.
KEYS = 256
_BUTTONS = 32
SLOTS = KEYS + _BUTTONS
_MAGIC = b"desktop-agent, what is down: 4\n"
SERVER_BYTES = 32
_HEADER = len(_MAGIC) + SERVER_BYTES
_BORROWED = _HEADER + SLOTS  # the group and 1, the locked modifiers; 0 when nothing was changed
_PLACE = struct.Struct("<hh")  # as the X protocol has them
_PLACES = _BORROWED + 2
_LET_GO = _PLACES + _BUTTONS * _PLACE.size
_BYTES = _LET_GO + 1
_NOWHERE = (-1, -1)
_CLOSED = -1
_RELEASED = 255  # the release was sent, and may not have been served
# Another program drops a dragged object where it last answered a motion (pcmanfm on Debian 12 did, without this wait).
BACK_S = 0.03


class Ledger:
    """One display's ledger on an open file; `path` is empty for a file without a name."""

    def __init__(self, fd: int, path: str = "") -> None:
        self.fd = fd
        self.path = path
        self._down: set[int] = set()
        self._released: set[int] = set()

    @property
    def is_empty(self) -> bool:
        """Return whether this process has recorded nothing as down, and every release as served."""
        return not self._down and not self._released

    def press(self, slot: int, at: ScreenPoint | None = None) -> None:
        """Record a press that is about to be sent, and the pointer's place; InputError when that fails."""
        if at is not None:
            self._write(_PLACES - _HEADER + (slot - KEYS) * _PLACE.size, *_PLACE.pack(at.x, at.y))
        self._down.add(slot)
        self._released.discard(slot)
        self._write(slot, min(len(self._down), _RELEASED - 1))

    def release(self, slot: int) -> None:
        """Record a release that was sent."""
        self._down.discard(slot)
        self._released.add(slot)
        self._write(slot, _RELEASED)

    def served(self) -> None:
        """Record that the server has served every release that was sent."""
        while self._released:
            self._write(self._released.pop(), 0)

    def down(self) -> tuple[int, ...]:
        """Return the slots that may be down, last pressed first; empty when the file is damaged."""
        order = self._read()[_HEADER:_BORROWED]
        if not order:
            return ()
        return tuple(sorted((slot for slot in range(SLOTS) if order[slot]), key=lambda slot: -order[slot]))

    def place(self, slot: int) -> ScreenPoint | None:
        """Return where a button went down; None for a key, and for the wheel."""
        content = self._read()
        if slot < KEYS or not content:
            return None
        x, y = _PLACE.unpack_from(content, _PLACES + (slot - KEYS) * _PLACE.size)
        return None if (x, y) == _NOWHERE else ScreenPoint(x, y)

    def borrow(self, group: int, locks: int) -> None:
        """Record the keyboard's group and locked modifiers before they are changed."""
        self._write(SLOTS, group + 1, locks)

    def give_back(self) -> None:
        """Record that group and locks have been restored."""
        self._write(SLOTS, 0, 0)

    def borrowed(self) -> tuple[int, int] | None:
        """Return the group and locked modifiers to restore; None when they haven't been changed."""
        content = self._read()[_BORROWED:_PLACES]
        return (content[0] - 1, content[1]) if content and content[0] else None

    def mark_released(self) -> None:
        """Record that everything was released while the process that pressed it was suspended."""
        self._write(_LET_GO - _HEADER, 1)

    def has_release_mark(self) -> bool:
        """Return whether `mark_released` has recorded a release that `take_let_go` hasn't returned yet."""
        return os.pread(self.fd, 1, _LET_GO) == b"\1"

    def take_let_go(self) -> bool:
        """Return the same as `has_release_mark`, and clear the record."""
        let_go = self.has_release_mark()
        if let_go:
            self._write(_LET_GO - _HEADER, 0)
        return let_go

    def server(self) -> bytes:
        """Return the mark of the X server that the ledger is for."""
        return os.pread(self.fd, SERVER_BYTES, len(_MAGIC))

    def close(self, *, keep: bool = False) -> None:
        """Close the file and, unless `keep`, delete it; never raises."""
        if self.path and not keep:
            with contextlib.suppress(OSError):
                os.unlink(self.path)  # noqa: PTH108  without pathlib
        fd = self.fd
        self.fd = _CLOSED
        with contextlib.suppress(OSError):
            os.close(fd)

    @property
    def closed(self) -> bool:
        """Return whether the file has been closed."""
        return self.fd == _CLOSED

    def _read(self) -> bytes:
        content = os.pread(self.fd, _BYTES, 0)
        return content if len(content) == _BYTES and content.startswith(_MAGIC) else b""

    def _write(self, slot: int, *values: int) -> None:
        try:
            os.pwrite(self.fd, bytes(values), _HEADER + slot)
        except OSError as cause:
            raise InputError(Message("Key presses can't be recorded, so nothing was pressed.")) from cause


def nameless() -> Ledger:
    """Make a ledger on a file without a name, for this process and those that inherit it."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        return _initialised(Ledger(os.dup(file.fileno())), b"")


def named(folder: Path, display: str, server: bytes) -> Ledger:
    """Make a ledger that a later start can find in `folder`; OSError."""
    import fcntl
    import secrets

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{_file_prefix(display)}.{os.getpid()}-{secrets.token_hex(4)}"
    ledger = Ledger(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), str(path))
    try:
        fcntl.flock(ledger.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _initialised(ledger, server)
    except OSError:
        ledger.close()
        raise


def abandoned_ledgers(folder: Path, display: str) -> Iterator[Ledger]:
    """Yield the ledgers of this display that are no longer in use; closing one deletes it."""
    import fcntl

    for path in sorted(folder.glob(f"{_file_prefix(display)}.*")) if folder.is_dir() else ():
        try:
            ledger = Ledger(os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW), str(path))
        except OSError:
            continue
        try:
            fcntl.flock(ledger.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # in use
            ledger.close(keep=True)
            continue
        yield ledger


def _initialised(ledger: Ledger, server: bytes) -> Ledger:
    mark = server.ljust(SERVER_BYTES, b" ")[:SERVER_BYTES]
    places = _PLACE.pack(*_NOWHERE) * _BUTTONS
    os.pwrite(ledger.fd, _MAGIC + mark + bytes(_PLACES - _HEADER) + places + bytes(_BYTES - _LET_GO), 0)
    return ledger


def _file_prefix(display: str) -> str:
    """Return the display's name as the start of a file name; ":0.0" is the same display as ":0"."""
    from urllib.parse import quote

    host, _, number = display.rpartition(":")
    # Brackets, stars and the like would be taken for patterns.
    return "held-" + quote(f"{host}:{number.partition('.')[0]}", safe="")


def beside(at: ScreenPoint) -> ScreenPoint:
    """Return the neighbour of a point where a button went down, on the same desktop: the pointer returns from there."""
    return ScreenPoint(at.x - 1 if at.x else at.x + 1, at.y)
