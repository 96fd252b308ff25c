"""The wheel of a run on a desk: one browser at a time works the desk by hand while the run is paused.

The run is paused before mouse and keyboard go to the desk, and everything is released before it goes on. A browser that
is gone, or gives no sign of life, loses the wheel, and the run stays paused. What doesn't reach the desk is reported
to the wheel's holder. A person who sits at the computer and lets the run go on has it at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime import slices
from desktop_agent.web.watched import WatchedRun

TAKEN = Message("You took over the side desk.")
_PAUSES_WITHIN_S = 20.0
_POLL_S = 0.02
_SIGN_OF_LIFE_S = 10.0
_NOT_PAUSED = Message("The run didn't pause in time.")


class Wheel:
    """Who works a run's desk by hand; on the server's loop."""

    def __init__(self, run: WatchedRun) -> None:
        self.holder: object = None
        self.hand: slices.remote_hand.RemoteHand | None = None
        self.size = (1, 1)  # of the desk, in pixels
        self._run = run
        self._alive_at = 0.0
        self._takes = 0  # how often it has been reached for
        self._gives = False
        self._watch: asyncio.Task[None] | None = None
        run.on_resumed = self.drop

    async def take(self, browser: object, notify: Callable[[str], None]) -> str:
        """Give it to a browser once the run is paused; return why not, empty if it has it.

        `notify` gets what doesn't reach the desk from then on, in words for the person.
        """
        run = self._run
        desk = self._run.desk
        if self.holder is not None or desk is None or run.controls is None or run.ended:
            return ""
        self.holder = browser
        self.size = desk.size
        self._takes = self._takes + 1
        this = self._takes
        self.beat()
        if not run.paused:
            run.controls.pause("human", TAKEN)
        until = time.monotonic() + _PAUSES_WITHIN_S
        while not run.paused and self._is_held(this) and time.monotonic() < until:  # noqa: ASYNC110 - on no event
            await asyncio.sleep(_POLL_S)
        if not self._is_held(this):
            return ""
        if not run.paused:
            self.drop()
            return _NOT_PAUSED
        loop = asyncio.get_running_loop()

        def report(news: slices.remote_hand.HandReport) -> None:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(self._on_report, this, news, notify)

        try:
            hand = await asyncio.to_thread(slices.remote_hand.RemoteHand, desk, report)
        except DesktopAgentError as error:
            if self._is_held(this):
                self.drop()
            return str(error)
        if not self._is_held(this):  # it was let go on meanwhile, or given back, and perhaps taken again
            hand.end()
            return ""
        self.hand = hand
        self.beat()
        self._watch = asyncio.create_task(self._wait_for_silence())
        run.changed()
        return ""

    def _on_report(self, take: int, report: slices.remote_hand.HandReport, notify: Callable[[str], None]) -> None:
        if not self._is_held(take):
            return
        notify(report.words)
        if report.has_ended:
            self.drop()

    def _is_held(self, take: int) -> bool:
        return self.holder is not None and take == self._takes

    def beat(self) -> None:
        """Note a sign of life of the holder."""
        self._alive_at = time.monotonic()

    async def give_back(self) -> None:
        """Release everything on the desk, then let the run go on."""
        if self._gives:
            return
        hand = self.hand
        self.hand = None
        this = self._takes
        self._gives = True
        try:
            if hand is not None:
                await asyncio.to_thread(hand.give_back)
        finally:
            self._gives = False
        if this != self._takes:  # another has taken it meanwhile
            return
        self.drop()
        if self._run.controls is not None:
            self._run.controls.resume("human")

    def drop(self) -> None:
        """Take it from its holder; a paused run stays paused."""
        hand = self.hand
        self.hand = None
        self.holder = None
        if hand is not None:
            hand.end()
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        self._run.changed()

    async def _wait_for_silence(self) -> None:
        while time.monotonic() - self._alive_at < _SIGN_OF_LIFE_S:  # noqa: ASYNC110 - a beat only moves the time
            await asyncio.sleep(1.0)
        self._watch = None
        self.drop()
