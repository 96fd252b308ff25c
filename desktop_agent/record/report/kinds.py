"""What a card can be found by: whether the person decided there, or something was refused, failed or warned of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from desktop_agent.core.message import Message
from desktop_agent.record.recording import RecordedTurn
from desktop_agent.record.story import Row
from desktop_agent.record.wording import Tone, was_asked

CardKind = Literal["asked", "refused", "failed", "warned"]
FILTERS: Mapping[CardKind, str] = {
    "asked": Message("You decided"),
    "refused": Message("Refused"),
    "failed": Message("Failed"),
    "warned": Message("Warning"),
}
_WRONG = frozenset({"failed", "unseen", "altered", "unknown"})
_WEIGHT: Mapping[Tone, int] = {"text": 0, "muted": 1, "ok": 2, "warn": 3, "bad": 4}


def kinds_of(turn: RecordedTurn) -> tuple[CardKind, ...]:
    """Return what a turn can be filtered by, in the order of `FILTERS`."""
    found = {kind for row in turn.rows for kind in _kinds(row)}
    return tuple(kind for kind in FILTERS if kind in found)


def tone_of(turn: RecordedTurn) -> Tone:
    """Return the tone of what came of a turn: of several acts, of the one that went worst."""
    tones: list[Tone] = [row.outcome.tone for row in turn.rows if row.outcome]
    tones += [row.tone for row in turn.rows if row.kind == "notice"]
    return max(tones, key=_WEIGHT.__getitem__, default="muted")


def _kinds(row: Row) -> Iterator[CardKind]:
    if row.kind in {"access", "answer", "said", "pause"}:
        yield "asked"
    if row.kind == "notice" and row.tone == "warn":
        yield "warned"
    if row.kind == "notice" and row.tone == "bad":
        yield "failed"
    if row.proposal is None:
        return
    if any(map(was_asked, row.proposal.decisions)):
        yield "asked"
    if any(decided.verdict == "deny" for decided in row.proposal.decisions):
        yield "refused"
    if row.proposal.outcome in _WRONG and row.proposal.cause == "error":
        yield "failed"
