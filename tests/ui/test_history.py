"""The History window: its list is what the recordings hold, however many and however damaged, and its buttons work."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop_agent.core.events import ActionProposed, ActionStarted, Decided, NamedTarget
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow, open_history
from tests.fakes.history_window import button, lines, show, tasks, told
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.recorded import Story, record_run, run_finished, run_started
from tests.fakes.source import ROOT

# Holds a run's journal open and locked, as a recorder does, until it is killed.
HOLDER = """
import sys, time
from pathlib import Path
from datetime import UTC, datetime
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import Story, run_started
recorder = RunStore(Path(sys.argv[1])).create("Goes on", datetime(2026, 11, 20, 12, tzinfo=UTC), "0000ff")
story = Story(recorder, draw=lambda _: b"none")
story.tell(run_started(recorder.run, str(recorder.dir), "Goes on"))
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(store: RunStore) -> Iterator[subprocess.Popen[str]]:
    """Have another process record a run."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(store.root)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def entries(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


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


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("INVOICE saved", ["Sort the Invoices"]),
        ("letter mousepad completed", ["Write a letter"]),
        ("letter thunderbird", []),
    ],
)
def test_a_run_is_found_by_its_task_its_program_and_its_result(
    opened: list[HistoryWindow], store: RunStore, words: str, found: list[str]
) -> None:
    record_run(store, "000001", "Sort the Invoices")
    recorder = store.create("Write a letter", datetime(2026, 11, 20, 12, tzinfo=UTC), "000002")
    target = NamedTarget("Edit", "push button", "Mousepad", "Letter")
    story = Story(recorder, draw=lambda _: b"none")
    story.tell(run_started(recorder.run, str(recorder.dir), "Write a letter"))
    story.think("Press.")
    story.tell(ActionProposed("c", 0, {"kind": "look"}, {}, (), target))
    story.tell(Decided("c", 0, "allow", "policy", "default", target=target))
    story.tell(ActionStarted("c", 0))
    story.tell(run_finished(1, 1))
    recorder.close()
    window = show(opened, store)

    QTest.keyClicks(window.field, words)
    wait_until(lambda: (f"{len(found)} of 2 runs" if found else "No run contains") in told(window))

    assert tasks(window) == found
    assert button(window, "Delete").isVisible() == bool(found)
    window.field.clear()
    wait_until(lambda: len(tasks(window)) == 2)


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


def test_a_deleted_run_is_gone_from_the_disk_and_nothing_else_is(
    opened: list[HistoryWindow], store: RunStore, tmp_path: Path
) -> None:
    keep, gone = record_run(store, "000001", "Older"), record_run(store, "000002", "Newer")
    outside = tmp_path / "precious"
    outside.mkdir()
    (outside / "letter.txt").write_text("dear")
    (gone / "link").symlink_to(outside)
    (gone / "frames" / "out.png").symlink_to(outside / "letter.txt")
    window = show(opened, store)

    button(window, "Delete").click()
    asked = told(window)
    button(window, "Delete for good").click()
    wait_until(lambda: tasks(window) == ["Older"] and "One run was deleted" in told(window))

    assert "Delete “Newer” from 20 Nov" in asked
    assert entries(store.root) == [keep.name]
    assert (outside / "letter.txt").read_text() == "dear"


def test_a_run_under_way_cannot_be_deleted_and_is_cut_off_at_once_when_its_process_dies(
    opened: list[HistoryWindow], store: RunStore, held: subprocess.Popen[str]
) -> None:
    record_run(store, "000001", "Older")
    window = show(opened, store)
    assert "Running" in lines(window)[0]
    assert not button(window, "Delete").isEnabled()
    QTest.keyClick(window.view, Qt.Key.Key_Delete)
    assert "Delete" not in told(window)

    os.kill(held.pid, signal.SIGKILL)
    wait_until(lambda: "Cut off" in lines(window)[0] and button(window, "Resume run").isEnabled())


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
