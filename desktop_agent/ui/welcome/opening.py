"""The opening of the first start: what the program does, beside a picture of the card that asks."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop_agent.presence.promises import promises
from desktop_agent.ui.qt.widgets import text_label
from desktop_agent.ui.welcome.card_picture import CardPicture

_ASKS = (
    "You write down a task. A language model looks at your screen and works with mouse and keyboard.",
    "Before anything that cannot be undone, a card like this shows what is about to happen. Only you can approve it.",
)
_RECORDS = ("Every step is recorded on this computer, so that you can look at it afterwards.",)
_GAP_PX, _SENTENCE_GAP_PX = 24, 14
_BESIDE_FROM = 36  # letters: with less room for the sentences the picture goes below them


class OpeningStep(QWidget):
    """Four sentences, and the picture beside them or, in a narrow window, below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sentences, self._picture = QWidget(), CardPicture()
        column = QVBoxLayout(sentences)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_SENTENCE_GAP_PX)
        for sentence in (*_ASKS, promises().takes_over, *_RECORDS):
            column.addWidget(text_label(sentence))
        column.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP_PX)
        self._row.addWidget(sentences, 1)
        self._row.addWidget(self._picture, 1)

    def keep_within(self, height: int) -> None:
        """Have the picture no higher than what is seen without scrolling."""
        self._picture.setMaximumHeight(max(height, self._picture.minimumSizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the picture where there is room for it."""
        super().resizeEvent(event)
        room = event.size().width() - self._picture.minimumSizeHint().width() - _GAP_PX
        beside = room >= _BESIDE_FROM * self.fontMetrics().averageCharWidth()
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() != wanted:
            self._row.setDirection(wanted)
