"""The question which model does the work: a list of all, and the fields that the chosen one needs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.provider import where_sent
from desktop_agent.model.endpoint import needs_key, origin
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT, PROFILES
from desktop_agent.ui.qt.key_place import KeyPlaceChoice
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, text_button, text_label
from desktop_agent.ui.welcome.model_choice import CLOUDS, ELSEWHERE, HERE, OWN, FoundModels, ModelChoice

_BUILT_IN = Message(
    "It follows plain steps, such as: click “File”, type “Hello” into “Name”, press Ctrl+S. It isn't "
    "a language model, so it can't understand a task described in your own words. It's free, and "
    "nothing leaves this computer."
)
_OWN_SERVER = Message(
    "A server that supports the Responses API, such as your company's vLLM server, with or without a "
    "key. Screenshots are sent there and nowhere else."
)
_PAID = Message("This provider charges for the model's input and output.")
_KEY_NEEDED = Message("Enter the key as the provider shows it. It's sent only to that provider.")
_KEY_OPTIONAL = Message("Leave the key empty if the server doesn't require one.")
_KEY_STORED = Message("A key is already set on this computer. Leave this empty to use it.")


class ModelSection(QWidget):
    """A key belongs to the provider and the address it was typed for: choosing another of either empties its field."""

    changed = Signal()  # another model is chosen, or what is typed for it
    look_again = Signal()

    def __init__(self, key_file: Path, base_url: str = "", parent: QWidget | None = None) -> None:
        """Take the file for a key where there is no keyring, and the address that settings give every provider."""
        super().__init__(parent)
        self._base_url, self._models, self._touched = base_url, FoundModels(), False
        self._key_for = (DEFAULT, "")
        self._choice = ComboBox()
        self._choice.setAccessibleName(gettext("Model"))
        for number, names in enumerate((HERE, ELSEWHERE, CLOUDS)):
            if number:
                self._choice.insertSeparator(self._choice.count())
            for name in names:
                self._choice.addItem(tr(ModelChoice(name).title), name)
        self._about, self._about_key = text_label(), text_label(role="muted")
        self._address, self._model_name, self._key = QLineEdit(), QLineEdit(), QLineEdit()
        for line, name in (
            (self._address, Message("Address")),
            (self._model_name, Message("Model name")),
            (self._key, Message("Key")),
        ):
            line.setAccessibleName(tr(name))
            line.textEdited.connect(self.changed)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._place = KeyPlaceChoice(key_file)
        self._get_key = text_button(Message("Get a key…"), lambda: _open(self._profile.keys_at))
        self._prices = text_button(Message("Prices…"), lambda: _open(self._profile.prices_at))
        self._again = text_button(Message("Look again"), self.look_again.emit)
        details = QFrame()
        details.setProperty("role", "inset")
        buttons = WrapRow(self._get_key, self._prices, self._again)
        fields = (self._address, self._model_name, self._key, self._about_key, self._place)
        column_of(details, self._about, *fields, buttons, spacing=6, margins=None)
        column_of(self, self._choice, details, spacing=8)
        self._key.textChanged.connect(self._bind_key)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._choice.activated.connect(self._touch)
        self._choice.currentIndexChanged.connect(lambda _: self._update())
        self._update()

    def show_found(self, models: FoundModels) -> None:
        """Show the state of each model, and select the best one unless the person has chosen."""
        self._models = models
        for row in range(self._choice.count()):
            name = self._choice.itemData(row)
            if name and not self._base_url and (state := models.state(name)) is not None:
                title = ModelChoice(name).title
                self._choice.setItemText(row, tr(Message("{name} — {state}", name=title, state=state.words)))
        if not self._touched:
            self._choice.setCurrentIndex(self._choice.findData(models.best))
        self._update()

    def ask_place(self, trouble: str) -> None:
        """Ask where else than in the keyring the key is to go."""
        self._place.show_trouble(trouble)

    def chosen(self) -> ModelChoice:
        """Return the current choice."""
        self._drop_foreign_key()
        name, key, state = self._models.provider(self._offer), _typed(self._key), self._models.state(self._offer)
        place = self._place.place if key else "keyring"
        model = _typed(self._model_name) or (state.model if state is not None else "")
        return ModelChoice(name, key, _typed(self._address), place=place, model=model)

    @property
    def _offer(self) -> str:
        return str(self._choice.currentData())

    @property
    def _profile(self) -> Profile:
        return PROFILES[DEFAULT if self._offer == OWN else self._models.provider(self._offer)]

    def _touch(self) -> None:
        self._touched = True

    def _update(self) -> None:
        """Show the fields that the chosen model needs."""
        self._drop_foreign_key()
        own, profile, state = self._offer == OWN, self._profile, self._models.state(self._offer)
        readiness = state.readiness if state is not None else ""
        choice = ModelChoice(self._offer)
        needs_key_field = own or readiness == "needs key" or bool(profile.key_variable)
        self._about.setText(self._description())
        for line in (self._address, self._model_name):
            line.setVisible(bool(choice.example))
        self._address.setPlaceholderText(choice.example)
        self._model_name.setPlaceholderText(
            gettext("Model name, such as qwen3-vl:8b")
            if own
            else gettext("Model name, if it isn't {model}", model=profile.model)
        )
        self._key.setPlaceholderText(
            gettext("Key, if it needs one") if own else gettext("Key for {title}", title=choice.title)
        )
        for part in (self._key, self._about_key):
            part.setVisible(needs_key_field)
        self._about_key.setText(_KEY_OPTIONAL if own else _KEY_STORED if readiness == "has key" else _KEY_NEEDED)
        self._place.show_trouble(self._models.keyring_trouble if needs_key_field else "")
        self._get_key.setVisible(not own and bool(profile.keys_at))
        self._prices.setVisible(not own and bool(profile.prices_at))
        self._again.setVisible(bool(profile.started_by) and not (state is not None and state.ready))
        self.changed.emit()

    def _description(self) -> str:
        """Return a description of the chosen model, and where a task and its pictures are sent."""
        profile, state = self._profile, self._models.state(self._offer)
        if self._offer == OWN:
            return _OWN_SERVER
        if self._base_url:
            return where_sent(profile, self._base_url)
        if profile.name == DEFAULT:
            return _BUILT_IN
        address = profile.base_url or profile.address_form
        disclosure = where_sent(profile, address)
        if needs_key(address):
            return sentences(_PAID, disclosure)
        if state is not None and state.ready:
            return sentences(Message("It has the {model} model.", model=state.model or profile.model), disclosure)
        if profile.started_by:
            return sentences(Message("Start it with: {command}", command=profile.started_by), disclosure)
        return disclosure

    def _bind_key(self) -> None:
        self._key_for = (self._offer, _place(_typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Clear the key field if the key is for another server; one typed before an address belongs to it."""
        offer, place = self._offer, _place(_typed(self._address))
        if offer != self._key_for[0] or self._key_for[1] not in {"", place}:
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
