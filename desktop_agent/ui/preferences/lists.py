"""Settings that are lists: secrets, programs, sites, folders; and the window that adds a secret."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_agent.core.decisions.decision import RememberedControl
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.lib.installed_programs import installed_programs
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.settings.answers import AppPermissionStore, RememberedAnswers
from desktop_agent.settings.secret_store import SecretStore, entry_for
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, style_rows, text_button, text_label

_ROW_PX = 34
_COLUMN_PX = 420
_LONGEST = 300
_ACCESS = {"nothing": Message("Nothing"), "look": Message("Look only"), "work": Message("Work in it")}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of a list, and the function that removes its entry."""

    cells: tuple[str, ...]
    remove: Callable[[], object] = field(compare=False)


class EntryList(QWidget):
    """A table, with a button for the selected line and the errors below."""

    add = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        read: Callable[[], Sequence[ListEntry]],
        *,
        widest: int,
        button: str,
        empty: str,
        removes_all: bool = False,
    ) -> None:
        """Show the entries of `read`, which may raise; the column `widest` takes the remaining width."""
        super().__init__()
        self._read = read
        self._entries = list[ListEntry]()
        self.table = _table(name, columns, widest)
        self.table.itemSelectionChanged.connect(self._enable_button)
        self._notice = text_label(empty, "muted")
        self._error = text_label(role="bad")
        self._button = text_button(button, self._remove, name=Message("{button} ({name})", button=button, name=name))
        every = Message("Remove all")
        self._all = text_button(every, self._remove_all, name=Message("{button} ({name})", button=every, name=name))
        self._removes_all = removes_all
        adding = Message("Add…")
        self._add = text_button(adding, self.add.emit, name=Message("{button} ({name})", button=adding, name=name))
        self._add.hide()
        buttons = WrapRow(self._add, self._button, self._all)
        column_of(self, self._notice, self.table, buttons, self._error, margins=(0, 0, 0, 8))
        self._show([])
        self.refresh()

    def offer_adding(self, add: Callable[[], object]) -> None:
        """Show a button that asks for another entry."""
        self.add.connect(add)
        self._add.show()

    def refresh(self) -> None:
        """Reload the entries; show the error where that fails."""
        try:
            entries = list(self._read())
            error = ""
        except DesktopAgentError as cause:
            entries = []
            error = str(cause)
        if entries != self._entries or error != self._error.text():
            self._show(entries, error)

    def _show(self, entries: list[ListEntry], error: str = "") -> None:
        """Show these entries, and keep the selection."""
        chosen = self._selected_row
        self._entries = entries
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            for column, text in enumerate(entry.cells):
                item = QTableWidgetItem(visible(tr(text), _LONGEST))
                item.setToolTip(item.text())
                self.table.setItem(row, column, item)
        if entries and chosen >= 0:
            self.table.selectRow(min(chosen, len(entries) - 1))
        for part in (self.table, self._button):
            part.setVisible(bool(entries))
        self._all.setVisible(bool(entries) and self._removes_all)
        self._notice.setVisible(not entries)
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self._enable_button()

    @property
    def _selected_row(self) -> int:
        """Return the index of the selected line; -1 without a selection."""
        rows = self.table.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def _enable_button(self) -> None:
        self._button.setEnabled(self._selected_row >= 0)

    def _remove(self) -> None:
        if 0 <= self._selected_row < len(self._entries):
            self._remove_entries([self._entries[self._selected_row]])

    def _remove_all(self) -> None:
        self._remove_entries(self._entries)

    def _remove_entries(self, entries: Sequence[ListEntry]) -> None:
        try:
            for entry in entries:
                entry.remove()
        except DesktopAgentError as error:
            self._show(self._entries, str(error))
            return
        self.refresh()


def _program_text(program: str) -> str:
    """Return what the menu calls a program, with its path, which alone says which it is."""
    name = installed_programs().name_of(program)
    return f"{name} ({program})" if name else program


def allowed_apps(permissions: Callable[[], AppPermissionStore]) -> EntryList:
    """Return the list of applications that a run may use without asking; `permissions` may raise SettingsError."""

    def read() -> Sequence[ListEntry]:
        store = permissions()
        return [
            ListEntry(
                (_program_text(each.program), each.site or "–", _ACCESS[each.reach]),
                partial(store.take_back, each.program, each.site),
            )
            for each in store.kept()
        ]

    return EntryList(
        Message("Always allowed"),
        (Message("Application"), Message("Site"), Message("Access")),
        read,
        widest=0,
        button=Message("Remove"),
        empty=Message("No applications are always allowed."),
    )


def remembered_answers(
    answers: Callable[[], RememberedAnswers], memory: Callable[[], RememberedApprovals | None]
) -> EntryList:
    """Return the list of lasting approvals: permanent ones, and those for the running task.

    `answers` may raise SettingsError; `memory` returns the approvals of the task, None where none is running.
    """

    def entry(control: RememberedControl, lasting: str, remove: Callable[[], object]) -> ListEntry:
        program = _program_text(control.program)
        place = Message("{part} of {program}", part=control.title or control.window, program=program) + (
            Message(" at {site}", site=control.page) if control.page else ""
        )
        name = (
            Message("{control} ({role})", control=control.control, role=control.role)
            if control.role
            else Message("all controls")
        )
        return ListEntry((name, control.act, place, lasting), remove)

    def read() -> Sequence[ListEntry]:
        stored = answers()
        in_task = memory()
        always = [entry(answer, Message("Always"), partial(stored.take_back, answer)) for answer in stored.all()]
        if in_task is None:
            return always
        approvals = in_task.all()
        take_back = in_task.take_back
        return always + [entry(each.control, Message("For this task"), partial(take_back, each)) for each in approvals]

    return EntryList(
        Message("Remembered answers"),
        (Message("Control"), Message("What is done"), Message("Where"), Message("For how long")),
        read,
        widest=2,
        button=Message("Remove"),
        empty=Message(
            "No answers are remembered. Choosing “Always for this button” or “Approve for this "
            "task” on a card adds one."
        ),
        removes_all=True,
    )


def stored_secrets(store: SecretStore, add: Callable[[], object]) -> EntryList:
    """Return the list of secrets, with the program or site of each; `add` asks for another one."""
    secrets = EntryList(
        Message("Secrets"),
        (Message("Name"), Message("For"), Message("You are asked")),
        lambda: [
            ListEntry(
                (each.name, each.place, Message("except in password fields") if each.always else Message("each time")),
                partial(store.delete, each.name),
            )
            for each in store.all()
        ],
        widest=1,
        button=Message("Delete"),
        empty=Message("No secrets are stored."),
    )
    secrets.offer_adding(add)
    return secrets


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


_TITLE = Message("Add a secret")
_SIZE = QSize(560, 340)
_ABOUT = Message(
    "The system's keyring stores it. The program types it where a task says {form}, only in its own program or site,"
    " and no model sees it.",
    form=FORM,
)


class SecretWindow(QWidget):
    """Nothing is stored before *Save*."""

    saved = Signal()

    def __init__(self, store: SecretStore, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=tr(_TITLE)))
        self._store = store
        self._name = QLineEdit(placeholderText=gettext("For example: {number}", number="mail"))
        self._place = QLineEdit(placeholderText=gettext("For example: {number}", number="keepassxc, example.org"))
        self._text = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._always = QCheckBox(gettext("Don't ask each time it's typed into a password field there"))
        self._error = text_label(role="bad")
        self._error.hide()
        self._save = text_button(Message("Save"), self.save, role="primary")
        self._keeping = BackgroundTask(self)
        self._keeping.done.connect(self._end)
        self._keeping.failed.connect(self._show_error)
        self._lay_out()

    def save(self) -> None:
        """Store the secret, or show why that can't be done."""
        self._error.hide()
        text = self._text.text()
        try:
            entry = entry_for(self._name.text().strip(), self._place.text(), always=self._always.isChecked())
            if any(stored.name == entry.name for stored in self._store.all()):
                self._show_error(DesktopAgentError(Message("A secret named “{name}” already exists.", name=entry.name)))
                return
        except DesktopAgentError as error:
            self._show_error(error)
            return
        self._save.setEnabled(False)
        self._keeping.start(lambda: self._store.keep(entry, text))

    def _end(self) -> None:
        self.saved.emit()
        self.close()

    def _show_error(self, error: DesktopAgentError) -> None:
        self._save.setEnabled(True)
        self._error.setText(error.window_text)
        self._error.show()

    def _lay_out(self) -> None:
        inside = Page()
        rows = []
        for title, line in (
            (Message("Name"), self._name),
            (Message("Program or site"), self._place),
            (Message("Secret"), self._text),
        ):
            line.setAccessibleName(tr(title))
            rows.append(LabelledRow(text_label(title), line, column_of(None, line)))
        column_of(inside, text_label(_TITLE, "title"), text_label(_ABOUT, "muted"), *rows, self._always, None)
        page = Scrolling(inside).fill()
        buttons = WrapRow(text_button(Message("Cancel"), self.close), None, self._save)
        column_of(self, page, self._error, buttons, margins=None, room=page)
        press_with_return(self)
        keep_on_screen(self, _SIZE)


def add_secret(parent: QWidget, store: SecretStore, done: Callable[[], object]) -> SecretWindow:
    """Show the window; `done` is called once a secret is stored."""
    window = SecretWindow(store, parent)
    window.saved.connect(done)
    window.show()
    return window
