"""The cost of a conversation: by the server's count, or by our estimate if that is missing or absurd. Pure.

Estimates err on the high side. A token of English is about four characters, one of Chinese about one character, of
three bytes. Vendors count a picture by its pixels, whatever its format: 784 to a token (Qwen's family), about 1,540
(OpenAI's tiles), 1,024 times a model's factor of up to two (OpenAI's patches).

All tries of one request carry the same Idempotency-Key, so it is billed once, however often it is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.foreign_text import JsonItem
from desktop_agent.core.texts.message import Message
from desktop_agent.model.picture import PicturePlaceholder

# The settings hold prices, and are loaded before anything of a run is.
if TYPE_CHECKING:
    from desktop_agent.core.runs.turn import Usage

NO_SIZE = Size(0, 0)  # for items whose pictures are placeholders, which know their size
_BYTES_OF_TEXT = 3
_PIXELS = 500
_ROUND_A_MESSAGE = 8  # tokens around each message, call and picture
# No model reads or writes as much in one turn.
MOST_TOKENS = 10_000_000
ESTIMATED = Message(
    "The server reports no usable count of tokens for this response, so its cost is estimated on the high side."
)


def tokens_of_text(text: str) -> int:
    """Return an estimate of a text's tokens."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
    return -(-size // _BYTES_OF_TEXT)


def tokens_of_picture(size: Size) -> int:
    """Return an estimate of a picture's tokens."""
    return -(-size.width * size.height // _PIXELS) + _ROUND_A_MESSAGE


def tokens_of_items(items: Sequence[object], picture: Size) -> int:
    """Return an estimate of the tokens of items; `picture` is the size of each picture in them."""
    return sum(_tokens_of(item, picture) + _ROUND_A_MESSAGE for item in items)


def _tokens_of(value: object, picture: Size) -> int:
    match value:
        case str():
            return tokens_of_picture(picture) if value.startswith("data:image/") else tokens_of_text(value)
        case list() | tuple():
            return sum([_tokens_of(part, picture) for part in value])
        case dict() | Mapping():
            return sum([tokens_of_text(str(key)) + _tokens_of(part, picture) for key, part in value.items()])
        case PicturePlaceholder():
            return tokens_of_picture(value.size)
        case _:  # a number, true, false or null, which JSON writes as long as Python does
            return tokens_of_text(str(value))


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens; `cached` is for tokens read from the server's cache, `caching` for those written to it.

    Both are None if they cost the same as other tokens. `as_of` is the day on which `source` had this price; both are
    empty for a price set by the user.
    """

    read: float
    written: float
    cached: float | None = None
    as_of: str = ""
    source: str = ""
    caching: float | None = None

    def of(self, read: int, written: int, cached: int = 0, newly_cached: int = 0) -> float:
        """Return the cost in USD; `cached` of the tokens read were in the server's cache, `newly_cached` are now."""
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
    read = _plausible_count(usage.input_tokens) if usage else None
    written = _plausible_count(usage.output_tokens) if usage else None
    cached = usage.cached_tokens if usage and read is not None else 0
    newly_cached = usage.newly_cached_tokens if usage and read is not None else 0
    estimated = read is None or written is None
    read = read or sent
    written = written or tokens_of_items(received, NO_SIZE)
    return Cost(price.of(read, written, cached, newly_cached), estimated)


def _plausible_count(tokens: int | None) -> int | None:
    """Return the server's count; None for a missing or impossible one."""
    return tokens if tokens is not None and 0 < tokens <= MOST_TOKENS else None
