"""The window of changes for a run on the person's own screen: what is checked is undone and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from desktop_agent.core.runs.events import Stamped
from desktop_agent.desk.windows.receipt.button import OFFER
from desktop_agent.record.store import RunStore
from desktop_agent.ui.offers import ButtonPlace
from tests.fakes.desks.desk_work import contents
from tests.fakes.runs.recorded import run_finished, run_started
from tests.fakes.windows.qt_app import nameless, wait_until
from tests.fakes.windows.shown_receipts import line_of, opened_undo, shown_run
from tests.ui.conftest import said

pytestmark = pytest.mark.program

AT = "2026-11-20T10:00:01.000Z"
CHECK = Qt.ItemDataRole.CheckStateRole


def test_what_is_checked_is_undone_and_redone(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    run = shown_run(tmp_path)
    window = opened_undo(run)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    mine = contents(run.home)

    assert window.take.text() == "Undo 4 changes"  # plan.txt has changed again since
    assert not window.discard.isVisible()
    assert [window.model.index(row, 0).data() for row in range(window.model.rowCount())] == [
        "Documents (5)",
        "Without a copy (1) · can't be undone",
    ]
    assert nameless(window) == []
    window.model.setData(line_of(window.model, "notes.txt"), Qt.CheckState.Unchecked.value, CHECK)
    plan = line_of(window.model, "plan.txt")
    window.tree.setCurrentIndex(plan)
    wait_until(lambda: window.detail.title.text() == plan.data())
    next(each for each in window.findChildren(QRadioButton) if each.text() == "Undo it").click()
    window.take.click()
    wait_until(lambda: "Undone: 4 changes." in said(window))
    restored = {path: was for path, was in run.before.items() if path not in {"notes.txt", "film.mp4"}}
    assert contents(run.home) == restored

    window.outcome.undo.click()
    wait_until(lambda: "Redone: 4 changes." in said(window))
    assert contents(run.home) == mine
    window.close()
    window.deleteLater()
    app.sendPostedEvents()


def test_the_chosen_file_shows_what_an_undo_brings_back(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    window = opened_undo(shown_run(tmp_path))

    window.tree.setCurrentIndex(line_of(window.model, "plan.txt"))
    wait_until(lambda: "+Yours" in window.detail.diff.toPlainText())

    assert "-mine" in window.detail.diff.toPlainText()
    assert "Before the run: 6 bytes" in said(window)
    assert "the desk" not in said(window).lower()
    window.close()
    app.sendPostedEvents()


def test_it_is_offered_where_there_is_a_copy(app: QApplication, tmp_path: Path) -> None:
    button = QPushButton()
    place = OFFER.create(ButtonPlace(button, app, lambda _: None, lambda _: None))
    run = shown_run(tmp_path)

    assert (place.offer(run.run), place.offer(tmp_path), place.offer(None)) == (True, False, False)
    assert button.text() == button.accessibleName() == "Undo file changes…"


def test_after_a_run_on_a_desk_its_changes_are_offered(app: QApplication, tmp_path: Path) -> None:
    button = QPushButton()
    place = OFFER.create(ButtonPlace(button, app, lambda _: None, lambda _: None))
    recorder = RunStore(tmp_path / "runs").create("Sort", datetime(2026, 11, 20, 10, 0, tzinfo=UTC), "000001")
    started = replace(run_started(recorder.run, str(recorder.dir)), desk="20261122-100000-t-abcdef")
    recorder.write(Stamped(1, AT, 0, started))
    during = place.offer(recorder.dir)
    recorder.write(Stamped(2, AT, 1, run_finished(1, 1)))
    recorder.close()

    assert (during, place.offer(recorder.dir)) == (False, True)
    assert button.text() == button.accessibleName() == "View its changes…"
