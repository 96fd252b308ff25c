"""The window of the demo app: form, catalogue and basket side by side, a menu bar on top, Send at the bottom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget

from desktop_agent.devtools.demo.order_form.basket import Basket
from desktop_agent.devtools.demo.order_form.catalogue import Catalogue
from desktop_agent.devtools.demo.order_form.form import CustomerForm
from desktop_agent.devtools.demo.order_form.layout import ROWS_SHOWN, AppLayout
from desktop_agent.devtools.demo.order_form.order import Order
from desktop_agent.devtools.demo.order_form.save_dialog import SaveDialog
from desktop_agent.devtools.demo.order_form.theme import use_theme
from desktop_agent.lib.window_bounds import keep_on_screen

TITLE = "Desktop Agent — Demo order"
_AIRS = (1.0, 0.5, 0.25)  # how much room there may be around things, and then how much smaller the letters get
_SMALLEST_FONT_PX = 6


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
        self._look, self._room = (layout.dark, layout.font_px, 1.0), QSize()
        keep_on_screen(self, QSize(layout.width, layout.height), self._shrink)

    def order(self) -> Order:
        """Return the order as it is now."""
        return replace(self._form.order(), basket=self._basket.names(), saved_as=self._saved_as, sent=self._sent)

    def _add_menus(self) -> None:
        entries = (
            ("File", "Save As…", "Ctrl+Shift+S", self._ask_name),
            ("File", "Close", "Ctrl+Q", self.close),
            ("Edit", "Empty basket", "Ctrl+Shift+E", self._basket.empty),
            ("View", "Light theme", "", lambda: self._use_theme(dark=False)),
            ("View", "Dark theme", "", lambda: self._use_theme(dark=True)),
        )
        menus = {title: self.menuBar().addMenu(title) for title in ("File", "Edit", "View")}
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
        whole = QVBoxLayout()
        whole.addLayout(halves, 1)
        whole.addLayout(self._bottom())
        middle = QWidget()
        middle.setLayout(whole)
        self.setCentralWidget(middle)
        self._spaced = (halves, column, whole)
        self._space(1.0)

    def _space(self, air: float) -> None:
        for each in self._spaced:
            each.setSpacing(round(14 * air))
        self._spaced[-1].setContentsMargins(round(16 * air), round(14 * air), round(16 * air), round(14 * air))
        self._card.setContentsMargins(round(16 * air), round(12 * air), round(16 * air), round(14 * air))
        self._card.setSpacing(round(8 * air))
        for part in (self._form, self._basket):
            part.space(air)
        self._catalogue.space()

    def _shrink(self, room: QSize) -> None:
        """Draw everything as large as the screen has room for: nothing here scrolls out of a model's sight."""
        if room == self._room:
            return
        self._room, dark, usual = room, self._look[0], self._layout.font_px
        looks = [(usual, air) for air in _AIRS]
        looks += [(font_px, _AIRS[-1]) for font_px in range(usual - 1, _SMALLEST_FONT_PX - 1, -1)]
        for font_px, air in looks:
            self._dress(dark=dark, font_px=font_px, air=air)
            for layout in (*self._spaced, self.layout()):
                if layout is not None:
                    layout.activate()
            if self.minimumSizeHint().boundedTo(room) == self.minimumSizeHint():
                return

    def _dress(self, *, dark: bool, font_px: int, air: float) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and (dark, font_px, air) != self._look:
            self._look = (dark, font_px, air)
            use_theme(app, dark=dark, font_px=font_px, air=air)
            self._space(air)

    def _in_card(self, title: str, content: QWidget) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        heading = QLabel(title)
        heading.setObjectName("heading")
        self._card = column = QVBoxLayout(card)
        column.addWidget(heading)
        column.addWidget(content)
        return card

    def _bottom(self) -> QHBoxLayout:
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
        self._catalogue.dropped.connect(self._take)
        self._catalogue.chosen.connect(self._basket.add)
        self._send.clicked.connect(self._send_order)

    def _take(self, name: str, at: QPoint) -> None:
        self._basket.aim(on=False)
        if self._basket.is_under(at):
            self._basket.add(name)

    def _ask_name(self) -> None:
        dialog = SaveDialog(self)
        dialog.named.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        self._saved_as = name
        if self._write():
            self._say(f"Saved as {name}")

    def _send_order(self) -> None:
        self._sent = True
        self._sent = self._write()
        if self._sent:
            # Or else the keyboard would jump to some field when the button goes grey.
            self.setFocus()
            self._send.setEnabled(False)
            self._say("Order sent")

    def _write(self) -> bool:
        try:
            self.order().write(self._out)
        except OSError as failure:
            self._say(f"Not written: {failure.strerror}", good=False)
            return False
        return True

    def _say(self, text: str, *, good: bool = True) -> None:
        self._state.setText(text)
        self._state.setObjectName("good" if good else "muted")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _use_theme(self, *, dark: bool) -> None:
        _, font_px, air = self._look
        self._dress(dark=dark, font_px=font_px, air=air)
