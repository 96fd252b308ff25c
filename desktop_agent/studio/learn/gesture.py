"""What a person did, as whole gestures: clicks, drags, turns of the wheel, typed texts and chords."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.geometry import ScreenPoint

PointerButton = Literal["left", "middle", "right", "back", "forward"]


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button pressed and let go at a place, up to three times."""

    at: ScreenPoint
    button: PointerButton
    count: int
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class Dragged:
    """A button pressed at one place and let go at another."""

    at: ScreenPoint
    to: ScreenPoint
    button: PointerButton
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class Scrolled:
    """A wheel turned at a place by notches; right and down are positive."""

    at: ScreenPoint
    dx: int
    dy: int
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class TypedWords:
    """A text as it stands there after all corrections by Backspace; `secret` has none, `doubt` may be a secret."""

    text: str
    secret: bool
    doubt: bool
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class PressedKeys:
    """A chord, pressed so many times."""

    keys: tuple[str, ...]
    times: int
    time_ms: int
    moment: int


Gesture = Clicked | Dragged | Scrolled | TypedWords | PressedKeys
