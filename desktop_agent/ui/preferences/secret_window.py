"""The window that adds a secret: its name, the program or site that it's for, and its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.core.texts.secret_text import FORM
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.settings.secret_store import SecretStore, entry_for
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label

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
