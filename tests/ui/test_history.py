"""The History window: its list is what the recordings hold, however many and however damaged, and its buttons work."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow, open_history
from tests.fakes.history_window import button, lines, show, tasks, told
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.recorded import record_run


def test_each_run_is_a_line_the_newest_first_with_task_time_and_ending(
    opened: list[HistoryWindow], store: RunStore
) -> None:
    record_run(store, "000001", "Save a note\nand another")
    run = record_run(store, "000002", "<img src=x><b>bold</b>\u202egpj")
    cut = record_run(store, "000003", "Lost")
    (cut / "events.jsonl").write_bytes(b"")
    window = show(opened, store)

    assert "Desktop Agent — History" == window.windowTitle()
    assert tasks(window) == ["The task wasn't recorded", "<img src=x><b>bold</b>\\u{202e}gpj", "Save a note"]
    assert "Cut off" in lines(window)[0]
    assert lines(window)[1].partition("\n")[2] == "20 Nov 10:15 · Completed · 12.4 s"
    assert run.name in str(window.runs.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert "3 runs" in told(window)
    assert {Qt.TextFormat.PlainText} == {label.textFormat() for label in window.findChildren(QLabel)}


@pytest.mark.parametrize("length", [0, 700])
def test_a_run_cut_off_anywhere_is_listed_and_can_be_resumed(
    opened: list[HistoryWindow], store: RunStore, length: int
) -> None:
    journal = record_run(store, "000001") / "events.jsonl"
    journal.write_bytes(journal.read_bytes()[:length])
    window = show(opened, store)
    asked: list[object] = []
    window.continue_asked.connect(asked.append)

    assert "Cut off" in lines(window)[0]
    wait_until(button(window, "Resume run").isEnabled)
    button(window, "Resume run").click()
    assert asked == [journal.parent]


def test_the_report_opens_in_the_browser(app: QApplication, store: RunStore) -> None:
    folder = record_run(store, "000001")
    urls: list[QUrl] = []

    def opener(url: QUrl) -> bool:
        urls.append(url)
        return False

    window = open_history(store, opener=opener)

    button(window, "Open report").click()
    wait_until(lambda: urls)

    assert [url.toLocalFile() for url in urls] == [str(folder / "report.html")]
    assert (folder / "report.html").read_bytes().startswith(b"<!")
    assert "No program on this computer can open" in told(window)
    window.close()


def test_everything_has_a_name_and_is_reached_by_keyboard(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001")
    window = show(opened, store)
    window.activateWindow()
    wait_until(lambda: button(window, "Run again").isEnabled() and QApplication.focusWidget())

    reached = set()
    for _ in range(12):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert [] == nameless(window)
    assert {"Search runs", "Runs", "Open report", "Run again", "Export…", "Video…", "Delete"} <= reached
