"""The catalogue of the demo app: a long list whose lines can be dragged with the mouse and dropped elsewhere.

Dragging uses plain mouse events, not the drag-and-drop protocol of X: that one needs several round trips between
programs, and loses drags that are faster than a person's.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from desktop_agent.devtools.demo.order_form.layout import Article


class Catalogue(QTreeWidget):
    """Shows articles with prices; signals when one is dragged (global position), dropped or chosen by key."""

    carried = Signal(str, QPoint)
    dropped = Signal(str, QPoint)
    chosen = Signal(str)

    def __init__(self, articles: Sequence[Article], rows_shown: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed_at: QPoint | None = None
        self._ghost: QLabel | None = None
        self.setAccessibleName("Catalogue")
        self.setColumnCount(2)
        self.setHeaderLabels(["Article", "Price"])
        self._fill(articles)
        self._rows_shown = rows_shown
        self._settle_looks()
        self.space()

    def _fill(self, articles: Sequence[Article]) -> None:
        for article in articles:
            line = QTreeWidgetItem([article.name, article.price])
            line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(line)

    def space(self) -> None:
        """Take the height of a whole number of lines, so that no line is cut in half at the edge."""
        self.ensurePolished()
        rows_px = self.sizeHintForRow(0) * self._rows_shown
        self.setFixedHeight(self.header().sizeHint().height() + rows_px + 2 * self.frameWidth())
        # No name is ever cut: it is what a model looks for.
        prices_px = max(self.sizeHintForColumn(1), self.header().sectionSizeHint(1))
        bar_px = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self.sizeHintForColumn(0) + prices_px + bar_px + 2 * self.frameWidth())

    def _settle_looks(self) -> None:
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAutoScroll(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setAllColumnsShowFocus(True)
        self.headerItem().setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header = self.header()
        header.setSectionsClickable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    def _carry(self, name: str, at: QPoint) -> None:
        window = self.window()
        if self._ghost is None:
            self._ghost = QLabel(name, window)
            self._ghost.setObjectName("carried")
            self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            # Its size is right only once the style sheet has reached it.
            self._ghost.ensurePolished()
            self._ghost.adjustSize()
            self._ghost.show()
        # Beside the pointer: what is under it stays readable.
        self._ghost.move(window.mapFromGlobal(at) + QPoint(14, 10))
        self.carried.emit(name, at)

    def _drop(self, name: str, at: QPoint) -> None:
        if self._ghost is not None:
            self._ghost.deleteLater()
            self._ghost = None
            self.dropped.emit(name, at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the line under the pointer."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed_at = event.position().toPoint() if left and self.itemAt(event.position().toPoint()) else None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Treat a second press shortly after a click like the first one."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line once the pointer has really moved."""
        line = self.itemAt(self._pressed_at) if self._pressed_at is not None else None
        if line is None or self._pressed_at is None:
            return
        far = (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if far or self._ghost is not None:
            self._carry(line.text(0), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the line where the pointer is."""
        line = self.itemAt(self._pressed_at) if self._pressed_at is not None else None
        if line is not None:
            self._drop(line.text(0), event.globalPosition().toPoint())
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a line by Return: what the mouse can do, the keyboard can do too."""
        line = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and line is not None:
            self.chosen.emit(line.text(0))
        else:
            super().keyPressEvent(event)
