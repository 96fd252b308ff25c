"""The page for choosing a model: the offline one, or a server and its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.model.endpoint import endpoint, origin
from desktop_agent.model.profiles import PROFILES, Profile
from desktop_agent.settings import api_keys
from desktop_agent.settings.edit import set_values
from desktop_agent.ui.qt.scrolling import Page
from desktop_agent.ui.qt.widgets import text_label

LOCAL = "local"
AZURE_URL = "https://RESOURCE.openai.azure.com/openai/v1"
_ABOUT_LOCAL = (
    "Nothing leaves this computer and no key is needed. It follows plain steps only, such as: click “File”, type "
    "“Hello” into “Name”, press ctrl+s."
)


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """A profile, the key entered for it, and the address if only the user knows it; empty is none."""

    name: str
    key: str = field(default="", repr=False)
    address: str = ""

    def save(self, config_file: Path) -> None:
        """Put the key into the keyring and the choice into the file; SettingsError where either fails."""
        profile = PROFILES[self.name]
        if not (profile.base_url or self.address):
            raise SettingsError(f"The address of “{self.name}” is missing.", f"It is like {AZURE_URL}.")
        values = {"provider.name": self.name}
        if self.address:
            endpoint(self.address)
            values[f"providers.{self.name}.base_url"] = self.address
        if self.key:
            api_keys.store_key(profile.kept_as, self.key)
        set_values(config_file, values)


class ModelPage(Page):
    """One button for each model, and fields for a key and an address where they are needed.

    A key belongs to the provider and the address it was typed for: choosing another of either empties its field.
    """

    changed = Signal()  # another model is chosen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._names: dict[int, str] = {}
        self._key = QLineEdit(self)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setAccessibleName("Key")
        self._key_for = (LOCAL, "")
        self._address = QLineEdit(self)
        self._address.setAccessibleName("Address")
        self._address.setPlaceholderText(AZURE_URL)
        self._about_key = text_label(role="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        local = PROFILES[LOCAL]
        for number, profile in enumerate((local, *(one for one in PROFILES.values() if one.name != LOCAL))):
            self._add(column, number, profile)
        column.addSpacing(8)
        column.addWidget(self._address)
        column.addWidget(self._key)
        column.addWidget(self._about_key)
        column.addStretch(1)
        self._key.textChanged.connect(self._bind_key)
        self._address.editingFinished.connect(self._drop_foreign_key)
        self._group.idToggled.connect(lambda _number, on: self._follow() if on else None)
        self._group.button(0).setChecked(True)
        self._follow()

    def chosen(self) -> ModelChoice:
        """Return what is chosen now."""
        self._drop_foreign_key()
        return ModelChoice(self._profile().name, _typed(self._key), _typed(self._address))

    @property
    def wants_more(self) -> bool:
        """Tell whether the chosen model has fields to fill in."""
        return bool(self._profile().key_variable) or not self._profile().base_url

    def _profile(self) -> Profile:
        return PROFILES[self._names[self._group.checkedId()]]

    def _add(self, column: QVBoxLayout, number: int, profile: Profile) -> None:
        local = profile.name == LOCAL
        button = QRadioButton("The offline model" if local else f"{profile.name}: {profile.model}", self)
        button.setAccessibleName("Offline model" if local else profile.name)
        about = f"{profile.base_url or 'Your own address'}, {profile.dialect} dialect. {profile.keeps}"
        description = text_label(_ABOUT_LOCAL if local else about, "muted")
        description.setIndent(24)
        button.setAccessibleDescription(description.text())
        self._names[number] = profile.name
        self._group.addButton(button, number)
        column.addWidget(button)
        column.addWidget(description)

    def _follow(self) -> None:
        self._drop_foreign_key()
        variable = self._profile().key_variable
        self._address.setVisible(not self._profile().base_url)
        self._key.setVisible(bool(variable))
        self._about_key.setVisible(bool(variable))
        self._key.setPlaceholderText(f"Key for {self._profile().name}")
        self._about_key.setText(
            f"The key will be stored in the system's keyring. Leave this empty if the variable {variable} holds it."
        )
        self.changed.emit()

    def _bind_key(self) -> None:
        self._key_for = (self._profile().name, _place(_typed(self._address)))

    def _drop_foreign_key(self) -> None:
        """Empty the key's field if the key is for another place; one typed before its address is for that address."""
        name, place = self._profile().name, _place(_typed(self._address))
        if name != self._key_for[0] or self._key_for[1] not in {"", place}:
            self._key.clear()
        self._bind_key()


def _typed(line: QLineEdit) -> str:
    return "" if line.isHidden() else line.text().strip()


def _place(address: str) -> str:
    try:
        return origin(address)
    except SettingsError:
        return address
