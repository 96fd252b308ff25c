"""Whose hands a desk is in: taken over and given back by two buttons, its mouse and keyboard sent from its picture.

The run is paused before mouse and keyboard go to the desk; everything is released there before the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.view.stage import Stage

TAKEN_OVER = Message("You took over the side desk.")
_WATCHING = Message("Your mouse and keyboard don't control the desk until you take it over.")
_PAUSING = Message("You'll get control as soon as the run pauses.")
_YOURS = Message(
    "While the pointer is over the live video, your mouse and keyboard control the desk. To return "
    "control, press Ctrl+Alt+Enter."
)
_HINT_LINES = 2
# What may follow what: watching, pausing, starting (the hand), yours, returning, watching. Called off while the hand
# starts, that hand is still to end.
Phase = Literal["watching", "pausing", "starting", "called off", "yours", "returning"]


class DeskControl(QWidget):
    """The buttons for the desk on a stage; `pause` and `resume` only request what `follow` then reports."""

    changed_hands = Signal()  # ask `is_taken`
    _reported = Signal(object)  # of the hand, from a thread of its own

    def __init__(
        self, stage: Stage, pause: Callable[[], None], resume: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        """Start hidden, without a desk; `pause` and `resume` act on the run."""
        super().__init__(parent)
        self._pause = pause
        self._resume = resume
        self._desk: DeskOpened | None = None
        self._hand: slices.remote_hand.RemoteHand | None = None
        self._phase: Phase = "watching"
        self._paused = False
        self._input = DeskInput(stage, self)
        self._starting = BackgroundTask(self)
        self._returning = BackgroundTask(self)
        self._hint = text_label(_WATCHING, "muted")
        self._hint.setMinimumHeight(_HINT_LINES * self.fontMetrics().lineSpacing())
        self._take = text_button(Message("Take over"), self._request_pause, role="primary")
        self._give = text_button(Message("Give back"), self.give_back, role="primary")
        column_of(self, WrapRow(self._take, self._give), self._hint, spacing=4)
        self._input.given_back.connect(self.give_back)
        self._reported.connect(self._on_report)
        self._starting.done.connect(self._on_started)
        self._starting.failed.connect(self._on_failure)
        self._returning.done.connect(lambda _: self._on_returned())
        self._returning.failed.connect(lambda _: self._on_returned())
        self.end()

    @property
    def is_taken(self) -> bool:
        """Return whether the person has the desk."""
        return self._phase in {"yours", "returning"}

    @property
    def desk(self) -> DeskOpened | None:
        """Return the desk that is up."""
        return self._desk

    def begin(self, desk: DeskOpened | None) -> None:
        """Offer to take over a desk; None: it is still opening."""
        self._release("")
        self._desk = desk
        self.show()
        self._update("")

    def end(self) -> None:
        """Offer nothing: the desk is over, or there is none."""
        self._release("")
        self._desk = None
        self.hide()

    def follow(self, *, paused: bool) -> None:
        """Note whether the run is paused."""
        self._paused = paused
        if paused and self._phase == "pausing":
            self._start_remote_hand()
        elif not paused and self._phase in {"starting", "yours"}:  # it was let go on elsewhere
            self._release("")

    def give_back(self) -> None:
        """Release everything on the desk, then let the run go on."""
        hand = self._hand
        if self._phase != "yours" or hand is None:
            return
        self._phase = "returning"
        self._hand = None
        self._input.end()
        self._returning.start(hand.give_back)
        self._update("")

    def _request_pause(self) -> None:
        if self._phase != "watching" or self._desk is None:
            return
        self._phase = "pausing"
        self._update("")
        if self._paused:
            self._start_remote_hand()
        else:
            self._pause()

    def _start_remote_hand(self) -> None:
        desk = self._desk
        if desk is not None:
            self._phase = "starting"
            self._starting.start(lambda: slices.remote_hand.RemoteHand(desk, self._reported.emit))

    def _on_started(self, hand: slices.remote_hand.RemoteHand) -> None:
        if self._phase != "starting":
            hand.end()
            self._phase = "watching"
        else:
            self._phase = "yours"
            self._hand = hand
            self._input.begin(hand)
            self.changed_hands.emit()
        self._update("")

    def _on_report(self, report: slices.remote_hand.HandReport) -> None:
        if report.has_ended:
            self._release(report.words)
        elif self._phase == "yours":
            self._update(report.words)

    def _on_failure(self, error: DesktopAgentError) -> None:
        self._phase = "watching"
        self._update(error.window_text)

    def _on_returned(self) -> None:
        if self._phase == "returning":
            self._phase = "watching"
            self.changed_hands.emit()
            self._update("")
            self._resume()

    def _release(self, words: str) -> None:
        """Take the desk from the person; the hand releases everything as it ends."""
        if self._phase in {"watching", "called off"}:
            return
        was_taken = self.is_taken
        self._phase = "called off" if self._phase == "starting" else "watching"
        self._input.end()
        if self._hand is not None:
            self._hand.end()
            self._hand = None
        if was_taken:
            self.changed_hands.emit()
        self._update(words)

    def _update(self, words: str) -> None:
        """Show the button of the current phase, and some words or else the phase's own."""
        self._take.setVisible(not self.is_taken)
        self._take.setEnabled(self._desk is not None and self._phase == "watching")
        self._give.setVisible(self.is_taken)
        self._give.setEnabled(self._phase == "yours")
        hint = _YOURS if self.is_taken else _PAUSING
        self._hint.setText(words or (_WATCHING if self._phase == "watching" else hint))


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
            self._send_wheel(hand, event)
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
        elif is_down and _is_return_chord(event):
            self.given_back.emit()
        elif is_down:
            press = slices.remote_hand.symbol_of_press
            hand.tap(press(event.nativeVirtualKey(), event.text(), _shortcut_letter(event)))

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

    def _send_wheel(self, hand: slices.remote_hand.RemoteHand, event: QWheelEvent) -> None:
        self._wheel_rest += QPointF(event.angleDelta())
        right = int(-self._wheel_rest.x() / _NOTCH)
        down = int(-self._wheel_rest.y() / _NOTCH)
        self._wheel_rest += QPointF(right * _NOTCH, down * _NOTCH)
        if right or down:
            hand.turn(right, down)


def _shortcut_letter(event: QKeyEvent) -> str:
    """Return the Latin letter of a key while a modifier is held, whatever the layout; else nothing."""
    key = event.key()
    if not event.modifiers() & _CHORD or not Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        return ""
    letter = chr(key)
    return letter if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else letter.lower()


def _is_return_chord(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain == _GIVES_BACK
