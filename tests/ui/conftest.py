"""For windows without a screen: Qt, a console with a bridge that a test speaks for, and History over runs of a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow
from tests.fakes.console_desk import Desk, shown_desk
from tests.fakes.qt_app import qt_without_a_screen


@pytest.fixture(scope="module")
def app() -> Iterator[QApplication]:
    with qt_without_a_screen() as application:
        yield application


@pytest.fixture
def desk(app: QApplication, tmp_path: Path) -> Iterator[Desk]:
    with shown_desk(tmp_path) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def opened(app: QApplication) -> Iterator[list[HistoryWindow]]:
    windows: list[HistoryWindow] = []
    yield windows
    for window in windows:
        window.close()
    app.sendPostedEvents()
