"""The list of a desk's sent requests (`sent.jsonl`): a line is written before each is sent, without its body.

Reads are listed too, as an address can carry data out as well.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message
from desktop_agent.record.wording import exact_size

SENT_FILE = "sent.jsonl"
SentBy = Literal["hosts", "once", "run"]
_LONGEST_ADDRESS = 300
_BY_WORDS: Final[Mapping[SentBy, str]] = {
    "hosts": Message("only read"),
    "once": Message("you approved it"),
    "run": Message("you approved it for this run"),
}


@dataclass(frozen=True, slots=True)
class SentRequest:
    """One sent request; `by` says who permitted it: the named hosts (a read), or a person, once or for this run."""

    at: str  # RFC 3339, UTC, ms
    method: str
    host: str
    path: str  # with its query, shortened
    encrypted: bool
    size: int  # bytes of the body
    by: SentBy


_SENT = TypeAdapter(SentRequest)


class SentList:
    """Writes the list; thread-safe. After an OSError the request must not be sent."""

    def __init__(self, folder: Path) -> None:
        fd = os.open(folder / SENT_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(fd, "ab", buffering=0)
        self._guard = threading.Lock()

    def add(self, sent: SentRequest) -> None:
        """Write one line; for a write it is flushed to disk before the request is sent."""
        data = json.dumps(asdict(sent), ensure_ascii=True).encode() + b"\n"
        with self._guard:
            if self._file.closed or self._file.write(data) != len(data):
                raise OSError("the list could not be written whole")
            if sent.by != "hosts":
                os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the list."""
        with self._guard:
            self._file.close()


def now() -> str:
    """Return the current time in the list's format."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def sent_requests(folder: Path) -> list[SentRequest]:
    """Return a desk's sent requests, oldest first; incomplete lines are skipped."""
    try:
        lines = (folder / SENT_FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    requests = list[SentRequest]()
    for line in lines:
        with contextlib.suppress(ValidationError):
            requests.append(_SENT.validate_json(line, strict=True))  # fields of later versions are ignored
    return requests


def reads_by_host(sent: Iterable[SentRequest]) -> list[tuple[str, int]]:
    """Return the number of reads by host, most first."""
    return Counter(request.host for request in sent if request.by == "hosts").most_common()


def sent_words(sent: SentRequest) -> tuple[str, ...]:
    """Return texts for a request: its method and address, its body's size if any, and who permitted it."""
    what = foreign(f"{sent.method} {address(sent)}", _LONGEST_ADDRESS)
    return (what, *((exact_size(sent.size),) if sent.size else ()), _BY_WORDS[sent.by])


def address(sent: SentRequest) -> str:
    """Return the address of a request in its usual form."""
    return f"{'https' if sent.encrypted else 'http'}://{sent.host}{sent.path}"
