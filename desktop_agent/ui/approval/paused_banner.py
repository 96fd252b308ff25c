"""The banner of a paused run: “You're in control”, the button that resumes the run, and a message to the model."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_agent.core.display_text import ours_or_foreign, visible
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.presence import Presence
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.approval.secondary_window import WordsWindow, words_window
from desktop_agent.ui.overlay.floating import float_over_all, paint_background
from desktop_agent.ui.overlay.windows import floating_boxes, ordinary_boxes
from desktop_agent.ui.proof.guard import COVERED, LEFT_ONLY, NOT_YOURS, TOO_EARLY, TOO_QUICK
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.proof.stacking import stacking
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, pixels_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import delete_window, polish, set_state, text_button, text_label

IN_CONTROL = Message("You're in control")
TITLE = Message("Paused — Desktop Agent")
LONGEST_REASON = 120
_LONGEST_WORDS = 70
LOOK_EVERY_MS = 100
_WORDS_LETTERS = 54  # across
_NOTICES = (COVERED, LEFT_ONLY, NOT_YOURS, TOO_EARLY, TOO_QUICK)
_ENDLESS = 10_000
_MARGINS_PX, _SHAPE_PX = 28, 22


class PausedBanner(QWidget):
    """*Resume* needs proof by a device where the display gives it; *Stop run* does not.

    It moves to a corner that none of our other windows covers, and hides without one: the console has both buttons.
    """

    resumed = Signal(str)  # with the message to the model, if any

    def __init__(
        self, reason: str, presence: Presence, monitor: Rect, stop: Callable[[], None], *, by_device: bool = True
    ) -> None:
        super().__init__()
        float_over_all(self, TITLE)
        self._row = WrapRow(spacing=10)
        self._row.setContentsMargins(14, 8, 14, 8)
        self.setLayout(self._row)
        shape = QLabel()
        shape.setPixmap(pixmap("paused", colours().warn, _SHAPE_PX, 2.0))
        self._guarded = GuardedWindow(presence)
        self._by_device = by_device and presence.tells_source
        self._monitor = monitor
        self._message = ""
        self._window: WordsWindow | None = None  # for writing the message to the model
        self._notice_text = self._reason = ours_or_foreign(reason, LONGEST_REASON)
        self._notice = text_label(self._reason, "muted")
        self._reserve_room()
        for label in (shape, text_label(IN_CONTROL, "heading", wraps=False), self._notice):
            self._row.addWidget(label)
        end = text_button(Message("Stop run"), stop, symbol="stop", colour=colours().bad, keyboard=False)
        buttons = QWidget()
        tell = text_button(Message("Tell the model…"), self._ask_words, name=Message("Tell the model"), keyboard=False)
        buttons.setLayout(WrapRow(self._resume_button(), tell, end))
        self._row.addWidget(buttons)
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

    def _reserve_room(self) -> None:
        """Reserve room for every notice, so that a new one never moves a button that the person is about to press."""
        self._notice.ensurePolished()
        letters = self._notice.fontMetrics()
        across = min(_WORDS_LETTERS * letters.averageCharWidth(), free_part(self._monitor).width() - _MARGINS_PX)
        self._notice.setFixedWidth(across)
        room, wraps = QRect(0, 0, across, _ENDLESS), Qt.TextFlag.TextWordWrap
        self._notice.setMinimumHeight(max(letters.boundingRect(room, wraps, text).height() for text in _NOTICES))

    def _ask_words(self) -> None:
        """Ask for a message to the model; *Resume* still needs its own proof."""
        self._close_words()
        self._window = window = words_window(self._message)
        window.sent.connect(self._store_words)
        window.closed.connect(self._close_words)
        window.open_in(free_part(self._monitor), window.field)

    def _store_words(self, words: str) -> None:
        self._message = words
        self._show_notice()
        self._close_words()

    def _close_words(self) -> tuple[Rect, ...]:
        window, self._window = self._window, None
        return () if window is None else (window.end(),)

    def _resume(self) -> None:
        self.resumed.emit(self._message)

    def _show_notice(self) -> None:
        shortened = visible(self._message, _LONGEST_WORDS)
        with_words = Message("Message to the model when you resume: “{said}”", said=shortened)
        why = self._guarded.guard.why_not if self._by_device else ""
        sentence = why or (with_words if self._message else self._reason)
        if sentence != self._notice_text:
            self._notice_text = sentence
            self._notice.setText(sentence)

    def _update(self) -> None:
        """Move clear of other windows; show why *Resume* is refused now, or why its last press was."""
        self._move_clear()
        if not self._by_device:
            return
        self._guarded.look()
        self._show_notice()

    def _resume_button(self) -> ProvenButton:
        resume = ProvenButton(Message("Resume"), self._guarded.guard)
        resume.setAccessibleName(gettext("Resume"))
        if self._by_device:
            resume.proven.connect(self._resume)
            resume.doubted.connect(self._show_notice)
        else:
            resume.clicked.connect(self._resume)
        set_state(resume, "role", "primary")
        return resume

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self)

    def _fit(self) -> None:
        polish(self)
        self._row.invalidate()
        part = free_part(self._monitor)
        width = min(self._row.sizeHint().width(), part.width())
        self.resize(width, self._row.heightForWidth(width))
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))

    def _move_clear(self) -> None:
        boxes = (*ordinary_boxes(), *floating_boxes(but=self))
        spot = clear_corner(self.size().width(), self.size().height(), free_part(self._monitor), boxes)
        if spot is None:
            self.hide()
        elif spot != self.pos() or not self.isVisible():
            self.move(spot)
            self.show()
