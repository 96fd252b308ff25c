"""The line above the pages that tells what somebody else has changed in the settings, to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.presence import Presence
from desktop_agent.core.translation import tr
from desktop_agent.settings import trusted_settings
from desktop_agent.ui.preferences.confirm_window import ConfirmWindow
from desktop_agent.ui.proof.guard import proof_here
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.qt.widgets import PushButton, text_label

ClickWatch = Callable[[], tuple[Presence, bool]]  # and whether a yes is proved by digits
_LONGEST = 600
_NAME = Message("Look at these changes…")


class UnconfirmedChanges(QWidget):
    """Shown only while there is something to confirm; what is confirmed is what was shown, by a person's own click.

    `watch` returns what tells a person's click from a program's; it is closed after use.
    """

    def __init__(self, folder: Path, confirmed: Callable[[], None], watch: ClickWatch) -> None:
        super().__init__()
        self._folder, self._confirmed, self._watch = folder, confirmed, watch
        self._end: Callable[[], object] = lambda: None
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
        end, self._end = self._end, lambda: None
        end()

    def _ask(self) -> None:
        self.end()
        presence, challenge = self._watch()
        guarded, texts = GuardedWindow(presence), self._texts
        lines = trusted_settings.changed_lines(self._folder, texts)
        window = ConfirmWindow(lines, guarded, proof_here(presence, challenge=challenge))

        def end() -> None:
            guarded.end()
            window.end()
            presence.close()

        self._end = end
        window.proven.connect(lambda: self._confirm(texts))
        window.closed.connect(self.end)
        window.open_beside(self.window(), window)
        guarded.begin(window)

    def _confirm(self, texts: Mapping[str, str]) -> None:
        self.end()
        try:
            trusted_settings.confirm(self._folder, texts)
        except SettingsError as error:
            self._words.setText(visible(str(error), _LONGEST))
            return
        self._confirmed()
