"""Keeps our floating windows out of the model's picture, and off the place where it acts: the run's `Curtain`."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.ui.qt.delete_window import end_window
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.qt.floating import float_over_all, paint_sign
from desktop_agent.ui.qt.screen_units import pixels_of, to_units
from desktop_agent.ui.qt.wait_until_hidden import Eye, Grab, until_gone, until_seen

_SEEN_WITHIN_S = 2.0


class QtOverlayHider:
    """Hides what `host.veil` shows; without a window there is nothing to do, and Qt is not started for it.

    `grab` captures on the run's thread. Before the first picture a small window of our own shows that a capture sees
    such windows here, and that it no longer does once they are hidden.
    """

    def __init__(self, host: QtExecutor, grab: Grab | None = None, monitor: Rect | None = None) -> None:
        self._host = host
        self._grab = grab or Eye()
        self._monitor = monitor or Rect(0, 0, 1, 1)
        self._proved = False

    async def draw(self) -> None:
        """Take our windows off the screen; ScreenError when they stay."""
        if not self._host.started:
            return
        if not self._proved:
            await self._prove()
        boxes = await self._host.do(self._host.veil.draw)
        if boxes:
            await until_gone(self._grab, boxes)

    def lift(self) -> None:
        """Let our windows be shown again."""
        if self._host.started:
            self._host.call(self._host.veil.lift)

    async def _prove(self) -> None:
        """Show a window, see it in a capture, take it away, and see that it is gone."""
        probe, box = await self._host.do(self._show_probe)
        try:
            seen = await until_seen(self._grab, box, _SEEN_WITHIN_S)
        finally:
            boxes = await self._host.do(lambda: self._hide_probe(probe))
        if not seen:
            raise ScreenError(
                "A window of ours could not be found in a picture of the screen, so it cannot be kept out of one.",
                "Check the display with: desktop-agent doctor",
            )
        await until_gone(self._grab, boxes)
        self._proved = True

    def _show_probe(self) -> tuple[_Probe, Rect]:
        self._host.veil.lift()
        probe = _Probe()
        probe.move(to_units(ScreenPoint(self._monitor.x, self._monitor.y)) + QPoint(2, 2))
        self._host.veil.show(probe)
        return probe, pixels_of(probe)

    def _hide_probe(self, probe: _Probe) -> tuple[Rect, ...]:
        # The very way by which all others are hidden is what is to be proved.
        boxes = self._host.veil.draw()
        self._host.veil.hide(probe)
        end_window(probe)
        return boxes


class _Probe(QWidget):
    """A speck that shows the sign and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, "Desktop Agent")
        self.setFixedSize(12, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        paint_sign(painter, self)
        painter.end()
