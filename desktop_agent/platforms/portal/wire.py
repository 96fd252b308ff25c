"""Pure: how the calls of a remote session are written, for the portal and for Mutter's own interface.

Both have the same calls by the same names. The portal's begin with the session and options, and take numbers where
Mutter's take yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.lib.dbus import call_of

if TYPE_CHECKING:
    from dbus_fast import Message

PORTAL = "org.freedesktop.portal.Desktop"
PORTAL_PATH = "/org/freedesktop/portal/desktop"
REMOTE, CAST = "org.freedesktop.portal.RemoteDesktop", "org.freedesktop.portal.ScreenCast"
CLIPBOARD = "org.freedesktop.portal.Clipboard"
PORTAL_SESSION = "org.freedesktop.portal.Session"
MUTTER_REMOTE = "org.gnome.Mutter.RemoteDesktop"
MUTTER_SESSION = "org.gnome.Mutter.RemoteDesktop.Session"


@dataclass(frozen=True, slots=True)
class ClipboardNews:
    """What is copied has changed: its media types, and whether it is ours."""

    types: tuple[str, ...]
    ours: bool


@dataclass(frozen=True, slots=True)
class ClipboardRequest:
    """Somebody wants what we have copied, as this media type; the number is for the answer."""

    media_type: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionOver:
    """The session has ended."""


SessionNews = ClipboardNews | ClipboardRequest | SessionOver


@dataclass(frozen=True, slots=True)
class SessionWire:
    """How one session is spoken to; `handle` is its object, `asks_person` says whether it is a portal's."""

    handle: str
    asks_person: bool

    @property
    def service(self) -> str:
        """Who is spoken to."""
        return PORTAL if self.asks_person else MUTTER_REMOTE

    def move(self, monitor: SharedMonitor, x: float, y: float) -> Message:
        """Return the call that moves the pointer."""
        stream: object = monitor.node if self.asks_person else monitor.name
        return self._input("PointerMotionAbsolute", "udd" if self.asks_person else "sdd", (stream, x, y))

    def motion(self, right: float, down: float) -> Message:
        """Return the call that moves the pointer on from where it is."""
        return self._input("PointerMotion" if self.asks_person else "PointerMotionRelative", "dd", (right, down))

    def button(self, code: int, *, down: bool) -> Message:
        """Return the call that presses or releases a button."""
        return self._pressed("PointerButton", "i", code, down=down)

    def notch(self, axis: int, steps: int) -> Message:
        """Return the call that turns the wheel."""
        return self._input("PointerAxisDiscrete", "ui", (axis, steps))

    def key(self, code: int, *, down: bool) -> Message:
        """Return the call that presses or releases a key."""
        return self._pressed("KeyboardKeycode", "i" if self.asks_person else "u", code, down=down)

    def keysym(self, symbol: int, *, down: bool) -> Message:
        """Return the call that presses or releases what types a symbol."""
        return self._pressed("KeyboardKeysym", "i" if self.asks_person else "u", symbol, down=down)

    def clipboard(self, member: str, signature: str = "", body: Sequence[object] = ()) -> Message:
        """Return a call about the clipboard."""
        return self._call(CLIPBOARD if self.asks_person else MUTTER_SESSION, member, signature, body)

    def enable_clipboard(self) -> Message:
        """Return the call that lets us use the clipboard; the portal wants it before the session starts."""
        return self.clipboard("RequestClipboard" if self.asks_person else "EnableClipboard", "a{sv}", ({},))

    def offer(self, types: Sequence[str]) -> Message:
        """Return the call that makes the clipboard ours; with no types it is left empty."""
        from dbus_fast import Variant

        key = "mime_types" if self.asks_person else "mime-types"
        options = {key: Variant("as", list(types))} if types else {}
        return self.clipboard("SetSelection", "a{sv}", (options,))

    def end(self) -> Message:
        """Return the call that ends the session."""
        if self.asks_person:
            return call_of((PORTAL, self.handle, PORTAL_SESSION), "Close")
        return call_of((MUTTER_REMOTE, self.handle, MUTTER_SESSION), "Stop")

    def news(self, message: Message) -> SessionNews | None:
        """Return what a signal says of this session; None for any other."""
        body = list(message.body)
        if message.member == "NameOwnerChanged":
            return SessionOver() if body[0] == self.service and not body[2] else None
        if message.member == "Closed":
            return SessionOver() if message.path == self.handle else None
        if self.asks_person and message.interface == CLIPBOARD:
            handle, *body = body
        else:
            handle = message.path
        if handle != self.handle:
            return None
        if message.member == "SelectionTransfer":
            return ClipboardRequest(str(body[0]), int(body[1]))
        return _owner(body[0]) if message.member == "SelectionOwnerChanged" else None

    def _pressed(self, member: str, kind: str, code: int, *, down: bool) -> Message:
        if self.asks_person:
            return self._input(member, f"{kind}u", (code, int(down)))
        return self._input(member, f"{kind}b", (code, down))

    def _input(self, member: str, signature: str, body: Sequence[object]) -> Message:
        if self.asks_person:
            return self._call(REMOTE, f"Notify{member}", f"a{{sv}}{signature}", ({}, *body))
        return self._call(MUTTER_SESSION, f"Notify{member}", signature, body)

    def _call(self, interface: str, member: str, signature: str, body: Sequence[object]) -> Message:
        if self.asks_person:
            return call_of((PORTAL, PORTAL_PATH, interface), member, f"o{signature}", (self.handle, *body))
        return call_of((MUTTER_REMOTE, self.handle, interface), member, signature, body)


def gone_rule(service: str) -> str:
    """Return the rule that lets through when a service comes or goes."""
    return f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{service}'"


def _owner(told: object) -> ClipboardNews:
    """Return what is told of the clipboard's owner; the types come as a list, or as one within a structure."""
    values = {key.replace("-", "_"): value.value for key, value in dict(told).items()} if isinstance(told, dict) else {}
    types = values.get("mime_types", ())
    if len(types) == 1 and isinstance(types[0], list):
        types = types[0]
    return ClipboardNews(tuple(map(str, types)), bool(values.get("session_is_owner")))
