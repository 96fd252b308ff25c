"""What works on this computer and what does not: the doctor's report, looked for on a thread of its own."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.ui.qt import icons, theme

if TYPE_CHECKING:
    from desktop_agent.doctor import Finding

TITLE = "Desktop Agent — Check this computer"
_ICONS = {"works": ("check", "ok"), "limited": ("alert", "warn"), "broken": ("cross", "bad")}
_WORDS = {"works": "works", "limited": "works in part", "broken": "does not work"}
RunChecks = Callable[[], "Sequence[Finding]"]


def look() -> Sequence[Finding]:
    """Look at this computer with the settings as they are; takes a second or more."""
    from desktop_agent.app.paths import places
    from desktop_agent.doctor import Finding, examine
    from desktop_agent.settings import load

    try:
        settings = load(places().config_file, os.environ, {}).settings
    except DesktopAgentError as error:
        return (Finding("settings", "broken", error.message, error.hint),)
    return examine(settings, os.environ)


class Checkup(QWidget):
    """The report, and a button that looks again."""

    found = Signal(object)  # the findings

    def __init__(self, look: RunChecks = look, parent: QWidget | None = None) -> None:
        """Begin to look at once."""
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(TITLE)
        self._summary = QLabel(self)
        self._summary.setProperty("role", "heading")
        self._summary.setWordWrap(True)
        self._list = QScrollArea(self)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName("Findings")
        self._again = QPushButton("Look again", self)
        column = QVBoxLayout(self)
        column.addWidget(self._summary)
        column.addWidget(self._list, 1)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._again.clicked.connect(self.look_again)
        self.found.connect(self._show)
        keep_on_screen(self, QSize(640, 520))
        self.look_again()

    def look_again(self) -> None:
        """Look at everything once more."""
        self._begin(lambda: None)

    def _begin(self, first: Callable[[], None]) -> None:
        """Do something, then look, both on a thread of their own."""
        self._again.setEnabled(False)
        self._summary.setText("Looking at this computer…")
        threading.Thread(target=self._find, args=(first,), name="desktop-agent-check", daemon=True).start()

    def _find(self, first: Callable[[], None]) -> None:
        first()
        findings = self._look()
        with contextlib.suppress(RuntimeError):  # the window was closed meanwhile
            self.found.emit(findings)

    def _show(self, findings: Sequence[Finding]) -> None:
        self._again.setEnabled(True)
        bad = sum(one.state == "broken" for one in findings)
        self._summary.setText(_summed(bad, len(findings)))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(findings):
            _add(grid, 2 * row, one)
            if one.turn_on is not None:
                grid.addWidget(self._turning_on(one.name, one.turn_on), 2 * row + 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(2 * len(findings), 1)
        self._list.setWidget(inside)

    def _turning_on(self, name: str, turn_on: Callable[[], None]) -> QPushButton:
        button = QPushButton("Turn it on")
        button.setAccessibleName(f"Turn it on: {name}")
        button.clicked.connect(lambda *_: self._begin(turn_on))
        return button


def _summed(bad: int, whole: int) -> str:
    if not bad:
        return "Everything that is needed works here."
    return f"{bad} of {whole} things do not work here; each line says how to mend it."


def _add(grid: QGridLayout, row: int, one: Finding) -> None:
    name, role = _ICONS[one.state]
    sign = QLabel()
    sign.setPixmap(icons.pixmap(name, getattr(theme.colours(), role)))
    sign.setAccessibleName(_WORDS[one.state])
    heading = QLabel(one.name.capitalize())
    heading.setProperty("role", "heading")
    told = QLabel(f"{one.found}\n{one.mend}" if one.mend else one.found)
    told.setTextFormat(Qt.TextFormat.PlainText)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    told.setWordWrap(True)
    told.setAccessibleName(f"{one.name}: {_WORDS[one.state]}")
    for column, label in enumerate((sign, heading, told)):
        grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
