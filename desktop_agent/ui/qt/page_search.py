"""The list of a window's pages, and the field above it that searches them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from desktop_agent.core.texts.message import Message, gettext
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.widgets import text_label

_GAP_PX = 6


class PageSearch(QWidget):
    """An empty list of pages, and the field; it says so where nothing is found."""

    def __init__(self, window: QWidget, narrow: Callable[[str], bool]) -> None:
        """Take the window, and what shows what is about some words and returns whether anything is."""
        super().__init__(window)
        self.names = QListWidget()
        self.names.setProperty("role", "pages")
        self.names.setAccessibleName(gettext("Pages"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field = QLineEdit(placeholderText=gettext("Search"), clearButtonEnabled=True)
        self.field.setAccessibleName(gettext("Search"))
        nothing = text_label(Message("Nothing found."), "muted")
        nothing.hide()
        column_of(self, self.field, nothing, self.names, spacing=_GAP_PX, room=self.names)
        self.field.textChanged.connect(lambda words: nothing.setVisible(not narrow(words)))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), window, self.field.setFocus)
