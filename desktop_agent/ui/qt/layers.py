"""What keeps our windows above or below others.

Qt knows only ordinary windows there, which lie where the compositor likes, below a full screen, and with the keyboard.
So Qt lays out and paints such a window without showing it (`WA_DontShowOnScreen`); its picture goes into a layer of our
own connection, and what the pointer does there comes back to it as Qt's events.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QGuiApplication, QImage, QMouseEvent, QNativeInterface, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.lib.platform_files import platform_module

if TYPE_CHECKING:
    from desktop_agent.platforms.wayland.layer_shell import LayerPointer, LayerShell, LayerSurface
    from desktop_agent.platforms.x11.stacking import Stacking


_BUTTONS = {0x110: Qt.MouseButton.LeftButton, 0x111: Qt.MouseButton.RightButton, 0x112: Qt.MouseButton.MiddleButton}
# of a usual wheel: in logical units, and as Qt counts it
_NOTCH = 15.0
_NOTCH_ANGLE = 120
_NONE = Qt.MouseButton.NoButton


def is_wayland() -> bool:
    """Return whether Qt shows its windows in a Wayland session."""
    return QGuiApplication.platformName() == "wayland"


def can_place() -> bool:
    """Return whether our floating windows lie where they are put; else they are ordinary windows, anywhere."""
    return not is_wayland() or layers() is not None


def layers() -> Layers | None:
    """Return what shows layers here, made on the first call; None where there are none. For Qt's thread."""
    app = QCoreApplication.instance()
    if app is None or not is_wayland():
        return None
    existing = app.findChild(Layers)
    if existing is None:
        existing = Layers(app)
    return existing if existing.available else None


class Layers(QObject):
    """The layers of this program; `available` where the compositor has them."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shell: LayerShell | None = None
        self._of: dict[int, LayerWindow] = {}
        self._connect()

    def _connect(self) -> None:
        self._shell = None
        with suppress(ScreenError):
            self._shell = platform_module("wayland.layer_shell").create()
        if self._shell is not None:
            self._notifier = QSocketNotifier(self._shell.fileno(), QSocketNotifier.Type.Read, self)
            self._notifier.activated.connect(self._process_pointer_steps)

    @property
    def available(self) -> bool:
        """Return whether there are layers here."""
        return self._shell is not None

    def show_as_layer(self, window: QWidget) -> None:
        """Show a window as a layer from now on, whenever it is to be visible."""
        if window.findChild(LayerWindow, options=Qt.FindChildOption.FindDirectChildrenOnly) is None:
            LayerWindow(window, self)

    def show(self, box: Rect, window: LayerWindow, *, takes_clicks: bool) -> LayerSurface | None:
        """Return a new layer; None where there is no connection any more."""
        if self._shell is None:
            return None
        surface = self._shell.show(box, takes_clicks=takes_clicks)
        self._of[surface.number] = window
        return surface

    def reconnect(self) -> None:
        """Connect again and show what was shown: the compositor drops whom it finds too slow, and all their windows."""
        lost = tuple(self._of.values())
        self._of = {}
        if self._shell is not None:
            self._notifier.setEnabled(False)
            self._shell.close()
            self._connect()
        for window in lost:
            window.show_again()

    def end(self, surface: LayerSurface) -> None:
        """Take a layer away; when this returns no new picture of the screen has it."""
        self._of.pop(surface.number, None)
        try:
            surface.end()
        except ScreenError:
            self.reconnect()  # with the connection all of its layers have gone

    def _process_pointer_steps(self) -> None:
        try:
            steps = self._shell.steps() if self._shell is not None else ()
        except ScreenError:
            self.reconnect()
            return
        for surface, step in steps:
            if (window := self._of.get(surface.number)) is not None:
                window.send_pointer_event(step)


class LayerWindow(QObject):
    """One window that is a layer; belongs to it, and sees its events first."""

    def __init__(self, window: QWidget, home: Layers) -> None:
        super().__init__(window)
        self._window = window
        self._layers = home
        self._surface: LayerSurface | None = None
        self._buttons = _NONE
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.installEventFilter(self)
        self._painting = QTimer(self, singleShot=True, interval=0)
        self._painting.timeout.connect(self._paint)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what becomes of the window."""
        kind = event.type()
        match kind:
            case QEvent.Type.Show:
                self._show()
            case QEvent.Type.Hide | QEvent.Type.Close:
                self._hide()
            case QEvent.Type.Move | QEvent.Type.Resize | QEvent.Type.UpdateRequest if self._surface is not None:
                self._painting.start()
            case QEvent.Type.ToolTip | QEvent.Type.ContextMenu:
                return True  # Qt would show a window of its own for it
        return False

    def send_pointer_event(self, step: LayerPointer) -> None:
        """Give Qt what the pointer did here."""
        at = QPointF(step.x, step.y)
        event = self._qt_event(step, at, at + QPointF(self._window.pos()))
        if event is not None and (handle := self._window.windowHandle()) is not None:
            QCoreApplication.sendEvent(handle, event)

    def show_again(self) -> None:
        """Make a new layer in place of one that has gone."""
        self._surface = None
        if self._window.isVisible():
            self._show()

    def _qt_event(self, step: LayerPointer, at: QPointF, on_desktop: QPointF) -> QEvent | None:
        keys = Qt.KeyboardModifier.NoModifier
        if step.what == "enter":
            return QEnterEvent(at, at, on_desktop)
        if step.what == "leave":
            return QEvent(QEvent.Type.Leave)
        if step.what == "wheel":
            turn = QPoint(*(round(-way / _NOTCH * _NOTCH_ANGLE) for way in (step.across, step.along)))
            phase = Qt.ScrollPhase.NoScrollPhase
            return QWheelEvent(at, on_desktop, QPoint(), turn, self._buttons, keys, phase, False)  # noqa: FBT003
        button = _BUTTONS.get(step.code, _NONE)
        kind = QEvent.Type.MouseMove
        if step.what == "button":
            if step.code not in _BUTTONS:
                return None
            kind = QEvent.Type.MouseButtonPress if step.down else QEvent.Type.MouseButtonRelease
            self._buttons = self._buttons | button if step.down else self._buttons & ~button
        event = QMouseEvent(kind, at, at, on_desktop, button, self._buttons, keys)
        event.setTimestamp(step.server_ms)
        return event

    def _show(self) -> None:
        if self._surface is None:
            takes_clicks = not self._window.windowFlags() & Qt.WindowType.WindowTransparentForInput
            with suppress(ScreenError):  # no monitor is switched on, or the session ends
                self._surface = self._layers.show(self._box(), self, takes_clicks=takes_clicks)
            self._painting.start()  # it is laid out only once this event is over

    def _hide(self) -> None:
        self._painting.stop()
        surface = self._surface
        self._surface = None
        self._buttons = _NONE
        if surface is not None:
            self._layers.end(surface)

    def _paint(self) -> None:
        surface = self._surface
        if surface is None:
            return
        if not surface.is_shown or not self._move_layer(surface):
            self._hide()
            self._show()
            return
        image = self._window_image(surface.scale)
        try:
            surface.draw(Size(image.width(), image.height()), image.constBits())
        except ScreenError:
            self._layers.reconnect()

    def _move_layer(self, surface: LayerSurface) -> bool:
        """Have the layer lie where the window is to lie; False where that takes a new one."""
        with suppress(ScreenError):
            return surface.move(self._box())
        return False

    def _window_image(self, scale: int) -> QImage:
        window = self._window
        image = QImage(window.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(scale)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        mask = window.mask()
        if not mask.isEmpty():
            painter.setClipRegion(mask)
        whole = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren
        window.render(painter, QPoint(), renderFlags=whole)
        painter.end()
        return image

    def _box(self) -> Rect:
        box = self._window.geometry()
        return Rect(box.x(), box.y(), box.width(), box.height())


def stacking() -> Stacking:
    """Return the source of the window order on Qt's display; it knows nothing without an X server."""
    app = QGuiApplication.instance()
    # Elsewhere such an interface may be there as well, and asking it for its server a crash, or not exist in Qt at all.
    native = app.nativeInterface() if isinstance(app, QGuiApplication) and app.platformName() == "xcb" else None
    connection = int(native.connection() or 0) if isinstance(native, QNativeInterface.QX11Application) else 0
    found: Stacking = platform_module("x11.stacking").Stacking(connection)
    return found
