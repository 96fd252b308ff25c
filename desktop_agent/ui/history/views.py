"""The list, the table and the buttons of the History window, as they look before anything is in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QPushButton, QTableView

from desktop_agent.ui.history.models import COLUMNS, ROW_PX, RunsModel, StepsModel
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.theme import colours

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_WIDTHS_PX = {0: 36, 1: 80, 3: 104, 4: 108}
_WIDEST, _WHERE = 2, 3  # the column that takes what is left, and the one that narrow windows do without
_NARROW_PX = 440


class StepsTable(QTableView):
    """A table that leaves out where something was done when there is no room to say what was done."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show the column."""
        self.setColumnHidden(_WHERE, event.size().width() < _NARROW_PX)
        super().resizeEvent(event)


class IconButton(QPushButton):
    """A button whose icon has the colour of its words, also when the system turns light or dark."""

    def __init__(self, picture: str, words: str) -> None:
        """Take the icon's name."""
        super().__init__(words)
        self._picture = picture
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon anew in new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self.setIcon(icon(self._picture, colours().text))


def list_of(runs: RunsModel) -> QListView:
    """Return the list of runs."""
    view = QListView()
    view.setModel(runs)
    # The height of one is that of all: else every run would be read before the first is shown.
    view.setUniformItemSizes(True)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMinimumWidth(150)
    view.setAccessibleName("Runs")
    return view


def table_of(steps: StepsModel) -> QTableView:
    """Return the table of one run's steps."""
    table = StepsTable()
    table.setModel(steps)
    table.setAccessibleName("Steps")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    for column in range(len(COLUMNS)):
        mode = QHeaderView.ResizeMode.Stretch if column == _WIDEST else QHeaderView.ResizeMode.Interactive
        head.setSectionResizeMode(column, mode)
    for column, width in _WIDTHS_PX.items():
        table.setColumnWidth(column, width)
    return table


def button(name: str, picture: str, pressed: Callable[[], object], shown: str = "") -> QPushButton:
    """Return a button with an icon; `shown` stands on it where there is no room for its whole name."""
    made = IconButton(picture, shown or name)
    made.setAccessibleName(name)
    made.clicked.connect(lambda _checked: pressed())
    return made
