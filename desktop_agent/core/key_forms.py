"""Finds the key of a server in texts, in whichever form it is said back. Pure.

A text is compared in a plain view: blanks, line breaks and invisible characters are left out, and percent signs, HTML
and JSON escapes are what they stand for. There the key is looked for as it is, in hex and in base64, whatever stands
around it. `KeyCutter` remembers how the last texts ended, so that a key that is said in pieces is cut as well. A key
that is said backwards or in a cipher isn't found.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_SHORTEST = 8  # a shorter key is only looked for as it stands: freely, it would be found in any text
_MOST_LEFT = 7  # characters that may stay of a key whose rest may come in another text
_MOST_BEGUN = 8  # texts that are remembered
# How many signs of base64 the bytes before the key have a share in, for 0, 1 and 2 bytes.
_SHARED = (0, 2, 3)
_INVISIBLE = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    r"\ufeff"
)
_ESCAPED = re.compile(
    r"(?:%|\\+u00|\\+x|&#[xX]0*)(?P<hex>[0-7][0-9A-Fa-f]);?|&#0*(?P<decimal>\d{2,3});|\\+(?P<same>[/\"'])"
    r"|\\+[nrt]|\\+u(?:00[aA][dD]|20[0-6][0-9A-Fa-f]|[fF][eE][fF][fF])|[" + _INVISIBLE + "]+"
    r"|(?:%[0-7]?|\\+(?:u0{0,2}[0-7]?|x[0-7]?)?|&(?:#[xX]?\d{0,3})?)\Z"  # one that may go on in the next text
)


@dataclass(frozen=True, slots=True)
class _View:
    """A text without what is left out, and where each of its characters begins and ends in the text."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Found:
    """Where a key stands in a text, from the left, and where one begins that the text ends within; else its length."""

    spans: tuple[tuple[int, int], ...]
    begun: int
    view: _View


class KeyForms:
    """The forms of one key; an empty one is in no text."""

    def __init__(self, key: str) -> None:
        key = key.strip()
        self.is_short = len(key) < _SHORTEST
        forms = [key] if self.is_short else [_view_of(key).text, *_encoded(key)]
        self._forms = tuple(dict.fromkeys(filter(None, forms)))

    def find(self, text: str) -> Found:
        """Look for the key in a text."""
        is_plain = self.is_short or not _ESCAPED.search(text)
        view = _View(text, range(len(text)), range(1, len(text) + 1)) if is_plain else _view_of(text)
        spans = list[tuple[int, int]]()
        after = 0
        for start, end in sorted(span for form in self._forms for span in _all_in(view.text, form)):
            if start >= after:
                spans.append((view.starts[start], view.ends[end - 1]))
                after = end
        begun = min((_begun_at(view.text, after, form) for form in self._forms), default=len(view.text))
        return Found(tuple(spans), view.starts[begun] if begun < len(view.text) else len(text), view)

    def goes_on(self, found: Found, beginning: str) -> int:
        """Return how many characters of a view go on with a key that has begun so; 0 where it doesn't."""
        view = found.view.text
        for form in self._forms:
            rest = form.removeprefix(beginning)
            if rest != form and view and (view.startswith(rest) or rest.startswith(view)):
                return min(len(rest), len(view))
        return 0

    def without(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key."""
        return dotted(text, self.find(text).spans, dots)


class KeyCutter:
    """Cuts a key out of texts that come one after the other; it remembers how the last ones ended."""

    def __init__(self, forms: KeyForms) -> None:
        self._forms = forms
        self._begun = list[str]()

    def cut(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key, and of what is probably a piece of it."""
        found = self._forms.find(text)
        view = found.view
        spans = list(found.spans)
        for begun in tuple(self._begun):
            count = self._forms.goes_on(found, begun)
            joined = begun + view.text[:count]
            if count and count == len(view.text):
                self._remember(joined)
            if count and len(joined) > _MOST_LEFT:
                spans.append((0, view.ends[count - 1]))
        if found.begun < len(text):
            piece = "".join(char for char, at in zip(view.text, view.starts, strict=True) if at >= found.begun)
            self._remember(piece)
            if len(piece) > _MOST_LEFT:
                spans.append((found.begun, len(text)))
        return dotted(text, spans, dots)

    def _remember(self, begun: str) -> None:
        self._begun = [begun, *(one for one in self._begun if one != begun)][:_MOST_BEGUN]


def dotted(text: str, spans: Iterable[tuple[int, int]], dots: str) -> str:
    """Return the text with dots in place of these parts; those that meet are one."""
    parts = list[str]()
    at = 0
    for start, end in sorted(spans):
        if start > at or not parts:
            parts += [text[at:start], dots]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _encoded(key: str) -> Iterator[str]:
    yield key.encode().hex()
    yield key.encode().hex().upper()
    for before, shared in enumerate(_SHARED):
        whole = bytes(before) + key.encode()
        # What comes after the key has a share in the last sign, unless the key ends with it.
        last = None if len(whole) % 3 == 0 else -1
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(whole).decode().rstrip("=")[shared:last]


def _view_of(text: str) -> _View:
    kept = list[str]()
    starts = list[int]()
    ends = list[int]()
    at = 0
    for found in _ESCAPED.finditer(text):
        kept.append(text[at : found.start()])
        starts += range(at, found.start())
        ends += range(at + 1, found.start() + 1)
        at = found.end()
        if sign := _stands_for(found):
            kept.append(sign)
            starts.append(found.start())
            ends.append(at)
    kept.append(text[at:])
    starts += range(at, len(text))
    ends += range(at + 1, len(text) + 1)
    return _View("".join(kept), starts, ends)


def _stands_for(found: re.Match[str]) -> str:
    """Return the character that an escape stands for; empty for one that is left out."""
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"] or 0)
    char = chr(code) if code else found["same"] or ""
    return char if char.isprintable() and char != " " else ""


def _all_in(text: str, form: str) -> Iterator[tuple[int, int]]:
    start = text.find(form)
    while start >= 0:
        yield start, start + len(form)
        start = text.find(form, start + 1)


def _begun_at(text: str, after: int, form: str) -> int:
    """Return where a text, behind a part of it, begins to be the beginning of a form up to its end; else its length."""
    start = text.find(form[0], max(after, len(text) - len(form) + 1))
    while start >= 0 and not form.startswith(text[start:]):
        start = text.find(form[0], start + 1)
    return start if start >= 0 else len(text)
