"""Desktop notifications: at most one at a time, taken back when it has had its day; a click on one is told.

On Linux they go to the desktop's service over D-Bus; elsewhere, and where there is none, the tray shows a balloon.
"""

from __future__ import annotations

import asyncio
import html
import os
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.lib.dbus import LoopThread, call, connect, disconnect, listen, session_address, subscribe
from desktop_agent.lib.paths import asset
from desktop_agent.ui.qt.app import NAME, TITLE

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage
    from dbus_fast.aio import MessageBus

_SERVICE = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
_MATCH = "type='signal',path='/org/freedesktop/Notifications'"
_NEVER_MS, _USUAL_MS = 0, -1
_LONGEST = 300
# Clicked anywhere, a notification does its default action; its words are for services that show a button for it.
_SHOW = Message("Show {title}", title=TITLE)


class Balloon(Protocol):
    """Shows what no service does: the tray."""

    def show_balloon(self, title: str, text: str) -> None:
        """Show a title and a text."""

    def hide_balloon(self) -> None:
        """Take them away."""


class Notifier(QObject):
    """Nothing here blocks, and a failure changes nothing: the windows and the icon say the same."""

    chosen = Signal()  # the person clicked the notification
    _unserved = Signal(str, str)

    def __init__(self, balloon: Balloon, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._balloon = balloon
        self._unserved.connect(balloon.show_balloon)
        self._service: _NotifyThread | None = None

    def show(self, title: str, text: str, *, stays: bool) -> None:
        """Show one, in place of the last and in the person's language; `stays` keeps it until it is taken back."""
        title, text = tr(title), tr(text)
        short = "\n".join(visible(line, _LONGEST) for line in text[:_LONGEST].split("\n"))
        short = short if len(text) <= _LONGEST else f"{short}…"
        if sys.platform != "linux":
            self._balloon.show_balloon(title, short)
            return
        self._service = self._service or _NotifyThread(self.chosen.emit, self._unserved.emit)
        self._service.show(title, short, _NEVER_MS if stays else _USUAL_MS)

    def take_back(self) -> None:
        """Take away what is shown."""
        self._balloon.hide_balloon()
        if self._service is not None:
            self._service.take_back()

    def close(self) -> None:
        """Take away what is shown, and show nothing any more."""
        self._balloon.hide_balloon()
        if self._service is not None:
            self._service.close()
            self._service = None


class _NotifyThread:
    """The desktop's service, on a thread that begins with the first notification: it has to be there for clicks."""

    def __init__(self, chosen: Callable[[], None], unserved: Callable[[str, str], None]) -> None:
        self._chosen, self._unserved = chosen, unserved
        self._bus: MessageBus | None = None
        self._shown = 0  # the service's number of the visible notification
        self._turn = asyncio.Lock()
        self._thread = LoopThread("desktop-agent-notify")
        self._thread.start()

    def show(self, title: str, text: str, stays_ms: int) -> None:
        self._do(self._show(title, text, stays_ms))

    def take_back(self) -> None:
        self._do(self._take_back())

    def close(self) -> None:
        self._chosen = lambda: None
        self._unserved = lambda _title, _text: None
        self._thread.end(self._end)

    def _do(self, work: Coroutine[object, object, None]) -> None:
        self._thread.begin(work)

    async def _show(self, title: str, text: str, stays_ms: int) -> None:
        from dbus_fast import Variant

        # The text is markup to the service: what another program wrote must stay text.
        plain = html.escape(text, quote=False)
        hints = {"desktop-entry": Variant("s", NAME)}
        async with self._turn:
            body = [
                TITLE,
                self._shown,
                asset("icon.svg").as_uri(),
                title,
                plain,
                ["default", tr(_SHOW)],
                hints,
                stays_ms,
            ]
            number = await self._called("Notify", "susssasa{sv}i", body)
            self._shown = number if isinstance(number, int) else 0
            if not self._shown:
                self._unserved(title, text)

    async def _take_back(self) -> None:
        async with self._turn:
            shown, self._shown = self._shown, 0
            if shown:
                await self._called("CloseNotification", "u", [shown])

    async def _end(self) -> None:
        await self._take_back()
        if self._bus is not None:
            await disconnect(self._bus)

    async def _called(self, member: str, signature: str, body: list[object]) -> object | None:
        """Return the first value of the service's answer; None where there is none."""
        try:
            values = await call(await self._connected(), _SERVICE, member, signature, body)
        except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
            return None
        return values[0] if values else None

    async def _connected(self) -> MessageBus:
        if self._bus is None or not self._bus.connected:
            self._bus = await connect(session_address(os.environ))
            listen(self._bus, self._hear)
            await subscribe(self._bus, _MATCH)
        return self._bus

    def _hear(self, message: BusMessage) -> None:
        if message.interface == _SERVICE[2] and message.member in {"ActionInvoked", "NotificationClosed"}:
            self._do(self._heard(message.member, *message.body[:1]))

    async def _heard(self, member: str, number: int = 0) -> None:
        async with self._turn:  # the answer that tells the number may come together with the click
            if not number or number != self._shown:
                return
            if member == "NotificationClosed":
                self._shown = 0
            else:
                self._chosen()
