"""JSON on one line that hides nothing from a reader: what nobody sees, or what turns a line round, is escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

JsonItem = Mapping[str, object]

# Delete and the second set of controls, marks of direction, and what some programs take for the end of a line.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def json_line(value: object, *, compact: bool = False) -> str:
    """Return a value as JSON on one line; letters of all languages stand as they are."""
    separators = (",", ":") if compact else None
    # All of these can stand in a text only, where an escape is the same JSON.
    return _UNSEEN.sub(_escape, json.dumps(value, ensure_ascii=False, separators=separators))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
