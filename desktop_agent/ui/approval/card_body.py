"""The middle of the approval card, which scrolls on a small screen: the texts to judge by, then the picture."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.decision import Question
from desktop_agent.ui.approval.card_words import CardLine, CardWords, is_unnamed
from desktop_agent.ui.approval.crop import HEIGHT, Crop
from desktop_agent.ui.approval.unnamed_note import UnnamedNote
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.theme import mono_font
from desktop_agent.ui.qt.widgets import text_label

_LETTERS_MOST_PX, _PICTURE_LEAST_PX = 118, 56
_COMMAND_MOST_PX = 260  # where there is no picture


class CardBody(Scrolling):
    """As high as its content, if there is room; `crop` is the picture."""

    def __init__(
        self, question: Question, words: CardWords, *, names_off: bool = False, parent: QWidget | None = None
    ) -> None:
        inside = Page()
        super().__init__(inside, "", parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(_sentence(words.sentence))
        if words.where:
            rows.addWidget(text_label(words.where, "muted"))
        if words.detail:
            rows.addWidget(letters(words.detail, _COMMAND_MOST_PX if question.kind == "function" else _LETTERS_MOST_PX))
        for line in words.why:
            rows.addWidget(_line("Why: ", line))
        if words.again:
            rows.addWidget(_line("", CardLine(words.again)))
        if is_unnamed(question):
            rows.addWidget(UnnamedNote(names_off=names_off))
        for line in words.checks:
            rows.addWidget(_line("", line))
        self.crop = Crop(question.frame, question.actions)
        # A function acts on nothing that the picture shows.
        self.crop.setVisible(question.kind != "function")
        rows.addWidget(self.crop)

    def shrink_picture(self, by_px: int) -> int:
        """Make the picture lower than it likes to be, as far as it can be read; return by how much it could not."""
        high = max(_PICTURE_LEAST_PX, HEIGHT - max(0, by_px))
        self.crop.setFixedHeight(high)
        return max(0, by_px - (HEIGHT - high)) if not self.crop.isHidden() else by_px


def _sentence(text: str) -> QLabel:
    label = text_label(text, "heading")
    label.setAccessibleName(text)
    return label


def letters(text: str, most_px: int = _LETTERS_MOST_PX) -> QPlainTextEdit:
    """Return a box that shows a text letter by letter and scrolls when it is long."""
    box = QPlainTextEdit()
    box.setProperty("role", "mono")
    box.setReadOnly(True)
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    box.setFont(mono_font())
    box.setPlainText(text)
    box.setAccessibleName("Exactly what will be done")
    lines = min(sum(1 + len(line) // 52 for line in text.split("\n")), 40)
    box.setFixedHeight(min(most_px, 30 + lines * box.fontMetrics().lineSpacing()))
    return box


def _line(head: str, line: CardLine) -> QLabel:
    label = text_label(f"{head}{line.text}", "warn" if line.outside else "muted")
    label.setAccessibleName(label.text())
    return label
