"""What a card tells: the act as a sentence with its names as chips, its picture, and the reasons for the question.

What others wrote cannot end such a name and go on in our voice: it is drawn by itself, in one line inside of a border,
in lighter letters than ours, and cut where it is too long for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.decisions.decision import Question
from desktop_agent.core.decisions.question_words import NAMES_ARE_OFF, OTHERS, SERVER, ForeignRows, unnamed_note
from desktop_agent.core.texts.message import Message, Quotation, gettext, marked, pieces, tr, visible
from desktop_agent.runtime.desktop.desktop_services import turn_accessibility_on
from desktop_agent.ui.approval.card_words import CardWords, hit_boxes
from desktop_agent.ui.approval.crop import HEIGHT, Crop
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling
from desktop_agent.ui.qt.theme import FONT_PX, Colours, colours, font, mono_font
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
        self._judged = foreign_text_box(words.judged, tips)
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

    def hide_picture_if_that_fits(self, missing_px: int) -> None:
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
        rows.addWidget(foreign_text_box(words.others, tips))
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


def foreign_text_box(others: ForeignRows, tips: Mapping[str, str] = MappingProxyType({})) -> QFrame:
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


_PX = 17
_DENSE_PX = 14
_PAD = 6
_ROUND = 5.0
_LINE_GAP = 3
_OFTEN = 420  # across: how wide it likes to be


@dataclass(frozen=True, slots=True)
class _Bit:
    """A word of ours, or a whole name of others; `glued` to what stands before it, as a question mark is."""

    text: str
    quoted: bool
    glued: bool


class ActLine(QLabel):
    """As high as its text needs at its width; `alarm` has our words in red."""

    def __init__(self, text: str, *, alarm: bool = False, px: int = _PX) -> None:
        super().__init__()
        self._bits = tuple(_bits(pieces(text)))
        self._alarm = alarm
        self._px = px
        self._ours, self._theirs = _fonts(px)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(marked(text))
        self.setAccessibleName(self.text())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_dense(self, *, dense: bool) -> None:
        """Have smaller letters, or as large ones as before."""
        self._ours, self._theirs = _fonts(min(self._px, _DENSE_PX) if dense else self._px)
        self.updateGeometry()

    def quoted_boxes(self) -> tuple[QRect, ...]:
        """Return where the names of others are drawn."""
        return tuple(box for bit, box in self._bit_boxes(self.width()) if bit.quoted)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return max((box.bottom() + 1 for _, box in self._bit_boxes(width)), default=0)

    def sizeHint(self) -> QSize:
        """Ask for the height at the width that it has."""
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _OFTEN
        return QSize(_OFTEN, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Ask for a line, and for no width."""
        return QSize(0, self._line_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw our words, and the names in their borders."""
        painter = QPainter(self)
        now = colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bit, box in self._bit_boxes(self.width()):
            if bit.quoted:
                self._draw_name(painter, bit.text, box, now)
            else:
                painter.setFont(self._ours)
                painter.setPen(QColor(now.bad if self._alarm else now.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, bit.text)
        painter.end()

    def _draw_name(self, painter: QPainter, text: str, box: QRect, now: Colours) -> None:
        painter.setPen(QPen(QColor(now.edge), 1))
        painter.setBrush(QColor(now.ground))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        inside = box.adjusted(_PAD, 1, -_PAD, -1)
        letters = QFontMetrics(self._theirs)
        painter.save()
        painter.setClipRect(inside)  # marks that are piled on a letter would stand in the lines beside it
        painter.setFont(self._theirs)
        painter.setPen(QColor(now.text))
        shown = letters.elidedText(text, Qt.TextElideMode.ElideMiddle, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    def _bit_boxes(self, width: int) -> Iterator[tuple[_Bit, QRect]]:
        """Yield each bit with its box."""
        high = self._line_height()
        x = 0
        y = 0
        blank = QFontMetrics(self._ours).horizontalAdvance(" ")
        for unit in _unbreakable_runs(self._bits):
            across = self._widths(unit, width)
            before = blank if x else 0
            if x and x + before + sum(across) > width:
                x = 0
                y = y + high + _LINE_GAP
                before = 0
            x += before
            for bit, wide in zip(unit, across, strict=True):
                yield bit, QRect(x, y, wide, high)
                x += wide

    def _widths(self, unit: Sequence[_Bit], width: int) -> list[int]:
        """Return how wide each bit is; names get what our words leave of a line."""
        ours = QFontMetrics(self._ours)
        theirs = QFontMetrics(self._theirs)
        words = sum(ours.horizontalAdvance(bit.text) for bit in unit if not bit.quoted)
        names = max(1, sum(bit.quoted for bit in unit))
        most = max(0, width - words) // names
        return [
            min(most, theirs.horizontalAdvance(bit.text) + 2 * _PAD + 1)
            if bit.quoted
            else ours.horizontalAdvance(bit.text)
            for bit in unit
        ]

    def _line_height(self) -> int:
        return QFontMetrics(self._ours).lineSpacing() + 2


def _fonts(px: int) -> tuple[QFont, QFont]:
    ours = font(px)
    theirs = font(px)
    ours.setWeight(QFont.Weight.DemiBold)
    return ours, theirs


def _bits(shown: Sequence[str]) -> Iterator[_Bit]:
    for before, piece in pairwise(("", *shown)):
        apart = not before or (before[-1:].isspace() and not isinstance(before, Quotation))
        if isinstance(piece, Quotation):
            yield _Bit(piece, quoted=True, glued=not apart)
            continue
        for number, word in enumerate(piece.split()):
            yield _Bit(word, quoted=False, glued=not (number or apart or piece[:1].isspace()))


def _unbreakable_runs(bits: Sequence[_Bit]) -> Iterator[list[_Bit]]:
    """Yield what no line may end in."""
    unit: list[_Bit] = []
    for bit in bits:
        if unit and not bit.glued:
            yield unit
            unit = []
        unit.append(bit)
    if unit:
        yield unit
