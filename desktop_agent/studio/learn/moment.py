"""What is known of the moment before an act: the window, the control, and a picture of the window as it was."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.reading import TextLine
from desktop_agent.screen.window import Control
from desktop_agent.studio.learn.gesture import Gesture


@dataclass(frozen=True, slots=True)
class Moment:
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
    before: Moment


@dataclass(frozen=True, slots=True)
class Demonstration:
    """All that a person has shown, and the screen at the end."""

    acts: tuple[ShownAct, ...]
    end: Moment = field(default_factory=Moment)
