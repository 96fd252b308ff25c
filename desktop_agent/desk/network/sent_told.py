"""Says what a desk has let out: each write for itself, and of reads how many went to which host. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desktop_agent.core.display_text import foreign
from desktop_agent.desk.network.sent import SentBy, SentRequest
from desktop_agent.record.wording import counted, file_size

_LONGEST_ADDRESS, _LONGEST_METHOD, _KILOBYTE = 200, 20, 1000
BY_WORDS: Final[Mapping[SentBy, str]] = {
    "hosts": "only read",
    "once": "you said yes to it",
    "run": "you said yes for this run",
}


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
    return [f"{counted(number, 'read')}: {foreign(host, _LONGEST_ADDRESS)}" for host, number in reads_by_host(sent)]


def reads_by_host(sent: Iterable[SentRequest]) -> list[tuple[str, int]]:
    """Return how many reads went to which host, most first."""
    return Counter(one.host for one in sent if one.by == "hosts").most_common()


def sent_size(sent: SentRequest) -> str:
    """Return how large the body of a request was; nothing where it had none."""
    if not sent.size:
        return ""
    return counted(sent.size, "byte") if sent.size < _KILOBYTE else file_size(sent.size)


def address(sent: SentRequest) -> str:
    """Return where a request went, as a person may read it."""
    return foreign(f"{'https' if sent.encrypted else 'http'}://{sent.host}{sent.path}", _LONGEST_ADDRESS)
