"""The line above the pages that tells what somebody else has changed in the settings, to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.settings import trusted_settings
from desktop_agent.ui.preferences.confirm_window import ClickWatch, Confirmation, ConfirmWords
from desktop_agent.ui.qt.widgets import PushButton, text_label

_LONGEST = 600
_NAME = Message("Look at these changes…")
LET_COUNT = Message("Accept these changes")
CONFIRM_SETTINGS = ConfirmWords(
    Message("Confirm changes"),
    Message("Changed since you last saved it here:"),
    Message("Changed lines"),
    LET_COUNT,
    Message("Here your click can't be told from a program's. Type at a terminal: desktop-agent config confirm"),
)


class UnconfirmedChanges(QWidget):
    """Shown only while there is something to confirm; what is confirmed is what was shown, by a person's own click.

    `watch` returns what tells a person's click from a program's; it is closed after use.
    """

    def __init__(self, folder: Path, confirmed: Callable[[], None], watch: ClickWatch) -> None:
        super().__init__()
        self._folder, self._confirmed = folder, confirmed
        self._confirmation = Confirmation(watch)
        self._texts: Mapping[str, str] = {}
        self._words = text_label(role="bad")
        self._button = PushButton(_NAME)
        self._button.setAccessibleName(tr(_NAME))
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._ask)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button)

    def refresh(self) -> None:
        """Look again."""
        try:
            self._texts = trusted_settings.texts_in(self._folder)
            keys = trusted_settings.changed_keys(self._folder, self._texts)
        except SettingsError:
            keys = ()  # the window says elsewhere what cannot be read
        self._words.setText(
            visible(Message("Changed since you last saved them here: {keys}.", keys=", ".join(keys)), _LONGEST)
        )
        self._words.setToolTip("\n".join(trusted_settings.changed_lines(self._folder, self._texts)) if keys else "")
        self.setVisible(bool(keys))

    def end(self) -> None:
        """Close the window that asks."""
        self._confirmation.end()

    def _ask(self) -> None:
        texts = self._texts
        lines = trusted_settings.changed_lines(self._folder, texts)
        self._confirmation.ask(lines, CONFIRM_SETTINGS, lambda: self._confirm(texts), self.window())

    def _confirm(self, texts: Mapping[str, str]) -> None:
        try:
            trusted_settings.confirm(self._folder, texts)
        except SettingsError as error:
            self._words.setText(visible(str(error), _LONGEST))
            return
        self._confirmed()
