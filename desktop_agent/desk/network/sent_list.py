"""Reads the list of what a desk let out, and puts it into words: each write, and how many reads went to which host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from desktop_agent.core.display_text import foreign
from desktop_agent.core.message import Message, plural
from desktop_agent.desk.network.sent import SENT_FILE, SentBy, SentRequest
from desktop_agent.record.wording import file_size

_LONGEST_ADDRESS, _LONGEST_METHOD, _KILOBYTE = 200, 20, 1000
BY_WORDS: Final[Mapping[SentBy, str]] = {
    "hosts": Message("only read"),
    "once": Message("you said yes to it"),
    "run": Message("you said yes for this run"),
}


def sent_requests(folder: Path) -> list[SentRequest]:
    """Return what a desk let out, oldest first; a line that was cut off is passed over."""
    try:
        lines = (folder / SENT_FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    return [sent for line in lines if (sent := _sent(line)) is not None]


def _sent(line: bytes) -> SentRequest | None:
    try:
        read = _SentLine.model_validate_json(line)
    except ValidationError:
        return None
    return SentRequest(read.at, read.method, read.host, read.path, read.encrypted, read.size, read.by)


class _SentLine(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)  # fields of later versions are passed over

    at: str
    method: str
    host: str
    path: str
    encrypted: bool
    size: int
    by: SentBy


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
