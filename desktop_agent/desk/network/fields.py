"""What a write carries, in names and shortened values, so that a person can tell what they let out. Pure.

Read are forms (both kinds) and JSON; of anything else there is the kind and the size. What is called like a password
or a key keeps its value hidden, here as everywhere. Control and bidi characters are written out: a page chooses its
field names, and they are shown on the card.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl

from desktop_agent.core.display_text import visible

MOST_READ = 262_144  # bytes of a body that are looked into
_MOST_FIELDS = 20
_LONGEST_NAME, _LONGEST_VALUE = 60, 120
_DEEPEST = 4
_HIDDEN = "••••"
_SECRET = re.compile(
    r"(?:^|[^a-z])pass(?:$|[^a-z])|passw|passphrase|pwd|secret|token|api[_-]?key|credential|(?:^|[_-])(?:pin|otp|cvv|cvc|csc)(?:$|[_-])"
    r"|session[_-]?id|csrf|xsrf|authenticity",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SentFields:
    """The fields of a form, or the values of a JSON object by their paths, as shown; and whether there is more."""

    shown: tuple[tuple[str, str], ...] = ()
    more: bool = False


def sent_fields(media_type: str, start: bytes, size: int) -> SentFields:
    """Return what stands in a body of which `start` is the beginning."""
    head = Message()
    head["Content-Type"] = media_type
    match head.get_content_type() if media_type else "":
        case "application/x-www-form-urlencoded":
            found = iter(parse_qsl(start.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"))
        case "multipart/form-data":
            found = _parts(start, str(head.get_param("boundary") or ""))
        case kind if kind == "application/json" or kind.endswith("+json"):
            found = _json(start)
        case _:
            return SentFields(more=size > 0)
    shown = list[tuple[str, str]]()
    for name, value in found:
        if len(shown) == _MOST_FIELDS:
            return SentFields(tuple(shown), more=True)
        hidden = _HIDDEN if value and _SECRET.search(name) else visible(value, _LONGEST_VALUE)
        shown.append((visible(name, _LONGEST_NAME), hidden))
    return SentFields(tuple(shown), more=len(start) < size or (not shown and size > 0))


def shown_path(target: str, longest: int) -> str:
    """Return a path with its query; values that are called like a secret are hidden."""
    path, mark, query = target.partition("?")
    parts = (part.partition("=") for part in query.split("&"))
    shown = "&".join(f"{name}={_HIDDEN}" if value and _SECRET.search(name) else name + eq + value
                     for name, eq, value in parts)  # fmt: skip
    return visible(path + mark + shown, longest)


def _parts(start: bytes, boundary: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that may carry files; of a file its name."""
    if not boundary:
        return
    for part in start.split(b"--" + boundary.encode("latin-1", "replace"))[1:]:
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        name = _named(head, "name")
        if name is None:
            continue
        file = _named(head, "filename")
        text = body.removesuffix(b"\r\n").decode("utf-8", "replace")
        yield name, text if file is None else f"📄 {file}"


def _named(head: bytes, what: str) -> str | None:
    found = re.search(rf'[;\s]{what}="([^"]*)"', head.decode("utf-8", "replace"), re.IGNORECASE)
    return None if found is None else found[1]


def _json(start: bytes) -> Iterator[tuple[str, str]]:
    try:
        value = json.loads(start)
    except (ValueError, RecursionError):
        return
    yield from _values("", value, 0)


def _values(path: str, value: object, depth: int) -> Iterator[tuple[str, str]]:
    if depth < _DEEPEST and isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(f"{path}.{name}" if path else str(name), inner, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _values(f"{path}[{at}]", inner, depth + 1)
    else:
        yield path, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[: _LONGEST_VALUE * 2]
