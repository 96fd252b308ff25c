"""The rule for how large a window may be: with its frame it lies on the part of its screen that panels leave free.

The rule is applied when the window opens, when it moves to another screen, and when its screen or a panel changes. A
window that a person is dragging stays where they put it; content without enough room has to scroll or shrink.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

# The frame is not there yet when a window opens, and window managers draw it in their own time.
_LOOKS_MS = (0, 60, 250, 800)
_AFTER_A_MOVE_MS = 300
_TITLE_PX = 30  # until the real frame is known


def available_geometry(screen: QScreen) -> QRect:
    """Return the part of a screen that panels leave free, in Qt's units.

    On X11 Qt (seen in 6.11) scales the size of this part, and leaves its way from the screen's corner in pixels.
    """
    full = screen.geometry()
    free = screen.availableGeometry()
    ratio = screen.devicePixelRatio()
    if ratio == 1 or QGuiApplication.platformName() != "xcb":
        return free
    return QRect(full.topLeft() + (free.topLeft() - full.topLeft()) / ratio, free.size()).intersected(full)


def keep_on_screen(
    window: QWidget, wish: QSize | None = None, shrink: Callable[[QSize], object] = lambda _room: None
) -> None:
    """Apply the rule to a window for as long as it lives; `wish` is its first size where there is room.

    `shrink` is called with the size that the inside may have, before the window gets it.
    """
    room = window.screen().availableGeometry().size() - QSize(0, _TITLE_PX)
    shrink(room)
    if wish is not None:
        window.resize(wish.boundedTo(room))
    _BoundsFilter(window, shrink)


def center_window(window: QWidget) -> None:
    """Have a window open in the middle of the part that panels leave free, where a manager would choose elsewhere."""
    frame = QRect(QPoint(), window.size() + QSize(0, _TITLE_PX))
    frame.moveCenter(available_geometry(window.screen()).center())
    window.move(frame.topLeft())


def bounded(frame: QRect, room: QRect) -> QRect:
    """Return a box made to fit into a room: no larger than that, and inside of it."""
    size = frame.size().boundedTo(room.size())
    left = max(room.left(), min(frame.left(), room.right() + 1 - size.width()))
    top = max(room.top(), min(frame.top(), room.bottom() + 1 - size.height()))
    return QRect(QPoint(left, top), size)


class _BoundsFilter(QObject):
    """Belongs to its window, and sees its events first."""

    def __init__(self, window: QWidget, shrink: Callable[[QSize], object]) -> None:
        super().__init__(window)
        self._window = window
        self._shrink = shrink
        self._looks: list[int] = []
        self._moving = False
        self._screen: QScreen | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._check_bounds)
        window.installEventFilter(self)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._follow)
            app.screenRemoved.connect(self._screens_changed)
        for screen in QGuiApplication.screens():
            self._follow(screen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to check when the window is shown, moved to another screen, or asks for more room."""
        match event.type():
            case QEvent.Type.Show if not event.spontaneous():
                self._schedule_checks(*_LOOKS_MS)
            case QEvent.Type.Move if self._moving or self._is_elsewhere():
                # Only once it rests: the person may be dragging it.
                self._moving = True
                self._schedule_checks(_AFTER_A_MOVE_MS)
            case QEvent.Type.LayoutRequest if self._window.isVisible() and not self._timer.isActive():
                self._schedule_checks(0)
        return super().eventFilter(watched, event)

    def _schedule_checks(self, *looks_ms: int) -> None:
        self._looks = list(looks_ms)
        self._timer.start(self._looks.pop(0))

    def _is_elsewhere(self) -> bool:
        return self._screen is not None and self._window.screen() is not self._screen

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._screens_changed)

    def _screens_changed(self) -> None:
        self._schedule_checks(*_LOOKS_MS)

    def _check_bounds(self) -> None:
        self._moving = False
        window = self._window
        self._screen = window.screen()
        free = window.isVisible() and not (window.isMinimized() or window.isMaximized() or window.isFullScreen())
        if free:
            room = available_geometry(window.screen())
            frame = window.frameGeometry()
            around = window.frameGeometry().size() - window.size()
            self._shrink(room.size() - around)
            fitting = bounded(frame, room)
            if fitting.size() != frame.size():
                window.resize(fitting.size() - around)
            if fitting.topLeft() != frame.topLeft():
                window.move(fitting.topLeft())
        if self._looks:
            self._timer.start(self._looks.pop(0))
