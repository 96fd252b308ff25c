"""A row of buttons and text that wraps into the next line where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QWidget


class WrapRow(QLayout):
    """Parts added after `spring` are aligned right, if there is room."""

    def __init__(self, *parts: QWidget | None, spacing: int = 8) -> None:
        """Take the parts of the row; None is the spring."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._spring: int | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins())
        for part in parts:
            self.spring() if part is None else self.addWidget(part)

    def spring(self) -> None:
        """Put what comes from here on to the right."""
        self._spring = len(self._items)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        """Return one of them; None past the end, as Qt wants it."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        """Let go of one of them."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        """Take the width that is there, and no more height than is needed."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        margins = self.contentsMargins()
        inside = QRect(0, 0, width - margins.left() - margins.right(), 0)
        return self._place(inside, move=False) + margins.top() + margins.bottom()

    def setGeometry(self, box: QRect) -> None:
        """Put everything where it goes."""
        super().setGeometry(box)
        self._place(box.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        """Return the size of a single line."""
        sizes = [_preferred(item) for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        high = max((size.height() for size in sizes), default=0)
        return QSize(width, high).grownBy(self.contentsMargins())

    def minimumSize(self) -> QSize:
        """Return the widest of its parts, one below the other."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = -1
        for item in self._shown():
            size = _size(item, width)
            if left < size.width() + self.spacing():
                lines.append([])
                left = width + self.spacing()
            lines[-1].append((item, size))
            left -= size.width() + self.spacing()
        return lines

    def _place(self, box: QRect, *, move: bool) -> int:
        """Return the height of all lines in a box, and put the parts there if `move`."""
        after = self._items[self._spring :] if self._spring is not None else []
        top = box.top()
        for line in self._lines(box.width()):
            high = max(size.height() for _, size in line)
            left = box.left()
            spare = box.width() - sum(size.width() for _, size in line) - self.spacing() * (len(line) - 1)
            for item, size in line:
                if any(item is one for one in after):
                    left, spare = left + spare, 0
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (high - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += high + self.spacing()
        return max(0, top - self.spacing() - box.top())


def _size(item: QLayoutItem, width: int) -> QSize:
    preferred = _preferred(item)
    if preferred.width() <= width:
        return preferred
    high = item.heightForWidth(width) if item.hasHeightForWidth() else preferred.height()
    return QSize(width, high)


def _preferred(item: QLayoutItem) -> QSize:
    """Return the preferred size of a part: text that may wrap does not, if there is room."""
    label, preferred = item.widget(), item.sizeHint()
    if not isinstance(label, QLabel) or not label.wordWrap():
        return preferred
    line = label.fontMetrics().size(0, label.text()).width() + 2 * label.margin() + 1
    width = min(max(line, label.minimumWidth()), label.maximumWidth())
    return QSize(width, max(item.heightForWidth(width), label.minimumHeight()))
