"""The basket of the demo app: a card on which articles can be dropped anywhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QVBoxLayout, QWidget

EMPTY = "Drag articles here"


class Basket(QFrame):
    """Holds the names of articles, in the order of their arrival."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("Basket")
        self._lines = QListWidget()
        self._lines.setAccessibleName("Basket content")
        self._hint = QLabel(EMPTY)
        self._hint.setObjectName("muted")
        heading = QLabel("Basket")
        heading.setObjectName("heading")
        self._column = QVBoxLayout(self)
        for part in (heading, self._hint, self._lines):
            self._column.addWidget(part)
        self.space(1.0)

    def space(self, air: float) -> None:
        """Leave more or less room around everything."""
        self._column.setContentsMargins(round(16 * air), round(12 * air), round(16 * air), round(14 * air))
        self._column.setSpacing(round(8 * air))
        self._lines.setMinimumHeight(round(2 * self.fontMetrics().lineSpacing() * max(air, 0.8)))

    def names(self) -> tuple[str, ...]:
        """Return what is in the basket."""
        return tuple(self._lines.item(row).text() for row in range(self._lines.count()))

    def add(self, name: str) -> None:
        """Put one more article into the basket."""
        self._lines.addItem(name)
        self._lines.scrollToBottom()
        self._say_how_many()

    def empty(self) -> None:
        """Take everything out."""
        self._lines.clear()
        self._say_how_many()

    def is_under(self, at: QPoint) -> bool:
        """Say whether a global position is on the basket."""
        return self.rect().contains(self.mapFromGlobal(at))

    def aim(self, *, on: bool) -> None:
        """Show whether the dragged article would land here."""
        if self.property("aimed") != on:
            self.setProperty("aimed", on)
            self.style().unpolish(self)
            self.style().polish(self)

    def _say_how_many(self) -> None:
        count = self._lines.count()
        self._hint.setText(EMPTY if count == 0 else f"{count} article{'s' if count > 1 else ''}")
