"""What is certain about how a run ended, beside its model's word: what was left out of what was asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from desktop_agent.core.message import Message, join, plural
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.wording import SKIPPED

LeftOut = Literal["refused", "skipped", "failed", "unseen", "altered", "unknown"]
_WORDS: Mapping[LeftOut, Callable[[int], str]] = {
    "refused": lambda count: plural("{count} refused", "{count} refused", count=count),
    "skipped": lambda count: plural("{count} skipped", "{count} skipped", count=count),
    "failed": lambda count: plural("{count} failed", "{count} failed", count=count),
    "unseen": lambda count: plural(
        "{count} text not found in any field", "{count} texts not found in any field", count=count
    ),
    "altered": lambda count: plural(
        "{count} field contains something else", "{count} fields contain something else", count=count
    ),
    "unknown": lambda count: plural("{count} uncertain", "{count} uncertain", count=count),
}


def left_out(proposals: Iterable[RecordedProposal]) -> str:
    """Return a sentence about the actions that weren't done as they were asked for; empty where all were."""
    counts = Counter(kind for proposal in proposals for kind in _kinds(proposal))
    parts = [words(counts[kind]) for kind, words in _WORDS.items() if counts[kind]]
    return Message("Not done as requested: {parts}.", parts=join(", ", parts)) if parts else ""


def _kinds(proposal: RecordedProposal) -> Iterator[LeftOut]:
    match proposal.outcome:
        case "unseen" | "altered" | "unknown":
            yield proposal.outcome
        case "failed":
            yield "skipped" if proposal.cause == "takeover" else "failed"
        case "not done" if proposal.decisions and proposal.decisions[-1].verdict == "deny":
            decided = proposal.decisions[-1]
            if decided.by != "mode":  # a rehearsal does nothing
                yield "skipped" if decided.rule in SKIPPED else "refused"
        case _:
            pass
