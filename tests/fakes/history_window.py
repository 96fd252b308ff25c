"""What a person reads in History and does there, in the test's own process."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QTableView

from desktop_agent.core.events import ActionProposed, ActionStarted, Decided, NamedTarget
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow, open_history
from tests.fakes.qt_app import wait_until
from tests.fakes.recorded import Story, run_finished, run_started

CLICK: dict[str, object] = {"kind": "click", "x": 550, "y": 190, "button": "left", "count": 1, "keys": []}


def show(windows: list[HistoryWindow], store: RunStore) -> HistoryWindow:
    windows.append(open_history(store, opener=lambda _url: True))
    wait_until(lambda: table(windows[-1]).model().rowCount())
    return windows[-1]


def view(window: HistoryWindow) -> QListView:
    return window.list.view


def table(window: HistoryWindow) -> QTableView:
    return window.findChildren(QTableView)[0]


def tasks(window: HistoryWindow) -> list[str]:
    return [line.partition("\n")[0] for line in lines(window)]


def lines(window: HistoryWindow) -> list[str]:
    model = view(window).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def told(window: HistoryWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def button(window: HistoryWindow, name: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name)


def search(window: HistoryWindow, words: str) -> None:
    field = window.findChildren(QLineEdit)[0]
    field.clear()
    QTest.keyClicks(field, words)


def show_any(windows: list[HistoryWindow], store: RunStore) -> HistoryWindow:
    """Show the window, though nothing may have happened in the newest run."""
    windows.append(open_history(store, opener=lambda _url: True))
    return windows[-1]


def in_window(story: Story, program: str, run: str, folder: str) -> None:
    """Tell a run with one click in a program, and its end."""
    target = NamedTarget("Edit", "push button", program, "Letter")
    story.tell(replace(run_started(run, folder, "Write a letter"), mode="ask"))
    story.think("Press.")
    story.tell(ActionProposed("c", 0, CLICK, {}, (), target))
    story.tell(Decided("c", 0, "allow", "policy", "default", target=target))
    story.tell(ActionStarted("c", 0))
    story.tell(run_finished(1, 1))
