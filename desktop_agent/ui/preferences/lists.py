"""Lists in the Settings window: lasting approvals, each of which can be taken back, secrets, and the person's rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_agent.core.decision import RememberedApproval, RememberedControl
from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message, join
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.policy.table import VERDICTS
from desktop_agent.settings.answers import AppPermissionStore, PermanentPermission, RememberedAnswers
from desktop_agent.settings.edit import RULES, put_rule, remove_rule, value_in
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.ui.preferences.fields import VERDICT_WORDS
from desktop_agent.ui.preferences.row import scrolled
from desktop_agent.ui.qt.layout import FollowsHeight, WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, style_rows, text_button, text_label

if TYPE_CHECKING:
    from desktop_agent.ui.preferences.fields import Preferences

_ROW_PX, _COLUMN_PX, _LONGEST = 34, 420, 300
_ACCESS = {"nothing": Message("Nothing"), "look": Message("Look only"), "work": Message("Work in it")}
RuleTable = Mapping[str, object]
TITLE = Message("Desktop Agent — Rule")
# The keys of a rule in the file, with their labels and examples.
_TEXTS = {
    "name": (Message("Name"), Message("a name to show in lists")),
    "action": (Message("Actions"), "click; type"),
    "chord": (Message("Keys"), "ctrl+w; alt+f4"),
    "text": (Message("Text"), Message("words, or a pattern such as invoice.*")),
    "scheme": (Message("Address begins with"), "https; mailto"),
    "host": (Message("Hosts"), "*.example.org"),
    "application": (Message("Applications"), "/usr/bin/thunderbird; firefox*"),
    "title": (Message("Window title"), Message("words, or a pattern such as .* - Mail")),
    "region": (Message("Part of the screen"), "0,0,800,600"),
    "from": (Message("From"), "22:30"),
    "to": (Message("To"), "07:00"),
}
_SEVERAL = {"action", "chord", "scheme", "host", "application"}


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
        self._for_chosen: list[QPushButton] = [self._button]
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

    def for_chosen(self, button: QPushButton) -> None:
        """Let a button of the list's own be pressed only while a line is selected."""
        self._for_chosen.append(button)
        self._enable_button()

    def _enable_button(self) -> None:
        for button in self._for_chosen:
            button.setEnabled(self.chosen >= 0)
            button.setVisible(bool(self._lines))

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


class RulesList(ListOfLines):
    """The rules in the file, with buttons to add, change and remove one."""

    def __init__(self, preferences: Preferences, changed: Callable[[], None]) -> None:
        """Show what the file holds; `changed` is called after each change."""
        super().__init__(
            Message("Your own rules"),
            (Message("Name"), Message("Decision"), Message("Applies to")),
            2,
            Message("Remove"),
            Message("You have no rules of your own."),
        )
        self._file, self._in_words, self._changed = preferences.file, preferences.in_words, changed
        self._open: RuleForm | None = None
        name = self.table.accessibleName()
        change = text_button(Message("Change…"), self._edit, name=Message("Change ({name})", name=name))
        self.buttons.addWidget(
            text_button(Message("Add rule…"), self._add, name=Message("Add rule ({name})", name=name))
        )
        self.buttons.addWidget(change)
        self.for_chosen(change)
        self.table.itemDoubleClicked.connect(lambda _item: self._edit())
        self.refresh()

    def refresh(self) -> None:
        """Read the file again."""
        try:
            tables = tables_in(self._file)
        except SettingsError as error:
            self.show_lines((), self._in_words(error))
            return
        self.show_lines([
            ListEntry((_written(table.get("name")) or Message("rule {part}", part=at + 1),
                 _decision(table), _where(table)),
                 partial(self._remove, at))
            for at, table in enumerate(tables)
        ])  # fmt: skip

    def _remove(self, at: int) -> None:
        remove_rule(self._file, at)
        self._changed()

    def _add(self) -> None:
        self._show_form({}, None)

    def _edit(self) -> None:
        at = self.chosen
        if at >= 0:
            self._show_form(tables_in(self._file)[at], at)

    def _show_form(self, table: RuleTable, at: int | None) -> None:
        self._open = RuleForm(table, lambda rule: put_rule(self._file, rule, at), self._in_words, self)
        self._open.accepted.connect(self._changed)
        self._open.open()


class RuleForm(QDialog):
    """One rule: all fields that are filled in must match."""

    def __init__(
        self, table: RuleTable, keep: Callable[[RuleTable], None], in_words: Callable[[object], str], parent: QWidget
    ) -> None:
        """Show a rule; `keep` writes it or raises SettingsError, and `in_words` turns that into a text."""
        super().__init__(parent)
        self._in_words = in_words
        self.setWindowTitle(tr(TITLE))
        self._keep = keep
        self._verdict = ComboBox()
        for verdict in VERDICTS:
            self._verdict.addItem(tr(VERDICT_WORDS[verdict]), verdict)
        self._verdict.setCurrentIndex(max(self._verdict.findData(_written(table.get("verdict")) or "ask"), 0))
        self._verdict.setMinimumHeight(QLineEdit().sizeHint().height())
        self._verdict.setAccessibleName(gettext("Decision"))
        self._texts = {key: QLineEdit(_written(table.get(key))) for key in _TEXTS}
        self._error = text_label(role="bad")
        self._error.hide()
        self._lay_out()

    def accept(self) -> None:
        """Write the rule; the form shows what is wrong with it."""
        try:
            self._keep(self._table())
        except SettingsError as error:
            self._error.setText(self._in_words(error))
            self._error.show()
            return
        super().accept()

    def _table(self) -> RuleTable:
        table: dict[str, object] = {"verdict": self._verdict.currentData()}
        for key, line in self._texts.items():
            text = line.text().strip()
            if text:
                table[key] = _several(text) if key in _SEVERAL else text
        return table

    def _lay_out(self) -> None:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(gettext("Decision"), self._verdict)
        for key, (label, example) in _TEXTS.items():
            self._texts[key].setAccessibleName(tr(label))
            self._texts[key].setPlaceholderText(tr(example))
            form.addRow(tr(label), self._texts[key])
        head = text_label(
            Message("A rule applies if all filled-in fields match. Separate multiple words with “;”."), "muted"
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        for standard, words in (
            (buttons.StandardButton.Save, Message("Save")),
            (buttons.StandardButton.Cancel, Message("Cancel")),
        ):
            button = buttons.button(standard)
            button.setText(tr(words))
            button.setAccessibleName(tr(words))
            button.setIcon(QIcon())  # the desktop's icons do not match ours
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = column_of(self, head, scrolled(fields, Message("Rule")), self._error, buttons, margins=None)
        FollowsHeight(self, layout, small=True)
        keep_on_screen(self, QSize(500, 620))


def tables_in(file: Path) -> list[RuleTable]:
    """Return the rules as the file has them; SettingsError where it cannot be read."""
    rules = value_in(file, RULES)
    return [table for table in rules if isinstance(table, Mapping)] if isinstance(rules, list) else []


def _decision(table: RuleTable) -> str:
    verdict = _written(table.get("verdict"))
    return next((words for each, words in VERDICT_WORDS.items() if each == verdict), verdict)


def _where(table: RuleTable) -> str:
    parts = [
        Message("{label}: {written}", label=_TEXTS[key][0], written=_written(table[key]))
        for key in _TEXTS
        if key in table and key != "name"
    ]
    return join(" · ", parts) or Message("everywhere")


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return "; ".join(map(str, value))
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _several(text: str) -> object:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts[0] if len(parts) == 1 else parts
