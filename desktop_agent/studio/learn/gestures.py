"""Makes gestures of what is heard: knows nothing of the screen, and no clock but that of the events.

One gesture is open at a time, and what comes next either goes on with it (a second click, another letter, another
notch) or closes it. A key of which is known only that it was secret makes a text without any letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.keys import MODIFIERS
from desktop_agent.studio.learn.demonstration import (
    ButtonHeard,
    Clicked,
    Dragged,
    Gesture,
    HeardInput,
    KeyHeard,
    PointerButton,
    PressedKeys,
    Scrolled,
    TypedWords,
)

AGAIN_WITHIN_MS = 500  # between two clicks that are one double click, as most desktops have it
STILL_PX = 6  # a hand that clicks moves by less
SAME_TURN_MS = 1500  # between two notches of one turn
AGAIN_KEY_MS = 1500
_MOST_CLICKS = 3
_BUTTONS: Mapping[int, PointerButton] = {1: "left", 2: "middle", 3: "right", 8: "back", 9: "forward"}
_WHEEL = {4: (0, -1), 5: (0, 1), 6: (-1, 0), 7: (1, 0)}
# Pressed alone they open a menu; the others do nothing then.
_ALONE = frozenset({"super", "alt"})
# What a dead key types when it is pressed twice, and before a blank, where that is another sign (X11's Compose file).
_TWICE = {"\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0308": "¨", "\u030a": "°", "\u0327": "¸"}
_BEFORE_BLANK = {**_TWICE, "\u0301": "'", "\u0308": '"'}


class GestureMaker:
    """Takes events in the order in which they happened."""

    def __init__(self) -> None:
        self._open: Gesture | None = None
        self._button: ButtonHeard | None = None
        self._accent = ""
        self._alone: KeyHeard | None = None

    @property
    def open(self) -> Gesture | None:
        """Return the gesture that the next event may still go on with."""
        return self._open

    def goes_on_with(self, heard: ButtonHeard) -> bool:
        """Return whether a button that goes down belongs to the gesture that is open."""
        before = self._open
        if isinstance(before, Scrolled):
            return heard.button in _WHEEL and _is_same_turn(before, heard)
        button = _BUTTONS.get(heard.button)
        return isinstance(before, Clicked) and button is not None and _is_again(before, heard, button)

    def take(self, heard: HeardInput) -> tuple[Gesture, ...]:
        """Take one event; return the gestures that are complete now, in order."""
        match heard:
            case ButtonHeard():
                self._alone = None
                return self._pointer(heard)
            case KeyHeard():
                return self._key(heard)
            case _ as never:
                assert_never(never)

    def close(self) -> tuple[Gesture, ...]:
        """Return the gesture that is still open: whatever comes next is another one."""
        closed, self._open = self._open, None
        self._accent = ""
        return () if closed is None or _is_nothing(closed) else (closed,)

    def doubt(self) -> None:
        """Take the text that is open for one of which is not known where it went."""
        if isinstance(self._open, TypedWords) and not self._open.secret:
            self._open = replace(self._open, doubt=True)

    def drop_letters(self) -> None:
        """Take the text that is open for a secret, and keep nothing of it."""
        if isinstance(self._open, TypedWords):
            self._open = replace(self._open, text="", secret=True, doubt=False)

    def _pointer(self, heard: ButtonHeard) -> tuple[Gesture, ...]:
        if heard.button in _WHEEL:
            return self._turned(heard) if heard.down else ()
        if heard.down:
            self._button = heard
            return ()
        began, self._button = self._button, None
        if began is None or began.button != heard.button or heard.button not in _BUTTONS:
            return ()
        return self._let_go(began, heard.at)

    def _let_go(self, began: ButtonHeard, to: ScreenPoint) -> tuple[Gesture, ...]:
        button = _BUTTONS[began.button]
        if not _near(began.at, to):
            return self._next(Dragged(began.at, to, button, began.held, began.time_ms, began.moment))
        before = self._open
        if isinstance(before, Clicked) and _is_again(before, began, button):
            self._open = replace(before, count=before.count + 1, time_ms=began.time_ms)
            return ()
        return self._next(Clicked(began.at, button, 1, began.held, began.time_ms, began.moment))

    def _turned(self, heard: ButtonHeard) -> tuple[Gesture, ...]:
        dx, dy = _WHEEL[heard.button]
        before = self._open
        if isinstance(before, Scrolled) and _is_same_turn(before, heard):
            self._open = replace(before, dx=before.dx + dx, dy=before.dy + dy, time_ms=heard.time_ms)
            return ()
        return self._next(Scrolled(heard.at, dx, dy, heard.held, heard.time_ms, heard.moment))

    def _key(self, heard: KeyHeard) -> tuple[Gesture, ...]:
        if heard.key in MODIFIERS:
            return self._modifier(heard)
        self._alone = None
        if not heard.down:
            return ()
        if heard.secret:
            return self._typed(heard, "")
        if heard.accent:
            return self._accented(heard)
        if heard.char:
            accent, self._accent = self._accent, ""
            return self._typed(heard, _with_accent(accent, heard.char) if accent else heard.char)
        return self._pressed(heard)

    def _accented(self, heard: KeyHeard) -> tuple[Gesture, ...]:
        twice = self._accent == heard.accent
        self._accent = "" if twice else heard.accent
        return self._typed(heard, _TWICE.get(heard.accent, "")) if twice else ()

    def _modifier(self, heard: KeyHeard) -> tuple[Gesture, ...]:
        alone, self._alone = self._alone, None
        if heard.down:
            self._alone = heard if heard.key in _ALONE and not heard.held else None
            return ()
        if alone is None or alone.key != heard.key:
            return ()
        return self._next(PressedKeys((heard.key,), 1, alone.time_ms, alone.moment))

    def _typed(self, heard: KeyHeard, text: str) -> tuple[Gesture, ...]:
        before = self._open
        if isinstance(before, TypedWords) and (before.secret, before.doubt) == (heard.secret, heard.doubt):
            self._open = replace(before, text=before.text + text, time_ms=heard.time_ms)
            return ()
        return self._next(TypedWords(text, heard.secret, heard.doubt, heard.time_ms, heard.moment))

    def _pressed(self, heard: KeyHeard) -> tuple[Gesture, ...]:
        before = self._open
        accent, self._accent = self._accent, ""
        if heard.key == "backspace" and not heard.held:
            if accent:
                return ()  # it takes back the dead key
            if isinstance(before, TypedWords) and (before.text or before.secret):
                self._open = replace(before, text=before.text[:-1], time_ms=heard.time_ms)
                return ()
        keys = (*heard.held, heard.key) if heard.key else ()
        if not keys:
            return ()
        if isinstance(before, PressedKeys) and before.keys == keys and heard.time_ms - before.time_ms <= AGAIN_KEY_MS:
            self._open = replace(before, times=before.times + 1, time_ms=heard.time_ms)
            return ()
        return self._next(PressedKeys(keys, 1, heard.time_ms, heard.moment))

    def _next(self, gesture: Gesture) -> tuple[Gesture, ...]:
        closed = self.close()
        self._open = gesture
        return closed


def _is_again(before: Clicked, began: ButtonHeard, button: PointerButton) -> bool:
    return (
        before.button == button
        and before.held == began.held
        and before.count < _MOST_CLICKS
        and _near(before.at, began.at)
        and began.time_ms - before.time_ms <= AGAIN_WITHIN_MS
    )


def _is_same_turn(before: Scrolled, heard: ButtonHeard) -> bool:
    in_time = heard.time_ms - before.time_ms <= SAME_TURN_MS
    return in_time and before.held == heard.held and _near(before.at, heard.at)


def _is_nothing(gesture: Gesture) -> bool:
    """Return whether nothing is left of a gesture: a text that was taken back, a wheel that was turned back."""
    match gesture:
        case TypedWords():
            return not gesture.text and not gesture.secret
        case Scrolled():
            return not gesture.dx and not gesture.dy
        case _:
            return False


def _near(one: ScreenPoint, other: ScreenPoint) -> bool:
    return abs(one.x - other.x) <= STILL_PX and abs(one.y - other.y) <= STILL_PX


def _with_accent(accent: str, char: str) -> str:
    if char == " ":
        return _BEFORE_BLANK.get(accent, "")
    joined = unicodedata.normalize("NFC", char + accent)
    return joined if len(joined) == 1 else ""  # programs type nothing then
