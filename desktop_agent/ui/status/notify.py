"""Notifications of the desktop: shown while a question waits, and taken back when it is answered.

On Linux they go to the service of the desktop over D-Bus, or nowhere: where there is none, Qt draws its own balloon,
which would lie in the model's picture and over the card.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.ui.qt.app import TITLE

_log = logging.getLogger(__name__)
_SERVICE, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_WITHIN_S = 5.0
_NEVER_MS = 0  # it stays until it is taken back
_LONGEST = 300


class Notifier:
    """At most one notification at a time; nothing here blocks, and nothing that fails is more than logged."""

    def __init__(self, elsewhere: Callable[[str, str], None]) -> None:
        """Take what shows a title and a text on Windows and macOS: the tray does."""
        self._elsewhere = elsewhere
        self._work: threading.Thread | None = None
        self._shown = 0  # the service's number of what is shown

    def show(self, title: str, text: str) -> None:
        """Show one, in place of the last."""
        cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        if sys.platform == "linux":
            self._after_last(lambda: self._send(title, cut))
        else:
            self._elsewhere(title, cut)

    def take_back(self) -> None:
        """Take away what is shown."""
        if sys.platform == "linux":
            self._after_last(self._close)

    @property
    def is_idle(self) -> bool:
        """Tell whether everything that was asked for has been done, or given up."""
        return self._work is None or not self._work.is_alive()

    def _after_last(self, work: Callable[[], None]) -> None:
        before = self._work

        def go() -> None:
            if before is not None:
                before.join(_WITHIN_S)
            try:
                work()
            except Exception:  # noqa: BLE001 - other people's service; the card and the icon say the same
                _log.debug("no notification could be shown", exc_info=True)

        self._work = threading.Thread(target=go, name="desktop-agent-notify", daemon=True)
        self._work.start()

    def _send(self, title: str, text: str) -> None:
        # The text is markup to the service: what another program wrote must stay text.
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        body = [TITLE, self._shown, "desktop-agent", title, plain, [], {}, _NEVER_MS]
        self._shown = asyncio.run(_asked("Notify", "susssasa{sv}i", body))

    def _close(self) -> None:
        if self._shown:
            number, self._shown = self._shown, 0
            asyncio.run(_asked("CloseNotification", "u", [number]))


async def _asked(member: str, signature: str, body: list[object]) -> int:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    bus = await asyncio.wait_for(MessageBus().connect(), _WITHIN_S)
    try:
        call = Message(_SERVICE, _PATH, _SERVICE, member, signature=signature, body=body)
        answer = await asyncio.wait_for(bus.call(call), _WITHIN_S)
    finally:
        with suppress(Exception):
            bus.disconnect()
    first = answer.body[0] if answer.body else 0
    return first if isinstance(first, int) else 0
