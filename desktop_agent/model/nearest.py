"""Guesses which of the known words a person meant by one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def guess(word: str, known: Iterable[str], *, least: float = 0.6) -> str:
    """Return the question whether the known word that is most like this one was meant; empty where none is like it.

    `least` is how alike the two have to be, from 0 to 1 (difflib's ratio).
    """
    close = difflib.get_close_matches(word, tuple(known), n=1, cutoff=least)
    return f"Did you mean “{close[0]}”?" if close else ""
