"""The person's mouse and keyboard on a stage that shows a desk: while they have the desk, it gets all of both."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QWheelEvent

from desktop_agent.runtime import slices
from desktop_agent.ui.view.stage import Stage

_NOTCH = 120  # of a wheel, as Qt counts
_NOWHERE = (-1, -1)
_BUTTONS = {
    Qt.MouseButton.LeftButton: 1,
    Qt.MouseButton.MiddleButton: 2,
    Qt.MouseButton.RightButton: 3,
    Qt.MouseButton.BackButton: 8,
    Qt.MouseButton.ForwardButton: 9,
}
_HELD = {
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Alt: "alt",
    Qt.Key.Key_Meta: "super",
    Qt.Key.Key_Super_L: "super",
    Qt.Key.Key_Super_R: "super",
}
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_GIVES_BACK = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_RELEASES = frozenset({QEvent.Type.FocusOut, QEvent.Type.Leave})  # what is released then goes elsewhere
# Our shortcuts, the menu of the stage and the keys that move the focus are the desk's meanwhile.
_TAKEN = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.ContextMenu})


class DeskInput(QObject):
    """Sends what happens on the stage to a hand, between `begin` and `end`."""

    given_back = Signal()  # by the keyboard

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._hand: slices.remote_hand.RemoteHand | None = None
        self._pointer = _NOWHERE
        self._wheel_rest = QPointF()

    def begin(self, hand: slices.remote_hand.RemoteHand) -> None:
        """Send everything to a hand from now on."""
        stage = self._stage
        self._hand = hand
        stage.installEventFilter(self)
        stage.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        stage.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        stage.setMouseTracking(True)
        stage.show_control(is_taken=True)
        stage.setFocus()

    def end(self) -> None:
        """Send nothing any more."""
        if self._hand is None:
            return
        stage = self._stage
        self._hand = None
        self._pointer = _NOWHERE
        stage.removeEventFilter(self)
        stage.clearFocus()
        stage.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        stage.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        stage.setMouseTracking(False)
        stage.show_control(is_taken=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send an event of the stage; return whether it is the desk's alone."""
        hand = self._hand
        if hand is None:
            return False
        if event.type() in _RELEASES:
            hand.release()
            return False
        if event.type() in _TAKEN:
            event.accept()
            return True
        return self._send(hand, event)

    def _send(self, hand: slices.remote_hand.RemoteHand, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            self._send_key(hand, event)
        elif isinstance(event, QInputMethodEvent):
            hand.type(event.commitString())
        elif isinstance(event, QMouseEvent):
            self._send_mouse(hand, event)
        elif isinstance(event, QWheelEvent):
            self._turn(hand, event)
        else:
            return False
        event.accept()
        return True

    def _send_key(self, hand: slices.remote_hand.RemoteHand, event: QKeyEvent) -> None:
        is_down = event.type() == QEvent.Type.KeyPress
        modifier = next((name for key, name in _HELD.items() if key == event.key()), "")
        if modifier:
            if not event.isAutoRepeat():
                hand.hold(modifier, down=is_down)
        elif is_down and _gives_back(event):
            self.given_back.emit()
        elif is_down:
            press = slices.remote_hand.symbol_of_press
            hand.tap(press(event.nativeVirtualKey(), event.text(), _shortcut(event)))

    def _send_mouse(self, hand: slices.remote_hand.RemoteHand, event: QMouseEvent) -> None:
        is_move = event.type() == QEvent.Type.MouseMove
        is_release = event.type() == QEvent.Type.MouseButtonRelease
        number = _BUTTONS.get(event.button())
        if not is_move and (number is None or not (is_release or self._stage.has_picture_at(event.position()))):
            return
        at = self._stage.picture_point(event.position())
        if at != self._pointer:
            self._pointer = at
            hand.move(*at)
        if not is_move and number is not None:
            hand.button(number, down=not is_release)

    def _turn(self, hand: slices.remote_hand.RemoteHand, event: QWheelEvent) -> None:
        self._wheel_rest += QPointF(event.angleDelta())
        right = int(-self._wheel_rest.x() / _NOTCH)
        down = int(-self._wheel_rest.y() / _NOTCH)
        self._wheel_rest += QPointF(right * _NOTCH, down * _NOTCH)
        if right or down:
            hand.turn(right, down)


def _shortcut(event: QKeyEvent) -> str:
    """Return the Latin letter of a key while a modifier is held, whatever the layout; else nothing."""
    key = event.key()
    if not event.modifiers() & _CHORD or not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return ""
    letter = chr(key)
    return letter if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else letter.lower()


def _gives_back(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain == _GIVES_BACK
