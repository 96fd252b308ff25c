"""The fields that a provider needs: name, address, model and key; and a line that says where pictures go."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.model.endpoint import needs_key, origin
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.runtime.provider.choices import ModelState
from desktop_agent.runtime.provider.entry import KINDS, ProviderEntry
from desktop_agent.runtime.provider.resolve import where_sent
from desktop_agent.ui.qt.key_place import KeyPlaceChoice
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, text_button, text_label

_BUILT_IN = Message(
    "It follows plain steps, such as: click “File”, type “Hello” into “Name”, press Ctrl+S. It isn't "
    "a language model, so it can't understand a task described in your own words. It's free."
)
_OWN_SERVER = Message("A server that supports the Responses API, such as your company's vLLM server.")
_PAID = Message("This provider charges for the model's input and output.")
_KEY_NEEDED = Message("Enter the key as the provider shows it. It's sent only to that provider.")
_KEY_OPTIONAL = Message("Leave the key empty if the server doesn't require one.")
_KEY_STORED = Message("A key is already set on this computer. Leave this empty to use it.")


class ProviderForm(QWidget):
    """A key belongs to the provider and the address it was typed for: choosing another of either empties its field."""

    changed = Signal()  # something else is shown or typed

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file for a key where there is no keyring; `show_entry` sets the provider."""
        super().__init__(parent)
        self._shown = ProviderEntry(DEFAULT)
        self._state = ""
        self._trouble = ""
        self._key_for = (DEFAULT, "")
        self._about = text_label()
        self._about_key = text_label(role="muted")
        self._where = text_label()
        self._title = QLineEdit()
        self._address = QLineEdit()
        self._key = QLineEdit()
        self._kind = ComboBox()
        self._model = ComboBox()
        self._model_line = QLineEdit()
        self._model.setEditable(True)
        self._model.setLineEdit(self._model_line)
        for kind, words in KINDS.items():
            self._kind.addItem(tr(words), kind)
        for line, name in (
            (self._title, Message("Name")),
            (self._address, Message("Address")),
            (self._model_line, Message("Model name")),
            (self._key, Message("Key")),
        ):
            line.setAccessibleName(tr(name))
            line.textEdited.connect(self.changed)
        self._model.setAccessibleName(gettext("Model name"))
        self._kind.setAccessibleName(gettext("What the server understands"))
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._place = KeyPlaceChoice(key_file)
        self._get_key = text_button(Message("Get a key…"), lambda: _open(self._profile.keys_at))
        self._prices = text_button(Message("Prices…"), lambda: _open(self._profile.prices_at))
        fields = (self._title, self._address, self._model, self._kind, self._key, self._about_key, self._place)
        buttons = WrapRow(self._get_key, self._prices)
        column_of(self, self._about, *fields, self._where, buttons, spacing=6)
        self._key.textChanged.connect(self._bind_key)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._address.textChanged.connect(self._show_where)
        self._title.textChanged.connect(self._show_where)

    def show_entry(
        self, entry: ProviderEntry, state: ModelState | None, keyring_trouble: str = "", *, whole: bool = False
    ) -> None:
        """Show the fields that a provider needs; if `whole`, also those whose usual values are right mostly."""
        is_other = entry.name != self._shown.name
        self._shown = entry
        self._trouble = keyring_trouble
        self._state = state.readiness if state is not None else ""
        own = entry.is_own
        profile = self._profile
        readiness = self._state
        if is_other or whole:
            for line, text in ((self._title, entry.title), (self._address, entry.address)):
                line.setText(text)
            self._model.clear()
            self._model.setEditText(entry.model)
            self._kind.setCurrentIndex(max(0, self._kind.findData(entry.kind)))
        self._drop_foreign_key()
        is_built_in = entry.name == DEFAULT
        self._title.setVisible(own)
        self._kind.setVisible(own)
        self._address.setVisible(bool(entry.example) or (whole and not is_built_in))
        self._model.setVisible(bool(entry.example) or (whole and not is_built_in))
        self._title.setPlaceholderText(gettext("Name, such as Team server"))
        example = entry.example or profile.base_url
        self._address.setPlaceholderText(gettext("Address, such as {example}", example=example))
        self._model_line.setPlaceholderText(
            gettext("Model name, such as qwen3-vl:8b")
            if own
            else gettext("Model name, if it isn't {model}", model=profile.model)
        )
        needs_key_field = own or readiness == "needs key" or bool(profile.key_variable) or (whole and not is_built_in)
        self._key.setPlaceholderText(
            gettext("Key, if it needs one") if own else gettext("Key for {title}", title=entry.shown_name)
        )
        for part in (self._key, self._about_key):
            part.setVisible(needs_key_field)
        is_optional = own or not profile.key_variable
        about_missing_key = _KEY_OPTIONAL if is_optional else _KEY_NEEDED
        self._about_key.setText(_KEY_STORED if readiness == "has key" else about_missing_key)
        self._get_key.setVisible(not own and bool(profile.keys_at))
        self._prices.setVisible(not own and bool(profile.prices_at))
        self._about.setText(self._description(state))
        self._show_where()
        self.changed.emit()

    def ask_place(self, trouble: str) -> None:
        """Ask where else than in the keyring the key is to go."""
        self._trouble = trouble
        self._place.show_trouble(trouble)

    def offer_models(self, models: tuple[str, ...]) -> None:
        """Offer the models that the server lists; the only one is chosen."""
        typed = self._model.currentText()
        self._model.clear()
        self._model.addItems(models)
        self._model.setEditText(typed or (models[0] if len(models) == 1 else ""))

    def entry(self) -> ProviderEntry:
        """Return the entry with what is typed."""
        self._drop_foreign_key()
        key = _typed(self._key)
        return ProviderEntry(
            self._shown.name,
            _typed(self._title),
            str(self._kind.currentData()) if self._shown.is_own else "",
            _typed(self._address).rstrip("/") if self._shown.is_own else _typed(self._address),
            "" if self._model.isHidden() else self._model.currentText().strip(),
            key,
            self._place.place if key else "keyring",
        )

    @property
    def _profile(self) -> Profile:
        return PROFILES[DEFAULT if self._shown.is_own else self._shown.name]

    def _description(self, state: ModelState | None) -> str:
        """Return a description of the provider."""
        profile = self._profile
        if self._shown.is_own:
            return _OWN_SERVER
        if profile.name == DEFAULT:
            return _BUILT_IN
        if not profile.base_url or needs_key(profile.base_url):
            return _PAID
        if state is not None and state.ready:
            return Message("It has the {model} model.", model=state.model or profile.model)
        return Message("Start it with: {command}", command=profile.started_by) if profile.started_by else ""

    def _show_where(self) -> None:
        """Say where pictures go; nothing while the address is unknown or wrong."""
        address = _typed(self._address) or self._profile.base_url
        self._where.setText("")
        try:
            if address or self._shown.name == DEFAULT:
                self._where.setText(where_sent(self._profile, address, self._title.text()))
        except SettingsError as error:
            self._where.setText(error.message)
        self._where.setVisible(bool(self._where.text()))

    def _bind_key(self) -> None:
        self._place.show_trouble(self._trouble if _typed(self._key) else "")
        self._key_for = (self._shown.name, _place(_typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Clear the key field if the key is for another server; one typed before an address belongs to it."""
        name = self._shown.name
        place = _place(_typed(self._address))
        if name != self._key_for[0] or self._key_for[1] not in {"", place}:
            self._key.clear()
        self._bind_key()


def _open(page: str) -> None:
    QDesktopServices.openUrl(QUrl(page))


def _typed(line: QLineEdit) -> str:
    return "" if line.isHidden() else line.text().strip()


def _place(address: str) -> str:
    try:
        return origin(address)
    except SettingsError:
        return address
