"""Records every press of a key or button on a display, with the pointer's position and the keyboard's state.

By the RECORD extension: raw events of XInput report the device, which a recorded demonstration doesn't need, but not
the pointer's position when the button went down, which it does. Events that programs send to each other (XSendEvent)
are no input and aren't recorded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from Xlib import X
from Xlib.error import ConnectionClosedError, XError
from Xlib.ext import record
from Xlib.protocol import rq

from desktop_agent.core.actions.keys import main_key
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.connection import Connection, is_xwayland
from desktop_agent.platforms.x11.keysyms import char_of_symbol, named_keys
from desktop_agent.platforms.x11.xkb import KeyboardExtension, Keymap

if TYPE_CHECKING:
    from Xlib.protocol.rq import Event

# where a core event's state has the group and the modifiers
_GROUP_SHIFT = 13
_GROUPS = 0b11
_MODIFIERS = 0xFF
_NOTHING = (0, 0, 0, 0)
_WANTED = {
    "core_requests": (0, 0),
    "core_replies": (0, 0),
    "ext_requests": _NOTHING,
    "ext_replies": _NOTHING,
    "delivered_events": (0, 0),
    "device_events": (X.KeyPress, X.ButtonRelease),
    "errors": (0, 0),
    "client_started": False,
    "client_died": False,
}
# Modifiers as every layout of today has them: bits of a core event's state.
_HELD = {0x01: "shift", 0x04: "ctrl", 0x08: "alt", 0x40: "super"}
# Keys that exist twice, or that mean another one while a modifier is held.
_ALSO = {
    0xFFE2: "shift", 0xFFE4: "ctrl", 0xFFE7: "alt", 0xFFE8: "alt", 0xFFEA: "alt", 0xFFEC: "super", 0xFE11: "altgr",
    0xFE20: "tab",
}  # fmt: skip
# The accents of dead keys, as the marks that Unicode puts after a letter (source: X11's keysymdef.h).
_DEAD = {
    0xFE50: "\u0300", 0xFE51: "\u0301", 0xFE52: "\u0302", 0xFE53: "\u0303", 0xFE54: "\u0304", 0xFE55: "\u0306",
    0xFE56: "\u0307", 0xFE57: "\u0308", 0xFE58: "\u030a", 0xFE59: "\u030b", 0xFE5A: "\u030c", 0xFE5B: "\u0327",
    0xFE5C: "\u0328", 0xFE60: "\u0323", 0xFE61: "\u0309", 0xFE62: "\u031b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A key or a button that goes down or up; `code` is the key's code or the button's number."""

    kind: Literal["key", "button"]
    down: bool
    code: int
    at: ScreenPoint
    state: int  # modifiers that were in force before it, and the group, as X counts them
    time_ms: int  # by the server's clock


class InputRecord:
    """Records one display; `run` blocks, in a thread of its own, until `close` is called."""

    def __init__(self, name: str) -> None:
        """Connect; InputDeniedError when the display cannot be recorded."""
        self._control = Connection(name)
        self._stream = Connection(name)
        display = self._control.display
        reason = ""
        if is_xwayland(display):
            reason = Message("This is a Wayland session, which doesn't report user input in other programs.")
        elif not display.has_extension("RECORD"):
            reason = Message("This display doesn't report input (it has no RECORD extension).")
        if reason:
            self.close()
            raise InputDeniedError(reason, Message("Log in to an X11 (Xorg) session."))
        self._context = display.record_create_context(0, [record.AllClients], [_WANTED])
        display.sync()

    def run(self, on_start: Callable[[], None], on_event: Callable[[DeviceEvent], None]) -> None:
        """Call back with every event until `close`; InputDeniedError when the display goes away before."""
        try:
            self._stream.display.record_enable_context(
                self._context, lambda reply: self._read(reply, on_start, on_event)
            )
        except (ConnectionClosedError, XError, OSError) as cause:
            raise InputDeniedError(Message("The display was closed or no longer reports input.")) from cause
        finally:
            self._stream.close()

    def close(self) -> None:
        """End the recording; never raises."""
        try:
            if hasattr(self, "_context"):
                self._control.display.record_disable_context(self._context)
                self._control.display.flush()
        except (ConnectionClosedError, XError, OSError):
            pass
        self._control.close()

    def _read(
        self, reply: rq.DictWrapper, on_start: Callable[[], None], on_event: Callable[[DeviceEvent], None]
    ) -> None:
        if reply.category == record.StartOfData:
            on_start()
        data = reply.data if reply.category == record.FromServer else b""
        while data:
            event, data = rq.EventField(None).parse_binary_value(data, self._stream.display.display, None, None)
            on_event(_device_event(event))


class DeviceReader:
    """Reads the meaning of keys on the display's current layout, and the pointer's position; for one thread."""

    def __init__(self, name: str) -> None:
        """Connect; InputDeniedError without a keyboard extension."""
        self._connection = Connection(name)
        self._keyboard = KeyboardExtension(self._connection.display)
        self._keymap = self._keyboard.keymap()

    def meaning(self, event: DeviceEvent) -> KeyMeaning:
        """Return the meaning of a key that went down or up."""
        while self._connection.display.pending_events():
            if self._connection.display.next_event().type == X.MappingNotify:
                self._keymap = self._keyboard.keymap()
        group = event.state >> _GROUP_SHIFT & _GROUPS
        return meaning_of(self._keymap, event.code, group, event.state & _MODIFIERS)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        answer = self._connection.display.screen().root.query_pointer()
        return ScreenPoint(int(answer.root_x), int(answer.root_y))

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()


def _device_event(event: Event) -> DeviceEvent:
    kind: Literal["key", "button"] = "key" if event.type in {X.KeyPress, X.KeyRelease} else "button"
    down = event.type in {X.KeyPress, X.ButtonPress}
    at = ScreenPoint(int(event.root_x), int(event.root_y))
    return DeviceEvent(kind, down, int(event.detail), at, int(event.state), int(event.time))


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """A key as `core.actions.keys` names it, what it types, the accent it begins, and the modifiers that were held."""

    key: str  # empty for a key that has no name here
    char: str
    accent: str
    held: tuple[str, ...]


def meaning_of(keymap: Keymap, code: int, group: int, modifiers: int) -> KeyMeaning:
    """Return the meaning of a key while a group is active and these modifier bits are in force."""
    held = held_modifiers(modifiers)
    symbol = keymap.symbol_under(code, group, modifiers)
    plain = keymap.symbol_under(code, group, 0)
    key = _name(symbol, named_only=True) or _name(plain) or _name(symbol)
    if len(key) == 1 and not key.isascii():
        # On a keyboard of another script, programs take a chord's letter from the layout that has Latin ones.
        others = (_name(keymap.symbol_under(code, other, 0)) for other in keymap.groups_from(group))
        key = next((one for one in others if len(one) == 1 and one.isascii()), key)
    char = "" if {"ctrl", "alt", "super"} & set(held) else _typed(symbol)
    return KeyMeaning(key, char, _DEAD.get(symbol, ""), held)


def held_modifiers(state: int) -> tuple[str, ...]:
    """Return the modifiers that are held by the state of an event."""
    return tuple(name for bit, name in _HELD.items() if state & bit)


def _typed(symbol: int) -> str:
    char = char_of_symbol(symbol)
    if char:
        return char
    of_keypad = main_key(_name(symbol, named_only=True))
    return of_keypad if len(of_keypad) == 1 else ""


def _name(symbol: int, *, named_only: bool = False) -> str:
    name = _ALSO.get(symbol) or named_keys().get(symbol, "")
    if name or named_only:
        return "" if named_only and name == "space" else name
    return char_of_symbol(symbol).lower()
