"""Suggestions of known words for misspelled ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from desktop_agent.core.texts.message import Message


def guess(word: str, known: Iterable[str], *, least: float = 0.6) -> str:
    """Return “Did you mean …?” for the most similar known word; empty when none is similar.

    `least` is the lowest accepted similarity, from 0 to 1 (difflib's ratio).
    """
    close = difflib.get_close_matches(word, tuple(known), n=1, cutoff=least)
    return Message("Did you mean “{close}”?", close=close[0]) if close else ""
