"""The questions that a model may ask about the newest picture without acting: the same over MCP and as functions."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_agent.core.actions.action import Function, record
from desktop_agent.core.texts.foreign_text import JsonItem

REGION: JsonItem = {"type": "array", "items": {"type": "number"}}
_WINDOW: JsonItem = {"type": "string", "description": "In its title."}
_SOUGHT: Mapping[str, JsonItem] = {
    "text": {"type": "string", "description": "In a name or kind."},
    "kind": {"type": "string"},
    "window": _WINDOW,
}
_MARKS: JsonItem = {"type": "boolean", "description": "Number them."}

FIND = Function("find", "List a window's controls: kind, name, place, state.", record({}, _SOUGHT))
FIND_OR_NUMBER = Function(FIND.name, FIND.description, record({}, {**_SOUGHT, "marks": _MARKS}))
READ = Function(
    "read",
    "Read the text of a window or a region.",
    record({}, {"window": {"type": "string"}, "region": REGION}),
)
ZOOM = Function("zoom", "See a region (left, top, right, bottom) at full size.", record({"region": REGION}))
