"""What is heard of mouse and keyboard, one value for each press and release: the input of the gestures."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.geometry import ScreenPoint


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
