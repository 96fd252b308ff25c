"""The banner of a paused run: “You're in control”, the button that resumes the run, and a message to the model."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel

from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message, gettext, ours_or_foreign, tr, visible
from desktop_agent.ui.approval.secondary_window import WordsWindow, words_window
from desktop_agent.ui.overlay.floating import StandInWindow, float_over_all, paint_background
from desktop_agent.ui.overlay.windows import floating_boxes, ordinary_boxes
from desktop_agent.ui.proof.guard import (
    COVERED,
    LEFT_ONLY,
    NOT_TOUCHED,
    NOT_YOURS,
    TOO_EARLY,
    TOO_QUICK,
    LastingProof,
    Proof,
    ProofOptions,
)
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layout import column_of, row_of
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, pixels_of
from desktop_agent.ui.qt.stacking import stacking
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import delete_window, polish, set_state, stop_button, text_button, text_label
from desktop_agent.ui.status.status_window import SHAPE_PX, StatusWindow, give_room

IN_CONTROL = Message("You're in control")
TITLE = Message("Paused — Desktop Agent")
LONGEST_REASON = 120
_LONGEST_WORDS = 70
LOOK_EVERY_MS = 100
_BESIDE_WORDS_PX = 56  # with the buttons below them: margins and shape
_NOTICES = (COVERED, LEFT_ONLY, NOT_TOUCHED, NOT_YOURS, TOO_EARLY, TOO_QUICK)
_ENDLESS = 10_000


class PausedBanner(StandInWindow):
    """*Resume* needs proof by a device where the display gives it; *Stop* does not.

    It takes the place of the run's badge, so that there is one bar and *Stop* stays where it was. If one of our windows
    covers that, it moves to a free corner, and hides without one: the console has both buttons.
    """

    resumed = Signal(str)  # with the message to the model, if any

    def __init__(
        self, reason: str, presence: Presence, monitor: Rect, stop: Callable[[], None], *, by_device: bool = True
    ) -> None:
        super().__init__()
        float_over_all(self, TITLE, opens_fields=True)
        shape = QLabel()
        shape.setFixedWidth(SHAPE_PX)
        shape.setPixmap(pixmap("paused", colours().warn, SHAPE_PX, 2.0))
        proof: Proof = "device" if presence.reports_source else "touch"
        options = ProofOptions(proof if by_device else "none")
        self._proof = LastingProof(options, presence, time.monotonic)
        self._guarded = GuardedWindow(presence)
        self._guarded.guard.prove_by(options.proof)
        self._monitor = monitor
        self._message = ""
        self._window: WordsWindow | None = None  # for writing the message to the model
        self._notice_text = ours_or_foreign(reason, LONGEST_REASON)
        self._reason = self._notice_text
        self._head = text_label(IN_CONTROL, "heading", wraps=False)
        self._notice = text_label(self._reason, "muted")
        ask = text_button(Message("Tell the model…"), self._ask_words, name=Message("Tell the model"), keyboard=False)
        self._stop = stop_button(stop)
        words = row_of(None, shape, column_of(None, self._head, self._notice, spacing=2), spacing=10)
        buttons = row_of(None, self._resume_button(), self._stop, ask, spacing=10)
        self._row = row_of(self, words, buttons, spacing=10, margins=(14, 8, 10, 8))
        self._row.setAlignment(buttons, Qt.AlignmentFlag.AlignBottom)
        self.setAccessibleName(tr(Message("{title}: {in_control}", title=TITLE, in_control=IN_CONTROL)))
        self._fit()
        self.show()
        self._guarded.begin(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._update)
        self._timer.start(LOOK_EVERY_MS)
        self._move_clear()

    def end(self) -> tuple[Rect, ...]:
        """Close the banner and the message window; return the pixels that they covered."""
        self._timer.stop()
        words = self._close_words()
        box = pixels_of(self)
        self._guarded.end()
        delete_window(self)
        stacking().sync()
        return (*words, box)

    def _ask_words(self) -> None:
        """Ask for a message to the model; *Resume* still needs its own proof."""
        self._close_words()
        window = words_window(self._message)
        self._window = window
        window.sent.connect(self._store_words)
        window.closed.connect(self._close_words)
        window.open_in(free_part(self._monitor), window.field)

    def _store_words(self, words: str) -> None:
        self._message = words
        self._show_notice()
        self._close_words()

    def _close_words(self) -> tuple[Rect, ...]:
        window = self._window
        self._window = None
        return () if window is None else (window.end(),)

    def _resume(self) -> None:
        self.resumed.emit(self._message)

    def _show_notice(self) -> None:
        shortened = visible(self._message, _LONGEST_WORDS)
        with_words = Message("Message to the model when you resume: “{said}”", said=shortened)
        sentence = self._guarded.guard.why_not or (with_words if self._message else self._reason)
        if sentence != self._notice_text:
            self._notice_text = sentence
            self._notice.setText(sentence)

    def _update(self) -> None:
        """Move clear of other windows; show why *Resume* is refused now, or why its last press was."""
        self._move_clear()
        if self._proof.look():
            self._guarded.guard.prove_by(self._proof.options.proof)
        self._guarded.look()
        self._show_notice()

    def _resume_button(self) -> ProvenButton:
        resume = ProvenButton(Message("Resume"), self._guarded.guard)
        resume.setAccessibleName(gettext("Resume"))
        resume.setEnabled(True)
        resume.proven.connect(self._resume)
        resume.doubted.connect(self._show_notice)
        resume.unproven.connect(self._resume)
        set_state(resume, "role", "primary")
        return resume

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self)

    def _fit(self) -> None:
        """Reserve room for every notice, so that a new one never moves a button that the person is about to press."""
        part = free_part(self._monitor)
        polish(self)
        labels = (self._head, self._notice)
        if give_room(self._row, labels, part.width()) < self._head.sizeHint().width():
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            for label in labels:
                label.setFixedWidth(self._row.sizeHint().width() - _BESIDE_WORDS_PX)
        room = QRect(0, 0, self._notice.width(), _ENDLESS)
        heights = (
            self._notice.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, tr(text)).height()
            for text in (*_NOTICES, self._reason)
        )
        self._notice.setFixedHeight(max(heights))
        self._row.activate()
        self.setFixedSize(self._row.sizeHint())
        self.move(self._home(part))

    def _home(self, part: QRect) -> QPoint:
        """Return the place where *Stop* lies on that of the badge; the lower left corner where there is no badge."""
        badges = [each for each in QApplication.topLevelWidgets() if isinstance(each, StatusWindow)]
        badge = next((each for each in badges if part.intersects(each.geometry())), None)
        self.stands_for = badge
        at = part.bottomLeft() - QPoint(0, self.height() - 1)
        if badge is not None:
            at = badge.pos() + badge.stop.geometry().bottomLeft() - self._stop.geometry().bottomLeft()
        right = part.right() - self.width() + 1
        bottom = part.bottom() - self.height() + 1
        return QPoint(max(part.left(), min(at.x(), right)), max(part.top(), min(at.y(), bottom)))

    def _move_clear(self) -> None:
        part = free_part(self._monitor)
        home = QRect(self._home(part), self.size())
        boxes = (*ordinary_boxes(), *floating_boxes(self, self.stands_for))
        is_free = not any(home.intersects(box) for box in boxes)
        spot = home.topLeft() if is_free else clear_corner(self.width(), self.height(), part, boxes)
        if spot is None:
            self.hide()
        elif spot != self.pos() or not self.isVisible():
            self.move(spot)
            self.show()
