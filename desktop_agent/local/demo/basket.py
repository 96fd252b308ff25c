"""The basket of the demo app: a card that takes what is dropped anywhere on it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QVBoxLayout, QWidget

EMPTY = "Drag articles here"


class Basket(QFrame):
    """Holds the names of articles, in the order in which they came."""

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
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        for part in (heading, self._hint, self._lines):
            column.addWidget(part)

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
        """Show, or no longer show, that what is carried would land here."""
        if self.property("aimed") != on:
            self.setProperty("aimed", on)
            self.style().unpolish(self)
            self.style().polish(self)

    def _say_how_many(self) -> None:
        count = self._lines.count()
        self._hint.setText(EMPTY if count == 0 else f"{count} article{'s' if count > 1 else ''}")
