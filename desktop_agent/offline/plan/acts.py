"""What the model asks to be done, as data, in pixels of the picture; each dialect has its own words for it."""

from dataclasses import dataclass
from typing import Literal


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
