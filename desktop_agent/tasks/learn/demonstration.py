"""A demonstration as data: device events, the gestures made of them, and the screen before each. Pure.

One gesture is open at a time. The next event either continues it (a second click, another letter, another notch) or
closes it. Secret keys make a text without letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from desktop_agent.core.actions.keys import MODIFIERS
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


AGAIN_WITHIN_MS = 500  # between two clicks that are one double click, as most desktops have it
STILL_PX = 6  # a click moves the pointer by less
SAME_TURN_MS = 1500  # between two notches of one turn of the wheel
AGAIN_KEY_MS = 1500
_MOST_CLICKS = 3
_BUTTONS: Mapping[int, PointerButton] = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
_WHEEL = {4: (0, -1), 5: (0, 1), 6: (-1, 0), 7: (1, 0)}
# Pressed alone these open a menu; other modifiers do nothing then.
_ALONE = frozenset({"super", "alt"})
# The character of a dead key pressed twice, and before a blank where that differs (X11's Compose file).
_TWICE = {"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨", "\u030a": "°", "\u0327": "¸"}
_BEFORE_BLANK = {**_TWICE, "\u0301": "'", "\u0308": '"'}


class GestureMaker:
    """Turns events, in the order in which they happened, into gestures."""

    def __init__(self) -> None:
        self._open: Gesture | None = None
        self._button: ButtonEvent | None = None
        self._accent = ""
        self._alone: KeyEvent | None = None

    @property
    def open(self) -> Gesture | None:
        """Return the gesture that the next event may continue."""
        return self._open

    def may_continue_with(self, event: ButtonEvent) -> bool:
        """Return whether a button press continues the open gesture."""
        before = self._open
        if isinstance(before, Scrolled):
            return event.button in _WHEEL and _is_same_turn(before, event)
        button = _BUTTONS.get(event.button)
        return isinstance(before, Clicked) and button is not None and _is_next_click(before, event, button)

    def take(self, event: DeviceInput) -> tuple[Gesture, ...]:
        """Process one event; return the gestures that it completed, in order."""
        match event:
            case ButtonEvent():
                self._alone = None
                return self._process_button(event)
            case KeyEvent():
                return self._process_key(event)
            case _ as never:
                assert_never(never)

    def close(self) -> tuple[Gesture, ...]:
        """Close the open gesture and return it; empty without one."""
        closed = self._open
        self._open = None
        self._accent = ""
        return () if closed is None or _is_without_effect(closed) else (closed,)

    def doubt(self) -> None:
        """Mark the open text as doubtful: its field is unknown."""
        if isinstance(self._open, TypedWords) and not self._open.secret:
            self._open = replace(self._open, doubt=True)

    def drop_letters(self) -> None:
        """Mark the open text as secret, and delete its letters."""
        if isinstance(self._open, TypedWords):
            self._open = replace(self._open, text="", secret=True, doubt=False)

    def _process_button(self, event: ButtonEvent) -> tuple[Gesture, ...]:
        if event.button in _WHEEL:
            return self._process_wheel(event) if event.down else ()
        if event.down:
            self._button = event
            return ()
        began = self._button
        self._button = None
        if began is None or began.button != event.button or event.button not in _BUTTONS:
            return ()
        return self._process_release(began, event.at)

    def _process_release(self, began: ButtonEvent, to: ScreenPoint) -> tuple[Gesture, ...]:
        button = _BUTTONS[began.button]
        if not _is_near(began.at, to):
            return self._replace_open_gesture(Dragged(began.at, to, button, began.held, began.time_ms, began.moment))
        before = self._open
        if isinstance(before, Clicked) and _is_next_click(before, began, button):
            self._open = replace(before, count=before.count + 1, time_ms=began.time_ms)
            return ()
        return self._replace_open_gesture(Clicked(began.at, button, 1, began.held, began.time_ms, began.moment))

    def _process_wheel(self, event: ButtonEvent) -> tuple[Gesture, ...]:
        dx, dy = _WHEEL[event.button]
        before = self._open
        if isinstance(before, Scrolled) and _is_same_turn(before, event):
            self._open = replace(before, dx=before.dx + dx, dy=before.dy + dy, time_ms=event.time_ms)
            return ()
        return self._replace_open_gesture(Scrolled(event.at, dx, dy, event.held, event.time_ms, event.moment))

    def _process_key(self, event: KeyEvent) -> tuple[Gesture, ...]:
        if event.key in MODIFIERS:
            return self._process_modifier(event)
        self._alone = None
        if not event.down:
            return ()
        if event.secret:
            return self._process_letter(event, "")
        if event.accent:
            return self._process_accent(event)
        if event.char:
            accent = self._accent
            self._accent = ""
            return self._process_letter(event, _with_accent(accent, event.char) if accent else event.char)
        return self._process_chord(event)

    def _process_accent(self, event: KeyEvent) -> tuple[Gesture, ...]:
        twice = self._accent == event.accent
        self._accent = "" if twice else event.accent
        return self._process_letter(event, _TWICE.get(event.accent, "")) if twice else ()

    def _process_modifier(self, event: KeyEvent) -> tuple[Gesture, ...]:
        alone = self._alone
        self._alone = None
        if event.down:
            self._alone = event if event.key in _ALONE and not event.held else None
            return ()
        if alone is None or alone.key != event.key:
            return ()
        return self._replace_open_gesture(PressedKeys((event.key,), 1, alone.time_ms, alone.moment))

    def _process_letter(self, event: KeyEvent, text: str) -> tuple[Gesture, ...]:
        before = self._open
        if isinstance(before, TypedWords) and (before.secret, before.doubt) == (event.secret, event.doubt):
            self._open = replace(before, text=before.text + text, time_ms=event.time_ms)
            return ()
        return self._replace_open_gesture(TypedWords(text, event.secret, event.doubt, event.time_ms, event.moment))

    def _process_chord(self, event: KeyEvent) -> tuple[Gesture, ...]:
        before = self._open
        accent = self._accent
        self._accent = ""
        if event.key == "backspace" and not event.held:
            if accent:
                return ()  # it takes back the dead key
            if isinstance(before, TypedWords) and (before.text or before.secret):
                self._open = replace(before, text=before.text[:-1], time_ms=event.time_ms)
                return ()
        keys = (*event.held, event.key) if event.key else ()
        if not keys:
            return ()
        if isinstance(before, PressedKeys) and before.keys == keys and event.time_ms - before.time_ms <= AGAIN_KEY_MS:
            self._open = replace(before, times=before.times + 1, time_ms=event.time_ms)
            return ()
        return self._replace_open_gesture(PressedKeys(keys, 1, event.time_ms, event.moment))

    def _replace_open_gesture(self, gesture: Gesture) -> tuple[Gesture, ...]:
        closed = self.close()
        self._open = gesture
        return closed


def _is_next_click(before: Clicked, began: ButtonEvent, button: PointerButton) -> bool:
    return (
        before.button == button
        and before.held == began.held
        and before.count < _MOST_CLICKS
        and _is_near(before.at, began.at)
        and began.time_ms - before.time_ms <= AGAIN_WITHIN_MS
    )


def _is_same_turn(before: Scrolled, event: ButtonEvent) -> bool:
    in_time = event.time_ms - before.time_ms <= SAME_TURN_MS
    return in_time and before.held == event.held and _is_near(before.at, event.at)


def _is_without_effect(gesture: Gesture) -> bool:
    """Return whether a gesture had no effect in the end: a text deleted again, a wheel turned back."""
    match gesture:
        case TypedWords():
            return not gesture.text and not gesture.secret
        case Scrolled():
            return not gesture.dx and not gesture.dy
        case _:
            return False


def _is_near(first: ScreenPoint, second: ScreenPoint) -> bool:
    return abs(first.x - second.x) <= STILL_PX and abs(first.y - second.y) <= STILL_PX


def _with_accent(accent: str, char: str) -> str:
    if char == " ":
        return _BEFORE_BLANK.get(accent, "")
    joined = unicodedata.normalize("NFC", char + accent)
    return joined if len(joined) == 1 else ""  # programs type nothing without a composed character
