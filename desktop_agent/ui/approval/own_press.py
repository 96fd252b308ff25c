"""Notices that the person presses, while a card asks about it, the very control themselves: then nobody need answer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Question
from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.ui.approval.marker import Marker
from desktop_agent.ui.qt.screen_units import pixels_in_units


class OwnPress(QObject):
    """Emits `done` once the person has pressed what the question is about; for a single press on a control alone."""

    done = Signal()
    _pressed = Signal()  # from the watcher's thread

    def __init__(self, question: Question | None, presence: Presence, card: QWidget) -> None:
        """Take the question; None where no press on this display is meant."""
        super().__init__(card)
        box = question.target.box if question is not None and _is_one_press(question) else None
        self._box = pixels_in_units(box) if box is not None and box.width and box.height else None
        self._pressed.connect(self._look)
        self.end = presence.watch(self._take, lambda _how: None)

    def _take(self, hand: UserInput) -> None:
        if hand.what == "button":
            self._pressed.emit()

    def _look(self) -> None:
        at = QCursor.pos()
        if self._box is not None and self._box.contains(at) and not _is_on_ours(at):
            self.done.emit()


def _is_one_press(question: Question) -> bool:
    return question.kind == "action" and len(question.actions) == 1 and _is_press(question)


def _is_press(question: Question) -> bool:
    action = question.actions[0]
    return isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())


def _is_on_ours(at: QPoint) -> bool:
    """Tell whether a window of ours is there; the marks let every press through."""
    ours = (one for one in QApplication.topLevelWidgets() if one.isVisible() and not isinstance(one, Marker))
    return any(one.frameGeometry().contains(at) for one in ours)
