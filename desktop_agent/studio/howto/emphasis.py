"""How a name stands out in a step's text: between asterisks, *Send*; a person can write that in a line of text."""

from __future__ import annotations

import re

_MARKED = re.compile(r"\*([^*\n]+)\*")


def emphasised(name: str) -> str:
    """Return a name between asterisks; its own asterisks become another sign that looks like one."""
    return f"*{name.replace('*', '∗')}*" if name.strip() else name


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stands out."""
    parts = _MARKED.split(text)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """Return the text alone."""
    return _MARKED.sub(r"\1", text)
