"""The watch of the screen after an action until it has come to rest (`settle.py`), and the picture then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop_agent.core.actions.action import Effect
from desktop_agent.core.own_windows import FloatingWindows
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.waiting import Settlement, Unrest
from desktop_agent.screen.captures import compare
from desktop_agent.screen.captures.capturer import Capture, Looker
from desktop_agent.screen.captures.private_parts import PrivateParts
from desktop_agent.screen.captures.source import around_on_desktop
from desktop_agent.screen.rest.settle import Background, Sample, SettleTimes, Settling
from desktop_agent.screen.rest.signs import WorkSigns


@dataclass(slots=True)
class WatchTools:
    """A camera's tools for a watch; `make_frame` makes the picture of a look, `encode_ahead` begins to make it.

    `is_pressing` returns whether a press of the action that is watched is still down.
    """

    looker: Looker
    signs: WorkSigns
    times: SettleTimes
    private: PrivateParts | None
    encode_ahead: Callable[[Capture], None]
    make_frame: Callable[[Capture], Frame]
    is_pressing: Callable[[], bool] = lambda: False
    background: Background | None = None  # what went on when the last wait was over


class ScreenWatch:
    """The watch after one action; `since` is the picture from before it.

    Our floating `windows` may be seen meanwhile; they are hidden while a picture is taken.
    """

    def __init__(self, tools: WatchTools, since: Frame, effect: Effect, windows: FloatingWindows | None) -> None:
        """Begin with a look."""
        self._tools = tools
        self._since = since
        self._effect = effect
        self._windows = windows
        self._start = time.monotonic()
        # What the action has caused began at most so long before it was over.
        self._asked_since = self._start - tools.times.answer_ms / 1000
        self._look = self._capture_again(since)
        self._settling = self._new_settling()
        self._sample = self._make_sample(since, None)

    async def settled(self) -> Settlement:
        """Wait until the screen has come to rest; return its picture."""
        tools = self._tools
        while (verdict := self._settling.add(self._sample)) == "wait":
            if not self._sample.moved.any() and not tools.looker.is_framed:
                tools.encode_ahead(self._look)
            await asyncio.sleep(tools.times.poll_ms / 1000)
            last = self._look
            self._look = self._capture_again(last)
            self._sample = self._make_sample(last, self._sample)
            if self._look.pixels.size != last.pixels.size:
                self._settling = self._new_settling()
        background = self._settling.background
        tools.background = background
        look = await self._final_capture()
        parts, is_moving = compare.changed_parts(self._since.pixels, look.pixels, background.movers)
        unrest: Unrest | None = None if verdict == "rest" else verdict
        # Where a program doesn't respond, it's no rest that nothing has changed.
        if unrest is None and self._effect != "none" and "silent" in self._sample.signs and not (parts or is_moving):
            unrest = "silent"
        return Settlement(
            tools.make_frame(look),
            round(self._sample.at_ms),
            unrest=unrest,
            changed=tuple(around_on_desktop(box, look.viewport.screen, look.pixels.size) for box in parts),
            moving=is_moving,
        )

    async def _final_capture(self) -> Capture:
        """Return the look for the picture: without private parts, and without our floating windows."""
        look = self._look
        private = self._tools.private
        looker = self._tools.looker
        for pause_s in private.pauses() if private else ():
            await asyncio.sleep(pause_s)
            look = self._capture_again(look)
        if self._windows is None:
            return look
        try:
            return looker.look() if await self._windows.hide() or looker.is_framed else look
        finally:
            self._windows.restore()

    def _new_settling(self) -> Settling:
        """Begin to wait, on a screen of this size."""
        size = self._look.pixels.size
        tools = self._tools
        signs = tools.signs.now(self._asked_since)
        background = Background.before(tools.background, compare.tiles_of(size), signs)
        return Settling(size, self._effect, tools.times, background)

    def _capture_again(self, last: Frame | Capture) -> Capture:
        """Look again; return the same object where nothing has changed, so that its encoded picture is reused."""
        look = self._tools.looker.capture_without_own_windows(last.scene)
        return look if compare.changed_pixels(last.pixels, look.pixels) else replace(look, pixels=last.pixels)

    def _make_sample(self, last: Frame | Capture, before: Sample | None) -> Sample:
        """Return the sample of the newest look, compared with the picture before the action, the last look and sample.

        `before` is the last look's sample.
        """
        since = self._since
        look = self._look
        signs = self._tools.signs
        at_ms = (look.at - self._start) * 1000
        moved = compare.moved_without_carets_by_tile(last.pixels, look.pixels)
        answered = before.answered if before and not moved.any() else compare.strong_by_tile(since.pixels, look.pixels)
        now = signs.now(self._asked_since)
        handled = signs.handled_until()
        if since.scene.focus is not None and look.scene.focus is None and at_ms < self._tools.times.answer_ms:
            now |= {"unfocused"}  # the window manager has not decided yet
        if self._tools.is_pressing():
            now |= {"pressed"}
        windows_before = {window.id for window in since.scene.windows}
        windows_now = {window.id for window in look.scene.windows}
        return Sample(
            at_ms,
            moved,
            answered,
            signs=now,
            handled_ms=None if handled is None else (handled - self._start) * 1000,
            rearranged=last.scene != look.scene,
            has_new_window=bool(windows_now - windows_before),
        )
