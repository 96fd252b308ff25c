"""Finds the key of a server in texts, even with blanks, line breaks or invisible characters in it. Pure.

It's also found as servers repeat it from a request: in a URL and in Base64. `KeyCutter` remembers how the last texts
ended, so that a key that is said in pieces is cut as well. Other spellings aren't looked for.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

_SHORTEST = 8  # a shorter key is only looked for as it stands: freely, it would be found in any text
_MOST_LEFT = 7  # characters that may stay of a key that goes on in another text


@dataclass(frozen=True, slots=True)
class KeyMatches:
    """Where a key stands in a text, from the left, and where one begins that the text ends within; else its length."""

    spans: tuple[tuple[int, int], ...]
    begun: int


class KeyText:
    """One key, however it is spaced; an empty one is in no text."""

    def __init__(self, key: str) -> None:
        key = key.strip()
        self.is_short = len(key) < _SHORTEST
        forms = (key, quote(key, safe=""), base64.b64encode(key.encode()).decode().rstrip("="))
        self._forms = (key,) if self.is_short else tuple("".join(filter(_is_visible, form)) for form in forms)

    def find(self, text: str) -> KeyMatches:
        """Look for the key in a text."""
        places = [at for at, char in enumerate(text) if self.is_short or _is_visible(char)]
        plain = "".join(text[at] for at in places)
        forms = [form for form in self._forms if form]
        found = sorted(match.span() for form in forms for match in re.finditer(re.escape(form), plain))
        spans = tuple((places[start], places[end - 1] + 1) for start, end in found)
        after = max((end for _, end in found), default=0)
        ends = range(max(after, len(plain) - max(map(len, forms), default=0) + 1), len(plain))
        begun = next((places[at] for at in ends if any(form.startswith(plain[at:]) for form in forms)), len(text))
        return KeyMatches(spans, begun)

    def without(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key."""
        return dotted(text, self.find(text).spans, dots)


class KeyCutter:
    """Cuts a key out of texts that come one after the other; it remembers how the last ones ended."""

    def __init__(self, key: KeyText) -> None:
        self._key = key
        self._begun = ""  # the beginning of the key with which the last text ended, or one before it

    def cut(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key, and of what is probably a piece of it."""
        before = len(self._begun)
        joined = self._begun + text
        found = self._key.find(joined)
        spans = [(max(start - before, 0), end - before) for start, end in found.spans]
        if found.begun < len(joined):
            self._begun = "".join(filter(_is_visible, joined[found.begun :]))
            if len(self._begun) > _MOST_LEFT:
                spans.append((max(found.begun - before, 0), len(text)))
        return dotted(text, spans, dots)


def dotted(text: str, spans: Iterable[tuple[int, int]], dots: str) -> str:
    """Return the text with dots in place of these parts; those that meet are one."""
    parts = list[str]()
    at = 0
    for start, end in sorted(spans):
        if start > at or not parts:
            parts += [text[at:start], dots]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _is_visible(char: str) -> bool:
    return char.isprintable() and char != " "
