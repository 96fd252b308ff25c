"""The values of settings as people write them. No Qt."""

from __future__ import annotations

from desktop_agent.core.geometry import Rect, Size


def text_of(value: object) -> str:
    """Return a value as people write it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Size():
            return f"{value.width}x{value.height}"
        case Rect():
            return f"{value.x},{value.y},{value.width},{value.height}"
        case tuple() if any(isinstance(one, Rect) for one in value):
            return "; ".join(map(text_of, value))
        case tuple():
            return ", ".join(map(str, value))
        case float():
            return f"{value:g}" if value == float(f"{value:g}") else str(value)
        case _:
            return str(value)
