"""Whether the computer has just woken up, as the login service reports: compositors count that as input, too."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop_agent.lib import dbus

if TYPE_CHECKING:
    from dbus_fast import Message

_log = logging.getLogger(__name__)

_MANAGER = "org.freedesktop.login1.Manager"
_WAKES_WITHIN_S = 2.0


class SleepWatch:
    """Receives the reports on a thread of its own; without a login service there are none."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._is_asleep = False
        self._woke_s = -math.inf
        self._thread = dbus.LoopThread("sleep")
        self._thread.start()
        self._thread.begin(self._listen(dbus.system_address(environment)))

    def has_just_woken(self) -> bool:
        """Return whether it sleeps, or woke up a moment ago."""
        return self._is_asleep or time.monotonic() - self._woke_s < _WAKES_WITHIN_S

    def close(self) -> None:
        """End; never raises."""
        self._thread.end()

    async def _listen(self, address: str) -> None:
        try:
            async with dbus.connected(address) as bus:
                dbus.listen(bus, self._receive)
                await dbus.subscribe(bus, f"type='signal',interface='{_MANAGER}',member='PrepareForSleep'")
                await bus.wait_for_disconnect()
        except Exception as error:  # noqa: BLE001 - whatever a bus does, a touch is a touch without it
            _log.debug("sleep is not reported: %s", error)

    def _receive(self, message: Message) -> None:
        if message.interface == _MANAGER and message.member == "PrepareForSleep":
            self._is_asleep = bool(message.body[0])
            if not self._is_asleep:
                self._woke_s = time.monotonic()
