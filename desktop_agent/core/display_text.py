"""Others' words as they may be shown: what nobody sees is made visible, and nothing leaves its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from desktop_agent.core.message import Message

_QUOTES = str.maketrans(dict.fromkeys('"`´“”„‟«»‹›‘’‚‛「」『』〝〞〟＂＇❛❜❝❞', "'"))
_HOME = re.compile(r"(?<![\w/])(?:/home|/Users)/[^/\s\"”»]+(?=/|\b)")
_TURNS = frozenset({"R", "AL", "AN"})  # what Unicode writes from right to left
# Letters, marks and signs that Unicode calls printable and that nobody sees: fillers, joiners, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
# Where French, and numbers in some languages, have a blank at which no line is broken: « Save ? », 12 345. A reader
# takes it there for what it is; anywhere else it could pass for an ordinary one.
_ORDINARY_HARD_BLANK = re.compile("(?<=«)\u00a0|\u00a0(?=[»:;!?])|(?<=[0-9])\u00a0(?=[0-9]{3})")


class Quotation(str):
    """Others' words in a gap of a message, as `foreign` makes them fit to be shown: `pieces` keeps them apart."""

    __slots__ = ()


def between_hard_blanks(text: str, change: Callable[[str], str]) -> str:
    """Return a text with what stands between its hard blanks changed; these stay where they are ordinary."""
    return "\u00a0".join(map(change, _ORDINARY_HARD_BLANK.split(text)))


def visible(text: str, limit: int) -> str:
    """Return text with everything that a reader cannot see made visible, cut to `limit` characters.

    A message stays one: each text in its gaps is made visible and cut.
    """
    if isinstance(text, Message):
        return text.with_texts(lambda part: visible(part, limit))
    shown = between_hard_blanks(text[:limit], _escaped)
    return shown + "…" if len(text) > limit else shown


def foreign(text: str, limit: int) -> str:
    """Return others' words so that they stay where they are put: visible, cut, no quotation mark left, isolated.

    Whoever quotes them in “ and ” ends the quotation, and what is written from right to left moves nothing beside it.
    """
    shown = visible(text, limit).translate(_QUOTES)
    return f"\u2068{shown}\u2069" if any(unicodedata.bidirectional(char) in _TURNS for char in shown) else shown


def ours_or_foreign(text: str, limit: int) -> str:
    """Return a message of ours as one, so that it is translated, and any other text as `foreign` does."""
    return visible(text, limit) if isinstance(text, Message) else foreign(text, limit)


def without_home(text: str) -> str:
    """Return a text with each path into a home written from “~”: what is shown to others does not name the person."""
    return _HOME.sub("~", text)


def _escaped(text: str) -> str:
    shown = "".join(char if char.isprintable() else _escape(char) for char in text)
    return shown if shown.isascii() else _BLANK.sub(lambda found: _escape(found[0]), shown)


def _escape(char: str) -> str:
    names = {"\n": "⏎", "\t": "⇥"}
    return names.get(char) or f"\\u{{{ord(char):x}}}"
