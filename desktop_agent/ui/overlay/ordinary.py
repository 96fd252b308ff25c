"""The program's ordinary windows, such as the console: hidden from where a run works. For Qt's thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.qt.screen_units import frame_pixels_of


class OrdinaryWindows:
    """Hides those of the application's windows that lie on a part of the desktop, until `restore`."""

    def __init__(self) -> None:
        self._hidden: list[QWidget] = []

    def hide_from(self, box: Rect) -> int:
        """Hide every ordinary window that lies on a part of the desktop, in pixels; return how many there were."""
        windows = [one for one in ordinary_windows() if _overlap(frame_pixels_of(one), box)]
        for window in windows:
            window.hide()
        self._hidden = [*(one for one in self._hidden if one not in windows), *windows]
        return len(windows)

    def restore(self) -> None:
        """Show again what was hidden, without taking the keyboard from whoever has it."""
        windows, self._hidden = self._hidden, []
        for window in windows:
            if Shiboken.isValid(window):  # it may have been closed meanwhile
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
                window.show()
                window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)


def ordinary_windows() -> list[QWidget]:
    """Return our visible windows that do not float over others."""
    ordinary = Qt.WindowType.Window
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowType() == ordinary]


def _overlap(one: Rect, other: Rect) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height
