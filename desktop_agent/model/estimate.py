"""Estimates tokens, erring on the high side, for servers that report no counts. Pure.

A token of English is about four characters, one of Chinese about one character, of three bytes. Vendors count a
picture by its pixels, whatever its format: 784 to a token (Qwen's family), about 1,540 (OpenAI's tiles), 1,024 times a
model's factor of up to two (OpenAI's patches).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_agent.core.geometry import Size
from desktop_agent.model.picture import PicturePlaceholder

NO_SIZE = Size(0, 0)  # for items whose pictures are of our own making, and know their size
_BYTES_OF_TEXT = 3
_PIXELS = 500
_ROUND_A_MESSAGE = 8  # what stands around each message, call and picture


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
