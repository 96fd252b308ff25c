"""A demonstration as data: presses that are heard, the gestures they make, and the moment before each. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.reading import TextLine
from desktop_agent.screen.window import Control

PointerButton = Literal["left", "middle", "right", "back", "forward"]


@dataclass(frozen=True, slots=True)
class ButtonHeard:
    """A button of the mouse; 4 to 7 are the notches of a wheel. `moment` names what was on the screen before it."""

    button: int
    down: bool
    at: ScreenPoint
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class KeyHeard:
    """A key, what it types, and the accent that it begins.

    Of a `secret` key nothing is left but that there was one; one in `doubt` may have typed a part of a password.
    """

    key: str
    char: str
    accent: str
    down: bool
    held: tuple[str, ...]
    time_ms: int
    moment: int
    secret: bool = False
    doubt: bool = False


HeardInput = ButtonHeard | KeyHeard


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


@dataclass(frozen=True, slots=True)
class ScreenBefore:
    """The screen before an act; `box` is where the window is on the desktop, `picture` a PNG of exactly that.

    `control` is under the pointer, or has the keyboard where keys were pressed. `lines` are what can be read in the
    picture, in its pixels.
    """

    window: Window | None = None
    box: Rect | None = None
    desktop: Rect | None = None
    control: Control = field(default_factory=Control)
    site: str = ""
    picture: bytes = field(default=b"", repr=False)
    lines: tuple[TextLine, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ShownAct:
    """One thing that the person did, and the screen before it."""

    gesture: Gesture
    before: ScreenBefore


@dataclass(frozen=True, slots=True)
class Demonstration:
    """All that a person has shown, and the screen at the end."""

    acts: tuple[ShownAct, ...]
    end: ScreenBefore = field(default_factory=ScreenBefore)
