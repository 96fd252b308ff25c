"""Builds HTML: foreign text is always escaped, and every hidden character is made visible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from html import escape

from desktop_agent.core.texts.message import Message, between_hard_blanks, tr

_UNSEEN = re.compile(r"[^\n -~]")


class Html(str):
    """Trusted markup; a plain `str` is foreign text."""

    __slots__ = ()


def tag(element: str, *children: str | Html, **attributes: str | float | None) -> Html:
    """Return an element; `class_` means `class`, an underscore means a dash, and None omits an attribute."""
    return Html(f"<{element}{_attributes_text(attributes)}>{join(*children)}</{element}>")


def void(element: str, **attributes: str | float | None) -> Html:
    """Return an element that has no end and no children; attributes as for `tag`."""
    return Html(f"<{element}{_attributes_text(attributes)}>")


def join(*children: str | Html) -> Html:
    """Return children one after another; messages in the person's language."""
    return Html("".join(child if isinstance(child, Html) else foreign(tr(child)) for child in children))


def foreign(text: str, limit: int = 20_000) -> Html:
    """Return foreign text: escaped, hidden characters named, cut to `limit` characters."""
    html = between_hard_blanks(escape(text[:limit]), lambda part: _UNSEEN.sub(lambda match: _character(match[0]), part))
    return Html(html + _omitted_note(text, limit))


def _attributes_text(attributes: Mapping[str, str | float | None]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value if isinstance(value, Html) else escape(_plain(value))}"'
        for name, value in attributes.items()
        if value is not None
    )


def _character(char: str) -> str:
    if char.isprintable():
        return char
    name = unicodedata.name(char, "control character").lower()
    return f'<b class="hidden" title="{name}">U+{ord(char):04X}</b>'


def _plain(value: str | float) -> str:
    return between_hard_blanks(
        tr(value) if isinstance(value, str) else str(value),
        lambda part: "".join(char if char.isprintable() else f"\\u{{{ord(char):x}}}" for char in part),
    )


def _omitted_note(text: str, limit: int) -> str:
    if len(text) <= limit:
        return ""
    return f'<i class="rest"> {tr(Message("… and {count:,} more", count=len(text) - limit))}</i>'
