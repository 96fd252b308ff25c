"""The provider's key: stored in the system's keyring, or else where the person chooses; never shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext
from desktop_agent.host.keys import SESSION, find_key, forget_key, keep_key, keyring_trouble
from desktop_agent.model.endpoint import checked_key, takes_key
from desktop_agent.model.profile import Profile
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.settings.api_keys import KeyFile
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.key_place import KeyPlaceChoice
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label


@dataclass(frozen=True, slots=True)
class KeyNews:
    """The description of a provider's key, the keyring's problem, and the outcome of saving, as texts."""

    words: str
    trouble: str = ""
    dealt_with: bool = False
    stored: bool = False


class KeyRow(QWidget):
    """One provider's key. The keyring is read on a separate thread, as the person may have to unlock it."""

    stored = Signal()  # a key was stored for the displayed provider

    def __init__(self, environment: Mapping[str, str], file: KeyFile) -> None:
        """Build the row; `show_provider` sets the provider, and `file` may store the key."""
        super().__init__()
        self._environment, self._name, self._variable = environment, "", ""
        self._displayed = ("", False)
        self._file = file
        self._label, self._state = text_label(role="heading"), text_label(role="muted")
        self._key = QLineEdit()
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setAccessibleName(gettext("API key"))
        self._key.setPlaceholderText(gettext("Just the key, as the provider shows it"))
        self._keep = text_button(Message("Store key"), self._store)
        self._delete = text_button(Message("Delete key"), self._delete_key)
        self._page = ""  # the web page for creating a key
        self._get = text_button(Message("Get a key…"), lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self._place = KeyPlaceChoice(file.path)
        self._key.returnPressed.connect(self._store)
        self._task = BackgroundTask(self)
        self._task.done.connect(self._tell)
        self._task.failed.connect(self._fail)
        self._lay_out()

    def show_provider(self, profile: Profile) -> None:
        """Show whether there is a key for a provider."""
        request = (profile.kept_as, takes_key(profile))
        if request == self._displayed:
            return
        self._displayed = request
        keyless = profile.name == DEFAULT or profile.auth == "none"
        self._name, self._variable = profile.kept_as, "" if keyless else profile.variable
        self._label.setText(Message("Key for {title}", title=profile.shown_name))
        for each in (self._key, self._keep, self._delete):
            each.setVisible(bool(self._variable))
        self._page = profile.keys_at
        self._get.setVisible(bool(self._page))
        self._key.clear()
        self._place.show_trouble("")
        if not self._variable:
            self._show_error(Message("This provider doesn't need a key."))
        elif not takes_key(profile):
            self._show_error(Message("By default, this server doesn't need a key. Store one if yours requires it."))
        else:
            self._ask()

    def _ask(self) -> None:
        name, file = self._name, self._file
        self._show_error(Message("Reading the keyring…"))
        self._task.start(lambda: _news(name, file))

    def _store(self) -> None:
        name, key, place, file = self._name, self._key.text(), self._place.place, self._file
        self._show_error(Message("Waiting for the keyring…") if place == "keyring" else Message("Storing the key…"))

        def store() -> KeyNews:
            keep_key(name, checked_key(key) or "", place, file)
            return replace(_news(name, file), dealt_with=True, stored=True)

        self._task.start(store)

    def _delete_key(self) -> None:
        name, file = self._name, self._file

        def delete() -> KeyNews:
            was_stored = forget_key(name, file)
            return KeyNews(
                Message("The key was deleted.") if was_stored else Message("No key was stored."),
                keyring_trouble(),
                dealt_with=True,
            )

        self._task.start(delete)

    def _tell(self, news: KeyNews) -> None:
        if news.dealt_with:
            self._key.clear()
        self._place.show_trouble(news.trouble)
        self._show_error(news.words)
        if news.stored:
            self.stored.emit()

    def _fail(self, error: DesktopAgentError) -> None:
        """Show an error; after a keyring error, ask for another place for the key."""
        if isinstance(error, KeyringError):
            self._place.show_trouble(error.message)
            self._show_error(Message("No key is stored."))
        else:
            self._show_error(str(error), "bad")

    def _show_error(self, words: str, role: str = "muted") -> None:
        text = words
        if self._variable and self._environment.get(self._variable, "").strip():
            text += Message(" The {variable} variable is set and takes precedence.", variable=self._variable)
        set_state(self._state, "role", role)
        self._state.setText(text)

    def _lay_out(self) -> None:
        column_of(
            self,
            self._label,
            self._key,
            self._place,
            WrapRow(self._keep, self._delete, self._get),
            self._state,
            margins=(0, 8, 0, 8),
        )


def _news(name: str, file: KeyFile) -> KeyNews:
    """Return where a provider's key is; KeyringError where only the keyring may have it and can't be read."""
    key = find_key(name, file)
    if key.value is None:
        words = Message("No key is stored in the system keyring.")
    elif key.source == SESSION:
        words = Message("A key is stored until you quit Desktop Agent.")
    else:
        words = Message("A key is stored in {source}.", source=key.source)
    return KeyNews(words, keyring_trouble())
