"""The switch that has the program start with the desktop: it shows what the system says, also if others change that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.settings.autostart import Autostart
from desktop_agent.ui.preferences.editors import Switch
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.widgets import text_label

NAME = Message("Start with the desktop")


class AutostartRow(QWidget):
    """Nothing of this is in the settings file."""

    def __init__(self, autostart: Autostart) -> None:
        super().__init__()
        self._autostart = autostart
        self._switch = Switch(gettext("On"))
        self._switch.setAccessibleName(tr(NAME))
        self._switch.clicked.connect(self._turn)
        self._error = text_label(role="bad")
        self._error.hide()
        right = QVBoxLayout()
        right.setSpacing(3)
        for each in (
            self._switch,
            self._error,
            text_label(Message("The icon is there as soon as you log in."), "muted"),
        ):
            right.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(LabelledRow(text_label(NAME), self._switch, right))
        self.refresh()

    def refresh(self) -> None:
        """Look again."""
        self._switch.setChecked(self._autostart.is_on())

    def _turn(self, on: bool) -> None:  # noqa: FBT001 - as the signal gives it
        try:
            self._autostart.turn(on=on)
        except SettingsError as error:
            self._error.setText(str(error))
        else:
            self._error.clear()
        self._error.setVisible(bool(self._error.text()))
        self.refresh()
