"""Stores the body of a write until a person has answered: a small one in memory, a larger one in a nameless file.

All bodies of one desk share an allowance, so that a program on it cannot fill the person's disk with unsent bodies.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Self

from desktop_agent.desk.network.connection import PIECE
from desktop_agent.desk.network.refusal import TOO_LARGE, UNAVAILABLE, RefusedRequestError

MOST_BYTES = 64 * 1024 * 1024
_MOST_BYTES_TOGETHER = 256 * 1024 * 1024
_IN_MEMORY = 256 * 1024


class BodyAllowance:
    """The limit on the total size of all stored bodies."""

    def __init__(self) -> None:
        self._left = _MOST_BYTES_TOGETHER
        self._guard = threading.Lock()

    def take(self, size: int) -> None:
        """Reserve `size` bytes; RefusedRequestError if too few are left."""
        with self._guard:
            if size > self._left:
                raise RefusedRequestError(UNAVAILABLE, "Too much is held already.")
            self._left -= size

    def give_back(self, size: int) -> None:
        """Release `size` reserved bytes."""
        with self._guard:
            self._left += size


class HeldBody:
    """One complete body; a context manager that removes it at its end."""

    def __init__(self, folder: Path, allowance: BodyAllowance) -> None:
        self.size = 0
        self._allowance = allowance
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by __exit__

    def __enter__(self) -> Self:
        """Return this body."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the body and release its bytes."""
        self._file.close()
        self._allowance.give_back(self.size)

    def fill(self, pieces: Iterable[bytes], stated: int) -> None:
        """Store a request's body; `stated` is the size it announces. RefusedRequestError if it is too large."""
        if stated > MOST_BYTES:
            raise RefusedRequestError(TOO_LARGE, "The body is too large.")
        for piece in pieces:
            if self.size + len(piece) > MOST_BYTES:
                raise RefusedRequestError(TOO_LARGE, "The body is too large.")
            self._allowance.take(len(piece))
            self.size += len(piece)
            self._file.write(piece)

    def start(self, length: int) -> bytes:
        """Return the first `length` bytes."""
        self._file.seek(0)
        return self._file.read(length)

    def pieces(self) -> Iterator[bytes]:
        """Yield the body piece by piece."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece
