"""JSON on one line that hides nothing from a reader: invisible and text-reversing characters are escaped."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

JsonItem = Mapping[str, object]

# Delete and the second set of controls, marks of direction, and line separators of some programs.
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def json_line(value: object, *, compact: bool = False) -> str:
    """Return a value as JSON on one line; letters of all languages are not escaped."""
    separators = (",", ":") if compact else None
    # These characters occur only inside of strings, where an escape is equivalent JSON.
    return _UNSEEN.sub(_escape, json.dumps(value, ensure_ascii=False, separators=separators))


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
