"""Writes the live picture of a run into files of half a minute, and knows the digest of each."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.core.frame import Pixels
from desktop_agent.lib.files import Folder, write_whole
from desktop_agent.record.live_file import LIVE, LiveEncoder

_FILE_MS = 30_000
_LEFT_BYTES = 256 << 20  # are left to the run's journal and to everything else


class LiveWriter:
    """Appends pictures; for one thread. What was written stays readable, whatever happens next."""

    def __init__(self, run: Path) -> None:
        """Make the folder in a run's own; OSError where that fails."""
        with contextlib.closing(Folder(run)) as outer:
            self._folder = outer.make_folder(LIVE)
        self._encoder = LiveEncoder()
        self._fd: int | None = None
        self._is_closed = False
        self._began_ms = self._length = 0
        self._digest = hashlib.sha256()
        self._digests: dict[str, str] = {}

    @property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each file by its name in the run's folder; right once it is closed."""
        return self._digests

    def add(self, at_ms: int, pixels: Pixels) -> None:
        """Append a picture, if it differs from the last; OSError where it is not written, and then nothing of it is."""
        if self._is_closed:
            return
        if self._fd is None or at_ms - self._began_ms >= _FILE_MS:
            self._begin(at_ms)
        if not (data := self._encoder.encode(at_ms, pixels)) or self._fd is None:
            return
        if shutil.disk_usage(self._folder.path).free < _LEFT_BYTES:
            raise OSError("The disk is nearly full")
        try:
            write_whole(self._fd, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._length)
            raise
        self._length += len(data)
        self._digest.update(data)

    def close(self) -> None:
        """End it; a second call does nothing."""
        self._is_closed = True
        self._end()
        self._folder.close()

    def _begin(self, at_ms: int) -> None:
        self._end()
        name = f"{len(self._digests) + 1:06d}.zst"
        self._fd = self._folder.create(name, os.O_WRONLY | os.O_APPEND)
        self._name, self._began_ms, self._length = f"{LIVE}/{name}", at_ms, 0
        self._digest = hashlib.sha256()
        self._encoder.begin()

    def _end(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
            self._digests[self._name] = self._digest.hexdigest()
