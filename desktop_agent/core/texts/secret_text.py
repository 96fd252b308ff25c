"""Secrets in texts: `{{secret:NAME}}` stands for one, and a server's key is found even with blanks in it. Pure.

The model, the events and every question contain only the name. The input executor inserts the secret right before the
first key.

It is also found in the forms in which servers repeat a request: in a URL and in Base64. `KeyCutter` remembers the ends
of the last texts, so that a key in several pieces is cut as well. Other spellings aren't searched for.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

FORM: Final = "{{secret:NAME}}"
_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
_REFERENCE = re.compile(r"\{\{secret:(" + _NAME + r")\}\}")
_SECRET = re.compile(r"(?:^|_)(?:API_?)?(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)S?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SecretUse:
    """A secret in a text to type, and whether its target is allowed; without a `place` no secret has this name."""

    name: str
    place: str = ""  # its program or site, in words
    fits: bool = False  # the target is its place
    always: bool = False  # a person has approved it for always, in a password field


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a secret."""
    return re.fullmatch(_NAME, text) is not None


def secrets_in(text: str) -> tuple[str, ...]:
    """Return the names of the secrets in a text, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in _REFERENCE.finditer(text)))


def with_secrets(text: str, value_of: Callable[[str], str]) -> str:
    """Return a text with its secrets in place of their names."""
    return _REFERENCE.sub(lambda match: value_of(match[1]), text)


def is_secret_name(name: str) -> bool:
    """Return whether a variable's name is that of a key, a token or a password."""
    return _SECRET.search(name) is not None


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables whose names aren't those of secrets."""
    return {name: value for name, value in environment.items() if not is_secret_name(name)}


_SHORTEST = 8  # a shorter key is only searched for without blanks in it, as it could match in any text
_MOST_LEFT = 7  # characters that may remain of a key that continues in the next text


@dataclass(frozen=True, slots=True)
class KeyMatches:
    """The spans of a key in a text, and the start of an incomplete key at its end; without one, the text's length."""

    spans: tuple[tuple[int, int], ...]
    begun: int


class KeyText:
    """One key to search for, with any spacing; an empty key is in no text."""

    def __init__(self, key: str) -> None:
        key = key.strip()
        self.is_short = len(key) < _SHORTEST
        forms = (key, quote(key, safe=""), base64.b64encode(key.encode()).decode().rstrip("="))
        self._forms = (key,) if self.is_short else tuple("".join(filter(_is_visible, form)) for form in forms)

    def find(self, text: str) -> KeyMatches:
        """Look for the key in a text."""
        positions = [at for at, char in enumerate(text) if self.is_short or _is_visible(char)]
        visible_text = "".join(text[at] for at in positions)
        forms = [form for form in self._forms if form]
        matches = sorted(match.span() for form in forms for match in re.finditer(re.escape(form), visible_text))
        spans = tuple((positions[start], positions[end - 1] + 1) for start, end in matches)
        after = max((end for _, end in matches), default=0)
        ends = range(max(after, len(visible_text) - max(map(len, forms), default=0) + 1), len(visible_text))
        begun = next(
            (positions[at] for at in ends if any(form.startswith(visible_text[at:]) for form in forms)), len(text)
        )
        return KeyMatches(spans, begun)

    def without(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key."""
        return dotted(text, self.find(text).spans, dots)


class KeyCutter:
    """Cuts a key out of consecutive texts, even one that continues from one text to the next."""

    def __init__(self, key: KeyText) -> None:
        self._key = key
        self._begun = ""  # the beginning of the key with which the last text ended, or one before it

    def cut(self, text: str, dots: str) -> str:
        """Return the text with dots in place of the key, and of a part that is probably a piece of it."""
        before = len(self._begun)
        joined = self._begun + text
        matches = self._key.find(joined)
        spans = [(max(start - before, 0), end - before) for start, end in matches.spans]
        if matches.begun < len(joined):
            self._begun = "".join(filter(_is_visible, joined[matches.begun :]))
            if len(self._begun) > _MOST_LEFT:
                spans.append((max(matches.begun - before, 0), len(text)))
        return dotted(text, spans, dots)


def dotted(text: str, spans: Iterable[tuple[int, int]], dots: str) -> str:
    """Return the text with dots in place of these spans; adjacent spans become one."""
    parts = list[str]()
    at = 0
    for start, end in sorted(spans):
        if start > at or not parts:
            parts += [text[at:start], dots]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _is_visible(char: str) -> bool:
    return char.isprintable() and char != " "
