"""Desktop notifications: at most one at a time, withdrawn when obsolete; a click on one is a signal.

On Linux they go to the desktop's service over D-Bus; elsewhere, or without a service, the tray shows a balloon.
"""

from __future__ import annotations

import asyncio
import html
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.texts.message import Message, tr, visible
from desktop_agent.lib.dbus import LoopThread, call, connect, disconnect, listen, session_address, subscribe
from desktop_agent.lib.paths import asset
from desktop_agent.ui.qt.app import NAME, TITLE

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage
    from dbus_fast.aio import MessageBus

_SERVICE = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
_MATCH = "type='signal',path='/org/freedesktop/Notifications'"
_NEVER_MS = 0
_USUAL_MS = -1
# the specification's levels of urgency
_NORMAL = 1
_CRITICAL = 2
_LONGEST = 300
# A click anywhere in a notification does its default action; services with a button for it show this text.
_SHOW = Message("Show {title}", title=TITLE)


class Balloon(Protocol):
    """The fallback without a notification service: the tray."""

    def show_balloon(self, title: str, text: str) -> None:
        """Show a title and a text."""

    def hide_balloon(self) -> None:
        """Hide the balloon."""


class Notifier(QObject):
    """Shows notifications. Nothing here blocks, and failures are ignored: the windows and the icon show the same."""

    chosen = Signal()  # the person clicked the notification
    _unserved = Signal(str, str)

    def __init__(self, balloon: Balloon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._balloon = balloon
        self._unserved.connect(balloon.show_balloon)
        self._service: _NotifyThread | None = None

    def show(self, title: str, text: str, *, stays: bool, urgent: bool = False) -> None:
        """Show a notification in place of the last, in the person's language; with `stays`, until it is withdrawn.

        GNOME leaves only an `urgent` one on the screen for longer than a moment.
        """
        title = tr(title)
        text = tr(text)
        short = "\n".join(visible(line, _LONGEST) for line in text[:_LONGEST].split("\n"))
        short = short if len(text) <= _LONGEST else f"{short}…"
        if sys.platform != "linux":
            self._balloon.show_balloon(title, short)
            return
        self._service = self._service or _NotifyThread(self.chosen.emit, self._unserved.emit)
        self._service.show(title, short, _NEVER_MS if stays else _USUAL_MS, urgent=urgent)

    def take_back(self) -> None:
        """Withdraw the visible notification."""
        self._balloon.hide_balloon()
        if self._service is not None:
            self._service.take_back()

    def close(self) -> None:
        """Withdraw the visible notification, and end the service."""
        self._balloon.hide_balloon()
        if self._service is not None:
            self._service.close()
            self._service = None


class _NotifyThread:
    """The desktop's service, on a thread that starts with the first notification and stays for clicks."""

    def __init__(self, chosen: Callable[[], None], unserved: Callable[[str, str], None]) -> None:
        self._chosen = chosen
        self._unserved = unserved
        self._bus: MessageBus | None = None
        self._visible_id = 0  # the service's id of the visible notification, 0 for none
        self._lock = asyncio.Lock()
        self._thread = LoopThread("desktop-agent-notify")
        self._thread.start()

    def show(self, title: str, text: str, stays_ms: int, *, urgent: bool) -> None:
        self._thread.begin(self._show(title, text, stays_ms, urgent=urgent))

    def take_back(self) -> None:
        self._thread.begin(self._withdraw())

    def close(self) -> None:
        self._chosen = lambda: None
        self._unserved = lambda _title, _text: None
        self._thread.end(self._end)

    async def _show(self, title: str, text: str, stays_ms: int, *, urgent: bool) -> None:
        from dbus_fast import Variant

        # The service reads the text as markup, so text from other programs is escaped.
        plain = html.escape(text, quote=False)
        hints = {"desktop-entry": Variant("s", NAME), "urgency": Variant("y", _CRITICAL if urgent else _NORMAL)}
        async with self._lock:
            body = [
                TITLE,
                self._visible_id,
                asset("icon.svg").as_uri(),
                title,
                plain,
                ["default", tr(_SHOW)],
                hints,
                stays_ms,
            ]
            number = await self._call_service("Notify", "susssasa{sv}i", body)
            self._visible_id = number if isinstance(number, int) else 0
            if not self._visible_id:
                self._unserved(title, text)

    async def _withdraw(self) -> None:
        async with self._lock:
            visible_id = self._visible_id
            self._visible_id = 0
            if visible_id:
                await self._call_service("CloseNotification", "u", [visible_id])

    async def _end(self) -> None:
        await self._withdraw()
        if self._bus is not None:
            await disconnect(self._bus)

    async def _call_service(self, member: str, signature: str, body: list[object]) -> object | None:
        """Return the first value of the service's answer; None without one, or after an error."""
        try:
            values = await call(await self._connected(), _SERVICE, member, signature, body)
        except Exception:  # noqa: BLE001 - a missing, full or foreign bus fails in many ways
            return None
        return values[0] if values else None

    async def _connected(self) -> MessageBus:
        if self._bus is None or not self._bus.connected:
            self._bus = await connect(session_address(os.environ))
            listen(self._bus, self._on_signal)
            await subscribe(self._bus, _MATCH)
        return self._bus

    def _on_signal(self, message: BusMessage) -> None:
        if message.interface == _SERVICE[2] and message.member in {"ActionInvoked", "NotificationClosed"}:
            self._thread.begin(self._on_click_or_close(message.member, *message.body[:1]))

    async def _on_click_or_close(self, member: str, number: int = 0) -> None:
        async with self._lock:  # the answer with the id may arrive together with the click
            if not number or number != self._visible_id:
                return
            if member == "NotificationClosed":
                self._visible_id = 0
            else:
                self._chosen()
