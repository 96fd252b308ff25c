"""The list of what a desk let out (`sent.jsonl`): a line before each request leaves, without its body.

Reads are in it too: an address can carry something out as well as a body can.
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
    """One request that went out; `by` is who let it: the named hosts (a read), or a person, once or for this run."""

    at: str  # RFC 3339, UTC, ms
    method: str
    host: str
    path: str  # with its query, shortened
    encrypted: bool
    size: int  # bytes of the body
    by: SentBy


_SENT = TypeAdapter(SentRequest)


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


def sent_requests(folder: Path) -> list[SentRequest]:
    """Return what a desk let out, oldest first; a line that was cut off is passed over."""
    try:
        lines = (folder / SENT_FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = list[SentRequest]()
    for line in lines:
        with contextlib.suppress(ValidationError):
            found.append(_SENT.validate_json(line, strict=True))  # fields of later versions are passed over
    return found


def reads_by_host(sent: Iterable[SentRequest]) -> list[tuple[str, int]]:
    """Return how many reads went to which host, most first."""
    return Counter(one.host for one in sent if one.by == "hosts").most_common()


def sent_words(sent: SentRequest) -> tuple[str, ...]:
    """Return what was sent where, the size of its body, if it had one, and who let it out; nothing in it hides."""
    what = foreign(f"{sent.method} {address(sent)}", _LONGEST_ADDRESS)
    return (what, *((exact_size(sent.size),) if sent.size else ()), _BY_WORDS[sent.by])


def address(sent: SentRequest) -> str:
    """Return where a request went, as people write it."""
    return f"{'https' if sent.encrypted else 'http'}://{sent.host}{sent.path}"
