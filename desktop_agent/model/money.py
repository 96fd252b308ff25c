"""The cost of a conversation: by the server's count, or by our estimate where that is missing or absurd. Pure.

All tries of one request carry the same Idempotency-Key, so it is billed once, however often it is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.message import Message
from desktop_agent.model.estimate import NO_SIZE, tokens_of_items

# The settings hold prices, and are loaded before anything of a run is.
if TYPE_CHECKING:
    from desktop_agent.core.turn import Usage

# No model reads or writes as much in one turn.
MOST_TOKENS = 10_000_000
ESTIMATED = Message(
    "The server doesn't report the tokens used for this response, so its cost is estimated on the high side."
)


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens; `cached` is for what a server had read before, `caching` for what it will keep.

    Both are None where that costs the same. `as_of` is the day on which it stood where `source` says; both are empty
    for a price that a user has set.
    """

    read: float
    written: float
    cached: float | None = None
    as_of: str = ""
    source: str = ""
    caching: float | None = None

    def of(self, read: int, written: int, cached: int = 0, newly_cached: int = 0) -> float:
        """Return the cost in USD; of the tokens read, some were in the server's cache, and others are from now on."""
        old = min(cached, read)
        new = min(newly_cached, read - old)
        cheap = self.read if self.cached is None else self.cached
        dear = self.read if self.caching is None else self.caching
        return ((read - old - new) * self.read + old * cheap + new * dear + written * self.written) / 1_000_000


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one answer in USD; `estimated` when the server's count was unusable."""

    usd: float
    estimated: bool


def cost_of(price: Price | None, usage: Usage | None, sent: int, received: Sequence[JsonItem]) -> Cost | None:
    """Return the cost of an answer, None without a price; `sent` is our estimate of the tokens that the server read.

    `received` are the items of the answer.
    """
    if price is None:
        return None
    read = _credible(usage.input_tokens) if usage else None
    written = _credible(usage.output_tokens) if usage else None
    cached = usage.cached_tokens if usage and read is not None else 0
    newly_cached = usage.newly_cached_tokens if usage and read is not None else 0
    estimated = read is None or written is None
    read, written = read or sent, written or tokens_of_items(received, NO_SIZE)
    return Cost(price.of(read, written, cached, newly_cached), estimated)


def _credible(tokens: int | None) -> int | None:
    """Return the server's count; None for a missing or impossible one."""
    return tokens if tokens is not None and 0 < tokens <= MOST_TOKENS else None
