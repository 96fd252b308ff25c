"""Sees a text arrive in the field that it is entered into, by the field's own word, and says what is different there.

The sentence names only what the model itself asked for, and what has become of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from desktop_agent.core.field_text import LOOK_FIRST, NONE_STANDS, FieldSource
from desktop_agent.core.message import Message

# For a program that tells nothing; while nothing has come; while nothing more comes; while it never rests.
TOLD_WITHIN_S, FIRST_WITHIN_S, QUIET_S, MOST_S = 0.15, 1.0, 0.4, 2.0
_POLL_S = 0.01
_ALIKE = 0.5  # below, what stands there has little to do with the text
_MOST_COMPARED = 400  # characters, between the first difference and the last
_MOST_TOLD = 3
_LONGEST_TOLD = 12
_MORE_TOLD, _CONTEXT = 2, 8
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_AS_ASKED = str.maketrans({"\N{PARAGRAPH SEPARATOR}": "\n", "\N{LINE SEPARATOR}": "\n", "\N{NO-BREAK SPACE}": " "})
# Firefox tells each character that UTF-16 has as two followed by this, so that its offsets hold (seen in version 153).
_FILLED = re.compile("([\U00010000-\U0010ffff])\N{ZERO WIDTH NO-BREAK SPACE}")


class TextArrival:
    """Follows text into the field that has the keyboard when this is made."""

    def __init__(self, fields: FieldSource, clock: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._fields, self._clock, self._pause = fields, clock, pause
        self._mark = fields.mark()

    @property
    def has_field(self) -> bool:
        """Tell whether a field has the keyboard, as far as its program tells."""
        return self._mark is not None

    @property
    def has_many_lines(self) -> bool:
        """Tell whether Return is a character of the field, as far as its program tells."""
        return self._mark is not None and self._mark.many_lines

    def stands(self, text: str) -> bool:
        """Tell whether the whole text stands in the field now; no where that is not told."""
        return self._now(text) == _plain(text)

    def note(self, text: str) -> str:
        """Return what is different in the field, once nothing more comes; empty where the text stands or none tells."""
        asked, came = _plain(text), self._now(text)
        began = last = self._clock()
        while came != asked and self._mark is not None:
            now = self._clock()
            if now - last > _patience_s(came) or now - began > MOST_S:
                return difference(asked, came) if came is not None else ""
            self._pause(_POLL_S)
            before, came = came, self._now(text)
            last = last if came == before else now
        return ""

    def _now(self, text: str) -> str | None:
        came = self._fields.since(self._mark, text) if self._mark is not None else None
        return None if came is None else _plain(came)


def difference(asked: str, came: str) -> str:
    """Return what is different in a field, in words for the model; empty where nothing is."""
    if asked == came:
        return ""
    if not came:
        return f"{NONE_STANDS} {LOOK_FIRST}"
    if asked.startswith(came):
        return f"Only the first {len(came)} of {len(asked)} characters of the text stand in the field. {LOOK_FIRST}"
    if came.startswith(asked):
        more = len(came) - len(asked)
        return f"{_count(more)} in the field behind the text: the application has added to it. {LOOK_FIRST}"
    if asked.casefold() == came.casefold():
        return f"The text stands in the field in other capitals than asked for{_first(asked, came)}. {LOOK_FIRST}"
    if _unindented(asked) == _unindented(came):
        return f"The lines of the text are indented otherwise than asked for. {LOOK_FIRST}"
    return f"The text stands in the field otherwise than asked for{_changes(asked, came)}. {LOOK_FIRST}"


def _patience_s(came: str | None) -> float:
    return TOLD_WITHIN_S if came is None else QUIET_S if came else FIRST_WITHIN_S


def _count(more: int) -> str:
    return "1 more character stands" if more == 1 else Message("{more} more characters stand", more=more)


def _first(asked: str, came: str) -> str:
    at = next((n for n, (one, other) in enumerate(zip(asked, came, strict=False)) if one != other), 0)
    return Message(", from “{short}” on", short=_short(asked[at:]))


def _changes(asked: str, came: str) -> str:
    """Return the first differences, word by word."""
    start = next((n for n, (one, other) in enumerate(zip(asked, came, strict=False)) if one != other), 0)
    words, others = _WORDS.findall(asked), _WORDS.findall(came)
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    if max(len(asked), len(came)) - start > _MOST_COMPARED or not _is_alike(asked, came):
        return Message(", from “{short}” on", short=_short(asked[start:]))
    changes = [
        _change("".join(words[:begin]), "".join(words[begin:end]), "".join(others[at:to]))
        for kind, begin, end, at, to in matcher.get_opcodes()
        if kind != "equal"
    ]
    return f": {'; '.join(changes[:_MOST_TOLD])}{'; and more' if len(changes) > _MOST_TOLD else ''}"


def _is_alike(asked: str, came: str) -> bool:
    return SequenceMatcher(None, asked, came, autojunk=False).ratio() >= _ALIKE


def _change(before: str, lost: str, came: str) -> str:
    if not came:
        return Message("“{lost}” is missing", lost=_short(lost))
    # What is much longer than what was asked for may hold more than the application has made of it.
    is_short = len(came) <= min(_LONGEST_TOLD, len(lost) + _MORE_TOLD)
    what = f"“{came}”" if is_short else Message("{came} characters", came=len(came))
    return (
        Message("“{lost}” became {what}", lost=_short(lost), what=what)
        if lost
        else Message("{what} came in behind “{before}”", what=what, before=before[-_CONTEXT:])
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"


def _unindented(text: str) -> str:
    return re.sub(r"(?m)^[ \t]+", "", text)


def _plain(text: str) -> str:
    return _FILLED.sub(r"\1", text.replace("\r\n", "\n").replace("\r", "\n").translate(_AS_ASKED))
