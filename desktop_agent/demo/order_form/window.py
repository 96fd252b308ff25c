"""The window of the demo app: form, catalogue and basket side by side, a menu bar on top, Send at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QInputDialog,
    QLabel,
    QListWidget,
    QMainWindow,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.demo.order_form.form import CustomerForm, Order
from desktop_agent.demo.order_form.theme import ROWS_SHOWN, AppLayout, Article, use_theme
from desktop_agent.lib.window_bounds import keep_on_screen

TITLE = "Desktop Agent — Demo order"
_AIRS = (1.0, 0.5, 0.25)  # factors of the space around controls; after the last, the letters get smaller
_SMALLEST_FONT_PX = 6
EMPTY = "Drag articles here"


class OrderWindow(QMainWindow):
    """Takes one order and writes it to `out` whenever it is saved or sent."""

    def __init__(self, layout: AppLayout, out: Path) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self._layout = layout
        self._out = out
        self._saved_as: str | None = None
        self._sent = False
        self._form = CustomerForm(layout)
        self._catalogue = Catalogue(layout.catalogue, ROWS_SHOWN)
        self._basket = Basket()
        self._state = QLabel("Draft")
        self._send = QPushButton("Send")
        self._add_menus()
        self._arrange()
        self._connect()
        self._form.start()
        self._look = (layout.font_px, 1.0)
        self._room = QSize()
        keep_on_screen(self, QSize(layout.width, layout.height), self._fit_to_screen)

    def order(self) -> Order:
        """Return the current order."""
        return replace(self._form.order(), basket=self._basket.names(), saved_as=self._saved_as, sent=self._sent)

    def _add_menus(self) -> None:
        entries = (
            ("File", "Save As…", "Ctrl+Shift+S", self._ask_name),
            ("File", "Close", "Ctrl+Q", self.close),
            ("Edit", "Empty basket", "Ctrl+Shift+E", self._basket.empty),
        )
        menus = {title: self.menuBar().addMenu(title) for title in ("File", "Edit")}
        for title, name, keys, slot in entries:
            action = QAction(name, self)
            action.setShortcut(QKeySequence(keys))
            # Qt passes "checked" to a slot that takes an argument; these take none.
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            menus[title].addAction(action)

    def _arrange(self) -> None:
        halves = QHBoxLayout()
        goods = QWidget()
        column = QVBoxLayout(goods)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._in_card("Catalogue", self._catalogue))
        column.addWidget(self._basket, 1)
        first, second = (goods, self._form) if self._layout.catalogue_first else (self._form, goods)
        halves.addWidget(first, 1)
        halves.addWidget(second, 1)
        outer = QVBoxLayout()
        outer.addLayout(halves, 1)
        outer.addLayout(self._bottom_row())
        middle = QWidget()
        middle.setLayout(outer)
        self.setCentralWidget(middle)
        self._spaced = (halves, column, outer)
        self._set_spacing(1.0)

    def _set_spacing(self, air: float) -> None:
        for layout in self._spaced:
            layout.setSpacing(round(14 * air))
        self._spaced[-1].setContentsMargins(round(16 * air), round(14 * air), round(16 * air), round(14 * air))
        self._card.setContentsMargins(round(16 * air), round(12 * air), round(16 * air), round(14 * air))
        self._card.setSpacing(round(8 * air))
        for part in (self._form, self._basket):
            part.space(air)
        self._catalogue.space()

    def _fit_to_screen(self, room: QSize) -> None:
        """Draw everything as large as fits on the screen, so that nothing has to be scrolled into view."""
        if room == self._room:
            return
        self._room = room
        usual = self._layout.font_px
        looks = [(usual, air) for air in _AIRS]
        looks += [(font_px, _AIRS[-1]) for font_px in range(usual - 1, _SMALLEST_FONT_PX - 1, -1)]
        app = QApplication.instance()
        for font_px, air in looks:
            if isinstance(app, QApplication) and (font_px, air) != self._look:
                self._look = (font_px, air)
                use_theme(app, dark=self._layout.dark, font_px=font_px, air=air)
                self._set_spacing(air)
            for layout in (*self._spaced, self.layout()):
                if layout is not None:
                    layout.activate()
            if self.minimumSizeHint().boundedTo(room) == self.minimumSizeHint():
                return

    def _in_card(self, title: str, content: QWidget) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        heading = QLabel(title)
        heading.setObjectName("heading")
        column = QVBoxLayout(card)
        self._card = column
        column.addWidget(heading)
        column.addWidget(content)
        return card

    def _bottom_row(self) -> QHBoxLayout:
        self._state.setObjectName("muted")
        self._send.setObjectName("primary")
        self._send.setAccessibleName("Send")
        row = QHBoxLayout()
        row.addWidget(self._state)
        row.addStretch()
        row.addWidget(self._send)
        return row

    def _connect(self) -> None:
        self._catalogue.carried.connect(lambda _name, at: self._basket.aim(on=self._basket.is_under(at)))
        self._catalogue.dropped.connect(self._drop_article)
        self._catalogue.chosen.connect(self._basket.add)
        self._send.clicked.connect(self._send_order)

    def _drop_article(self, name: str, at: QPoint) -> None:
        self._basket.aim(on=False)
        if self._basket.is_under(at):
            self._basket.add(name)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Save the order — Demo order")
        dialog.setLabelText("File name")
        dialog.setOkButtonText("Save")
        dialog.textValueSelected.connect(self._save)
        keep_on_screen(dialog, QSize(440, dialog.sizeHint().height()))
        dialog.open()

    def _save(self, name: str) -> None:
        self._saved_as = name
        if self._write():
            self._show_state(f"Saved as {name}")

    def _send_order(self) -> None:
        self._sent = True
        self._sent = self._write()
        if self._sent:
            # Else the focus would jump to some field when the button is disabled.
            self.setFocus()
            self._send.setEnabled(False)
            self._show_state("Order sent")

    def _write(self) -> bool:
        try:
            self.order().write(self._out)
        except OSError as failure:
            self._show_state(f"Not written: {failure.strerror}", good=False)
            return False
        return True

    def _show_state(self, text: str, *, good: bool = True) -> None:
        self._state.setText(text)
        self._state.setObjectName("good" if good else "muted")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)


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
        self._set_appearance()
        self.space()

    def _fill(self, articles: Sequence[Article]) -> None:
        for article in articles:
            line = QTreeWidgetItem([article.name, article.price])
            line.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.addTopLevelItem(line)

    def space(self) -> None:
        """Set the height to a multiple of a line's, so that no line is cut at the edge."""
        self.ensurePolished()
        rows_px = self.sizeHintForRow(0) * self._rows_shown
        self.setFixedHeight(self.header().sizeHint().height() + rows_px + 2 * self.frameWidth())
        # No name is cut off: a model looks for it.
        prices_px = max(self.sizeHintForColumn(1), self.header().sectionSizeHint(1))
        bar_px = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self.sizeHintForColumn(0) + prices_px + bar_px + 2 * self.frameWidth())

    def _set_appearance(self) -> None:
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

    def _drag_line(self, name: str, at: QPoint) -> None:
        window = self.window()
        if self._ghost is None:
            self._ghost = QLabel(name, window)
            self._ghost.setObjectName("carried")
            self._ghost.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            # Its size is right only once the style sheet has reached it.
            self._ghost.ensurePolished()
            self._ghost.adjustSize()
            self._ghost.show()
        # Next to the pointer, so that the text under it stays readable.
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
            self._drag_line(line.text(0), event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the line where the pointer is."""
        line = self.itemAt(self._pressed_at) if self._pressed_at is not None else None
        if line is not None:
            self._drop(line.text(0), event.globalPosition().toPoint())
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a line with Return, so that the keyboard can do all that the mouse can."""
        line = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and line is not None:
            self.chosen.emit(line.text(0))
        else:
            super().keyPressEvent(event)


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
        """Return the names of the articles in the basket."""
        return tuple(self._lines.item(row).text() for row in range(self._lines.count()))

    def add(self, name: str) -> None:
        """Put one more article into the basket."""
        self._lines.addItem(name)
        self._lines.scrollToBottom()
        self._show_count()

    def empty(self) -> None:
        """Remove all articles."""
        self._lines.clear()
        self._show_count()

    def is_under(self, at: QPoint) -> bool:
        """Return whether a global position is on the basket."""
        return self.rect().contains(self.mapFromGlobal(at))

    def aim(self, *, on: bool) -> None:
        """Show whether the dragged article would land here."""
        if self.property("aimed") != on:
            self.setProperty("aimed", on)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_count(self) -> None:
        count = self._lines.count()
        articles = "article" if count == 1 else "articles"
        self._hint.setText(f"{count} {articles}" if count else EMPTY)
