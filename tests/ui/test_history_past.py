"""History: runs are deleted and done again, and what it says of them stays true."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest

from desktop_agent.core.events import RunStarted
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow
from tests.fakes.history_window import button, lines, show, show_any, tasks, told, view
from tests.fakes.qt_app import wait_until
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
    wait_until(lambda: not gone.exists())
    wait_until(lambda: tasks(window) == ["Older"] and "One run was deleted" in told(window))

    assert "Delete “Newer” from 20 Nov" in asked
    assert "Its record, screenshots and report will be removed from the disk" in asked
    assert entries(store.root) == [keep.name]
    assert (outside / "letter.txt").read_text() == "dear"
    assert "One run was deleted" in told(window)


def test_several_are_deleted_after_one_question(opened: list[HistoryWindow], store: RunStore) -> None:
    for number in range(1, 5):
        record_run(store, f"{number:06x}", f"Task {number}")
    window = show(opened, store)
    selection = view(window).selectionModel()
    for row in (1, 2):
        selection.select(view(window).model().index(row, 0), QItemSelectionModel.SelectionFlag.Select)

    QTest.keyClick(view(window), Qt.Key.Key_Delete)
    asked = told(window)
    button(window, "Delete for good").click()
    wait_until(lambda: len(entries(store.root)) == 1)
    wait_until(lambda: tasks(window) == ["Task 1"] and "3 runs were deleted" in told(window))

    assert "Delete 3 runs?" in asked
    assert "3 runs were deleted" in told(window)


def test_keep_and_escape_and_another_choice_delete_nothing(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "Older")
    record_run(store, "000002", "Newer")
    window = show(opened, store)
    ways: tuple[Callable[[], object], ...] = (
        button(window, "Cancel").click,
        lambda: QTest.keyClick(window, Qt.Key.Key_Escape),
        lambda: view(window).setCurrentIndex(view(window).model().index(1, 0)),
    )

    for way in ways:
        button(window, "Delete").click()
        assert "This can't be undone." in told(window)
        way()
        assert "This can't be undone." not in told(window)

    assert len(entries(store.root)) == 2


@pytest.mark.usefixtures("held")
def test_a_run_under_way_cannot_be_deleted(opened: list[HistoryWindow], store: RunStore) -> None:
    window = show_any(opened, store)
    wait_until(lambda: "Goes on" in lines(window)[0])

    assert not button(window, "Delete").isVisible()
    QTest.keyClick(view(window), Qt.Key.Key_Delete)
    assert "Delete" not in told(window)


def test_a_run_whose_process_dies_is_cut_off_in_the_list_at_once(
    opened: list[HistoryWindow], store: RunStore, held: subprocess.Popen[str]
) -> None:
    record_run(store, "000001", "Older")
    window = show_any(opened, store)
    wait_until(lambda: "Running" in lines(window)[0])
    os.kill(held.pid, signal.SIGKILL)

    wait_until(lambda: "Cut off" in lines(window)[0])


def test_a_run_that_is_not_shown_ends_in_the_list_too(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "Older")
    recorder = store.create("Goes on", datetime(2026, 11, 20, 12, tzinfo=UTC), "0000ff")
    story = Story(recorder, draw=lambda _: b"none")
    story.tell(run_started(recorder.run, str(recorder.dir), "Goes on"))
    window = show_any(opened, store)
    before = lines(window)[0]
    view(window).setCurrentIndex(view(window).model().index(1, 0))
    story.think("Look.")
    story.tell(run_finished(1, 0))
    recorder.close()

    wait_until(lambda: "Completed · 12.4 s" in lines(window)[0])
    assert before.partition("\n")[2].endswith("Running")


def test_no_run_id_is_read_but_in_a_tooltip(opened: list[HistoryWindow], store: RunStore) -> None:
    run = record_run(store, "000001", "Save a note")
    cut = record_run(store, "000002", "Lost")
    (cut / "events.jsonl").write_bytes(b"")
    window = show_any(opened, store)
    wait_until(lambda: "Cut off" in lines(window)[0])
    model = view(window).model()

    assert not [line for line in lines(window) if cut.name in line or run.name in line]
    assert tasks(window) == ["The task wasn't recorded", "Save a note"]
    assert run.name in str(model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_run_again_hands_over_the_task_and_starts_nothing(opened: list[HistoryWindow], store: RunStore) -> None:
    folder = record_run(store, "000001", "Save a note\nand another")
    window = show(opened, store)
    heard: list[RunStarted] = []
    window.again_asked.connect(heard.append)

    button(window, "Run again").click()

    assert [(one.task, one.mode, one.run) for one in heard] == [("Save a note\nand another", "guard", folder.name)]
    assert entries(store.root) == [folder.name]
