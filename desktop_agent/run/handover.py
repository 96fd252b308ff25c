"""The hand-over: while the person has the computer the run waits, says so, and asks when it may go on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import TypeVar

from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.events import Paused, Resumed
from desktop_agent.core.frame import Frame
from desktop_agent.run.reins import Pause
from desktop_agent.run.rooms import RunContext

T = TypeVar("T")
_log = logging.getLogger(__name__)
_POLL_S = 0.02
_SIGN_GONE_WITHIN_S = 2.0
_AGAIN_S = 1.0
LONGEST_PAUSE_S = 600.0
NOBODY_CAME = "Paused for ten minutes, and nobody let it go on."
TOLD_AFTER = (
    "The person took the mouse and keyboard for a while, after all that you had asked for was carried out. "
    "The screen may have changed: look at the new picture and go on from there."
)
TOLD = (
    "The person took the mouse and keyboard for a while, and what you had asked for after that was not done. "
    "The screen may have changed: look at the new picture and go on from there."
)


class PauseSupervisor:
    """Watches for pauses through the length of a run, on the run's own loop.

    `turn` is held by whoever asks the person something: a pause is told only when no question is open, and none is
    put while the person is told of a pause.
    """

    def __init__(self, rooms: RunContext, longest_s: float = LONGEST_PAUSE_S) -> None:
        self._rooms = rooms
        self._longest_s = longest_s
        self.turn = asyncio.Lock()
        self._running: asyncio.Task[object] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._waiting = False  # a pause was announced, or is about to be, and its end was not
        self._told_at: float | None = None  # since when the person has known of the pause

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Watch for pauses while what is inside goes on."""
        self._running = asyncio.current_task()
        self._watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._watching.cancel()
            with contextlib.suppress(BaseException):
                await self._watching

    async def clear(self) -> None:
        """Return when the run has the computer, and our own windows are off the screen; Stopped on a stop."""
        rooms = self._rooms
        while True:
            with rooms.watch.waiting_for("person"):
                await rooms.reins.clear()
                await self._until_announced()
            await rooms.overlays.hide()
            if rooms.reins.pause is None:
                return

    async def picture(self) -> Frame:
        """Take a picture once the run has the computer; one during which the person took it is thrown away."""
        while True:
            await self.clear()
            frame = self._rooms.camera.grab()
            if self._rooms.reins.pause is None:
                return frame

    async def undisturbed(self, looking: Coroutine[object, object, T]) -> T | None:
        """Let something look at the screen; broken off, with None, as soon as the person takes the computer."""
        if self._rooms.reins.pause is not None:
            looking.close()
            return None
        task = asyncio.ensure_future(looking)
        taken = asyncio.create_task(self._rooms.reins.until_paused())
        try:
            await asyncio.wait((task, taken), return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            taken.cancel()

    async def _until_announced(self) -> None:
        """Return when all the world knows that the run goes on; raises what broke at that."""
        while self._waiting:
            if self._watching is not None and self._watching.done():
                self._watching.result()
            await asyncio.sleep(_POLL_S)

    async def _watch(self) -> None:
        while True:
            pause = await self._rooms.reins.until_paused()
            self._waiting = True
            self._rooms.hands.release_all()
            try:
                await self._wait_for_person(pause)
            except DesktopAgentError:
                self._rooms.reins.give_back("human")  # whoever waits for that finds what broke
                raise
            self._waiting = False

    async def _wait_for_person(self, pause: Pause) -> None:
        rooms = self._rooms
        rooms.announce(Paused(pause.by, pause.reason))
        rooms.overlays.restore()
        self._told_at = None
        asking = asyncio.create_task(self._ask(pause.reason))
        try:
            with rooms.watch.waiting_for("person"):
                await self._until_over(pause)
        finally:
            asking.cancel()
            await asyncio.wait({asking}, timeout=_SIGN_GONE_WITHIN_S)
        rooms.announce(Resumed(rooms.reins.resumed_by))

    async def _until_over(self, pause: Pause) -> None:
        """Return when this pause is over; ends the run where nobody comes, though a server may not have answered."""
        while self._rooms.reins.pause is pause:
            if self._told_at is not None and time.monotonic() - self._told_at > self._longest_s:
                self._rooms.stop.set("human", NOBODY_CAME)
                if self._running is not None:
                    self._running.cancel()
                await asyncio.Event().wait()
            await asyncio.sleep(_POLL_S)

    async def _ask(self, reason: str) -> None:
        try:
            async with self.turn:
                self._told_at = time.monotonic()
                await self._tell(reason)
        except Exception:  # noqa: BLE001 - a caller's own code: when in doubt, the run goes on waiting
            _log.debug("the approver failed", exc_info=True)
            return
        self._rooms.reins.give_back("human")

    async def _tell(self, reason: str) -> None:
        while True:
            try:
                return await self._rooms.approver.hand_back(reason)
            except ScreenError:  # the sign could not be shown, or is still on the screen
                _log.debug("the sign of a pause", exc_info=True)
                await asyncio.sleep(_AGAIN_S)
