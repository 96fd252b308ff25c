"""Whether what is typed is a secret: by the field that has the keyboard, and by what can be read afterwards. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from desktop_agent.core.passwords import names_a_secret
from desktop_agent.core.reading import TextLine
from desktop_agent.core.role import Role
from desktop_agent.screen.window import Control

Secrecy = Literal["plain", "secret", "doubt"]
# What has the keyboard there may be anything: a program that tells nothing, a page that is not asked, a terminal that
# has a password typed without showing it.
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
_MANY = 3  # letters: fewer are found in any text, and have to be a word of their own


def secrecy_of(focus: Control) -> Secrecy:
    """Return what a text is that goes to a control; in doubt it counts as a secret until it was read on the screen."""
    if focus.role == Role.PASSWORD_TEXT or names_a_secret(focus.name):
        return "secret"
    return "doubt" if focus.role in _VAGUE else "plain"


def has_arrived(text: str, before: Sequence[TextLine], after: Sequence[TextLine]) -> bool:
    """Return whether a text that was typed stands on the screen afterwards, once more than before."""
    wanted = _folded(text)
    if len(wanted) < _MANY:
        return bool(wanted) and _words(wanted, after) > _words(wanted, before)
    # The picture may be a little older than the last letters.
    wanted = wanted[: max(_MANY, len(wanted) * 4 // 5)]
    return _times(wanted, after) > _times(wanted, before)


def _times(wanted: str, lines: Sequence[TextLine]) -> int:
    return "".join(_folded(line.text) for line in lines).count(wanted)


def _words(wanted: str, lines: Sequence[TextLine]) -> int:
    """Count the words that are these few letters and nothing else."""
    return sum(_folded(word) == wanted for line in lines for word in line.text.split())


def _folded(text: str) -> str:
    """Return a text without what readers of pictures confuse."""
    same = {"l": "i", "1": "i", "|": "i", "0": "o"}
    return "".join(same.get(char, char) for char in text.casefold() if char.isalnum() or char in "|@")
