"""The list of what a desk let out (`sent.jsonl`): a line before each request leaves, without its body.

Reads are in it too: an address can carry something out as well as a body can.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

SENT_FILE = "sent.jsonl"
SentBy = Literal["hosts", "once", "run"]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One request that went out; `by` is who let it: the named hosts (a read), or a person, once or for this run."""

    at: str  # RFC 3339, UTC, ms
    method: str
    host: str
    path: str  # with its query, shortened
    encrypted: bool
    size: int  # bytes of the body
    by: SentBy


class SentList:
    """Writes the list, from many threads; OSError where that cannot be done, and then nothing may go out."""

    def __init__(self, folder: Path) -> None:
        fd = os.open(folder / SENT_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(fd, "ab", buffering=0)
        self._guard = threading.Lock()

    def add(self, sent: SentRequest) -> None:
        """Write one line; a write is on disk before it goes out."""
        data = json.dumps(asdict(sent), ensure_ascii=True).encode() + b"\n"
        with self._guard:
            if self._file.closed or self._file.write(data) != len(data):
                raise OSError("the list could not be written whole")
            if sent.by != "hosts":
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Write no more."""
        with self._guard:
            self._file.close()


def now() -> str:
    """Return the time as it stands in the list."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
