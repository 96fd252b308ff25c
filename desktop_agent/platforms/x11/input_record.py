"""Every press of a key or button on a display, by whoever, with the place and the keyboard's state of that moment.

It is the RECORD extension: raw events of XInput tell the device, which does not matter to whoever watches a person show
something, and not where the pointer was when the button went down, which does. What programs send to each other
(XSendEvent) is no input and does not come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from Xlib import X
from Xlib.error import ConnectionClosedError, XError
from Xlib.ext import record
from Xlib.protocol import rq

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.platforms.x11.connection import Connection, is_xwayland
from desktop_agent.platforms.x11.key_meaning import KeyMeaning, meaning_of
from desktop_agent.platforms.x11.xkb import KeyboardExtension

if TYPE_CHECKING:
    from Xlib.protocol.rq import Event

_GROUP_SHIFT, _GROUPS, _MODIFIERS = 13, 0b11, 0xFF  # where a core event's state has the group and the modifiers
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


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """A key or a button that goes down or up; `code` is the key's code or the button's number."""

    kind: Literal["key", "button"]
    down: bool
    code: int
    at: ScreenPoint
    state: int  # modifiers that were in force before it, and the group, as X counts them
    time_ms: int  # by the server's clock


class _RecordReply(Protocol):
    category: int
    data: bytes


class InputRecord:
    """Records one display; `run` blocks, in a thread of its own, until somebody calls `close`."""

    def __init__(self, name: str) -> None:
        """Connect; InputDeniedError when the display cannot be recorded."""
        self._control = Connection(name)
        self._stream = Connection(name)
        display = self._control.display
        reason = ""
        if is_xwayland(display):
            reason = Message("This is a Wayland session, which doesn't report what a person does in other programs.")
        elif not display.has_extension("RECORD"):
            reason = Message("This display doesn't report what is done on it (it has no RECORD extension).")
        if reason:
            self.close()
            raise InputDeniedError(reason, Message("Log in to an X11 (Xorg) session."))
        self._context = display.record_create_context(0, [record.AllClients], [_WANTED])
        display.sync()

    def run(self, begun: Callable[[], None], take: Callable[[DeviceEvent], None]) -> None:
        """Call back with every event until `close`; InputDeniedError when the display goes away before."""
        try:
            self._stream.display.record_enable_context(self._context, lambda reply: self._read(reply, begun, take))
        except (ConnectionClosedError, XError, OSError) as cause:
            raise InputDeniedError(Message("The display is gone, or no longer reports what is done on it.")) from cause
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

    def _read(self, reply: _RecordReply, begun: Callable[[], None], take: Callable[[DeviceEvent], None]) -> None:
        if reply.category == record.StartOfData:
            begun()
        data = reply.data if reply.category == record.FromServer else b""
        while data:
            event, data = rq.EventField(None).parse_binary_value(data, self._stream.display.display, None, None)
            take(_device_event(event))


class DeviceReader:
    """Says what keys mean on the display's layout of now, and where the pointer is; for one thread."""

    def __init__(self, name: str) -> None:
        """Connect; InputDeniedError without a keyboard extension."""
        self._connection = Connection(name)
        self._keyboard = KeyboardExtension(self._connection.display)
        self._keymap = self._keyboard.keymap()

    def meaning(self, event: DeviceEvent) -> KeyMeaning:
        """Return what a key that went down or up means, by its state."""
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
