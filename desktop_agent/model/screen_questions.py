"""The questions that a model may ask about the newest picture without acting: the same over MCP and as functions."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.function import Function, record
from desktop_agent.core.json_text import JsonItem

REGION: JsonItem = {
    "type": "array",
    "items": {"type": "number"},
    "description": "left, top, right, bottom in pixels.",
}
_WINDOW: JsonItem = {"type": "string", "description": "Part of its title."}
_SOUGHT: Mapping[str, JsonItem] = {
    "text": {"type": "string", "description": "Part of a name or kind."},
    "kind": {"type": "string"},
    "window": _WINDOW,
}
_MARKS: JsonItem = {"type": "boolean", "description": "Number them, with a picture of the numbers."}

FIND = Function(
    "find", "List a window's controls in the newest picture: kind, name, place, state.", record({}, _SOUGHT)
)
FIND_OR_NUMBER = Function(FIND.name, FIND.description, record({}, {**_SOUGHT, "marks": _MARKS}))
READ = Function(
    "read",
    "Read the text in a window or a region of the newest picture.",
    record({}, {"window": _WINDOW, "region": REGION}),
)
ZOOM = Function("zoom", "See a region of the newest picture at full size.", record({"region": REGION}))
