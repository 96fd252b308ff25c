"""What a person reads in History and does there, in the test's own process."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton

from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow, open_history
from tests.fakes.qt_app import wait_until


def show(windows: list[HistoryWindow], store: RunStore) -> HistoryWindow:
    windows.append(open_history(store, opener=lambda _url: True))
    wait_until(windows[-1].isActiveWindow)  # before that, keys do nothing
    return windows[-1]


def tasks(window: HistoryWindow) -> list[str]:
    return [line.partition("\n")[0] for line in lines(window)]


def lines(window: HistoryWindow) -> list[str]:
    return [str(window.runs.index(row, 0).data()) for row in range(window.runs.rowCount())]


def told(window: HistoryWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(window: HistoryWindow, name: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name)
