"""The type of a JSON object on the server's side, and what stands in one that is not known to be as it should."""

from __future__ import annotations

import json

Json = dict[str, object]


def objects_in(value: object) -> list[Json]:
    """Return the objects of a list; none where it is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts_in(parts: object, field: str = "text") -> list[str]:
    """Return the texts in one field of objects."""
    return [text for part in objects_in(parts) if isinstance(text := part.get(field), str)]


def arguments_in(text: str) -> object:
    """Return the arguments of a call; none where they are no JSON."""
    try:
        return json.loads(text)
    except ValueError:
        return {}


def refusals_in(response: Json) -> list[str]:
    """Return what a response says in refusing."""
    return [text for item in objects_in(response["output"]) for text in texts_in(item.get("content"), "refusal")]
