"""Whether what stands at a place by now is what this answer's own keys have made of it, where no program names it.

A model that fills a sheet goes on in cells that its own text has changed: none of them is a control, and the pictures
differ. So the row is read in both pictures. What stands in the same place is the run's own work where it's the same
number in another format, a text that this answer has typed, the value of a formula that it has typed, or nothing any
more where a text of its own or a number was. All else in the row has to be what it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_agent.core.controls.locator import folded, reads_as
from desktop_agent.core.decisions.decision import ReadLine

_NUMBER = re.compile(r"[-+(−]?\s?[^\w\s]{0,2}\s?(\d[\d.,'’ \u00a0\u202f]*)\s?(?:[^\w\s]|[^\W\d]{1,3})?\)?")
_BETWEEN_FIELDS = re.compile(r"[\t\n\r]")
_MOST_PIECES = 400


@dataclass(frozen=True, slots=True)
class OwnText:
    """What one answer has typed so far, field by field; `has_keys`: it has used the keyboard at all."""

    pieces: tuple[str, ...] = ()
    has_keys: bool = False

    def after(self, text: str | None) -> OwnText:
        """Return it after a text, or after other keys."""
        pieces = [piece.strip() for piece in _BETWEEN_FIELDS.split(text or "")]
        return OwnText((*self.pieces, *filter(None, pieces))[-_MOST_PIECES:], has_keys=True)

    def explains_row(self, before: Sequence[ReadLine], now: Sequence[ReadLine]) -> bool:
        """Return whether a row is what it was, but for what these keys explain; a row without words needs keys."""
        gone = [line for line in before if not any(_shares_place(line, other) for other in now)]
        pairs = [(" ".join(line.text for line in before if _shares_place(line, new)), new.text) for new in now]
        pairs += [(line.text, "") for line in gone]
        if not pairs:
            return self.has_keys
        return all(_reads_as(old, new) or self.explains(old, new) for old, new in pairs)

    def explains(self, before: str, now: str) -> bool:
        """Return whether these keys explain what is read at a place now and was read there before; empty for nothing.

        A label that was never typed is never explained, whatever was there before.
        """
        if not self.has_keys:
            return False
        was_data = not before or bool(values_of(before)) or self._has_typed(before)
        if not now:
            return was_data
        if self._has_typed(now) or values_of(now) & values_of(before):
            return True
        has_formula = any(piece.startswith("=") for piece in self.pieces)
        return has_formula and was_data and bool(values_of(now))

    def _has_typed(self, text: str) -> bool:
        """Return whether a text is one that was typed, or several that stand close to each other."""
        if any(_reads_as(piece, text) or values_of(piece) & values_of(text) for piece in self.pieces):
            return True
        rest = _plain(text)
        for piece in sorted(map(_plain, self.pieces), key=len, reverse=True):
            rest = rest.replace(piece, " ") if piece else rest
        return bool(text) and not rest.strip()


def values_of(text: str) -> frozenset[float]:
    """Return what a number may mean, with a comma or a point before its fraction; nothing for any other text."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return frozenset()
    digits = re.sub(r"['’ \u00a0\u202f]", "", match[1])
    spellings = {digits.replace(",", ""), digits.replace(".", "").replace(",", ".")}
    return frozenset(float(spelling) for spelling in spellings if spelling.count(".") <= 1)


def _plain(text: str) -> str:
    return folded(text).replace(" ", "")


def _reads_as(first: str, second: str) -> bool:
    return reads_as(folded(first), folded(second))


def _shares_place(first: ReadLine, second: ReadLine) -> bool:
    return first.box.x < second.box.right and second.box.x < first.box.right
