"""History can be cut down by ending, size and cost, and a run can be marked to stay."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from desktop_agent.record.retention import is_kept
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow
from tests.fakes.broken_run import TASK, broken_off
from tests.fakes.history_window import button, lines, search, show, tasks, told
from tests.fakes.qt_app import wait_until
from tests.fakes.recorded import record_run


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    made = RunStore(tmp_path)
    record_run(made, "000001", "Save a note")
    record_run(made, "000002", "Order paper clips")
    broken_off(made)
    return made


@pytest.fixture
def windows(app: QApplication) -> Iterator[list[HistoryWindow]]:
    opened: list[HistoryWindow] = []
    yield opened
    for each in opened:
        each.close()


def choose(window: HistoryWindow, name: str, text: str) -> None:
    (box,) = [each for each in window.findChildren(QComboBox) if each.accessibleName() == name]
    box.setCurrentIndex(box.findText(text))


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Ending", "Cut off", [TASK]),
        ("Ending", "Can be resumed", [TASK]),
        ("Ending", "Completed", ["Order paper clips", "Save a note"]),
        ("Size or cost", "$0.10 or more", []),
        ("Size or cost", "10 MB or more", []),
    ],
)
def test_the_list_is_cut_down(
    windows: list[HistoryWindow], store: RunStore, name: str, text: str, left: list[str]
) -> None:
    window = show(windows, store)

    choose(window, name, text)

    wait_until(lambda: tasks(window) == left)
    shown = f"{len(left)} of 3 runs" if left else "No run matches."
    wait_until(lambda: shown in told(window))


def test_words_and_endings_count_together(windows: list[HistoryWindow], store: RunStore) -> None:
    window = show(windows, store)

    choose(window, "Ending", "Completed")
    search(window, "clips")

    wait_until(lambda: tasks(window) == ["Order paper clips"])


def test_a_run_is_marked_to_stay_and_the_mark_is_taken_away(windows: list[HistoryWindow], store: RunStore) -> None:
    window = show(windows, store)
    folder = store.folders()[0]
    window.list.choose(folder)

    button(window, "Keep always").click()

    assert is_kept(folder)
    wait_until(lambda: any("kept" in line for line in lines(window)))
    button(window, "Keep no longer").click()
    assert not is_kept(folder)
    wait_until(lambda: not any("kept" in line for line in lines(window)))
