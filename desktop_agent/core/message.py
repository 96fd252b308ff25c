"""A text of ours that keeps what it is made of: English as it stands, and exact in every other language.

A message is a string, so whoever only shows, writes or compares it needs to know no more. What translates it
(`core/translation.py`) looks up its `id`, the English text with gaps, and fills the gaps of the translation: nothing
has to be found again in a sentence that may hold anything that a person, a page or a model wrote.

Put together, by `+` or by `join`, messages stay what they are. An f-string around one makes a plain text of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Self

GAP = re.compile(r"\{(\w+)\}")


class Message(str):
    """A text with gaps that are filled: `Message("Wait {seconds} s", seconds=3)`."""

    __slots__ = ("id", "parts")
    id: str  # the English text, its gaps named; nothing but gaps where parts only follow one another
    parts: Mapping[str, str]  # what fills each gap: a message where that is ours, too

    def __new__(cls, id: str, /, **parts: object) -> Self:  # noqa: A002 - the field's own term
        """Fill the gaps; KeyError for one that nothing fills."""
        texts = {name: part if isinstance(part, str) else str(part) for name, part in parts.items()}
        made = super().__new__(cls, GAP.sub(lambda gap: texts[gap[1]], id))
        made.id, made.parts = id, texts
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Stay a message in another process."""
        return _made_again, (self.id, self.parts)

    def __add__(self, behind: str) -> Message:
        """Return both texts, one after the other."""
        return follow(self, behind)

    def __radd__(self, before: str) -> Message:
        """Return both texts, one after the other."""
        return follow(before, self)


def template(id: str) -> str:  # noqa: A002 - as above
    """Return a text whose gaps are filled later, by `Message(template, name=…)`; translators find it here."""
    return id


def follow(*texts: str) -> Message:
    """Return texts as one, each of which stays what it is."""
    parts = {f"part{number}": text for number, text in enumerate(texts)}
    return Message("".join(f"{{{name}}}" for name in parts), **parts)


def join(between: str, texts: Iterable[str]) -> Message:
    """Return texts as one with something between them, each of which stays what it is."""
    apart = [one for text in texts for one in (between, text)]
    return follow(*apart[1:])


def _made_again(id: str, parts: Mapping[str, str]) -> Message:  # noqa: A002 - as above
    return Message(id, **parts)
