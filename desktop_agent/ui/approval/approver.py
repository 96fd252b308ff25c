"""Asks a person on this screen: one question at a time, and the banner over the windows while a run is paused.

The run's thread waits here while Qt's thread shows windows. It gets the answer only when all of them have left the
screen, as the next thing may be a picture, or a click at that place.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QLabel

from desktop_agent.core.decisions.decision import Answer, Question, Rejected
from desktop_agent.core.decisions.question_words import names_would_help, without_names
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message, gettext, ours_or_foreign, tr, visible
from desktop_agent.runtime.desktop.desktop_services import accessibility_is_on
from desktop_agent.screen.captures.watermark import WatermarkSight
from desktop_agent.ui.approval.secondary_window import WordsWindow, words_window
from desktop_agent.ui.overlay.windows import (
    SubstituteWindow,
    float_over_all,
    floating_boxes,
    ordinary_boxes,
    paint_background,
)
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
from desktop_agent.ui.proof.guarded_window import GuardedWindow, ProvenButton
from desktop_agent.ui.qt.executor import Close, QtExecutor
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layers import stacking
from desktop_agent.ui.qt.layout import column_of, row_of
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, pixels_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import delete_window, polish, set_state, stop_button, text_button, text_label
from desktop_agent.ui.qt.window_places import wait_until_unmapped
from desktop_agent.ui.status.status_badge import SHAPE_PX, StatusWindow, set_label_widths

_log = logging.getLogger(__name__)


T = TypeVar("T")
AskInWords = Callable[[str], Awaitable[str | None]]
CloseWindows = Callable[[], Iterable[Rect]]  # returns the pixels that the windows covered


class OverlayApprover:
    """Shows a card for each question; silence past the time of `options`, a closed card and an error are a no.

    `monitor` is the captured part of the desktop, in pixels, and `sight` sees whether the windows have left it.
    `in_words` answers the model's questions in words where there is a better place for them than a window of its own.
    `elsewhere`: what is asked about happens on a desk, so no place here is meant, and no picture of this screen is
    taken.
    """

    answers_words = True

    def __init__(
        self,
        executor: QtExecutor,
        presence: Presence,
        options: ProofOptions,
        monitor: Rect,
        sight: WatermarkSight,
        in_words: AskInWords | None = None,
        *,
        elsewhere: bool = False,
    ) -> None:
        self._elsewhere = elsewhere
        self._executor = executor
        self._presence = presence
        self._options = options
        self.monitor = monitor
        self._sight = sight
        self._in_words = in_words
        self.asks_for = ""  # the task's name, where there are several
        self.on_stop: Callable[[], None] = lambda: None  # the action of *Stop run* on the banner: the session's stop

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        if self.asks_for:
            question = replace(question, task=f"{self.asks_for}: {question.task}")
        # The bus may take a second to answer, and nothing on the screen waits for that.
        names_off = names_would_help(question) and await asyncio.to_thread(accessibility_is_on) is False

        def show(give: Callable[[Answer], None]) -> CloseWindows:
            from desktop_agent.ui.approval.open_question import OpenQuestion

            self._executor.tell_question(without_names(question))
            opened = OpenQuestion(
                *(question, self._presence, self._options.now(self._presence), self.monitor, give),
                names_off=names_off,
                elsewhere=self._elsewhere,
            )

            def close() -> Iterable[Rect]:
                self._executor.tell_question(None)
                return opened.close()

            return close

        try:
            return await self._wait_for_answer(show, self._options.within_s)
        except TimeoutError:
            return Rejected(Message("No answer within {within_s:g} s.", within_s=self._options.within_s), by="policy")
        except DesktopAgentError as error:
            _log.warning("the person could not be asked: %s", error)
            return Rejected(Message("Couldn't ask the person: {error}", error=error), by="policy")

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words; None when there is none."""
        if self._in_words is not None:
            return await self._in_words(question)

        def show(give: Callable[[str | None], None]) -> CloseWindows:
            from desktop_agent.ui.approval.secondary_window import reply_window
            from desktop_agent.ui.qt.screen_units import free_part

            window = reply_window(question)
            window.sent.connect(lambda words: give(words or None))
            window.closed.connect(lambda: give(None))
            window.open_in(free_part(self.monitor), window.field)
            return lambda: (window.end(),)

        try:
            return await self._wait_for_answer(show, self._options.within_s)
        except (TimeoutError, DesktopAgentError):
            return None

    async def hand_back(self, reason: str) -> str | None:
        """Show “You're in control”; return the words for the model once the person presses *Resume*."""

        def show(give: Callable[[str], None]) -> CloseWindows:

            by_device = not self._options.challenge
            banner = PausedBanner(reason, self._presence, self.monitor, self.on_stop, by_device=by_device)
            banner.resumed.connect(give)
            return banner.end

        return await self._wait_for_answer(show, None)

    async def _wait_for_answer(self, show: Callable[[Callable[[T], None]], CloseWindows], within_s: float | None) -> T:
        """Show windows until the person answers; return the answer when none of them is on the screen any more."""
        covered: list[Rect] = []

        def show_and_note(give: Callable[[T], None]) -> Close:
            close = show(give)
            return lambda: covered.extend(close())

        try:
            async with asyncio.timeout(within_s):
                answer = await self._executor.ask(show_and_note)
        except (TimeoutError, asyncio.CancelledError):  # the run goes on or ends, maybe with a picture
            with suppress(DesktopAgentError):
                await self._wait_until_hidden(covered)
            raise
        await self._wait_until_hidden(covered)
        return answer

    async def _wait_until_hidden(self, covered: list[Rect]) -> None:
        """Return when the closed windows are gone from the screen; `covered` is filled when Qt has hidden them."""
        remaining, at_once = await self._executor.do(_remaining_windows)
        if not (at_once or self._elsewhere):
            await self._sight.until_gone(covered, ("question",))
        await wait_until_unmapped(remaining)


def _remaining_windows() -> tuple[int, bool]:
    """Return how many ordinary windows are to stay, and whether floating ones leave the screen at once here."""
    from desktop_agent.ui.overlay.windows import ordinary_windows
    from desktop_agent.ui.qt.layers import layers

    return len(ordinary_windows()), layers() is not None


IN_CONTROL = Message("You're in control")
TITLE = Message("Paused — Desktop Agent")
LONGEST_REASON = 120
_LONGEST_WORDS = 70
LOOK_EVERY_MS = 100
_BESIDE_WORDS_PX = 56  # with the buttons below them: margins and shape
_NOTICES = (COVERED, LEFT_ONLY, NOT_TOUCHED, NOT_YOURS, TOO_EARLY, TOO_QUICK)
_ENDLESS = 10_000


class PausedBanner(SubstituteWindow):
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
        ask = text_button(Message("Tell the model…"), self._ask_message, name=Message("Tell the model"), keyboard=False)
        self._stop = stop_button(stop)
        words = row_of(None, shape, column_of(None, self._head, self._notice, spacing=2), spacing=10)
        buttons = row_of(None, self._resume_button(), self._stop, ask, spacing=10)
        self._row = row_of(self, words, buttons, spacing=10, margins=(14, 8, 10, 8))
        self._row.setAlignment(buttons, Qt.AlignmentFlag.AlignBottom)
        self.setAccessibleName(tr(Message("{title}: {in_control}", title=TITLE, in_control=IN_CONTROL)))
        self._reserve_notice_height()
        self.show()
        self._guarded.begin(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._update)
        self._timer.start(LOOK_EVERY_MS)
        self._avoid_other_windows()

    def end(self) -> tuple[Rect, ...]:
        """Close the banner and the message window; return the pixels that they covered."""
        self._timer.stop()
        words = self._close_message_window()
        box = pixels_of(self)
        self._guarded.end()
        delete_window(self)
        stacking().sync()
        return (*words, box)

    def _ask_message(self) -> None:
        """Ask for a message to the model; *Resume* still needs its own proof."""
        self._close_message_window()
        window = words_window(self._message)
        self._window = window
        window.sent.connect(self._store_message)
        window.closed.connect(self._close_message_window)
        window.open_in(free_part(self._monitor), window.field)

    def _store_message(self, words: str) -> None:
        self._message = words
        self._show_notice()
        self._close_message_window()

    def _close_message_window(self) -> tuple[Rect, ...]:
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
        self._avoid_other_windows()
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

    def _reserve_notice_height(self) -> None:
        """Reserve room for every notice, so that a new one never moves a button that the person is about to press."""
        part = free_part(self._monitor)
        polish(self)
        labels = (self._head, self._notice)
        if set_label_widths(self._row, labels, part.width()) < self._head.sizeHint().width():
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
        self.move(self._position_over_badge(part))

    def _position_over_badge(self, part: QRect) -> QPoint:
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

    def _avoid_other_windows(self) -> None:
        part = free_part(self._monitor)
        home = QRect(self._position_over_badge(part), self.size())
        boxes = (*ordinary_boxes(), *floating_boxes(self, self.stands_for))
        is_free = not any(home.intersects(box) for box in boxes)
        spot = home.topLeft() if is_free else clear_corner(self.width(), self.height(), part, boxes)
        if spot is None:
            self.hide()
        elif spot != self.pos() or not self.isVisible():
            self.move(spot)
            self.show()
