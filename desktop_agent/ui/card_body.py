"""The middle of the approval card, which scrolls where the screen is small: picture, letters, and why it is asked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.decision import Question
from desktop_agent.ui.card_words import CardWords, Said
from desktop_agent.ui.crop import HEIGHT, Crop
from desktop_agent.ui.theme import mono_font

_LETTERS_MOST_PX, _PICTURE_LEAST_PX = 118, 56
_COMMAND_MOST_PX = 260  # where there is no picture


class CardBody(QScrollArea):
    """As high as what is in it, where there is room; `crop` is the picture."""

    def __init__(self, question: Question, words: CardWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._inside = QWidget()
        self._rows = rows = QVBoxLayout(self._inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.crop = Crop(question.frame, question.actions)
        # A function acts on nothing that the picture shows.
        self.crop.setVisible(question.kind != "function")
        rows.addWidget(self.crop)
        if words.detail:
            rows.addWidget(letters(words.detail, _COMMAND_MOST_PX if question.kind == "function" else _LETTERS_MOST_PX))
        for said in words.why:
            rows.addWidget(_line("Why: ", said))
        if words.again:
            rows.addWidget(_line("", Said(words.again)))
        for said in words.checks:
            rows.addWidget(_line("", said))
        self.setWidget(self._inside)

    def shrink_picture(self, most_px: int) -> None:
        """Make the picture no higher than this, so that its target is seen without scrolling."""
        self.crop.setFixedHeight(max(_PICTURE_LEAST_PX, min(HEIGHT, most_px)))

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to scroll."""
        width = max(self.width(), self._inside.minimumSizeHint().width())
        return QSize(width, self._rows.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return how small it may get: a strip of the picture."""
        return QSize(0, 60)


def words_label(text: str, role: str = "") -> QLabel:
    """Return a label that takes its text as plain text, whoever wrote it."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setText(text)
    if role:
        label.setProperty("role", role)
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
    lines = min(text.count("\n") + 1 + len(text) // 52, 40)
    box.setFixedHeight(min(most_px, 24 + lines * box.fontMetrics().lineSpacing()))
    return box


def _line(head: str, said: Said) -> QLabel:
    label = words_label(f"{head}{said.text}", "warn" if said.outside else "muted")
    label.setAccessibleName(label.text())
    return label
