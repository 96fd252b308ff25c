"""One open question on the screen: the card, its marks and its secondary window. For Qt's thread."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import QTimer
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

from desktop_agent.core.actions import Drag, points_of
from desktop_agent.core.decision import Answer, DoneByHand, Question
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.presence import Presence
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.card_guide import CardGuide
from desktop_agent.ui.approval.card_windows import CardWindows
from desktop_agent.ui.approval.marker import Marker
from desktop_agent.ui.approval.off_buttons import off_buttons
from desktop_agent.ui.approval.one_line import hide_tips
from desktop_agent.ui.approval.own_press import OwnPress
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.proof.stacking import stacking
from desktop_agent.ui.qt.delete_window import delete_window
from desktop_agent.ui.qt.screen_units import away_from, free_part, pixels_of, pointer

TICK_MS, TICK_VARIES_MS = 70, 60  # never when another program can foresee it
RAISE_EVERY_S = 0.2
MENUS_EVERY_S = 0.4
LOOK_EVERY_S = 0.2
MOST_MARKS = 6


class OpenQuestion:
    """Shows a question until `close`, on the captured part of the desktop.

    `give` may get several answers, of which only the first counts.
    """

    def __init__(  # noqa: PLR0913 - what a question needs, and how it is shown
        self,
        question: Question,
        presence: Presence,
        options: ProofOptions,
        monitor: Rect,
        give: Callable[[Answer], None],
        *,
        names_off: bool = False,
        explained: bool = False,
        elsewhere: bool = False,
    ) -> None:
        """Show it; `explained` puts a note beside the card that says what is on it.

        `elsewhere`: it is about another display, so nothing is marked here, and no press here is meant.
        """
        self._options, self._monitor, self._give = options, monitor, give
        self._began = self._raised = self._menus_at = self._looked = time.monotonic()
        self._is_covered = False
        self._guarded = GuardedWindow(presence)
        self._question, self._targets = question, {} if elsewhere else targets_of(question)
        self.card = Card(question, self._guarded.guard, options, names_off=names_off)
        self._secondary = CardWindows(question, self.card, presence, options, give, self._mark)
        self._marks = [Marker(at, box) for at, box in [*self._targets.items()][-MOST_MARKS:]]
        self._guide = CardGuide(options.proof) if explained else None
        self._timer = QTimer(self.card)
        self._press = OwnPress(None if elsewhere else question, presence, self.card)
        self._press.done.connect(lambda: self._give(DoneByHand()))
        self._open()

    def close(self) -> tuple[Rect, ...]:
        """Take everything off the screen; return the pixels it covered, once the display server has done it."""
        self._timer.stop()
        hide_tips()
        self._press.end()
        self._guarded.end()
        windows = (self.card, *self._marks, *filter(None, [self._guide]))
        boxes = [pixels_of(one) for one in windows if one.isVisible()]
        boxes += self._secondary.close()
        for window in windows:
            delete_window(window)
        stacking().sync()
        return tuple(box for box in boxes if box.width and box.height)

    def _open(self) -> None:
        self.card.rows.answered.connect(self._give)
        self._place()
        self.card.show()
        self._explain()
        self._guarded.begin(self.card)
        self.card.show_menu(is_open=self._guarded.menu_is_open())
        self._timer.timeout.connect(self._tick)
        self._wait()

    def _wait(self) -> None:
        self._timer.start(TICK_MS + secrets.randbelow(TICK_VARIES_MS))

    def _place(self) -> None:
        self._part = part = free_part(self._monitor)
        self.card.resize(self.card.fit(part))
        at = away_from(self._targets, self.card.rect(), part, pointer())
        self.card.move(off_buttons(self.card, at, part, pointer()))
        self._show_marks()

    def _mark(self, at: ImagePoint | None) -> None:
        """Mark the point to which the person has moved a target; None: where it was."""
        if len(self._targets) != 1:
            return
        ((was, box),) = self._targets.items()
        with suppress(OffScreenError):
            now = was if at is None else self._question.frame.viewport.to_screen(at)
            self._marks[0].point_at(now, box)
            self._show_marks()

    def _show_marks(self) -> None:
        """Show the marks but where a window of the question shows the target as well: its words must not be covered."""
        boxes = [self.card.frameGeometry(), *(one.place() for one in [self._secondary.window] if one is not None)]
        for mark in self._marks:
            mark.setVisible(not any(mark.geometry().intersects(box) for box in boxes))

    def _explain(self) -> None:
        """Have the note stand beside the card, unless something else may stand there."""
        if self._guide is None:
            return
        if self._secondary.window is not None or not self.card.isVisible():
            self._guide.hide()
        elif not self._guide.isVisible() or self._guide.geometry().intersects(self.card.geometry()):
            self._guide.stand_beside(self.card.frameGeometry(), self._part)

    def _tick(self) -> None:
        card = self.card
        on_a_screen = any(one.geometry().contains(card.geometry().center()) for one in card.screen().virtualSiblings())
        if not on_a_screen or self._part != free_part(self._monitor):
            self._place()
        now = time.monotonic()
        self._wait()
        self._make_room()
        self._explain()
        if card.isVisible():
            self._look_for_covers(now)
        if now - self._menus_at >= MENUS_EVERY_S:
            self._menus_at = now
            card.show_menu(is_open=self._guarded.menu_is_open())
        self._guarded.look()
        card.show_state(time.monotonic() - self._began, covered=self._is_covered)
        self._secondary.show_armed()
        if (answer := self._secondary.held()) is not None:
            self._give(answer)

    def _make_room(self) -> None:
        """Hide the card while the secondary window has no room beside it."""
        other = self._secondary.window
        has_room = other is None or not other.place().intersects(self.card.geometry())
        if has_room != self.card.isVisible():
            self.card.setVisible(has_room)
            self._guarded.settle()
            self.card.guard.arming.disturbed()
            self._secondary.show_digits(beside=not has_room)

    def _look_for_covers(self, now: float) -> None:
        self._is_covered = self._guarded.covered()
        if self._is_covered:
            self.card.guard.arming.disturbed()
            if now - self._raised >= RAISE_EVERY_S:
                self._raised = now
                self._guarded.raise_up()
        elif now - self._looked >= LOOK_EVERY_S:
            self._looked = now
            self._look_for_changes()

    def _look_for_changes(self) -> None:
        if self.card.guard.looks_changed():
            if (handle := self.card.windowHandle()) is not None:
                handle.setMask(QRegion())  # whoever has cut a hole into it leaves that behind
            for part in (self.card, *self.card.findChildren(QWidget)):
                part.update()


def targets_of(question: Question) -> Mapping[ScreenPoint, Rect | None]:
    """Return the pixels of the desktop that the actions press, each once, with where the control there is, if known.

    Of a drag these are its two ends.
    """
    targets: dict[ScreenPoint, Rect | None] = {}
    known = (question.target, *question.others)
    for number, action in enumerate(question.actions):
        points, box = points_of(action), known[number].box if number < len(known) else None
        for at in (points[0], points[-1]) if isinstance(action, Drag) else points:
            with suppress(OffScreenError):
                targets[question.frame.viewport.to_screen(at)] = None if isinstance(action, Drag) else box
    return targets
