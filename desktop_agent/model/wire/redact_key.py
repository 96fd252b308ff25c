"""Removes the API key from a server's texts, in whatever form the server repeats it. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

_HIDDEN = "•••"
# What begins with so little more of a key may stand in any text, once it is encoded.
_SHORTEST = 8
# How many signs of base64 the bytes before the key have a share in, for 0, 1 and 2 bytes.
_SHARED = (0, 2, 3)


def redact(text: str, key: str | None) -> str:
    """Return the text without the key: plain, URL-encoded, or in base64 with anything around it."""
    if not key:
        return text
    for form in sorted(set(_forms(key)), key=len, reverse=True):
        text = text.replace(form, _HIDDEN)
    return text


def _forms(key: str) -> Iterator[str]:
    yield key
    if len(key) < _SHORTEST:
        return
    yield from (quote(key), quote(key, safe=""), quote_plus(key))
    for before, shared in enumerate(_SHARED):
        whole = bytes(before) + key.encode()
        # What comes after the key has a share in the last sign, unless the key ends with it.
        last = None if len(whole) % 3 == 0 else -1
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(whole).decode().rstrip("=")[shared:last]
