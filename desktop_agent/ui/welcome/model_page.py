"""The question which model does the work: what is found here, what each costs, and where pictures of the screen go."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop_agent.core.errors import KeyringError, SettingsError
from desktop_agent.core.message import Message, template
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.keys import KeyPlace, find_key, keep_key
from desktop_agent.host.model_trial import ModelTrial
from desktop_agent.model.endpoint import checked_key, endpoint, is_own_host, origin
from desktop_agent.model.profiles import PROFILES, Profile
from desktop_agent.settings.api_keys import KEY_FILE, KeyFile
from desktop_agent.settings.edit import set_values
from desktop_agent.ui.qt.key_place import KeyPlaceChoice
from desktop_agent.ui.qt.widgets import set_state, text_label
from desktop_agent.ui.welcome.found_models import LOCAL, OFFERED, SERVER, FoundModels

AZURE_URL = "https://RESOURCE.openai.azure.com/openai/v1"
_INDENT_PX, _GAP_PX, _LINE_GAP_PX = 24, 8, 3
_TITLES = {
    LOCAL: Message("Offline model"),
    SERVER: Message("A model server on this computer (vLLM)"),
    "lightcone": "Lightcone",
    "openai": "OpenAI",
    "azure": "Azure OpenAI",
}
# What each costs and where pictures go, in a sentence or two.
_ABOUT = {
    LOCAL: Message(
        "Free, and nothing leaves this computer. It follows plain steps only, such as: click “File”, type “Hello” "
        "into “Name”, press Ctrl+S."
    ),
    SERVER: Message("Free, and pictures of your screen stay on this computer. You run the server yourself."),
    "lightcone": Message(
        "You pay Tzafon for what it reads and writes. Pictures of your screen go to api.tzafon.ai, and stay "
        "there until they are deleted."
    ),
    "openai": Message(
        "You pay OpenAI for what it reads and writes. Pictures of your screen go to api.openai.com, which keeps "
        "them for a time."
    ),
    "azure": Message(
        "You pay Microsoft for what it reads and writes. Pictures of your screen go to your own address at Azure, "
        "which keeps them for a time."
    ),
}
_KEY_FOUND = Message("Found: a key for it is set on this computer.")
_SERVED = template("Found: a server answers here, with the model {model}.")
_NOT_SERVED = Message("No such server answers here now.")
_KEY_NEEDED = Message("Enter the key as the provider shows it. It is sent to that provider only.")
_KEY_OPTIONAL = Message("A key is set on this computer already. Leave this empty to use it.")


TryModel = Callable[[Profile, str, str | None], ModelTrial]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A profile, the key entered for it, and the address if only the user knows it; empty is none.

    `place` is where a key that was entered goes, and `model` the one to ask for, where that is not the profile's own.
    """

    name: str
    key: str = field(default="", repr=False)
    address: str = ""
    place: KeyPlace = "keyring"
    model: str = ""

    def check(self, config_file: Path, *, has_key: bool) -> None:
        """Raise SettingsError if something is missing or cannot be right; may wait for the keyring."""
        profile = PROFILES[self.name]
        if not (profile.base_url or self.address):
            raise SettingsError(
                Message("The address of your {titles} is missing.", titles=_TITLES[self.name]),
                Message("It is like {azure_url}.", azure_url=AZURE_URL),
            )
        if self.address:
            endpoint(self.address)
            if not is_own_host(profile, self.address):
                raise SettingsError(
                    Message("This is no address of {titles}.", titles=_TITLES[self.name]),
                    Message("It is like {azure_url}.", azure_url=AZURE_URL),
                )
        typed = checked_key(self.key)
        if profile.key_variable and not (typed or has_key or _stored(profile, config_file)):
            raise SettingsError(
                Message("{titles} needs a key.", titles=_TITLES[self.name]),
                Message("Enter it, or choose another model."),
            )

    def tried(self, config_file: Path, try_model: TryModel) -> ModelTrial:
        """Return what came of trying it; SettingsError where its key is refused. The offline model needs no trial."""
        if self.name == LOCAL:
            return ModelTrial("works")
        profile = PROFILES[self.name]
        trial = try_model(profile, self.address or profile.base_url, self._key(profile, config_file))
        if trial.state == "refused":
            hint = Message("Enter it again as the provider shows it, or choose another model.")
            raise SettingsError(Message("{titles} does not take this key.", titles=_TITLES[self.name]), hint)
        return trial

    def _key(self, profile: Profile, config_file: Path) -> str | None:
        """Return the key that a run would send: the one typed, else the one found on this computer."""
        if not profile.key_variable:
            return None
        found = self.key or os.environ.get(profile.key_variable, "") or _stored(profile, config_file)
        return checked_key(found)

    def save(self, config_file: Path) -> None:
        """Put the key where it goes and the choice into the file; SettingsError where either fails."""
        profile = PROFILES[self.name]
        values = {"provider.name": self.name}
        if self.address:
            values[f"providers.{self.name}.base_url"] = self.address
        if self.model:
            values[f"providers.{self.name}.model"] = self.model
        if self.key:
            keep_key(profile.kept_as, self.key, self.place, KeyFile(config_file.parent / KEY_FILE))
        set_values(config_file, values)


class ModelPage(QWidget):
    """One button for each model; below the chosen one are fields for a key and an address, where they are needed.

    A key belongs to the provider and the address it was typed for: choosing another of either empties its field.
    """

    changed = Signal()  # another model is chosen, or what is typed for it

    def __init__(self, key_file: Path, parent: QWidget | None = None) -> None:
        """Take the file that a key would go into on a computer without a keyring."""
        super().__init__(parent)
        self._found = FoundModels()
        self._touched = False
        self._group = QButtonGroup(self)
        self._notes: dict[str, QLabel] = {}
        self._key_for = (LOCAL, "")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_LINE_GAP_PX)
        for number, name in enumerate(OFFERED):
            self._add(number, name)
        self._fields = self._new_fields(key_file)
        self._key.textChanged.connect(self._bind_key)
        self._key.textEdited.connect(self.changed)
        self._address.textEdited.connect(self.changed)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._group.button(0).setChecked(True)
        self._group.idToggled.connect(lambda _number, on: self._follow() if on else None)
        self._group.idClicked.connect(self._touch)
        self._follow()

    def show_found(self, found: FoundModels) -> None:
        """Say what is found at each model, and begin with the best of them unless somebody has chosen."""
        self._found = found
        for name in OFFERED:
            note = _KEY_FOUND if name in found.with_key else ""
            if name == SERVER:
                note = Message(_SERVED, model=self._served()) if found.served else _NOT_SERVED
                set_state(self._notes[name], "role", "ok" if found.served else "muted")
            self._notes[name].setText(note)
            self._notes[name].setVisible(bool(note))
        self._place.show_trouble(found.keyring_trouble)
        if not self._touched:
            self._group.button(OFFERED.index(found.best)).setChecked(True)
        self._follow()

    def show_trouble(self, error: KeyringError) -> None:
        """Ask where else the key is to go."""
        self._place.show_trouble(error.message)

    def chosen(self) -> ModelChoice:
        """Return what is chosen now."""
        self._drop_foreign_key()
        name = self._name()
        model = self._served() if name == SERVER else ""
        model = "" if model == PROFILES[name].model else model
        key = _typed(self._key)
        return ModelChoice(name, key, _typed(self._address), self._place.place if key else "keyring", model)

    @property
    def has_key(self) -> bool:
        """Tell whether the chosen model has a key already."""
        return self._name() in self._found.with_key

    @property
    def summary(self) -> str:
        """Return what is chosen, in a few words."""
        return _TITLES[self._name()]

    @property
    def fields(self) -> QWidget | None:
        """Return what the chosen model needs filled in; None where it needs nothing."""
        return None if self._fields.isHidden() else self._fields

    def _name(self) -> str:
        return OFFERED[self._group.checkedId()]

    def _served(self) -> str:
        """Return the model of the server on this computer that would be asked; ours, if it has that."""
        served, ours = self._found.served, PROFILES[SERVER].model
        return ours if ours in served or not served else served[0]

    def _touch(self) -> None:
        self._touched = True

    def _add(self, number: int, name: str) -> None:
        profile = PROFILES[name]
        title = (
            Message("{titles}: {model}", titles=_TITLES[name], model=profile.model)
            if profile.key_variable
            else _TITLES[name]
        )
        button = QRadioButton(tr(title), self)
        button.setAccessibleName(tr(_TITLES[name]))
        button.setAccessibleDescription(tr(_ABOUT[name]))
        about, note = text_label(_ABOUT[name], "muted"), text_label("", "ok")
        for label in (about, note):
            label.setIndent(_INDENT_PX)
        note.hide()
        self._group.addButton(button, number)
        self._notes[name] = note
        for widget in (button, about, note):
            self._column.addWidget(widget)
        self._column.addSpacing(_GAP_PX)

    def _new_fields(self, key_file: Path) -> QWidget:
        fields = QWidget(self)
        self._key, self._address = QLineEdit(), QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setAccessibleName(gettext("Key"))
        self._address.setAccessibleName(gettext("Address"))
        self._address.setPlaceholderText(tr(AZURE_URL))
        self._about_key = text_label(role="muted")
        self._place = KeyPlaceChoice(key_file)
        column = QVBoxLayout(fields)
        column.setContentsMargins(_INDENT_PX, 0, 0, _GAP_PX)
        for widget in (self._address, self._key, self._about_key, self._place):
            column.addWidget(widget)
        return fields

    def _follow(self) -> None:
        self._drop_foreign_key()
        name, profile = self._name(), PROFILES[self._name()]
        needs_address, takes_key = not profile.base_url, bool(profile.key_variable)
        self._column.removeWidget(self._fields)
        self._column.insertWidget(self._column.indexOf(self._notes[name]) + 1, self._fields)
        self._address.setVisible(needs_address)
        self._fields.setVisible(needs_address or takes_key)
        self._key.setPlaceholderText(gettext("Key for {titles}", titles=_TITLES[name]))
        self._about_key.setText(_KEY_OPTIONAL if name in self._found.with_key else _KEY_NEEDED)
        self.changed.emit()

    def _bind_key(self) -> None:
        self._key_for = (self._name(), _place(_typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Empty the key's field if the key is for another place; one typed before its address is for that address."""
        name, place = self._name(), _place(_typed(self._address))
        if name != self._key_for[0] or self._key_for[1] not in {"", place}:
            self._key.clear()
        self._bind_key()


def _stored(profile: Profile, config_file: Path) -> str | None:
    try:
        return find_key(profile.kept_as, KeyFile(config_file.parent / KEY_FILE)).value
    except KeyringError:
        return None


def _typed(line: QLineEdit) -> str:
    fields = line.parentWidget()
    hidden = line.isHidden() or (fields is not None and fields.isHidden())
    return "" if hidden else line.text().strip()


def _place(address: str) -> str:
    try:
        return origin(address)
    except SettingsError:
        return address
