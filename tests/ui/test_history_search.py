"""History: runs are found by what a person remembers, steps are told by name, and the space they take is true."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop_agent.record.store import RunStore
from desktop_agent.record.wording import file_size
from desktop_agent.ui.history.window import HistoryWindow
from tests.fakes.history_window import in_window, lines, search, show, table, tasks, told
from tests.fakes.qt_app import wait_until
from tests.fakes.recorded import Story, record_run


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("invoice", ["Sort the Invoices"]),
        ("MOUSE", ["Write a letter"]),
        ("saved", ["Write a letter", "Sort the Invoices"]),
        ("letter mousepad completed", ["Write a letter"]),
        ("letter thunderbird", []),
    ],
)
def test_a_run_is_found_by_its_task_its_program_and_its_result(
    opened: list[HistoryWindow], store: RunStore, words: str, found: list[str]
) -> None:
    record_run(store, "000001", "Sort the Invoices")
    recorder = store.create("Write a letter", datetime(2026, 11, 20, 12, tzinfo=UTC), "000002")
    in_window(Story(recorder, draw=lambda _: b"none"), "Mousepad", recorder.run, str(recorder.dir))
    recorder.close()
    window = show(opened, store)

    search(window, words)
    wait_until(lambda: tasks(window) == found)

    wait_until(lambda: ("No run contains" in told(window)) == (not found))
    search(window, "")
    wait_until(lambda: len(tasks(window)) == 2)


def test_a_step_is_told_by_name_with_its_program_and_the_place_only_in_a_tooltip(
    opened: list[HistoryWindow], store: RunStore
) -> None:
    recorder = store.create("Write a letter", datetime(2026, 11, 20, 12, tzinfo=UTC), "000002")
    in_window(Story(recorder, draw=lambda _: b"none"), "Mousepad", recorder.run, str(recorder.dir))
    recorder.close()
    window = show(opened, store)
    model = table(window).model()
    shown = [str(model.index(0, column).data()) for column in range(model.columnCount())]

    assert shown[1] == "1"
    assert shown[3:] == ["Click “Edit” (button) in “Letter”", "Mousepad", "Unknown"]
    assert model.index(0, 4).data(Qt.ItemDataRole.ToolTipRole) == "Window “Letter”\nAt (300, 127) in the screenshot"


def test_the_space_is_what_another_program_counts(opened: list[HistoryWindow], store: RunStore) -> None:
    folders = [record_run(store, f"{number:06x}", f"Task {number}", turns=5 * number) for number in (1, 2)]
    (folders[0] / "film.mp4").write_bytes(bytes(3_000_000))
    window = show(opened, store)
    sizes = [du(folder) for folder in folders]

    wait_until(lambda: f"2 runs · {file_size(sum(sizes))}" in told(window))
    assert [line.rpartition(" · ")[2] for line in lines(window)] == [file_size(size) for size in reversed(sizes)]


def du(folder: Path) -> int:
    """Return what `du` says that a folder takes."""
    words = ["du", "--summarize", "--block-size=1", str(folder)]
    return int(subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()[0])
