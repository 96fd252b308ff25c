"""The question which model does the work: a list of all, and the fields that the chosen one needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.runtime.provider.choices import CLOUDS, ELSEWHERE, HERE, FoundModels
from desktop_agent.runtime.provider.entry import ProviderEntry
from desktop_agent.ui.providers.dialog import ANOTHER
from desktop_agent.ui.providers.form import ProviderForm
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, text_button

# data of two rows that are no provider's names
_OWN = ""
_MORE = "+"


class ModelSection(QWidget):
    """Shows what each provider still needs, and only the usual ones before *More…*."""

    changed = Signal()  # another model is chosen, or what is typed for it
    look_again = Signal()

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file for a key where there is no keyring."""
        super().__init__(parent)
        self._models = FoundModels()
        self._touched = False
        self._choice = ComboBox()
        self._form = ProviderForm(key_file)
        self._choice.setAccessibleName(gettext("Model"))
        for name in HERE:
            self._choice.addItem(tr(PROFILES[name].shown_name), name)
        self._choice.addItem(tr(ANOTHER), _OWN)
        self._choice.insertSeparator(self._choice.count())
        for name in ELSEWHERE:
            self._choice.addItem(tr(PROFILES[name].shown_name), name)
        self._choice.addItem(gettext("More…"), _MORE)
        self._again = text_button(Message("Look again"), self.look_again.emit)
        details = QFrame()
        details.setProperty("role", "inset")
        column_of(details, self._form, WrapRow(self._again), spacing=6, margins=None)
        column_of(self, self._choice, details, spacing=8)
        self._form.changed.connect(self.changed)
        self._choice.activated.connect(self._touch)
        self._choice.currentIndexChanged.connect(lambda _: self._update())
        self._update()

    def show_found(self, models: FoundModels) -> None:
        """Show the state of each model, and select the best one unless the person has chosen."""
        self._models = models
        self._show_states()
        if not self._touched:
            if models.best in CLOUDS:
                self._show_more()
            self._choice.setCurrentIndex(self._choice.findData(models.best))
        self._update()

    def ask_place(self, trouble: str) -> None:
        """Ask where else than in the keyring the key is to go."""
        self._form.ask_place(trouble)

    def chosen(self) -> ProviderEntry:
        """Return the current choice."""
        entry = self._form.entry()
        state = self._models.state(self._offer)
        model = entry.model or (state.model if state is not None else "")
        return replace(entry, model=model)

    @property
    def _offer(self) -> str:
        return str(self._choice.currentData())

    def _touch(self, row: int) -> None:
        self._touched = True
        if self._choice.itemData(row) == _MORE:
            self._show_more()
            self._choice.showPopup()

    def _show_more(self) -> None:
        """Show the providers on cloud platforms in place of *More…*."""
        row = self._choice.findData(_MORE)
        if row >= 0:
            for name in CLOUDS:
                self._choice.addItem(tr(PROFILES[name].shown_name), name)
            self._choice.setCurrentIndex(row + 1)
            self._choice.removeItem(row)
            self._show_states()

    def _show_states(self) -> None:
        for row in range(self._choice.count()):
            name = self._choice.itemData(row)
            if name in PROFILES and (state := self._models.state(name)) is not None:
                title = PROFILES[name].shown_name
                self._choice.setItemText(row, tr(Message("{name} — {state}", name=title, state=state.words)))

    def _update(self) -> None:
        """Show the fields that the chosen model needs."""
        offer = self._offer if self._offer != _MORE else DEFAULT
        state = self._models.state(offer)
        name = self._models.provider(offer)
        self._form.show_entry(ProviderEntry(name), state, self._models.keyring_trouble)
        is_startable = name in PROFILES and bool(PROFILES[name].started_by)
        self._again.setVisible(is_startable and not (state is not None and state.ready))
