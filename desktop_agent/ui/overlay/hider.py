"""Hides our windows before a picture or an action: the run's `OverlayHider`. Qt is not loaded for it."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.ui.overlay.wait_until_hidden import Grab, LazyCapture, wait_until_hidden, wait_until_seen
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.ui.overlay.windows import OrdinaryWindows, OverlayWindows

_SEEN_WITHIN_S = 2.0
# Measured without a compositor: a large window was gone from every grab after 150 ms, what lies below 50 ms later.
REPAINTED_S = 0.25


class QtOverlayHider:
    """Does nothing as long as Qt has not been started: then there is no window.

    `monitor` is the captured part of the desktop, in pixels; `ordinary` are the program's ordinary windows, if it has
    any; `grab` captures on the run's thread.
    """

    def __init__(
        self,
        executor: QtExecutor,
        monitor: Rect,
        *,
        ordinary: OrdinaryWindows | None = None,
        grab: Grab | None = None,
    ) -> None:
        self._executor, self._monitor, self._ordinary = executor, monitor, ordinary
        self._grab = grab or LazyCapture()
        self._proved = False

    @cached_property
    def windows(self) -> OverlayWindows:
        """Return what shows and hides floating windows; for Qt's thread."""
        from desktop_agent.ui.overlay.windows import OverlayWindows

        return OverlayWindows()

    async def hide(self) -> None:
        """Take our windows off the screen; ScreenError when they stay."""
        if not self._executor.started:
            return
        if await self._executor.do(self._hide_ordinary):
            await asyncio.sleep(REPAINTED_S)
        if not self._proved:
            await self._prove()
        boxes = await self._executor.do(self._hide_floating)
        if boxes:
            await wait_until_hidden(self._grab, boxes)

    def restore(self) -> None:
        """Show the floating windows again; the ordinary ones stay hidden until the run has ended."""
        if self._executor.started:
            self._executor.call(self._restore)

    # In Qt's thread, and no other: `windows` is made by the first who asks for it.

    def _hide_ordinary(self) -> int:
        return 0 if self._ordinary is None else self._ordinary.hide_from(self._monitor)

    def _hide_floating(self) -> tuple[Rect, ...]:
        return self.windows.hide_all()

    def _restore(self) -> None:
        self.windows.restore()

    async def _prove(self) -> None:
        """Show a window, see it in a capture, hide it, and see that it is gone."""
        corner = ScreenPoint(self._monitor.x, self._monitor.y)
        probe, box = await self._executor.do(lambda: self.windows.show_probe(corner))
        try:
            is_visible = await wait_until_seen(self._grab, box, _SEEN_WITHIN_S)
        finally:
            boxes = await self._executor.do(lambda: self.windows.hide_probe(probe))
        if not is_visible:
            raise ScreenError(
                "A picture of the screen does not show our own windows, so we cannot make sure that they are hidden.",
                "Check the display with: desktop-agent doctor",
            )
        await wait_until_hidden(self._grab, boxes)
        self._proved = True
