"""The Settings window as a person uses it: by the names of its controls, and by keyboard."""

from __future__ import annotations

import tomllib
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableWidget, QWidget

from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.ui.preferences.confirm_window import ClickWatch
from desktop_agent.ui.preferences.window import PreferencesWindow, open_preferences


class SettingsWindow:
    def __init__(
        self,
        file: Path,
        environment: dict[str, str],
        approval_memory: RememberedApprovals | None,
        page: str,
        watch: ClickWatch | None = None,
    ) -> None:
        self.file = file
        self.window: PreferencesWindow = open_preferences(
            file,
            environment=environment,
            approval_memory=approval_memory,
            page=page,
            watch=watch,
        )
        self.window.activateWindow()

    def named(self, name: str) -> QWidget:
        return next(each for each in self.window.findChildren(QWidget) if each.accessibleName() == name)

    def enter(self, name: str, text: str) -> None:
        line = self.named(name)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def pick(self, name: str, words: str) -> None:
        box = self.named(name)
        assert isinstance(box, QComboBox)
        at = next(n for n in range(box.count()) if box.itemText(n).startswith(words))
        while box.currentIndex() != at:
            QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)

    def choices(self, name: str) -> list[str]:
        box = self.named(name)
        assert isinstance(box, QComboBox)
        return [box.itemText(row) for row in range(box.count())]

    def press(self, name: str) -> None:
        button = self.named(name)
        assert isinstance(button, QPushButton)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def words(self) -> str:
        return "\n".join(each.text() for each in self.window.findChildren(QLabel) if not each.isHidden())

    def written(self) -> dict[str, object]:
        return tomllib.loads(self.file.read_text(encoding="utf-8")) if self.file.exists() else {}

    def table(self, name: str) -> QTableWidget:
        found = self.named(name)
        assert isinstance(found, QTableWidget)
        return found


def cells(table: QTableWidget) -> list[list[str]]:
    found = []
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        found.append([item.text() for item in items if item is not None])
    return found
