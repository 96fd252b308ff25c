"""The line above the pages that tells what somebody else has changed in the settings, to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_agent.core.describe import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.settings import counting
from desktop_agent.ui.qt.widgets import text_label

_LONGEST = 600
_NAME = "Let these changes count"


class UnconfirmedChanges(QWidget):
    """Shown only while there is something to confirm; what is confirmed is what was shown."""

    def __init__(self, folder: Path, confirmed: Callable[[], None]) -> None:
        super().__init__()
        self._folder, self._confirmed = folder, confirmed
        self._texts: Mapping[str, str] = {}
        self._words = text_label(role="bad")
        self._button = QPushButton(_NAME)
        self._button.setAccessibleName(_NAME)
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._confirm)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button)

    def refresh(self) -> None:
        """Look again."""
        try:
            self._texts = counting.texts_in(self._folder)
            keys = counting.changed_keys(self._folder, self._texts)
        except SettingsError:
            keys = ()  # the window says elsewhere what cannot be read
        self._words.setText(visible(f"Changed since you last saved them here: {', '.join(keys)}.", _LONGEST))
        self._words.setToolTip("\n".join(counting.line_by_line(self._folder, self._texts)) if keys else "")
        self.setVisible(bool(keys))

    def _confirm(self) -> None:
        try:
            counting.confirm(self._folder, self._texts)
        except SettingsError as error:
            self._words.setText(visible(str(error), _LONGEST))
            return
        self._confirmed()
