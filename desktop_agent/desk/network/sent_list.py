"""The list of what a desk let out (`sent.jsonl`): a line before each request leaves, without its body.

Reads are in it too: an address can carry something out as well as a body can.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message, plural
from desktop_agent.record.wording import file_size

SENT_FILE = "sent.jsonl"
SentBy = Literal["hosts", "once", "run"]
_LONGEST_ADDRESS, _LONGEST_METHOD, _KILOBYTE = 200, 20, 1000
BY_WORDS: Final[Mapping[SentBy, str]] = {
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


@dataclass(frozen=True, slots=True)
class ToldSending:
    """One line of what was sent: the words are ours, what others wrote is made visible."""

    what: str
    size: str
    by: str


def writes_told(sent: Sequence[SentRequest]) -> list[ToldSending]:
    """Return a line for each request that a person has let out, oldest first."""
    return [
        ToldSending(
            f"{foreign(one.method, _LONGEST_METHOD)} {address(one)}",
            sent_size(one),
            BY_WORDS[one.by],
        )
        for one in sent
        if one.by != "hosts"
    ]


def reads_told(sent: Iterable[SentRequest]) -> list[str]:
    """Return how many reads went to which host, most first."""
    return [
        plural("{count:,} read: {host}", "{count:,} reads: {host}", count=number, host=foreign(host, _LONGEST_ADDRESS))
        for host, number in reads_by_host(sent)
    ]


def reads_by_host(sent: Iterable[SentRequest]) -> list[tuple[str, int]]:
    """Return how many reads went to which host, most first."""
    return Counter(one.host for one in sent if one.by == "hosts").most_common()


def sent_size(sent: SentRequest) -> str:
    """Return how large the body of a request was; nothing where it had none."""
    if not sent.size:
        return ""
    return (
        plural("{count:,} byte", "{count:,} bytes", count=sent.size) if sent.size < _KILOBYTE else file_size(sent.size)
    )


def address(sent: SentRequest) -> str:
    """Return where a request went, as a person may read it."""
    return foreign(f"{'https' if sent.encrypted else 'http'}://{sent.host}{sent.path}", _LONGEST_ADDRESS)
