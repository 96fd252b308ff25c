"""Hears mouse and keyboard in a thread of its own, and hands every event over to the watcher's loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.platforms.x11.input_record import DeviceEvent, InputRecord
from desktop_agent.studio.learn.control_keys import AskedWish

_BEGINS_WITHIN_S = 5.0
_ENDS_WITHIN_S = 2.0
_log = logging.getLogger(__name__)


HeardNext = DeviceEvent | AskedWish | None


class HeardEvents:
    """What was heard and is not worked off yet, and what was asked for meanwhile, in order; for one event loop."""

    def __init__(self) -> None:
        self._waiting = deque[HeardNext]()
        self._more = asyncio.Event()

    def put(self, event: HeardNext) -> None:
        """Add an event; None is the end of all."""
        self._waiting.append(event)
        self._more.set()

    async def next(self) -> HeardNext:
        """Wait for the next event and take it; None at their end."""
        while not self._waiting:
            self._more.clear()
            await self._more.wait()
        return self._waiting.popleft()

    def waiting(self) -> tuple[DeviceEvent, ...]:
        """Return what has happened already and is still to be worked off."""
        return tuple(event for event in self._waiting if isinstance(event, DeviceEvent))


class Listening:
    """The events of one display; None at their end."""

    def __init__(self, display: str) -> None:
        """Connect; InputDeniedError when the display cannot be heard."""
        self.events = HeardEvents()
        self._loop = asyncio.get_running_loop()
        self._record = InputRecord(display)
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shown", daemon=True)

    async def start(self) -> None:
        """Return when events are being heard."""
        self._thread.start()
        await asyncio.to_thread(self._begun.wait, _BEGINS_WITHIN_S)

    def close(self) -> None:
        """End it; never raises."""
        self._record.close()
        if self._thread.is_alive():
            self._thread.join(_ENDS_WITHIN_S)

    def _run(self) -> None:
        try:
            self._record.run(self._begun.set, self._hand_over)
        except DesktopAgentError:
            _log.debug("the display is no longer heard", exc_info=True)
        finally:
            self._begun.set()
            self._hand_over(None)

    def _hand_over(self, event: DeviceEvent | None) -> None:
        with suppress(RuntimeError):  # the loop has ended before us
            self._loop.call_soon_threadsafe(self.events.put, event)
