"""Says what is wrong with a setting, in the same words wherever it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import ValidationError


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the hint for a word that is not known: the one that it is most like, else all that there are."""
    words = tuple(known)
    close = difflib.get_close_matches(word, words, n=1, cutoff=0.4)
    return f"Did you mean “{close[0]}”?" if close else f"Known are {', '.join(words)}."


def reason(error: ValidationError) -> str:
    """Return why the first bad value cannot be taken, as a sentence."""
    said = error.errors()[0]["msg"].removeprefix("Value error, ")
    return said[:1].upper() + said[1:] + ("" if said.endswith(("?", ".")) else ".")
