"""Reads the fields of one action as the model wrote it: types are checked, never coerced; aliases are noted."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.keys import MODIFIERS, keys_in
from desktop_agent.model.caps import MAX_KEY_CHARACTERS, MAX_KEYS, MAX_URL_CHARACTERS, Caps
from desktop_agent.model.space import Space, Unreadable

_BUTTONS: Mapping[str, Button] = {**{name: name for name in get_args(Button)}, "wheel": "middle"}
# Line breaks and tabs are keys of their own; other control characters mean nothing to a keyboard.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Fields:
    """One action's fields, the space its coordinates are in, and what we noticed while reading."""

    raw: Mapping[str, object]
    space: Space
    caps: Caps
    notices: list[str] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Tell whether a field is there and not null."""
        return self.raw.get(name) is not None

    def number(self, *names: str) -> float:
        """Return the first of these fields that is there; Unreadable unless it is a finite number."""
        name = next((name for name in names if self.has(name)), None)
        if name is None:
            raise Unreadable(f"{names[0]} is missing.")
        if name != names[0]:
            self.notices.append(f"The model writes “{name}” for “{names[0]}”.")
        return _number(name, self.raw[name])

    def at(self, x: str = "x", y: str = "y") -> ImagePoint:
        """Return the point of two fields."""
        return self.place(self.number(x), self.number(y))

    def place(self, x: float, y: float) -> ImagePoint:
        """Return the pixel of two coordinates."""
        return self.space.point(x, y)

    def text(self, name: str) -> str:
        """Return a text that can be typed, with line breaks as one sign each."""
        value = self._string(name, self.caps.text_characters)
        value = value.replace("\r\n", "\n").replace("\r", "\n")
        control = _CONTROL.search(value)
        if control:
            raise Unreadable(f"{name} holds a control character (U+{ord(control[0]):04X}), which no key types.")
        return value

    def url(self) -> str:
        """Return an address without white space and control characters."""
        value = self._string("url", MAX_URL_CHARACTERS).strip()
        if not value or any(char.isspace() or not char.isprintable() for char in value):
            raise Unreadable("url holds white space or invisible characters.")
        return value

    def first_text(self, *names: str) -> str:
        """Return the first of these fields that is a text and not empty; else an empty text."""
        return next((value for name in names if isinstance(value := self.raw.get(name), str) and value), "")

    def button(self) -> Button:
        """Return the button; left when none is named."""
        named = self.raw.get("button")
        if named is None or named == "":
            return "left"
        button = _BUTTONS.get(named) if isinstance(named, str) else None
        if button is None:
            raise Unreadable("button must be one of left, right, wheel, back, forward.")
        return button

    def modifiers(self) -> tuple[str, ...]:
        """Return the keys to be held while the mouse acts; mostly none."""
        return _chord(self.raw["keys"]) if self.raw.get("keys") else ()

    def keys(self) -> tuple[str, ...]:
        """Return the chord of `keys`, else of `key`, else of `text`."""
        name = next((name for name in ("keys", "key", "text") if self.raw.get(name)), "keys")
        if name != "keys":
            self.notices.append(f"The model writes “{name}” for “keys”.")
        return _chord(self.raw.get(name))

    def press(self) -> tuple[str, ...]:
        """Return a chord that does something when it is pressed; of the modifiers only Super does so alone."""
        keys = self.keys()
        if "super" not in keys and not set(keys) - set(MODIFIERS):
            raise Unreadable("keys names modifiers only; add the key that is pressed with them, or hold them.")
        return keys

    def distance(self, *names: str) -> int:
        """Return a scroll distance in whole pixels, 0 when no such field is there."""
        if not any(self.has(name) for name in names):
            return 0
        value = self.number(*names)
        if abs(value) > self.caps.scroll_px:
            raise Unreadable(f"A scroll goes at most {self.caps.scroll_px} pixels; use several.")
        return math.floor(value + 0.5)

    def path(self) -> tuple[ImagePoint, ...]:
        """Return the points of `path`."""
        points = self.raw["path"]
        if not isinstance(points, list) or len(points) < _PAIR:
            raise Unreadable("path must be a list of at least two points.")
        if len(points) > self.caps.drag_points:
            raise Unreadable(f"path holds {len(points)} points; at most {self.caps.drag_points} are taken.")
        return tuple(self._point(point) for point in points)

    def _point(self, point: object) -> ImagePoint:
        if isinstance(point, list) and len(point) == _PAIR:
            self.notices.append("The model writes points as [x, y].")
            point = dict(zip("xy", point, strict=True))
        if not isinstance(point, dict):
            raise Unreadable("each point of path must have x and y.")
        return Fields(point, self.space, self.caps, self.notices).at()

    def _string(self, name: str, cap: int) -> str:
        value = self.raw.get(name)
        if value is None or value == "":
            raise Unreadable(f"{name} is missing or empty.")
        if not isinstance(value, str):
            raise Unreadable(f"{name} must be text.")
        if len(value) > cap:
            raise Unreadable(f"{name} has {len(value)} characters; at most {cap} are taken at once.")
        if _SURROGATE.search(value):
            raise Unreadable(f"{name} holds half a character (a lone surrogate).")
        return value


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(f"{name} must be a number, not {'text' if isinstance(value, str) else 'something else'}.")
    if isinstance(value, float) and not math.isfinite(value):
        raise Unreadable(f"{name} is not a finite number.")
    return value


def _chord(named: object) -> tuple[str, ...]:
    parts = [named] if isinstance(named, str) else named
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise Unreadable("keys must be a list of key names.")
    if len(parts) > MAX_KEYS or any(len(part) > MAX_KEY_CHARACTERS for part in parts):
        raise Unreadable(f"A chord has at most {MAX_KEYS} keys.")
    try:
        keys = keys_in(parts)
    except UnknownKeyError as error:
        raise Unreadable(str(error)) from error
    if len(keys) > MAX_KEYS:
        raise Unreadable(f"A chord has at most {MAX_KEYS} keys.")
    if len(set(keys)) < len(keys):
        raise Unreadable("keys names a key twice; press it in two actions if that is meant.")
    return keys
