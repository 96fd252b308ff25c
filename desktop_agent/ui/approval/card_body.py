"""The middle of the approval card, which scrolls on a small screen: what is judged, the picture, and *More…*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.decisions.question_words import NAMES_ARE_OFF, OTHERS, SERVER, ForeignRows, unnamed_note
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.runtime.desktop.desktop_services import turn_accessibility_on
from desktop_agent.ui.approval.act_line import ActLine
from desktop_agent.ui.approval.card_words import CardWords, hit_boxes
from desktop_agent.ui.approval.crop import HEIGHT, Crop
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling
from desktop_agent.ui.qt.theme import FONT_PX, mono_font
from desktop_agent.ui.qt.widgets import set_tip, text_button, text_label

_LETTERS_MOST_PX = 118
_PICTURE_LEAST_PX = 56
_GAP_PX = 8
_LETTERS_FRAME_PX = 28
_LONG_WORD = re.compile(r"\S{24}(?=\S)")  # no narrower than a card shows
_COMMAND_MOST_PX = 260  # where there is no picture
_LONGEST = 140  # characters of the task


class CardBody(Scrolling):
    """As high as its content, if there is room; `crop` is the picture.

    Where the card's title says something else than what would be done, that stands here.
    """

    def __init__(
        self, question: Question, words: CardWords, *, names_off: bool = False, parent: QWidget | None = None
    ) -> None:
        inside = Page()
        super().__init__(inside, "", parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(_GAP_PX)
        attack, why = (words.why[:1], words.why[1:]) if words.attack else ((), words.why)
        for line in attack:
            rows.addWidget(_line(line, "alarm"))
        if words.title != words.act:
            rows.addWidget(ActLine(words.act, px=FONT_PX))
        if words.detail:
            rows.addWidget(letters(words.detail, _COMMAND_MOST_PX if question.kind == "function" else _LETTERS_MOST_PX))
        for line in (*why, *filter(None, [words.included])):
            rows.addWidget(_line(line))
        if (caution := unnamed_note(question)) or names_off:
            rows.addWidget(UnnamedNote(caution, names_off=names_off))
        tips: Mapping[str, str] = {SERVER: tr(words.codes)}
        self._judged = others_box(words.judged, tips)
        rows.addWidget(self._judged)  # first: what has no parent would be shown as a window of its own
        self._judged.setVisible(bool(words.judged))
        self.crop = Crop(question.frame, question.actions, hit_boxes(question))
        # A function, and what leaves a desk, act on nothing that the picture shows.
        self._has_picture = question.kind != "function" and self.crop.has_target
        rows.addWidget(self.crop)
        self.crop.setVisible(self._has_picture)
        self._has_judged = bool(words.judged)
        self._more = _more(words, tips)
        self._more.hide()
        rows.addWidget(self._more)

    def show_more(self, *, more: bool) -> None:
        """Show what is behind *More…*, or no longer; all of others' words are there in one box."""
        self._more.setVisible(more)
        self._judged.setVisible(self._has_judged and not more)

    def shrink_picture(self, by_px: int) -> int:
        """Make the picture lower than it likes to be, as far as it can be read; return by how much it could not."""
        if not self._has_picture:
            return max(0, by_px)
        high = max(_PICTURE_LEAST_PX, HEIGHT - max(0, by_px))
        self.crop.setFixedHeight(high)
        self.crop.show()
        return max(0, by_px - (HEIGHT - high))

    def leave_picture_out(self, missing_px: int) -> None:
        """Show no picture where all texts fit without it: what is judged by are the texts, and the screen is there."""
        fits_without = 0 < missing_px <= self.crop.height() + _GAP_PX
        self.crop.setVisible(self._has_picture and not fits_without)


def _more(words: CardWords, tips: Mapping[str, str]) -> QWidget:
    """Return the task and the step, others' words in full, and what holds for every step."""
    part = QWidget()
    rows = QVBoxLayout(part)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(_GAP_PX)
    if words.about:
        about = text_label(role="muted")
        about.show_foreign(visible(" ".join(words.about.split()), _LONGEST))
        about.setAccessibleName(about.text())
        set_tip(about, words.task)
        rows.addWidget(about)
    if words.others:
        rows.addWidget(others_box(words.others, tips))
    if words.surroundings:
        rows.addWidget(letters(words.surroundings))
    if words.note:
        rows.addWidget(_line(words.note))
    return part


def letters(text: str, most_px: int = _LETTERS_MOST_PX) -> QPlainTextEdit:
    """Return a box that shows a text letter by letter and scrolls when it is long."""
    box = QPlainTextEdit()
    box.setProperty("role", "mono")
    box.setReadOnly(True)
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    box.setFont(mono_font())
    box.setPlainText(text)
    box.setAccessibleName(gettext("Exact details of the action"))
    lines = min(sum(1 + len(line) // 52 for line in text.split("\n")), 40)
    box.setFixedHeight(min(most_px, _LETTERS_FRAME_PX + lines * box.fontMetrics().lineSpacing()))
    return box


def others_box(others: ForeignRows, tips: Mapping[str, str] = MappingProxyType({})) -> QFrame:
    """Return a frame with what others have written, which no sentence of ours runs into; `tips` for rows by name."""
    frame = QFrame()
    frame.setProperty("role", "inset")
    frame.setAccessibleName(tr(OTHERS))
    rows = QGridLayout(frame)
    rows.setContentsMargins(10, 6, 10, 8)
    rows.setHorizontalSpacing(12)
    rows.setVerticalSpacing(3)
    rows.setColumnStretch(1, 1)
    rows.addWidget(text_label(OTHERS, "warn"), 0, 0, 1, 2)
    for number, (ours, theirs) in enumerate(others, 1):
        label = text_label(ours, "muted", wraps=False)
        text = text_label()
        text.show_foreign(_LONG_WORD.sub(lambda part: f"{part[0]}\u200b", theirs))
        text.setAccessibleName(Message("{ours}: {theirs}", ours=tr(ours), theirs=theirs))
        for part in (label, text):
            set_tip(part, tips.get(ours, ""))
        rows.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        rows.addWidget(text, number, 1)
    return frame


def _line(text: str, role: str = "muted") -> QLabel:
    label = text_label(text, role)
    label.setAccessibleName(label.text())
    return label


class UnnamedNote(QWidget):
    """The sentence, and where accessibility is off a button that turns it on."""

    def __init__(self, caution: str, *, names_off: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if caution:
            column.addWidget(text_label(caution, "warn"))
        self._task = BackgroundTask(self)
        self._state = text_label(NAMES_ARE_OFF, "muted")
        self._task.done.connect(self._state.setText)
        self._task.failed.connect(lambda error: self._state.setText(str(error)))
        self._switch = text_button(Message("Turn accessibility on"), self._turn_on, keyboard=False)
        if names_off:
            column.addWidget(self._state)
            column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)

    def _turn_on(self) -> None:
        self._switch.setEnabled(False)
        self._task.start(turn_accessibility_on)
