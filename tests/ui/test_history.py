"""The History window: its list is what the recordings hold, however many and however damaged, and its buttons work."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton

from desktop_agent.record.reader import read_run
from desktop_agent.record.recording import moments_by_picture, shot_at
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history import window as history
from desktop_agent.ui.history.run_list import DAY_ROLE
from desktop_agent.ui.history.window import HistoryWindow, open_history
from desktop_agent.ui.view.run_view import RunView
from tests.fakes.runs.recorded import picture, record_run, record_session
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.ui.conftest import button, reached_by_tab, said


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def run(store: RunStore) -> Path:
    return record_run(store, "000002", "<img src=x><b>bold</b>\u202egpj")


@contextmanager
def opened(store: RunStore, opener: Callable[[QUrl], object] = bool) -> Iterator[HistoryWindow]:
    shown = open_history(store, opener=lambda url: bool(opener(url)))
    wait_until(shown.isActiveWindow)  # before that, keys do nothing
    yield shown
    shown.close()


def lines(window: HistoryWindow) -> list[str]:
    return [str(window.runs.index(row, 0).data()) for row in range(window.runs.rowCount())]


def test_each_run_is_a_line_the_newest_first_with_task_time_and_ending(
    app: QApplication, store: RunStore, run: Path
) -> None:
    record_run(store, "000001", "Save a note\nand another")
    (record_run(store, "000003", "Lost") / "events.jsonl").write_bytes(b"")
    with opened(store) as window:
        lost, hostile, saved = (line.partition("\n") for line in lines(window))

        assert (lost[0], saved[0]) == ("The task wasn't recorded", "Save a note")
        assert "Cut off" in lost[2]
        assert hostile[0] == "<img src=x><b>bold</b>\\u{202e}gpj"
        assert hostile[2] == "10:15 · The model says it's done · 12.4 s"
        assert run.name in str(window.runs.index(1, 0).data(Qt.ItemDataRole.ToolTipRole))
        assert "3 runs" in said(window)
        assert {Qt.TextFormat.PlainText} == {label.textFormat() for label in window.findChildren(QLabel)}


@pytest.mark.parametrize("length", [0, 700])
def test_a_run_cut_off_anywhere_is_listed_and_can_be_resumed(
    app: QApplication, store: RunStore, run: Path, length: int
) -> None:
    journal = run / "events.jsonl"
    asked = list[object]()
    journal.write_bytes(journal.read_bytes()[:length])
    with opened(store) as window:
        window.continue_asked.connect(asked.append)

        assert "Cut off" in lines(window)[0]
        wait_until(button(window, "Resume run").isVisible)
        button(window, "Resume run").click()
    assert asked == [run]


def test_the_report_opens_in_the_browser_and_no_button_moves(app: QApplication, store: RunStore, run: Path) -> None:
    urls: list[QUrl] = []
    with opened(store, urls.append) as window:
        wait_until(button(window, "Run again").isVisible)
        places = places_of_buttons(window)
        button(window, "Open report").click()
        writing = places_of_buttons(window)
        wait_until(lambda: urls)
        opened_report = places_of_buttons(window)

        assert [url.toLocalFile() for url in urls] == [str(run / "report.html")]
        assert (run / "report.html").read_bytes().startswith(b"<!")
        assert "No program on this computer can open" in said(window)
        assert writing == opened_report == places


def test_a_run_is_exported_into_the_file_that_was_named_with_the_ending_of_zip_files(
    app: QApplication, store: RunStore, run: Path, tmp_path: Path
) -> None:
    with opened(store) as window:
        wait_until(button(window, "Export…").isVisible)
        button(window, "Export…").click()
        (dialog,) = window.findChildren(QFileDialog)
        dialog.findChildren(QLineEdit)[0].setText(str(tmp_path / "for the workshop"))
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        wait_until((tmp_path / "for the workshop.zip").is_file)

        with ZipFile(tmp_path / "for the workshop.zip") as packed:
            assert f"{run.name}/report.html" in packed.namelist()


@pytest.mark.parametrize("wanted", [True, False])
def test_a_file_whose_name_was_typed_without_its_ending_is_replaced_only_if_the_person_wants_it(
    app: QApplication, store: RunStore, run: Path, tmp_path: Path, *, wanted: bool
) -> None:
    kept = tmp_path / "mine.zip"
    kept.write_bytes(b"mine")
    with opened(store) as window:
        wait_until(button(window, "Export…").isVisible)
        button(window, "Export…").click()
        first = export_dialog(window)
        first.setOption(QFileDialog.Option.DontConfirmOverwrite)  # a desktop's asks about “mine”, which isn't there
        first.findChildren(QLineEdit)[0].setText(str(tmp_path / "mine"))
        QTest.keyClick(first, Qt.Key.Key_Return)
        wait_until(lambda: export_dialog(window) is not first)
        asked = (export_dialog(window).selectedFiles(), f"{kept} already exists." in said(window), kept.read_bytes())
        again = export_dialog(window)
        again.setOption(QFileDialog.Option.DontConfirmOverwrite)  # it would wait for an answer here
        QTest.keyClick(again, Qt.Key.Key_Return if wanted else Qt.Key.Key_Escape)
        wait_until(lambda: is_zipfile(kept) if wanted else not again.isVisible())

    assert asked == ([str(kept)], True, b"mine")
    assert is_zipfile(kept) == wanted


def export_dialog(window: HistoryWindow) -> QFileDialog:
    return next(each for each in window.findChildren(QFileDialog) if each.isVisible())


def places_of_buttons(window: HistoryWindow) -> list[QPoint]:
    QApplication.processEvents()
    shown = [each for each in window.findChildren(QPushButton) if each.isVisible()]
    return [each.mapTo(window, QPoint()) for each in shown]


def test_the_run_that_is_selected_is_shown_whole_and_its_pictures_and_moments_go_together(
    app: QApplication, store: RunStore
) -> None:
    run = record_run(store, "000002", "<img src=x><b>bold</b>\u202egpj", picture)
    whole = read_run(run)
    shots = moments_by_picture(whole)
    with opened(store) as window:
        view = window.findChild(RunView)
        assert view is not None
        strip = view.strip.model()
        wait_until(lambda: strip.rowCount() == len(shots))
        assert "<img src=x><b>bold</b>\\u{202e}gpj" in said(view)
        assert "The model says it's done" in said(view)

        acts = [n for n, moment in enumerate(whole.moments) if moment.proposal]
        view.timeline.selectRow(acts[-1])
        assert view.strip.currentIndex().row() == shot_at(shots, acts[-1])
        assert view.stage.accessibleDescription() == whole.moments[acts[-1]].text

        view.strip.setFocus()
        QTest.keyClick(view.strip, Qt.Key.Key_Home)
        first = next(n for n in acts if shot_at(shots, n) == 0)
        assert view.timeline.currentRow() == first

        assert {0xFF334155, 0xFF2563EB} <= shown_colours(view)  # of the bar and the button of the picture
        (run / str(shots[0].frame.path)).write_bytes(b"")
        QTest.keyClick(view.strip, Qt.Key.Key_End)
        QTest.keyClick(view.strip, Qt.Key.Key_Home)
        assert 0xFF334155 not in shown_colours(view)
        assert "changed or damaged" in view.stage.accessibleDescription()


def shown_colours(view: RunView) -> set[int]:
    image = view.stage.grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


def test_runs_stand_under_their_days(app: QApplication, store: RunStore, run: Path) -> None:
    record_run(store, "000003", "Another task")
    with opened(store) as window:
        days = [str(window.runs.index(row, 0).data(DAY_ROLE)) for row in range(2)]

        assert days == ["Friday, 2026-11-20", ""]


def test_many_runs_and_a_long_chain_of_sessions_are_read_beside_the_window_and_shown_whole(
    app: QApplication, store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_MANY", 3)
    monkeypatch.setattr(history, "_FEW", 2)
    session = ""
    for second in range(6):
        session = record_session(store, second, session).name
    record_run(store, "000009", "Another task")

    with opened(store) as window:
        wait_until(lambda: window.runs.rowCount() == 2)
        chain = next(folder for folder in window.runs.folders if folder.name == session)
        wait_until(lambda: window.runs.summary(chain).actions == 6)
        later = record_session(store, 7, session)
        window.refresh()
        wait_until(lambda: later in window.runs.folders and window.runs.summary(later).actions == 7)

        assert len(lines(window)) == 2


@pytest.mark.usefixtures("run")
def test_everything_has_a_name_and_is_reached_by_keyboard(app: QApplication, store: RunStore) -> None:
    with opened(store) as window:
        wait_until(button(window, "Run again").isVisible)

        wanted = {"Search runs", "Recorded runs", "Open report", "Run again", "Export…", "Video", "Delete"}
        assert wanted <= reached_by_tab(12)
        assert [] == nameless(window)
