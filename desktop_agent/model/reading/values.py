"""Reads values as their author meant them: numbers, yes or no, points and JSON that came as text.

Only what can mean one thing is read: `"300"`, `"False"`, `"[300, 40]"`, a comma after the last entry. None is returned
for all else, so that the caller says what was wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from desktop_agent.core.errors import DialectError
from desktop_agent.model.strict_json import load

_PAIR = 2
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_SWITCHES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FENCE = re.compile(r"\s*```\w*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_LAST_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_BARE_PAIR = re.compile(r"\s*\(?([^,()\[\]]+),([^,()\[\]]+)\)?\s*")


def number_of(value: object) -> float | None:
    """Return a finite number, also one that is written as text."""
    if isinstance(value, str):
        text = value.strip()
        return int(text) if _WHOLE.fullmatch(text) else float(text) if _NUMBER.fullmatch(text) else None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return value if isinstance(value, float) and math.isfinite(value) else None


def switch_of(value: object) -> bool | None:
    """Return a yes or no, also one that is written as text or as 1 and 0."""
    if isinstance(value, bool):
        return value
    return _SWITCHES.get(str(value).strip().lower()) if isinstance(value, str | int) else None


def word_of(value: object, words: Sequence[object]) -> object | None:
    """Return the one of these words that is meant, in whatever case it is written."""
    if not isinstance(value, str) or value in words:
        return value if value in words else None
    meant = [word for word in words if isinstance(word, str) and word.lower() == value.strip().lower()]
    return meant[0] if len(meant) == 1 else None


def point_of(value: object) -> tuple[float, float] | None:
    """Return two numbers: a list, an object with x and y, or either as text."""
    if isinstance(value, str):
        bare = _BARE_PAIR.fullmatch(value)
        try:
            value = [bare[1], bare[2]] if bare else json_of(value)
        except DialectError:
            return None
    if isinstance(value, dict) and value.keys() == {"x", "y"}:
        value = [value["x"], value["y"]]
    if not isinstance(value, list) or len(value) != _PAIR:
        return None
    x, y = map(number_of, value)
    return None if x is None or y is None else (x, y)


def json_of(text: str) -> object:
    """Return the value of JSON, also in a fence of backticks or with a comma after a last entry.

    Raises DialectError for a text that is no JSON.
    """
    try:
        return load(text)
    except DialectError:
        fenced = _FENCE.fullmatch(text)
        mended = _LAST_COMMA.sub(lambda match: match[1] or "", fenced[1] if fenced else text)
        if mended == text:
            raise
        return load(mended)
