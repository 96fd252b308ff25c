"""The content of a write as field names and shortened values, so that a person knows what would be sent. Pure.

Forms of both kinds and JSON are read; other content has only a kind and a size. The value of a field named like a
password or a key is hidden. Control and bidi characters are written out, since a page chooses its field names, and
they are shown on the card.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from desktop_agent.core.display_text import visible

MOST_READ = 262_144  # bytes of a body that are parsed
_MOST_FIELDS = 20
_LONGEST_NAME = 60
_LONGEST_VALUE = 120
_DEEPEST = 4
_HIDDEN = "••••"
_SECRET = re.compile(
    r"(?:^|[^a-z])pass(?:$|[^a-z])|passw|passphrase|pwd|secret|token|api[_-]?key|credential|(?:^|[_-])(?:pin|otp|cvv|cvc|csc)(?:$|[_-])"
    r"|session[_-]?id|csrf|xsrf|authenticity",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentFields:
    """The fields of a form, or the values of a JSON object by path, as displayed; `more` says that some are omitted."""

    shown: tuple[tuple[str, str], ...] = ()
    more: bool = False


def sent_fields(media_type: str, start: bytes, size: int) -> SentFields:
    """Return the fields of a body of `size` bytes that begins with `start`."""
    head = Message()
    head["Content-Type"] = media_type
    match head.get_content_type() if media_type else "":
        case "application/x-www-form-urlencoded":
            fields = iter(parse_qsl(start.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))
        case "multipart/form-data":
            fields = _multipart_fields(start, str(head.get_param("boundary") or ""))
        case kind if kind == "application/json" or kind.endswith("+json"):
            fields = _json_fields(start)
        case _:
            return SentFields(more=size > 0)
    shown_fields = list[tuple[str, str]]()
    for name, value in fields:
        if len(shown_fields) == _MOST_FIELDS:
            return SentFields(tuple(shown_fields), more=True)
        hidden = _HIDDEN if value and _SECRET.search(name) else visible(value, _LONGEST_VALUE)
        shown_fields.append((visible(name, _LONGEST_NAME), hidden))
    return SentFields(tuple(shown_fields), more=len(start) < size or (not shown_fields and size > 0))


def shown_path(target: str, longest: int) -> str:
    """Return a path with its query for display; the values of parameters named like secrets are hidden."""
    path, mark, query = target.partition("?")
    parts = (part.partition("=") for part in query.split("&"))
    shown_query = "&".join(f"{name}={_HIDDEN}" if value and _SECRET.search(name) else name + equals + value
                     for name, equals, value in parts)  # fmt: skip
    return visible(path + mark + shown_query, longest)


def _multipart_fields(start: bytes, boundary: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a multipart form; for a file its name instead of its content."""
    if not boundary:
        return
    for part in start.split(b"--" + boundary.encode("latin-1", "replace"))[1:]:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = _parameter(head, "name")
        if name is None:
            continue
        file = _parameter(head, "filename")
        text = body.removesuffix(b"\r\n").decode("utf-8", "replace")
        yield name, text if file is None else f"📄 {file}"


def _parameter(head: bytes, name: str) -> str | None:
    match = re.search(rf'[;\s]{name}="([^"]*)"', head.decode("utf-8", "replace"), re.IGNORECASE)
    return None if match is None else match[1]


def _json_fields(start: bytes) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(start)
    except (ValueError, RecursionError):
        return
    yield from _json_values("", value, 0)


def _json_values(path: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth < _DEEPEST and isinstance(value, dict):
        for name, inner in value.items():
            yield from _json_values(f"{path}.{name}" if path else str(name), inner, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _json_values(f"{path}[{index}]", inner, depth + 1)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[: _LONGEST_VALUE * 2]
