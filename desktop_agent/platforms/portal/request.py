"""Requests to the portal: each is answered by a signal once the person has decided, or the desktop for them."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.lib.dbus import call_of
from desktop_agent.platforms.portal.bus import ANSWERS_WITHIN_S, PortalBus
from desktop_agent.platforms.portal.errors import dismissed, refused, unanswered
from desktop_agent.platforms.portal.wire import PORTAL, PORTAL_PATH, gone_rule

if TYPE_CHECKING:
    from dbus_fast import Message, Variant

_REQUEST = "org.freedesktop.portal.Request"
_DONE, _CANCELLED = 0, 1


class PortalRequests:
    """The requests of one connection; they are made one after another."""

    def __init__(self, bus: PortalBus) -> None:
        self._bus = bus
        self._came = threading.Condition()
        self._answers = dict[str, tuple[int, Mapping[str, object]]]()
        self._is_gone = False
        bus.listen(self._hear, f"type='signal',interface='{_REQUEST}',member='Response'", gone_rule(PORTAL))

    def ask(
        self,
        interface: str,
        member: str,
        signature: str,
        body: Sequence[object],
        options: Mapping[str, Variant],
        *,
        within_s: float = ANSWERS_WITHIN_S,
    ) -> Mapping[str, object]:
        """Return what comes of a request; InputDeniedError when it is refused, dismissed or not answered."""
        from dbus_fast import Variant

        token = f"desktop_agent_{secrets.token_hex(8)}"
        all_options = {**options, "handle_token": Variant("s", token)}
        call = call_of((PORTAL, PORTAL_PATH, interface), member, f"{signature}a{{sv}}", (*body, all_options))
        try:
            path = str(self._bus.call(call).body[0])
        except DesktopAgentError as cause:
            raise refused() from cause
        with self._came:
            self._came.wait_for(lambda: path in self._answers or self._is_gone, within_s)
            code, results = self._answers.pop(path, (None, {}))
        if code is None:
            self._call_off(path)
        if code != _DONE:
            raise dismissed() if code == _CANCELLED else refused() if self._is_gone or code else unanswered()
        return results

    def _call_off(self, path: str) -> None:
        """Take the desktop's dialog away."""
        with suppress(DesktopAgentError):
            self._bus.call(call_of((PORTAL, path, _REQUEST), "Close"))

    def _hear(self, message: Message) -> None:
        with self._came:
            if message.member == "Response" and message.interface == _REQUEST:
                code, results = message.body
                self._answers[str(message.path)] = int(code), {name: one.value for name, one in results.items()}
            elif message.member == "NameOwnerChanged" and message.body[0] == PORTAL and not message.body[2]:
                self._is_gone = True
            self._came.notify_all()
