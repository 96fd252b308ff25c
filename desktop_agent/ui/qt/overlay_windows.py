"""Which floating windows of ours may be seen now: none of them while the run looks or acts. For Qt's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.proof.stacking import Stacking
from desktop_agent.ui.qt.screen_units import pixels_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class Veil:
    """Windows are shown and hidden through it; it remembers which are wanted while it is drawn."""

    def __init__(self) -> None:
        self._wanted: list[QWidget] = []
        self._drawn = False
        self._stacking = Stacking()

    def show(self, window: QWidget) -> None:
        """Show a window, now or as soon as the veil is lifted."""
        if window not in self._wanted:
            self._wanted.append(window)
        if not self._drawn:
            window.show()

    def hide(self, window: QWidget) -> None:
        """Hide a window, and forget it."""
        if window in self._wanted:
            self._wanted.remove(window)
        window.hide()

    def draw(self) -> tuple[Rect, ...]:
        """Hide what is shown; returns the pixels that were covered, once the display server has taken it away."""
        self._drawn = True
        shown = [window for window in self._wanted if window.isVisible()]
        boxes = tuple(pixels_of(window) for window in shown)
        for window in shown:
            window.hide()
        if shown:
            self._stacking.sync()
        return boxes

    def lift(self) -> None:
        """Show again what is wanted."""
        self._drawn = False
        for window in self._wanted:
            window.show()
