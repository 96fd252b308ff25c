"""Pure: how the calls of a remote session are written."""

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
REMOTE = "org.freedesktop.portal.RemoteDesktop"
CAST = "org.freedesktop.portal.ScreenCast"
CLIPBOARD = "org.freedesktop.portal.Clipboard"
PORTAL_SESSION = "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"


@dataclass(frozen=True, slots=True)
class ClipboardNews:
    """A change of the clipboard: its media types, and whether it is ours."""

    types: tuple[str, ...]
    ours: bool


@dataclass(frozen=True, slots=True)
class ClipboardRequest:
    """A request for our content, as this media type; the number is for the answer."""

    media_type: str
    number: int


@dataclass(frozen=True, slots=True)
class SessionOver:
    """The session has ended; `lost`: together with the portal, without a signal of it."""

    lost: bool = False


SessionNews = ClipboardNews | ClipboardRequest | SessionOver


@dataclass(frozen=True, slots=True)
class SessionWire:
    """The calls and signals of the session whose object is `handle`."""

    handle: str

    def move(self, monitor: SharedMonitor, x: float, y: float) -> Message:
        """Return the call that moves the pointer."""
        return self._input("PointerMotionAbsolute", "udd", monitor.node, x, y)

    def motion(self, right: float, down: float) -> Message:
        """Return the call that moves the pointer on from where it is."""
        return self._input("PointerMotion", "dd", right, down)

    def button(self, code: int, *, down: bool) -> Message:
        """Return the call that presses or releases a button."""
        return self._input("PointerButton", "iu", code, int(down))

    def notch(self, axis: int, steps: int) -> Message:
        """Return the call that turns the wheel."""
        return self._input("PointerAxisDiscrete", "ui", axis, steps)

    def key(self, code: int, *, down: bool) -> Message:
        """Return the call that presses or releases a key."""
        return self._input("KeyboardKeycode", "iu", code, int(down))

    def keysym(self, symbol: int, *, down: bool) -> Message:
        """Return the call that presses or releases what types a symbol."""
        return self._input("KeyboardKeysym", "iu", symbol, int(down))

    def clipboard(self, member: str, signature: str = "", body: Sequence[object] = ()) -> Message:
        """Return a call about the clipboard."""
        return call_of((PORTAL, PORTAL_PATH, CLIPBOARD), member, f"o{signature}", (self.handle, *body))

    def enable_clipboard(self) -> Message:
        """Return the call that lets us use the clipboard; the portal wants it before the session starts."""
        return self.clipboard("RequestClipboard", "a{sv}", ({},))

    def offer(self, types: Sequence[str]) -> Message:
        """Return the call that makes the clipboard ours; with no types it is left empty."""
        from dbus_fast import Variant

        options = {"mime_types": Variant("as", list(types))} if types else {}
        return self.clipboard("SetSelection", "a{sv}", (options,))

    def end(self) -> Message:
        """Return the call that ends the session."""
        return call_of((PORTAL, self.handle, PORTAL_SESSION), "Close")

    def news(self, message: Message) -> SessionNews | None:
        """Return a signal's news of this session; None for any other signal."""
        body = list(message.body)
        if message.member == "NameOwnerChanged":
            return SessionOver(lost=True) if body[0] == PORTAL and not body[2] else None
        if message.member == "Closed":
            return SessionOver() if message.path == self.handle else None
        if message.interface != CLIPBOARD or body[0] != self.handle:
            return None
        if message.member == "SelectionTransfer":
            return ClipboardRequest(str(body[1]), int(body[2]))
        return clipboard_news(body[1]) if message.member == "SelectionOwnerChanged" else None

    def _input(self, member: str, signature: str, *body: object) -> Message:
        call = (self.handle, {}, *body)
        return call_of((PORTAL, PORTAL_PATH, REMOTE), f"Notify{member}", f"oa{{sv}}{signature}", call)


def owner_change_rule(service: str) -> str:
    """Return the rule that lets through when a service comes or goes."""
    return f"type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{service}'"


def clipboard_news(options: object) -> ClipboardNews:
    """Return the news of the clipboard's owner; the types are a list, or one within a structure."""
    variants = dict(options) if isinstance(options, dict) else {}
    values = {key.replace("-", "_"): value.value for key, value in variants.items()}
    types = values.get("mime_types", ())
    if len(types) == 1 and isinstance(types[0], list):
        types = types[0]
    return ClipboardNews(tuple(map(str, types)), bool(values.get("session_is_owner")))
