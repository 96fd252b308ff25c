"""Remembers on disk which input method is off while a text is typed, for the next start after a run was killed."""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)
_PREFIX = "input-method."


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """An input method that is off: its framework, its engine, and the session that it belongs to."""

    framework: str
    engine: str
    session: str


class SwitchedOffNotes:
    """The notes of this process in a folder; those of processes that have ended can be taken from there.

    A note is locked for as long as its process lives. Without a folder, nothing is remembered.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._open: list[tuple[int, Path]] = []

    def write(self, off: SwitchedOff) -> None:
        """Remember an input method that is about to be switched off; never raises."""
        import fcntl

        if self._folder is None:
            return
        path = self._folder / f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            self._open.append((fd, path))
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(fd, json.dumps(asdict(off)).encode())
        except OSError as cause:
            # That costs the look after a kill, never the text.
            _log.warning("It can't be noted that an input method is off: %s", cause.strerror)

    def clear(self) -> None:
        """Forget what this process has noted; never raises."""
        while self._open:
            fd, path = self._open.pop()
            with suppress(OSError):
                path.unlink()
            with suppress(OSError):
                os.close(fd)

    def take_left(self, session: str) -> Iterator[SwitchedOff]:
        """Yield, once, what processes that have ended left off in a session."""
        import fcntl

        for path in sorted(self._folder.glob(f"{_PREFIX}*")) if self._folder is not None else ():
            try:
                fd = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
            except OSError:
                continue
            with os.fdopen(fd, "rb") as file:
                try:
                    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue  # its process lives
                off = _read(file.read())
                if off is not None and off.session != session:
                    continue
                with suppress(OSError):
                    path.unlink()
            if off is not None:
                yield off


def _read(content: bytes) -> SwitchedOff | None:
    """Return what a note says; None for one that was cut off."""
    try:
        return SwitchedOff(**json.loads(content))
    except (ValueError, TypeError):
        return None
