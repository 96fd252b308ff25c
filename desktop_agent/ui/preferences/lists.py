"""Lists in the Settings window: lasting approvals, each of which can be taken back, and secrets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_agent.core.decision import RememberedApproval, RememberedControl
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.settings.answers import AppPermissionStore, PermanentPermission, RememberedAnswers
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import style_rows, text_button, text_label

_ROW_PX, _COLUMN_PX, _LONGEST = 34, 420, 300
_ACCESS = {"nothing": Message("Nothing"), "look": Message("Look only"), "work": Message("Work in it")}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list, and what to do with it."""

    cells: tuple[str, ...]
    act: Callable[[], object]


class ListOfLines(QWidget):
    """A table, below it a button for the selected line, and below both the errors."""

    def __init__(self, name: str, columns: Sequence[str], widest: int, button: str, empty: str) -> None:
        """Build it empty; the column `widest` takes the room that the others leave."""
        super().__init__()
        self._lines: tuple[ListEntry, ...] = ()
        self._empty = empty
        self.table = _table(name, columns, widest)
        self.table.itemSelectionChanged.connect(self._enable_button)
        self._notice, self._error = text_label(role="muted"), text_label(role="bad")
        self._button = text_button(button, self._act, name=Message("{button} ({name})", button=button, name=name))
        self.buttons = WrapRow(self._button)
        column_of(self, self._notice, self.table, self.buttons, self._error, margins=(0, 0, 0, 8))
        self.show_lines(())

    def show_lines(self, lines: Sequence[ListEntry], error: str = "") -> None:
        """Show these lines, and keep the selection."""
        chosen = self.chosen
        self._lines = tuple(lines)
        self.table.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line.cells):
                item = QTableWidgetItem(visible(tr(text), _LONGEST))
                item.setToolTip(item.text())
                self.table.setItem(row, column, item)
        if lines and chosen >= 0:
            self.table.selectRow(min(chosen, len(lines) - 1))
        self.table.setVisible(bool(lines))
        self._notice.setText("" if lines else self._empty)
        self._notice.setVisible(not lines)
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._enable_button()

    @property
    def chosen(self) -> int:
        """Return the number of the selected line; -1 if none is."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def _enable_button(self) -> None:
        self._button.setEnabled(self.chosen >= 0)
        self._button.setVisible(bool(self._lines))

    def _act(self) -> None:
        if 0 <= self.chosen < len(self._lines):
            try:
                self._lines[self.chosen].act()
            except DesktopAgentError as error:
                self.show_lines(self._lines, str(error))


class AllowedAppsList(ListOfLines):
    """Applications that a run may always use without asking."""

    def __init__(self, app_permissions: Callable[[], AppPermissionStore]) -> None:
        """Show what is stored; `app_permissions` raises SettingsError where that cannot be read."""
        super().__init__(
            Message("Always allowed"),
            (Message("Application"), Message("Site"), Message("Access")),
            0,
            Message("Remove"),
            Message("No applications are always allowed."),
        )
        self._app_permissions = app_permissions
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        try:
            permissions = self._app_permissions().kept()
        except DesktopAgentError as error:
            self.show_lines((), str(error))
            return
        self.show_lines([
            ListEntry((each.program, each.site or "–", _ACCESS[each.reach]), partial(self._take_back, each))
            for each in permissions
        ])  # fmt: skip

    def _take_back(self, permission: PermanentPermission) -> None:
        self._app_permissions().take_back(permission.program, permission.site)
        self.refresh()


class RememberedAnswersList(ListOfLines):
    """What the person has said yes to for more than once: for always, and for the task that is running."""

    def __init__(self, answers: Callable[[], RememberedAnswers]) -> None:
        """Show what is stored; `answers` raises SettingsError where that cannot be read."""
        super().__init__(
            Message("Remembered answers"),
            (Message("Control"), Message("What is done"), Message("Where"), Message("For how long")),
            2,
            Message("Remove"),
            Message(
                "No answers are remembered. Choosing “Always for this button” or “Approve for this "
                "task” on a card adds one."
            ),
        )
        self._answers = answers
        self._memory: RememberedApprovals | None = None
        self._seen: object = None
        self._all = text_button(
            Message("Remove all"), self._take_back_all, name=Message("Remove all (Remembered answers)")
        )
        self.buttons.addWidget(self._all)
        self.refresh()

    def watch(self, approval_memory: RememberedApprovals | None) -> None:
        """Show the approvals in a memory too; None: no run goes on."""
        self._memory = approval_memory
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        try:
            kept = self._answers().all()
        except DesktopAgentError as error:
            self.show_lines((), str(error))
            return
        in_task = self._memory.all() if self._memory else ()
        if (kept, in_task) != self._seen:
            self._seen = (kept, in_task)
            lines = [self._line(one, Message("Always"), one) for one in kept]
            lines += [self._line(one.control, Message("For this task"), one) for one in in_task]
            self.show_lines(lines)
            self._all.setVisible(bool(lines))

    def _line(self, one: RememberedControl, lasting: str, answer: RememberedControl | RememberedApproval) -> ListEntry:
        place = Message("{part} of {program}", part=one.title or one.window, program=one.program) + (
            Message(" at {site}", site=one.site) if one.site else ""
        )
        cells = (Message("{control} ({role})", control=one.control, role=one.role), one.act, place, lasting)
        return ListEntry(cells, partial(self._take_back, answer))

    def _take_back(self, *answers: RememberedControl | RememberedApproval) -> None:
        kept = [one for one in answers if isinstance(one, RememberedControl)]
        if kept:
            self._answers().take_back(*kept)
        for one in answers:
            if self._memory is not None and isinstance(one, RememberedApproval):
                self._memory.take_back(one)
        self.refresh()

    def _take_back_all(self) -> None:
        try:
            self._take_back(*self._answers().all(), *(self._memory.all() if self._memory else ()))
        except DesktopAgentError as error:
            self.show_lines((), str(error))


class SecretsList(ListOfLines):
    """The names of the secrets, and where each belongs."""

    def __init__(self, store: SecretStore) -> None:
        super().__init__(
            Message("Secrets"),
            (Message("Name"), Message("For"), Message("You are asked")),
            1,
            Message("Delete"),
            Message(
                "No secrets are stored. To add one, run in a terminal: desktop-agent secrets set NAME"
                " --for PROGRAM or SITE"
            ),
        )
        self._store = store
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        try:
            secrets = self._store.all()
        except DesktopAgentError as error:
            self.show_lines((), str(error))
            return
        self.show_lines(
            [
                ListEntry(
                    (one.name, one.place, Message("except in password fields") if one.always else Message("each time")),
                    partial(self._delete, one.name),
                )
                for one in secrets
            ]
        )

    def _delete(self, name: str) -> None:
        self._store.delete(name)
        self.refresh()


def _table(name: str, columns: Sequence[str], widest: int) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    style_rows(table, _ROW_PX)
    table.setAccessibleName(tr(name))
    table.setProperty("role", "lines")
    table.setHorizontalHeaderLabels([tr(column) for column in columns])
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setMaximumSectionSize(_COLUMN_PX)
    table.setMinimumHeight(4 * _ROW_PX)
    return table
