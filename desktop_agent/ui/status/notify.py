"""Desktop notifications: shown while a question waits, and taken back when it is answered.

On Linux they go to the desktop's service over D-Bus, or nowhere: without a service Qt would draw a balloon of its own,
in the model's picture and over the card.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from desktop_agent.core.describe import visible
from desktop_agent.doctor.dbus import call_bus
from desktop_agent.ui.qt.app import TITLE

_SERVICE = ("org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.freedesktop.Notifications")
_WITHIN_S = 5.0
_NEVER_MS = 0  # it stays until it is taken back
_LONGEST = 300


class Notifier:
    """Shows at most one notification at a time.

    Nothing here blocks, and a failure changes nothing: the card and the icon say the same.
    """

    def __init__(self, fallback: Callable[[str, str], None]) -> None:
        """Take what shows a title and a text on Windows and macOS: the tray does."""
        self._fallback = fallback
        self._thread: threading.Thread | None = None
        self._shown = 0  # the service's number of the visible notification

    def show(self, title: str, text: str) -> None:
        """Show one, in place of the last."""
        short = "\n".join(visible(line, _LONGEST) for line in text[:_LONGEST].split("\n"))
        short = short if len(text) <= _LONGEST else f"{short}…"
        if sys.platform == "linux":
            self._after_last(lambda: self._send(title, short))
        else:
            self._fallback(title, short)

    def take_back(self) -> None:
        """Take away what is shown."""
        if sys.platform == "linux":
            self._after_last(self._close)

    def _after_last(self, work: Callable[[], None]) -> None:
        previous = self._thread

        def go() -> None:
            if previous is not None:
                previous.join(_WITHIN_S)
            work()

        self._thread = threading.Thread(target=go, name="desktop-agent-notify", daemon=True)
        self._thread.start()

    def _send(self, title: str, text: str) -> None:
        # The text is markup to the service: what another program wrote must stay text.
        plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        body = [TITLE, self._shown, "desktop-agent", title, plain, [], {}, _NEVER_MS]
        number = call_bus("session", _SERVICE, "Notify", "susssasa{sv}i", body, within_s=_WITHIN_S)
        self._shown = number if isinstance(number, int) else 0

    def _close(self) -> None:
        if self._shown:
            shown, self._shown = self._shown, 0
            call_bus("session", _SERVICE, "CloseNotification", "u", [shown], within_s=_WITHIN_S)
