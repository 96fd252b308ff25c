"""The window that adds, changes, tests and removes a provider."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.message import Message, plural, sentences
from desktop_agent.core.translation import tr
from desktop_agent.host.keys import keyring_trouble
from desktop_agent.host.model_choices import ModelState, known_model_states
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.host.provider_entry import ProviderEntry, TryModel, entry_of, remove
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.providers.form import ProviderForm
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, set_state, text_button, text_label

ANOTHER = Message("Another server…")
_TITLE = Message("Desktop Agent — Model server")
_AGAIN = Message("Press the button again to keep it anyway.")
_SIZE = QSize(620, 500)


class ProviderDialog(QWidget):
    """Nothing is written before *Save*, which tries the server first, or *Remove*."""

    saved = Signal(str)  # the name of the provider
    removed = Signal()

    def __init__(
        self,
        file: Path,
        name: str = "",
        try_it: TryModel = try_model,
        parent: QWidget | None = None,
        *,
        choose: bool = True,
    ) -> None:
        """Take the settings file, and the provider to change; an empty name means a new server.

        `choose`: what is saved becomes the provider of every run for which no other is named.
        """
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(tr(_TITLE))
        self._file, self._try_it, self._name, self._choose = file, try_it, name, choose
        self._untried: ProviderEntry | None = None
        self._notice = text_label()
        self._form = ProviderForm(file.parent / KEY_FILE)
        self._test = text_button(Message("Test"), lambda: self._start(keep=False))
        self._save = text_button(Message("Save"), lambda: self._start(keep=True), role="primary")
        entry = entry_of(name, file) if name else ProviderEntry()
        removes = Message("Remove") if entry.is_own else Message("Remove key and changes")
        self._remove = text_button(removes, self._remove_it)
        self._remove.setVisible(bool(name))
        inside = Page()
        column_of(inside, text_label(entry.shown_name, "title"), self._form, None, spacing=10)
        page = Scrolling(inside).fill()
        cancel = text_button(Message("Cancel"), self.close)
        buttons = WrapRow(self._remove, self._test, None, cancel, self._save)
        column_of(self, page, self._notice, buttons, margins=None, room=page)
        self._notice.hide()
        self._form.show_entry(entry, None, keyring_trouble(), whole=True)
        self._form.changed.connect(self._notice.hide)
        self._looking, self._working = BackgroundTask(self), BackgroundTask(self)
        self._looking.done.connect(lambda states: self._show_state(entry, states))
        self._working.done.connect(self._finish)
        self._working.failed.connect(self._fail)
        press_with_return(self)
        keep_on_screen(self, _SIZE)
        if name:
            self._looking.start(lambda: known_model_states(os.environ))

    def _show_state(self, entry: ProviderEntry, states: dict[str, ModelState]) -> None:
        if self._form.entry() == entry:  # nothing is typed yet
            self._form.show_entry(entry, states.get(entry.name), keyring_trouble(), whole=True)

    def _start(self, *, keep: bool) -> None:
        """Try the server; keep the entry unless it was refused, or could not be tried for the first time."""
        entry, file, try_it, untried = self._form.entry(), self._file, self._try_it, self._untried
        choose = self._choose
        self._set_busy(busy=True)
        self._tell(Message("Trying the model…"), "muted")

        def work() -> str | ModelTrial:
            entry.check(file)
            trial = ModelTrial("works") if keep and entry == untried else entry.tried(file, try_it)
            return trial if trial.why or not keep else entry.save(file, choose=choose)

        self._untried = entry if keep else None
        self._working.start(work)

    def _finish(self, result: str | ModelTrial) -> None:
        self._set_busy(busy=False)
        if isinstance(result, str):
            self.saved.emit(result)
            self.close()
            return
        self._form.offer_models(result.models)
        if result.why:
            self._tell(sentences(Message("Not tried yet: {doubt}", doubt=result.why), _AGAIN), "warn")
        else:
            self._tell(
                plural(
                    "The server answers. It lists {count} model.",
                    "The server answers. It lists {count} models.",
                    count=len(result.models),
                ),
                "ok",
            )

    def _fail(self, error: DesktopAgentError) -> None:
        self._untried = None
        self._set_busy(busy=False)
        self._tell(str(error), "bad")
        if isinstance(error, KeyringError):
            self._form.ask_place(error.message)

    def _remove_it(self) -> None:
        try:
            remove(self._name, self._file)
        except DesktopAgentError as error:
            self._tell(str(error), "bad")
            return
        self.removed.emit()
        self.close()

    def _set_busy(self, *, busy: bool) -> None:
        for part in (self._form, self._test, self._remove, self._save):
            part.setEnabled(not busy)

    def _tell(self, text: str, role: str) -> None:
        set_state(self._notice, "role", role)
        self._notice.setText(text)
        self._notice.show()


def open_dialog(parent: QWidget, file: Path, name: str, done: Callable[[str], None], *, choose: bool) -> ProviderDialog:
    """Show the window for a provider, or for a new server; `done` gets the saved name, empty if it was removed."""
    dialog = ProviderDialog(file, name, parent=parent, choose=choose)
    dialog.saved.connect(done)
    dialog.removed.connect(lambda: done(""))
    dialog.show()
    return dialog
