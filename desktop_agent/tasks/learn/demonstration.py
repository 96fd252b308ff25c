"""A demonstration as data: device events, the gestures they form, and the screen before each. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from desktop_agent.core.controls.screen_contents import TextLine
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.screen.controls.window import Control

PointerButton = Literal["left", "middle", "right", "back", "forward"]


@dataclass(frozen=True, slots=True)
class ButtonEvent:
    """A mouse button event; 4 to 7 are wheel notches. `moment` is the number of the stored screen before it."""

    button: int
    down: bool
    at: ScreenPoint
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """A key event, the character that it types, and the accent that it begins.

    A `secret` event has no key and no text; one in `doubt` may have typed a part of a password.
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


DeviceInput = ButtonEvent | KeyEvent


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button pressed and released at a place, up to three times."""

    at: ScreenPoint
    button: PointerButton
    count: int
    held: tuple[str, ...]
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class Dragged:
    """A button pressed at one place and released at another."""

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
    """A typed text after corrections by Backspace; empty if `secret`; with `doubt`, it may be a secret."""

    text: str
    secret: bool
    doubt: bool
    time_ms: int
    moment: int


@dataclass(frozen=True, slots=True)
class PressedKeys:
    """A chord pressed a number of times."""

    keys: tuple[str, ...]
    times: int
    time_ms: int
    moment: int


Gesture = Clicked | Dragged | Scrolled | TypedWords | PressedKeys


@dataclass(frozen=True, slots=True)
class ScreenBefore:
    """The screen before an act; `box` is the window's box on the desktop, `picture` a PNG of exactly that.

    `control` is under the pointer, or has the focus where keys were pressed. `lines` are the texts read in the
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
class DemonstratedAct:
    """One gesture of the person, and the screen before it."""

    gesture: Gesture
    before: ScreenBefore


@dataclass(frozen=True, slots=True)
class Demonstration:
    """All acts of a person, and the screen at the end."""

    acts: tuple[DemonstratedAct, ...]
    end: ScreenBefore = field(default_factory=ScreenBefore)
