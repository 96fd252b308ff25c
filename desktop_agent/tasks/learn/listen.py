"""A thread that receives mouse and keyboard events, and passes each to the watcher's event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.input_record import DeviceEvent, InputRecord
from desktop_agent.tasks.learn.control_keys import WishRequest

_START_TIMEOUT_S = 5.0
_JOIN_TIMEOUT_S = 2.0
_log = logging.getLogger(__name__)


QueueItem = DeviceEvent | WishRequest | None


def check_session(environment: Mapping[str, str]) -> None:
    """Raise InputDeniedError where the session doesn't report what the person does in other programs, as X11 does."""
    if not environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        raise InputDeniedError(
            Message("This session doesn't report what you do in other programs, so a task can't be watched here."),
            Message("Log in to an X11 (Xorg) session."),
        )


class EventQueue:
    """The unprocessed device events and wishes, in order; for one event loop."""

    def __init__(self) -> None:
        self._waiting = deque[QueueItem]()
        self._more = asyncio.Event()

    def put(self, event: QueueItem) -> None:
        """Add an event; None marks the end."""
        self._waiting.append(event)
        self._more.set()

    async def next(self) -> QueueItem:
        """Wait for the next event and remove it; None at the end."""
        while not self._waiting:
            self._more.clear()
            await self._more.wait()
        return self._waiting.popleft()

    def waiting(self) -> tuple[DeviceEvent, ...]:
        """Return the device events that are still unprocessed."""
        return tuple(event for event in self._waiting if isinstance(event, DeviceEvent))


class Listening:
    """A connection that queues the events of one display, with None at the end."""

    def __init__(self, display: str) -> None:
        """Connect; InputDeniedError when the display refuses to report its events."""
        self.events = EventQueue()
        self._loop = asyncio.get_running_loop()
        self._record = InputRecord(display)
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="shown", daemon=True)

    async def start(self) -> None:
        """Start the thread; return once it receives events."""
        self._thread.start()
        await asyncio.to_thread(self._started.wait, _START_TIMEOUT_S)

    def close(self) -> None:
        """Close the connection and end the thread; never raises."""
        self._record.close()
        if self._thread.is_alive():
            self._thread.join(_JOIN_TIMEOUT_S)

    def _run(self) -> None:
        try:
            self._record.run(self._started.set, self._hand_over)
        except DesktopAgentError:
            _log.debug("the display is no longer heard", exc_info=True)
        finally:
            self._started.set()
            self._hand_over(None)

    def _hand_over(self, event: DeviceEvent | None) -> None:
        with suppress(RuntimeError):  # the loop has ended before us
            self._loop.call_soon_threadsafe(self.events.put, event)
