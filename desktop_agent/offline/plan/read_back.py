"""Compare a text with what was read in a field: pieces from left to right, as reading cuts them at wide gaps."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from desktop_agent.offline.plan.outcome import ScreenReading
from desktop_agent.screen.ocr.boxes import Box, box_of

# Letters that look the same in both cases, and signs that are read for each other. Other letters keep their case.
_ALIKE = str.maketrans("COSUVWXZ0|I1!‘’`“”„–—", "cosuvwxzollll'''\"\"\"--")
_SHORT = 5  # letters; below that a text must be the very one
_TYPED = 82.0  # of 100
_TAIL, _IN_SIGHT = 8, 0.8  # letters of a long text that are in sight; of the whole
_ONE_ROW_PX = 64
_SCRIPTS = ("LATIN", "CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH")  # letters that the reader reads well


def pieces_in(screen: ScreenReading, box: Box) -> tuple[str, ...]:
    """Return what a whole reading of the picture found in a box."""
    return tuple(line.text for line in screen.lines() if box.holds(*box_of(line).center))


def row_in(screen: ScreenReading, box: Box) -> tuple[str, ...]:
    """Return what is read when the box is looked at alone, as one row: a whole picture hides short texts."""
    return screen.row(box) if box.height <= _ONE_ROW_PX else ()


def can_be_read(text: str) -> bool:
    """Tell whether a field that holds a text can be read: of Greek or Russian letters the reader makes Latin ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(text.strip()) and all(unicodedata.name(letter, "").startswith(_SCRIPTS) for letter in letters)


def is_text(pieces: Sequence[str], text: str) -> bool:
    """Tell whether a field holds this text and nothing else; a lone sign at its ends is a button of the field."""
    wanted = _folded(text)
    return any(wanted == _folded("".join(some)) for some in _without_buttons(pieces))


def has_text(pieces: Sequence[str], text: str) -> bool:
    """Tell whether a field holds this text, alone or among others, and not as a part of a longer number or word."""
    wanted = re.escape(_folded(text, spaced=True))
    return bool(wanted) and bool(re.search(rf"(?<!\w){wanted}(?!\w)", _folded(" ".join(pieces), spaced=True)))


def took(pieces: Sequence[str], text: str) -> bool:
    """Tell whether a field shows what was typed into it, or its end or beginning where it is longer than the field."""
    from rapidfuzz import fuzz

    if is_text(pieces, text) or has_text(pieces, text):
        return True
    shown, typed = _folded("".join(pieces)), _folded(text)
    if min(len(shown), len(typed)) < _SHORT:
        return False
    pairs = [(shown, typed), (shown[-len(typed) :], typed), (shown[: len(typed)], typed)]
    if _TAIL <= len(shown) < _IN_SIGHT * len(typed):
        pairs += [(shown, typed[-len(shown) :]), (shown, typed[: len(shown)])]
    return any(fuzz.ratio(*pair) >= _TYPED and _digits(pair[0]) == _digits(pair[1]) for pair in pairs)


def _digits(text: str) -> list[str]:
    """Return a text's digits, with the letters that were folded with some: a misread digit is another number."""
    return re.findall(r"[\dlo]", text) if re.search(r"\d", text) else []


def _without_buttons(pieces: Sequence[str]) -> list[Sequence[str]]:
    some = [piece for piece in pieces if piece.strip()]
    inner = some[:]
    while len(inner) > 1 and len(inner[-1].strip()) == 1:
        inner.pop()
    while len(inner) > 1 and len(inner[0].strip()) == 1:
        inner.pop(0)
    return [some, inner]


def _folded(text: str, *, spaced: bool = False) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    return " ".join(plain.split()) if spaced else "".join(plain.split())
