"""Recognition of a line's act among a person's own clicks and keys. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.actions import Click, Drag, Press, Scroll, Type
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.keys import main_key
from desktop_agent.core.own_windows import CLEARANCE_PX
from desktop_agent.tasks.steps.words import StepAct

# The names of mouse buttons by X's numbers; 4 to 7 are the wheel.
BUTTONS = {
    1: "left",
    2: "middle",
    3: "right",
    4: "wheel up",
    5: "wheel down",
    6: "wheel left",
    7: "wheel right",
    8: "back",
    9: "forward",
}
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
    """Watches for one line's act; the letters of a `secret` text aren't looked at."""

    def __init__(self, act: StepAct, spot: Spot, *, secret: bool = False) -> None:
        self._act, self._spot, self._secret = act, spot, secret
        self._count = 0  # of clicks, chords, or line breaks, so far
        self._text = ""
        self.has_begun = False

    def completes(self, event: HandEvent) -> bool:
        """Return whether the act is done with this event."""
        match self._act.action:
            case Click(button=button, count=count, keys=keys):
                hits = event.name == button and {*keys} <= {*event.held} and self._spot.is_pressed_by(event)
                return event.at is not None and event.down and self._is_last(count, hits=hits)
            case Press(keys=(*held, key)):
                hits = key in {main_key(event.name), event.name, event.char} and {*held} <= {*event.held}
                return event.at is None and hits and self._is_last(1, hits=hits)
            case Drag():
                if event.down:
                    self.has_begun = self._spot.is_pressed_by(event)
                return not event.down and self.has_begun and _is_near(event.at, self._spot.points[-1])
            case Scroll(dx=dx, dy=dy):
                across = "wheel right" if dx > 0 else "wheel left"
                return event.name == (("wheel down" if dy > 0 else "wheel up") if dy else across)
            case Type(text=text):
                return event.at is None and self._ends_text(event, text)
            case _:
                return False

    def _is_last(self, count: int, *, hits: bool) -> bool:
        self._count = self._count + 1 if hits else 0
        return self._count == count * self._act.times

    def _ends_text(self, event: HandEvent, text: str) -> bool:
        """Return whether a key completes a text: its last letter, or the line break or Tab after another text."""
        char = _BREAKS.get(main_key(event.name), event.char)
        if self._secret:
            self.has_begun = self.has_begun or bool(char)
        elif event.name == "backspace":
            self._text = self._text[:-1]
        else:
            self._text = (self._text + char)[-len(text) :]
            self.has_begun = self.has_begun or self._text.strip() != ""
        if self.has_begun and char in _BREAKS.values():
            self._count += 1
        is_typed = self._text == text and not self._secret
        return is_typed or self._count > sum(text[:-1].count(key) for key in _BREAKS.values())


def _is_near(at: ScreenPoint | None, point: ScreenPoint) -> bool:
    return at is not None and max(abs(at.x - point.x), abs(at.y - point.y)) <= CLEARANCE_PX
