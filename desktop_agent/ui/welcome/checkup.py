"""The *Check this computer* window: what slices find when they try it, on a thread of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.ui.offers import Finding, computer_findings
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.widgets import text_button, text_label

TITLE = Message("Desktop Agent — Check this computer")
_ICONS = {"works": ("check", "ok"), "limited": ("alert", "warn"), "broken": ("cross", "bad")}
_WORDS = {"works": Message("works"), "limited": Message("works in part"), "broken": Message("doesn't work")}
_TITLES = {
    "session": Message("Session"),
    "display": Message("Screen"),
    "capture": Message("Pictures"),
    "input": Message("Mouse and keys"),
    "names": Message("Names of buttons"),
    "key": Message("API key"),
    "provider": Message("Model"),
    "tray": Message("Tray icon"),
    "hand": Message("Taking over"),
    "lock": Message("Screen lock"),
    "fonts": Message("Fonts"),
    "desk": Message("Side desk"),
    "keyring": Message("Keyring"),
    "privacy": Message("Privacy"),
    "notifications": Message("Notifications"),
    "away": Message("While you are away"),
    "permissions": Message("Permissions"),
    "program": Message("Program"),
    "windows": Message("Windows"),
}
LOOKING, ALL_WELL = (
    Message("Checking this computer…"),
    Message("Everything Desktop Agent needs works on this computer."),
)
RunChecks = Callable[[], Sequence[Finding]]


def look() -> Sequence[Finding]:
    """Check this computer with the current settings; takes a second or more."""
    return computer_findings(os.environ)


class Checkup(QWidget):
    """The report, and a button to check again."""

    def __init__(self, look: RunChecks = look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(tr(TITLE))
        self._summary = text_label(role="heading")
        self._list = QScrollArea(self)
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(gettext("Findings"))
        self._again = text_button(Message("Check again"), lambda: self._check(lambda: None))
        column = column_of(self, self._summary, self._list, margins=None, room=self._list)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        self._task = BackgroundTask(self)
        self._task.done.connect(self._show)
        self._task.failed.connect(self._tell)
        keep_on_screen(self, QSize(640, 520))
        self._check(lambda: None)

    def _check(self, first: Callable[[], object]) -> None:
        """Do something first, then look, both on a thread of their own."""
        self._again.setEnabled(False)
        self._summary.setText(LOOKING)

        def work() -> Sequence[Finding]:
            first()
            return self._look()

        self._task.start(work)

    def _tell(self, error: DesktopAgentError) -> None:
        self._again.setEnabled(True)
        self._summary.setText(str(error))

    def _show(self, findings: Sequence[Finding]) -> None:
        self._again.setEnabled(True)
        bad = sum(one.state == "broken" for one in findings)
        self._summary.setText(_summary_of(bad, len(findings)))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(findings):
            add_finding(grid, 2 * row, one)
            if one.turn_on is not None:
                grid.addWidget(self._turning_on(one.name, one.turn_on), 2 * row + 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setRowStretch(2 * len(findings), 1)
        self._list.setWidget(inside)

    def _turning_on(self, name: str, turn_on: Callable[[], object]) -> QPushButton:
        return text_button(
            Message("Turn it on"), lambda: self._check(turn_on), name=Message("Turn it on: {name}", name=name)
        )


def _summary_of(bad: int, whole: int) -> str:
    if not bad:
        return ALL_WELL
    return Message("{bad} of {whole} checks failed. Each line explains how to fix the problem.", bad=bad, whole=whole)


def title_of(finding: Finding) -> str:
    """Return what a person calls what was tried."""
    return _TITLES.get(finding.name, finding.name.capitalize())


def add_finding(grid: QGridLayout, row: int, one: Finding) -> None:
    """Add a line: a sign, what was tried, what was found, and how to mend it."""
    name, role = _ICONS[one.state]
    symbol = QLabel()
    symbol.setPixmap(icons.pixmap(name, getattr(theme.colours(), role)))
    symbol.setAccessibleName(tr(_WORDS[one.state]))
    title, mend = title_of(one), one.in_window or one.mend
    heading = text_label(title, "heading", wraps=False)
    found = _as_sentence(one.found)
    finding = text_label(Message("{found}\n{mend}", found=found, mend=mend) if mend else found, selectable=True)
    finding.setAccessibleName(tr(Message("{title}: {words}", title=title, words=_WORDS[one.state])))
    for column, label in enumerate((symbol, heading, finding)):
        grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)


def _as_sentence(found: str) -> str:
    """Return what was found with a capital first, but for a name that is written otherwise: a program's, an address."""
    first = found.partition(" ")[0].strip(":;,")
    return Message("{found:capital}", found=found) if first.isalpha() and first.islower() else found
