"""Recognition of a line's act among a person's own clicks and keys. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions.action import Click, Press, Type
from desktop_agent.core.actions.keys import main_key
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.tasks.steps.words import StepAct

BUTTONS = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}  # by X's numbers; the others are the wheel
_BREAKS = {"enter": "\n", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class HandEvent:
    """A key or mouse button that a person pressed or released; a key has no place `at`."""

    name: str
    held: tuple[str, ...] = ()
    at: ScreenPoint | None = None
    char: str = ""
    down: bool = True


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line is done, in pixels of the desktop: its points, and its control's box; none for keys alone."""

    points: tuple[ScreenPoint, ...] = ()
    box: Rect | None = None

    def is_pressed_by(self, event: HandEvent) -> bool:
        """Return whether an event is a mouse button that goes down there."""
        return event.down and event.at is not None and self.box is not None and self.box.contains(event.at)


class ActWatch:
    """Watches for one line's click, chord or text; the letters of a `secret` text aren't looked at."""

    def __init__(self, act: StepAct, spot: Spot, *, secret: bool = False) -> None:
        self.spot = spot
        self._act = act
        self._secret = secret
        self._count = 0  # of clicks, chords, or line breaks, so far
        self._text = ""
        self.has_begun = False

    def take(self, event: HandEvent) -> bool:
        """Return whether the act is done with this event."""
        match self._act.action:
            case Click(button=button, count=count, keys=keys) if event.at is not None and event.down:
                hits = event.name == button and {*keys} <= {*event.held} and self.spot.is_pressed_by(event)
                self._count = self._count + 1 if hits else 0
                return self._count == count * self._act.times
            case Press(keys=(*held, key)) if event.at is None:
                self._count += key in {main_key(event.name), event.char} and {*held} <= {*event.held}
                return self._count == self._act.times
            case Type(text=text) if event.at is None:
                return self._take_key(event, text)
            case _:
                return False

    def _take_key(self, event: HandEvent, text: str) -> bool:
        """Return whether a key completes a text: its last letter, or the line break or Tab after another text."""
        char = _BREAKS.get(main_key(event.name), event.char)
        self.has_begun = self.has_begun or bool(char.strip())
        self._count += self.has_begun and char in _BREAKS.values()
        if self._count > sum(text[:-1].count(line_break) for line_break in _BREAKS.values()):
            return True
        if self._secret:
            return False
        self._text = self._text[:-1] if event.name == "backspace" else (self._text + char)[-len(text) :]
        return self._text == text
