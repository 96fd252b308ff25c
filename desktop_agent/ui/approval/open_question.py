"""A question while it is open: its card, the marker at the place of the act, and the answer that ends both.

Its lines are thin, so that names next to the target stay readable. A person who presses the marked control themselves
has answered the question (`TargetPress`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QBitmap, QColor, QPainter, QPainterPath, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_agent.core.actions.action import Click, Drag, points_of
from desktop_agent.core.decisions.decision import Answer, DoneByHand, Question
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.screen.captures.watermark import SIDE_PX
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.card_windows import CardWindows
from desktop_agent.ui.approval.crop import control_outline, ring_and_cross
from desktop_agent.ui.overlay.windows import TargetWindow, float_over_all, paint_row, watermark_side
from desktop_agent.ui.proof.guard import LastingProof, ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.qt.layers import can_place, stacking
from desktop_agent.ui.qt.screen_units import (
    free_part,
    pixels_in_units,
    pixels_of,
    place_away_from,
    pointer,
    screen_of,
    to_units,
)
from desktop_agent.ui.qt.widgets import delete_window, hide_tips, visible_windows

TICK_MS = 100
RAISE_EVERY_S = 0.2
MENUS_EVERY_S = 0.4
MOST_MARKS = 6
# the gap between buttons is eight
_OFF_PX = 2
_STEP_PX = 3
_LOWEST_CARD_PX = 150


class OpenQuestion:
    """Shows a question until `close`, on the captured part of the desktop.

    `give` may get several answers, of which only the first counts.
    """

    def __init__(
        self,
        question: Question,
        presence: Presence,
        options: ProofOptions,
        monitor: Rect,
        give: Callable[[Answer], None],
        *,
        names_off: bool = False,
        elsewhere: bool = False,
    ) -> None:
        """Show it; with `elsewhere`, its target is on another display, so nothing is marked or pressed here."""
        self._monitor = monitor
        self._give = give
        self._began = time.monotonic()
        self._raised = self._began
        self._menus_at = self._began
        self._guarded = GuardedWindow(presence)
        self._proof = LastingProof(options, presence, time.monotonic)
        self._by_touch = options.proof == "touch"
        self._question = question
        self._targets = {} if elsewhere else targets_of(question)
        self.card = Card(question, self._guarded.guard, options, names_off=names_off)
        self._secondary = CardWindows(question, self.card, presence, options, give, self._mark_target)
        self._marks = [Marker(at, box) for at, box in [*self._targets.items()][-MOST_MARKS:]]
        self._timer = QTimer(self.card)
        self._press = TargetPress(None if elsewhere else question, presence, self.card)
        self._press.done.connect(lambda: self._give(DoneByHand()))
        self._show_card()

    def close(self) -> tuple[Rect, ...]:
        """Close all windows; return the pixels that they covered, once the display server has removed them."""
        self._timer.stop()
        hide_tips()
        self._press.end()
        self._guarded.end()
        windows = (self.card, *self._marks)
        boxes = [pixels_of(window) for window in windows if window.isVisible()]
        boxes += self._secondary.close()
        for window in windows:
            delete_window(window)
        stacking().sync()
        return tuple(box for box in boxes if box.width and box.height)

    def _show_card(self) -> None:
        self.card.rows.answered.connect(self._give)
        self._place_card()
        self.card.outgrown.connect(self._fit_card_height)
        self.card.show()
        self._guarded.begin(self.card)
        self.card.show_menu(is_open=self._guarded.menu_is_open())
        self._timer.timeout.connect(self._update)
        self._timer.start(TICK_MS)

    def _place_card(self) -> None:
        part = free_part(self._monitor)
        self._part = part
        size = self.card.fit(part)
        at = place_away_from(
            (Rect(at.x, at.y, 1, 1) for at in self._targets), QRect(QPoint(0, 0), size), part, pointer()
        )
        band = self._band_without_marks(part)
        if band is not None and not self._covers_no_mark(QRect(at, size)):
            low = self.card.fit(band)
            if low.height() <= band.height():
                size = low
                at = place_away_from((), QRect(QPoint(0, 0), low), band, pointer())
            else:
                self.card.fit(part)
        self.card.resize(size)
        self.card.move(place_off_pointer(self.card, at, part, pointer()))
        self._show_marks()

    def _covers_no_mark(self, box: QRect) -> bool:
        return not any(mark.geometry().intersects(box) for mark in self._marks)

    def _band_without_marks(self, part: QRect) -> QRect | None:
        """Return the higher part, above or below all marks; None where neither has room for a low card."""
        marks = [mark.geometry() for mark in self._marks]
        if not marks:
            return None
        above = part.adjusted(0, 0, 0, min(mark.top() for mark in marks) - 1 - part.bottom())
        below = part.adjusted(0, max(mark.bottom() for mark in marks) + 1 - part.top(), 0, 0)
        band = max(above, below, key=QRect.height)
        return band if band.height() >= _LOWEST_CARD_PX else None

    def _fit_card_height(self) -> None:
        """Fit the card's height to its contents, keeping the edge that is nearer to the screen's edge.

        Its lower edge, with the buttons, stays in place if possible. In any case, the waiting time for a yes starts
        again.
        """
        box = self.card.geometry()
        part = self._part
        more = self.card.rows.more
        size = self.card.fit(part)
        is_low = part.bottom() - box.bottom() <= box.top() - part.top()
        top = box.bottom() + 1 - size.height() if is_low else box.top()
        lowest = part.bottom() + 1 - size.height()
        at = QPoint(min(box.left(), part.right() + 1 - size.width()), max(part.top(), min(top, lowest)))
        self.card.resize(size)
        self.card.move(place_off_pointer(self.card, at, part, pointer(), but=more))
        self._show_marks()

    def _mark_target(self, at: ImagePoint | None) -> None:
        """Mark the point to which the person moved the target; None marks the original point."""
        if len(self._targets) != 1:
            return
        ((was, box),) = self._targets.items()
        with suppress(OffScreenError):
            now = was if at is None else self._question.frame.viewport.to_screen(at)
            self._marks[0].point_at(now, box)
            self._show_marks()

    def _show_marks(self) -> None:
        """Show the marks, except those over the card or its secondary window, whose text must stay visible."""
        window = self._secondary.window
        boxes = [self.card.frameGeometry(), *([window.place()] if window is not None else [])]
        for mark in self._marks:
            mark.setVisible(can_place() and not any(mark.geometry().intersects(box) for box in boxes))

    def _update(self) -> None:
        card = self.card
        centre = card.geometry().center()
        on_a_screen = any(screen.geometry().contains(centre) for screen in card.screen().virtualSiblings())
        if not on_a_screen or self._part != free_part(self._monitor):
            self._place_card()
        now = time.monotonic()
        self._hide_if_crowded()
        covered = self._guarded.look()
        if covered and card.isVisible() and now - self._raised >= RAISE_EVERY_S:
            self._raised = now
            card.raise_()
        if now - self._menus_at >= MENUS_EVERY_S:
            self._menus_at = now
            card.show_menu(is_open=self._guarded.menu_is_open())
        self._follow_proof()
        card.show_state(now - self._began, covered=covered)
        self._secondary.show_armed()
        if (answer := self._secondary.held()) is not None:
            self._give(answer)

    def _follow_proof(self) -> None:
        """Ask for digits or the chord once no touch is noticed any more, and for a click once it is again.

        Digits that are being typed stay asked for.
        """
        if self._proof.look(stays=self._secondary.asks_for_digits):
            options = self._proof.options
            is_unnoticed = self._by_touch and not options.by_click
            self.card.prove_by(options, is_unnoticed=is_unnoticed)
            self._secondary.prove_by(options, self.card.hint() if is_unnoticed else "")

    def _hide_if_crowded(self) -> None:
        """Hide the card while the secondary window has no room next to it."""
        other = self._secondary.window
        has_room = other is None or not other.place().intersects(self.card.geometry())
        if has_room != self.card.isVisible():
            self.card.setVisible(has_room)
            self._secondary.show_digits(beside=not has_room)


def targets_of(question: Question) -> Mapping[ScreenPoint, Rect | None]:
    """Return the points that the actions press, in pixels of the desktop, with the box of the control there, if known.

    A drag has its two ends.
    """
    targets: dict[ScreenPoint, Rect | None] = {}
    shown_targets = (question.target, *question.others)
    for number, action in enumerate(question.actions):
        points = points_of(action)
        control = shown_targets[number].control if number < len(shown_targets) else None
        box = (control.box or control.read_at) if control else None
        for at in (points[0], points[-1]) if isinstance(action, Drag) else points:
            with suppress(OffScreenError):
                targets[question.frame.viewport.to_screen(at)] = None if isinstance(action, Drag) else box
    return targets


def place_off_pointer(
    card: QWidget, at: QPoint, within: QRect, pointer: QPoint | None, but: QAbstractButton | None = None
) -> QPoint:
    """Return the place nearest to `at` with no button of the card under the pointer; `at` if there is none.

    The button `but` is allowed there, as it gives no answer.

    A click may be about to happen, and it has no effect on the card's background.
    """
    boxes = _buttons(card, but)

    def is_free(place: QPoint) -> bool:
        return pointer is None or not any(box.contains(pointer - place) for box in boxes)

    if is_free(at):
        return at
    free = (place for place in _candidate_places(card.size().width(), card.size().height(), within) if is_free(place))
    return min(free, key=lambda place: (place - at).manhattanLength(), default=at)


def _buttons(card: QWidget, but: QAbstractButton | None) -> list[QRect]:
    """Return the boxes of the card's buttons with a margin, without `but`."""
    for part in (card, *card.findChildren(QWidget)):
        if (layout := part.layout()) is not None:
            layout.activate()
    buttons = (each for each in card.findChildren(QAbstractButton) if each.isVisibleTo(card) and each is not but)
    boxes = (QRect(button.mapTo(card, QPoint(0, 0)), button.size()) for button in buttons)
    return [box.adjusted(-_OFF_PX, -_OFF_PX, _OFF_PX, _OFF_PX) for box in boxes]


def _candidate_places(wide: int, high: int, within: QRect) -> Iterator[QPoint]:
    """Yield positions at which a window of this size fits."""
    right = within.right() - wide + 1
    bottom = within.bottom() - high + 1
    for x in {*range(within.left(), right + 1, _STEP_PX), right}:
        for y in {*range(within.top(), bottom + 1, _STEP_PX), bottom}:
            yield QPoint(x, y)


TITLE = Message("Target — Desktop Agent")
_RADIUS = 22.0
_CORNER = 4.0
# widths of the line, and of the white below it
_RED = 2.0
_WHITE = 5.0
_EDGE = 4  # from the line to the window's edge
_ARM = 34


class Marker(TargetWindow):
    """One target, in pixels of the desktop; `box` is its control's."""

    def __init__(self, at: ScreenPoint, box: Rect | None = None) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        self.setAccessibleName(tr(TITLE))
        self.point_at(at, box)

    def point_at(self, at: ScreenPoint, box: Rect | None = None) -> None:
        """Mark a target."""
        centre = to_units(at)
        around = control_outline(at, box)
        if around is None:
            area = QRect(centre.x() - _ARM, centre.y() - _ARM, 2 * _ARM, 2 * _ARM)
            self._path = ring_and_cross(QPointF(_ARM, _ARM), _RADIUS)
            row = QRect(area.x() + _ARM + round(_RADIUS), centre.y(), _ARM - round(_RADIUS) - 2, 1)
            opposite_row = row.translated(-2 * _ARM + row.width() + 4, 0)
        else:
            area = around.adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE)
            self._path = QPainterPath()
            self._path.addRoundedRect(QRectF(around.translated(-area.topLeft())), _CORNER, _CORNER)
            row = QRect(around.x() + round(_CORNER), around.y(), around.width() - 2 * round(_CORNER), 1)
            opposite_row = row.translated(0, around.height())
        self._row = _visible_row(at, row, opposite_row).translated(-area.topLeft())
        self.setFixedSize(area.size())
        self.move(area.topLeft())
        self.setMask(self._shape())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw red on white, visible on any background; the mask limits the window to the lines."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#e02d2d"), _RED))
        painter.drawPath(self._path)
        paint_row(painter, self, "question", self._row.x(), self._row.y())
        painter.end()

    def _shape(self) -> QRegion:
        bits = QBitmap(self.size())
        bits.clear()
        painter = QPainter(bits)
        painter.setPen(QPen(Qt.GlobalColor.color1, _WHITE))
        painter.drawPath(self._path)
        painter.end()
        return QRegion(bits).united(self._row.adjusted(0, -1, 0, 1))


def _visible_row(at: ScreenPoint, row: QRect, opposite_row: QRect) -> QRect:
    """Return the visible part of either row, if as long as the watermark; else the first row."""
    screen = screen_of(at)
    long = (SIDE_PX - 2) * watermark_side(screen) / screen.devicePixelRatio() + 1
    parts = [line & screen.geometry() for line in (row, opposite_row)]
    return next((part for part in parts if part.width() >= long), row)


class TargetPress(QObject):
    """Emits `done` once the person presses the question's control; only for a single press on a control."""

    done = Signal()
    _pressed = Signal()  # from the watcher's thread

    def __init__(self, question: Question | None, presence: Presence, card: QWidget) -> None:
        """Watch for the question's press; None where its target isn't on this display."""
        super().__init__(card)
        pressed = question.target.control if question is not None and _is_single_press(question) else None
        box = pressed.box if pressed else None
        self._box = pixels_in_units(box) if box is not None and box.width and box.height else None
        self._pressed.connect(self._check_pointer)
        self.end = presence.watch(self._on_input, lambda _how: None)

    def _on_input(self, hand: UserInput) -> None:
        if hand.what == "button":
            self._pressed.emit()

    def _check_pointer(self) -> None:
        at = pointer()
        if self._box is not None and at is not None and self._box.contains(at) and not _is_on_ours(at):
            self.done.emit()


def _is_single_press(question: Question) -> bool:
    return question.kind == "action" and len(question.actions) == 1 and _is_press(question)


def _is_press(question: Question) -> bool:
    action = question.actions[0]
    return isinstance(action, Click) and (action.button, action.count, action.keys) == ("left", 1, ())


def _is_on_ours(at: QPoint) -> bool:
    """Return whether a window of ours is at a point, marks excepted, as presses pass through them."""
    ours = (window for window in visible_windows() if not isinstance(window, Marker))
    return any(window.frameGeometry().contains(at) for window in ours)
