"""The run's `Overlays`: shows and hides our windows on the run's screen, without loading Qt."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.texts.message import Message
from desktop_agent.screen.captures.watermark import WatermarkSight
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.qt.window_places import wait_until_unmapped

if TYPE_CHECKING:
    from desktop_agent.ui.overlay.windows import OrdinaryWindows, OverlayWindows

_PROBE_TIMEOUT_S = 2.0
# Measured without a compositor: a large window was in no capture after 150 ms, its background redrawn 50 ms later.
REPAINTED_S = 0.25


class QtOverlays:
    """Shows and hides our windows; does nothing until Qt is started, as there is no window before.

    `monitor` is the captured part of the desktop, in pixels; `sight` sees whether they have left the screen; `ordinary`
    are the program's ordinary windows, if it has any.
    """

    def __init__(
        self,
        executor: QtExecutor,
        monitor: Rect,
        sight: WatermarkSight,
        *,
        ordinary: OrdinaryWindows | None = None,
    ) -> None:
        self.monitor = monitor
        self._executor = executor
        self._sight = sight
        self._ordinary = ordinary
        self._proved = False

    @property
    def frame(self) -> Rect | None:
        """Return the framed part of the desktop."""
        return self.monitor

    @cached_property
    def windows(self) -> OverlayWindows:
        """Return the floating windows; for Qt's thread."""
        from desktop_agent.ui.overlay.windows import OverlayWindows

        return OverlayWindows()

    async def stand_aside(self) -> None:
        """Hide the ordinary windows on the run's part of the desktop."""
        if self._executor.started and await self._executor.do(self._hide_ordinary):
            await asyncio.sleep(REPAINTED_S)
            await wait_until_unmapped(await self._executor.do(self._ordinary_count))

    async def announce(self, act: Announcement) -> None:
        """Mark the next act on the screen."""
        if self._executor.started:
            await self._executor.do(lambda: self.windows.announce(act))

    async def make_way(self, act: Announcement) -> tuple[Rect, ...]:
        """Hide the mark, and every window over the act's place; return where others stay. ScreenError: one stays."""
        await self._hide_and_wait(lambda: self.windows.make_way(act.keep_clear))
        return await self._executor.do(self._in_layers) if self._executor.started else ()

    async def hide(self) -> bool:
        """Hide the floating windows; return whether there were any. ScreenError when one stays."""
        if self._executor.started and not self._proved:
            await self._check_captures_windows()
        return await self._hide_and_wait(self._hide_floating)

    def restore(self) -> None:
        """Show the floating windows again; the ordinary ones stay hidden until the run has ended."""
        if self._executor.started:
            self._executor.call(self._restore)

    async def _hide_and_wait(self, hide: Callable[[], tuple[Rect, ...]]) -> bool:
        """Hide windows in Qt's thread, and return once the screen shows none of them."""
        boxes = await self._executor.do(hide) if self._executor.started else ()
        if boxes and not await self._executor.do(self._leaves_at_once):
            await self._sight.until_gone(boxes)
        return bool(boxes)

    # In Qt's thread only: the first access creates `windows`.

    def _hide_ordinary(self) -> bool:
        return self._ordinary is not None and self._ordinary.hide_from(self.monitor) > 0

    def _ordinary_count(self) -> int:
        from desktop_agent.ui.overlay.windows import ordinary_windows

        return len(ordinary_windows())

    def _hide_floating(self) -> tuple[Rect, ...]:
        return self.windows.hide_all()

    def _in_layers(self) -> tuple[Rect, ...]:
        return self.windows.in_layers()

    def _restore(self) -> None:
        self.windows.restore()

    def _leaves_at_once(self) -> bool:
        return self.windows.leaves_at_once

    async def _check_captures_windows(self) -> None:
        """Prove that captures show our windows, by a probe that is shown and hidden; not where hiding is immediate."""
        if await self._executor.do(self._leaves_at_once):
            self._proved = True
            return
        corner = ScreenPoint(self.monitor.x, self.monitor.y)
        probe, box = await self._executor.do(lambda: self.windows.show_probe(corner))
        try:
            is_visible = await self._sight.is_seen(box, _PROBE_TIMEOUT_S)
        finally:
            boxes = await self._executor.do(lambda: self.windows.hide_probe(probe))
        if not is_visible:
            raise ScreenError(
                Message("Screenshots don't include our own windows, so we can't verify that they're hidden."),
                Message("Check the display with: desktop-agent doctor"),
            )
        await self._sight.until_gone(boxes)
        self._proved = True
