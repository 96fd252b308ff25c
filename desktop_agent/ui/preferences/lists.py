"""Lists of what the person has said yes to for longer than once, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.decision import RememberedApproval
from desktop_agent.core.describe import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.policy.standing import RememberedApprovals
from desktop_agent.settings.app_permissions import AppPermissionStore, Kept
from desktop_agent.ui.preferences.row import note
from desktop_agent.ui.qt.wrap_row import WrapRow

_ROW_PX, _COLUMN_PX, _LONGEST = 34, 420, 300
_REACHES = {"nothing": "Nothing", "look": "Look only", "click": "Click", "everything": "Everything"}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list, and what to do with it."""

    cells: tuple[str, ...]
    act: Callable[[], object]


class ListOfLines(QWidget):
    """A table, and under it a button for the chosen line; refusals are said under both."""

    def __init__(self, name: str, columns: Sequence[str], widest: int, button: str, empty: str) -> None:
        """Build it empty; the column `widest` takes the room that the others leave."""
        super().__init__()
        self._lines: tuple[ListEntry, ...] = ()
        self._empty = empty
        self.table = _table(name, columns, widest)
        self.table.itemSelectionChanged.connect(self._tell_button)
        self._said, self._trouble = note("muted"), note("bad")
        self._button = QPushButton(button)
        self._button.setAccessibleName(f"{button} ({name})")
        self._button.clicked.connect(self._act)
        self.buttons = WrapRow(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.addWidget(self._said)
        layout.addWidget(self.table)
        layout.addLayout(self.buttons)
        layout.addWidget(self._trouble)
        self.show_lines(())

    def show_lines(self, lines: Sequence[ListEntry], trouble: str = "") -> None:
        """Show these lines, the chosen one chosen as before."""
        chosen = self.chosen
        self._lines = tuple(lines)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(visible(text, _LONGEST))
                item.setToolTip(item.text())
                self.table.setItem(row, column, item)
        if lines and chosen >= 0:
            self.table.selectRow(min(chosen, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self._button.setVisible(bool(lines))
        self._said.setText("" if lines else self._empty)
        self._said.setVisible(not lines)
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._tell_button()

    @property
    def chosen(self) -> int:
        """Return the number of the chosen line; -1 without one."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def _tell_button(self) -> None:
        self._button.setEnabled(self.chosen >= 0)

    def _act(self) -> None:
        if 0 <= self.chosen < len(self._lines):
            try:
                self._lines[self.chosen].act()
            except DesktopAgentError as error:
                self.show_lines(self._lines, str(error))


class AllowedAppsList(ListOfLines):
    """Applications that a run may work in without being asked about."""

    def __init__(self, app_permissions: Callable[[], AppPermissionStore]) -> None:
        """Show what is kept; `app_permissions` raises SettingsError where that cannot be read."""
        super().__init__(
            "Applications let in for always", ("Application", "Site", "May"), 0, "Take back",
            "No application is let in for always.",
        )  # fmt: skip
        self._admissions = app_permissions
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        try:
            kept = self._admissions().kept()
        except DesktopAgentError as error:
            self.show_lines((), str(error))
            return
        self.show_lines([
            ListEntry((each.program, each.site or "–", _REACHES[each.reach]), partial(self._take_back, each))
            for each in kept
        ])  # fmt: skip

    def _take_back(self, kept: Kept) -> None:
        self._admissions().take_back(kept.program, kept.site)
        self.refresh()


class RememberedApprovalsList(ListOfLines):
    """Answers for this window, while a run goes on."""

    def __init__(self) -> None:
        """Start without a run."""
        super().__init__(
            "Standing answers", ("Rule", "Window", "Control", "Application"), 1, "Take back",
            "No answer stands now. “Approve for this window” on the card makes one, for as long as that run goes on.",
        )  # fmt: skip
        self._standings: RememberedApprovals | None = None
        self._seen: tuple[RememberedApproval, ...] = ()

    def watch(self, approval_memory: RememberedApprovals | None) -> None:
        """Show the answers of a run; None when there is none."""
        self._standings = approval_memory
        self.refresh()

    def refresh(self) -> None:
        """Show what stands now."""
        now = self._standings.all() if self._standings else ()
        if now != self._seen:
            self._seen = now
            self.show_lines([
                ListEntry((one.rule, one.title, one.control or one.kind, one.program), partial(self._take_back, one))
                for one in now
            ])  # fmt: skip

    def _take_back(self, standing: RememberedApproval) -> None:
        if self._standings is not None:
            self._standings.take_back(standing)
        self.refresh()


def _table(name: str, columns: Sequence[str], widest: int) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(columns))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setMaximumSectionSize(_COLUMN_PX)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_PX)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setMinimumHeight(4 * _ROW_PX)
    return table
