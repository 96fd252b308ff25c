"""The properties of windows: the only reader of them, as any program may set them to anything, and at any time.

Each is read in one request, since it may change before a second one. A property of another type, format or length than
it should have counts as absent, and text is decoded by `core/texts/foreign_text.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from Xlib import X, Xatom

from desktop_agent.core.texts.foreign_text import text_from, text_of, text_of_unknown
from desktop_agent.platforms.x11.connection import Connection

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

_UNIT = 4  # bytes in which the server counts the length of a request
# formats: the bits of each item
_BYTES = 8
_NUMBERS = 32
_LONGEST_TEXT = 4096  # bytes
_MOST_NUMBERS = 16_384
_CHARACTER_SETS = re.compile(rb"\x1b[ -/]*[0-~]")  # where compound text changes to another one
_Answer = Any  # of python-xlib: property_type, format, value, bytes_after


@dataclass(frozen=True, slots=True)
class Property:
    """A property as it is on the server: the atom of its type, the bits of each item, and its bytes."""

    type: int
    width: int
    data: bytes


class Properties:
    """Reads the properties of any window of one display; XError if the window is gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, window: Window, name: str) -> bool:
        """Return whether a window has a property of this name, whatever is in it."""
        return window.get_property(self._connection.atom(name), X.AnyPropertyType, 0, 0) is not None

    def text(self, window: Window, name: str) -> str:
        """Return a property as text; empty if it is absent or no text."""
        answer = self._read(window, name, _LONGEST_TEXT)
        return self._decoded(answer) if answer is not None and answer.format == _BYTES else ""

    def classes(self, window: Window) -> tuple[str, ...]:
        """Return the instance and the class of a window, as its program has named them; empty if it hasn't."""
        answer = self._read(window, "WM_CLASS", _LONGEST_TEXT)
        if answer is None or answer.format != _BYTES:
            return ()
        names = bytes(answer.value).split(b"\0")[:2]
        return tuple(text_from(name.decode("latin-1")) for name in names if name)

    def transient_for(self, window: Window) -> Window | None:
        """Return the window that a window is transient for; None if it names none, or itself."""
        owner = next(iter(self.numbers(window, "WM_TRANSIENT_FOR", most=1)), 0)
        if owner in {0, window.id}:
            return None
        other: Window = self._connection.display.create_resource_object("window", owner)
        return other

    def numbers(self, window: Window, name: str, *, most: int = _MOST_NUMBERS) -> tuple[int, ...]:
        """Return a property that is a list of numbers, atoms or windows; empty if it is none."""
        answer = self._read(window, name, most * _UNIT)
        return tuple(map(int, answer.value)) if answer is not None and answer.format == _NUMBERS else ()

    def data(self, window: Window, name: str, most_bytes: int) -> bytes:
        """Return the first bytes of a property, whatever is in it; empty if it is absent."""
        content = self.any(window, name, most_bytes)
        return content.data if content is not None else b""

    def any(self, window: Window, name: str, most_bytes: int) -> Property | None:
        """Return the first bytes of a property, with their type and width; None if it is absent."""
        answer = self._read(window, name, most_bytes)
        if answer is None:
            return None
        return Property(int(answer.property_type), int(answer.format) or _BYTES, bytes(answer.value))

    def _read(self, window: Window, name: str, most_bytes: int) -> _Answer | None:
        return window.get_property(self._connection.atom(name), X.AnyPropertyType, 0, most_bytes // _UNIT)

    def _decoded(self, answer: _Answer) -> str:
        data = bytes(answer.value)
        if answer.property_type == Xatom.STRING:
            return text_of(data, "latin-1")
        if answer.property_type == self._connection.atom("UTF8_STRING"):
            return text_of(data, cut=bool(answer.bytes_after))
        return text_of_unknown(_CHARACTER_SETS.sub(b"", data))
