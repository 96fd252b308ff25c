"""Foreign text made safe to display: invisible characters are made visible, and no text leaves its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from desktop_agent.core.texts.message import Message

_QUOTES = str.maketrans(dict.fromkeys('"`´“”„‟«»‹›‘’‚‛「」『』〝〞〟＂＇❛❜❝❞', "'"))
_HOME = re.compile(r"(?<![\w/])(?:/home|/Users)/[^/\s\"”»]+(?=/|\b)")
_TURNS = frozenset({"R", "AL", "AN"})  # Unicode's bidirectional classes that are written from right to left
# Invisible characters that Unicode calls printable: fillers, joiners, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
# The places where French, and numbers in some languages, have a no-break space: « Save ? », 12 345. A reader expects it
# there; anywhere else it could pass for an ordinary blank.
_ORDINARY_HARD_BLANK = re.compile("(?<=«)\u00a0|\u00a0(?=[»:;!?])|(?<=[0-9])\u00a0(?=[0-9]{3})")


class Quotation(str):
    """Foreign text in a gap of a message, made safe by `foreign`; `pieces` returns it as a separate piece."""

    __slots__ = ()


def between_hard_blanks(text: str, change: Callable[[str], str]) -> str:
    """Return a text with `change` applied to the parts between its ordinary no-break spaces, which are retained."""
    return "\u00a0".join(map(change, _ORDINARY_HARD_BLANK.split(text)))


def visible(text: str, limit: int) -> str:
    """Return text with its invisible characters escaped, cut to `limit` characters.

    A message stays one: each text in its gaps is escaped and cut. A quotation is safe already.
    """
    if isinstance(text, Message):
        return text.with_texts(lambda part: visible(part, limit))
    if isinstance(text, Quotation):
        return text
    printable = between_hard_blanks(text[:limit], _escaped)
    return printable + "…" if len(text) > limit else printable


def foreign(text: str, limit: int) -> str:
    """Return foreign text that stays in its place: escaped, cut, without quotation marks, and isolated.

    So it cannot end a quotation in “ and ”, and right-to-left text doesn't move its surroundings.
    """
    safe = visible(text, limit).translate(_QUOTES)
    return f"\u2068{safe}\u2069" if any(unicodedata.bidirectional(char) in _TURNS for char in safe) else safe


def ours_or_foreign(text: str, limit: int) -> str:
    """Return a message as a message, so that it is translated, and any other text as `foreign` does."""
    return visible(text, limit) if isinstance(text, Message) else foreign(text, limit)


def without_home(text: str) -> str:
    """Return a text with “~” for each home folder in a path, so that it doesn't contain the person's name."""
    return _HOME.sub("~", text)


def _escaped(text: str) -> str:
    escaped = "".join(char if char.isprintable() else _escape(char) for char in text)
    return escaped if escaped.isascii() else _BLANK.sub(lambda match: _escape(match[0]), escaped)


def _escape(char: str) -> str:
    names = {"\n": "⏎", "\t": "⇥"}
    return names.get(char) or f"\\u{{{ord(char):x}}}"
