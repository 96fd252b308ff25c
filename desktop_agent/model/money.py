"""What a conversation costs: by the server's own count, and where that is missing or absurd by our estimate. Pure.

All tries of one question carry one Idempotency-Key, so a question counts once, however often it had to be asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.core.turn import Item, Usage
from desktop_agent.model.estimate import tokens_of_items

# No model reads or writes as much in one turn.
MOST_TOKENS = 10_000_000
ESTIMATED = "The server does not say what this answer used, so its cost is estimated, rather too high than too low."


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens; `cached` is for what the server had read before, None where that costs the same."""

    read: float
    written: float
    cached: float | None = None

    def of(self, read: int, written: int, cached: int = 0) -> float:
        """Return the cost in USD; `cached` of the tokens read were in the server's cache."""
        old = min(cached, read)
        cheap = self.read if self.cached is None else self.cached
        return ((read - old) * self.read + old * cheap + written * self.written) / 1_000_000


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One request and the answer to it, as they count for money; each list is in the API's own form."""

    sent: Sequence[object]  # input items, instructions, tools
    chained: bool  # the server puts all that came before in front of it
    received: Sequence[Item]  # output items
    picture: Size
    usage: Usage | None


@dataclass(frozen=True, slots=True)
class Cost:
    """USD of one answer; `estimated` when the server's own count was of no use."""

    usd: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Bill:
    """Counts a conversation's answers one after the other; `before` is what a chained request stands on, in tokens."""

    price: Price
    before: int = 0

    def with_(self, exchanged: Exchanged) -> tuple[Bill, Cost]:
        """Return the bill with one more answer, and what that costs."""
        usage = exchanged.usage or Usage()
        told_read, told_written = _credible(usage.input_tokens), _credible(usage.output_tokens)
        read, written, cached = told_read, told_written, usage.cached_tokens
        if read is None:
            read = tokens_of_items(exchanged.sent, exchanged.picture) + (self.before if exchanged.chained else 0)
            cached = 0
        if written is None:
            written = tokens_of_items(exchanged.received, exchanged.picture)
        estimated = told_read is None or told_written is None
        return Bill(self.price, read + written), Cost(self.price.of(read, written, cached), estimated)


def _credible(tokens: int | None) -> int | None:
    """Return the server's count; None for one that no answer can have, nothing at all among them."""
    return tokens if tokens is not None and 0 < tokens <= MOST_TOKENS else None
