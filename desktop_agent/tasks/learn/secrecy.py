"""Secrecy of typed text: by the focused field, and by what can be read on the screen afterwards. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from desktop_agent.core.controls.role import Role
from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.texts.passwords import names_a_secret
from desktop_agent.screen.controls.window import Control

Secrecy = Literal["plain", "secret", "doubt"]
# With these roles the focused control is unknown: a program without names, a page that isn't asked, a terminal with a
# password prompt.
_VAGUE = frozenset(
    {
        "",
        Role.TERMINAL,
        Role.DOCUMENT_WEB,
        Role.DOCUMENT_FRAME,
        Role.UNKNOWN,
        Role.CANVAS,
        Role.PANEL,
        Role.FRAME,
        Role.WINDOW,
    }
)
_MANY = 3  # letters: fewer occur in any text, so they have to be a word of their own


def secrecy_of(focus: Control) -> Secrecy:
    """Return the secrecy of a text typed into a control; in doubt it is a secret until it is read on the screen."""
    if focus.role == Role.PASSWORD_TEXT or names_a_secret(focus.name):
        return "secret"
    return "doubt" if focus.role in _VAGUE else "plain"


def has_arrived(text: str, before: Sequence[TextLine], after: Sequence[TextLine]) -> bool:
    """Return whether a typed text appears on the screen once more than before."""
    letters = _folded(text)
    if len(letters) < _MANY:
        return bool(letters) and _words(letters, after) > _words(letters, before)
    # The picture may be a little older than the last letters.
    letters = letters[: max(_MANY, len(letters) * 4 // 5)]
    return _times(letters, after) > _times(letters, before)


def _times(letters: str, lines: Sequence[TextLine]) -> int:
    return "".join(_folded(line.text) for line in lines).count(letters)


def _words(letters: str, lines: Sequence[TextLine]) -> int:
    """Return how many words are exactly these letters."""
    return sum(_folded(word) == letters for line in lines for word in line.text.split())


def _folded(text: str) -> str:
    """Return a text with letters that OCR confuses made equal."""
    same = {"l": "i", "1": "i", "|": "i", "0": "o"}
    return "".join(same.get(char, char) for char in text.casefold() if char.isalnum() or char in "|@")
