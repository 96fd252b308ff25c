"""What the model wants to have done, as data in pixels of the picture, and the same as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, assert_never

from desktop_agent.core.turn import JsonItem

# Fractions of the way of a drag: many programs do not take a single jump for a drag.
_DRAG_POINTS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class ClickAt:
    """Press and release a mouse button."""

    x: int
    y: int
    button: Literal["left", "right"] = "left"
    count: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class TypeKeys:
    """Type text where the caret is."""

    text: str


@dataclass(frozen=True, slots=True)
class PressKeys:
    """Press a chord."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScrollAt:
    """Turn the wheel over a point, in pixels; right and down are positive."""

    x: int
    y: int
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class DragTo:
    """Press at one point and release at another."""

    x: int
    y: int
    end_x: int
    end_y: int


@dataclass(frozen=True, slots=True)
class WaitABit:
    """Let some time pass, then look."""

    seconds: float


Act = ClickAt | TypeKeys | PressKeys | ScrollAt | DragTo | WaitABit


def as_json(act: Act, scale: tuple[float, float] = (1.0, 1.0)) -> JsonItem:
    """Return an act in the words of `preview`, which the other dialects mostly share; `scale` is for its points."""

    def point(x: int, y: int) -> JsonItem:
        return {"x": round(x * scale[0]), "y": round(y * scale[1])}

    match act:
        case ClickAt(x, y, _, 2):
            return {"type": "double_click", **point(x, y)}
        case ClickAt(x, y, button):
            return {"type": "click", "button": button, **point(x, y)}
        case TypeKeys(text):
            return {"type": "type", "text": text}
        case PressKeys(keys):
            return {"type": "keypress", "keys": list(keys)}
        case ScrollAt(x, y, dx, dy):
            return {"type": "scroll", **point(x, y), "scroll_x": dx, "scroll_y": dy}
        case DragTo(x, y, end_x, end_y):
            way = ((x + round((end_x - x) * part), y + round((end_y - y) * part)) for part in _DRAG_POINTS)
            return {"type": "drag", "path": [point(*at) for at in way]}
        case WaitABit(seconds):
            return {"type": "wait", "seconds": seconds}
        case _:
            assert_never(act)
