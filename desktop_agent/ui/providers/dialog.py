"""The window that adds, changes, tests and removes a provider."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, plural, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime.provider.choices import ModelState, known_model_states
from desktop_agent.runtime.provider.entry import ModelTrial, ProviderEntry, TryModel, entry_of, remove, try_model
from desktop_agent.runtime.provider.keys import keyring_trouble
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.providers.form import ProviderForm
from desktop_agent.ui.providers.keeping import KeepsProvider
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label

ANOTHER = Message("Another server…")
_TITLE = Message("Desktop Agent — Model server")
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
        self._file = file
        self._name = name
        self._choose = choose
        self._form = ProviderForm(file.parent / KEY_FILE)
        self._test = text_button(Message("Test"), lambda: self._start(keep=False))
        self._save = text_button(Message("Save"), lambda: self._start(keep=True), role="primary")
        entry = entry_of(name, file) if name else ProviderEntry()
        removes = Message("Remove") if entry.is_own else Message("Remove key and changes")
        self._remove = text_button(removes, self._remove_it)
        self._remove.setVisible(bool(name))
        self._keeping = KeepsProvider(file, try_it, (self._form, self._test, self._remove, self._save), self)
        self._keeping.saved.connect(self._keep)
        self._keeping.tried.connect(self._show_trial)
        self._keeping.lacks_keyring.connect(self._form.ask_place)
        inside = Page()
        column_of(inside, text_label(entry.shown_name, "title"), self._form, None, spacing=10)
        page = Scrolling(inside).fill()
        cancel = text_button(Message("Cancel"), self.close)
        buttons = WrapRow(self._remove, self._test, None, cancel, self._save)
        column_of(self, page, self._keeping.notice, buttons, margins=None, room=page)
        self._form.show_entry(entry, None, keyring_trouble(), whole=True)
        self._form.changed.connect(self._keeping.notice.hide)
        self._looking = BackgroundTask(self)
        self._looking.done.connect(lambda states: self._show_state(entry, states))
        press_with_return(self)
        keep_on_screen(self, _SIZE)
        if name:
            self._looking.start(lambda: known_model_states(os.environ))

    def _show_state(self, entry: ProviderEntry, states: dict[str, ModelState]) -> None:
        if self._form.entry() == entry:  # nothing is typed yet
            self._form.show_entry(entry, states.get(entry.name), keyring_trouble(), whole=True)

    def _start(self, *, keep: bool) -> None:
        self._keeping.start(self._form.entry(), keep=keep, choose=self._choose)

    def _keep(self, name: str) -> None:
        self.saved.emit(name)
        self.close()

    def _show_trial(self, trial: ModelTrial) -> None:
        self._form.offer_models(trial.models)
        if not trial.why:
            answers = plural(
                "The server answers. It lists {count} model.",
                "The server answers. It lists {count} models.",
                count=len(trial.models),
            )
            self._keeping.show(answers, "ok")

    def _remove_it(self) -> None:
        try:
            remove(self._name, self._file)
        except DesktopAgentError as error:
            self._keeping.show(str(error), "bad")
            return
        self.removed.emit()
        self.close()


def open_dialog(parent: QWidget, file: Path, name: str, done: Callable[[str], None], *, choose: bool) -> ProviderDialog:
    """Show the window for a provider, or for a new server; `done` gets the saved name, empty if it was removed."""
    dialog = ProviderDialog(file, name, parent=parent, choose=choose)
    dialog.saved.connect(done)
    dialog.removed.connect(lambda: done(""))
    dialog.show()
    return dialog
