"""The provider's key: stored in the system's keyring or deleted from it, never shown, and stored nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_agent.model.endpoint import checked_key, takes_key
from desktop_agent.model.profiles import Profile
from desktop_agent.settings.api_keys import delete_key, kept_key, store_key
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow


class KeyRow(QWidget):
    """One provider's key. The keyring is read on a thread of its own: it may wait for the person to unlock it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Build the row; `show_provider` says whose key it is."""
        super().__init__()
        self._environment, self._name, self._variable = environment, "", ""
        self._label, self._state = text_label(role="heading"), text_label(role="muted")
        self._key = QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setAccessibleName("API key")
        self._key.setPlaceholderText("The bare key, as the provider shows it")
        self._keep = text_button("Store in keyring", self._store)
        self._delete = text_button("Delete key", self._delete_key)
        self._key.returnPressed.connect(self._store)
        self._task = BackgroundTask(self)
        self._task.done.connect(self._say)
        self._task.failed.connect(lambda error: self._say(str(error), "bad"))
        self._lay_out()

    def show_provider(self, profile: Profile) -> None:
        """Show whether there is a key for a provider."""
        if profile.kept_as == self._name:
            return
        self._name, self._variable = profile.kept_as, profile.variable if takes_key(profile) else ""
        self._label.setText(f"Key for {profile.kept_as}")
        for each in (self._key, self._keep, self._delete):
            each.setEnabled(bool(self._variable))
        self._key.clear()
        if not self._variable:
            self._say("This provider needs no key.")
        else:
            self._ask()

    def _ask(self) -> None:
        name = self._name
        self._say("Reading the keyring…")
        self._task.start(lambda: _state(name))

    def _store(self) -> None:
        name, key = self._name, self._key.text()
        self._key.clear()
        self._say("Waiting for the keyring…")

        def store() -> str:
            store_key(name, checked_key(key) or "")
            return _state(name)

        self._task.start(store)

    def _delete_key(self) -> None:
        name = self._name

        def delete() -> str:
            return "The key is deleted." if delete_key(name) else "No key was stored."

        self._task.start(delete)

    def _say(self, words: object, role: str = "muted") -> None:
        text = str(words)
        if self._variable and self._environment.get(self._variable, "").strip():
            text += f" The variable {self._variable} is set, and takes precedence."
        set_state(self._state, "role", role)
        self._state.setText(text)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.addWidget(self._label)
        layout.addWidget(self._key)
        layout.addLayout(WrapRow(self._keep, self._delete))
        layout.addWidget(self._state)


def _state(name: str) -> str:
    return f"{'No' if kept_key(name).value is None else 'A'} key is stored in the system's keyring."
