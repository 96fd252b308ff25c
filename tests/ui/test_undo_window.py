"""The window that undoes a run's changes to files: what is checked is undone and nothing else."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.desk.windows.undo.button import OFFER
from desktop_agent.ui.offers import ButtonPlace
from tests.fakes.desk_work import contents
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.shown_receipts import line_of, opened_undo, shown_run

pytestmark = pytest.mark.program

CHECK = Qt.ItemDataRole.CheckStateRole


def test_what_is_checked_is_undone_and_redone(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    run = shown_run(tmp_path)
    window = opened_undo(run)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    mine = contents(run.home)

    assert window.undo.text() == "Undo 4 changes"  # plan.txt has changed again since
    assert nameless(window) == []
    window.model.setData(line_of(window.model, "notes.txt"), Qt.CheckState.Unchecked.value, CHECK)
    window.model.setData(line_of(window.model, "plan.txt"), Qt.CheckState.Checked.value, CHECK)
    window.undo.click()
    wait_until(lambda: not window.is_busy and window.undo.text() == "Undo 1 change")
    assert window.outcome.text() == "Undone: 4 changes."
    restored = {path: was for path, was in run.before.items() if path not in {"notes.txt", "film.mp4"}}
    assert contents(run.home) == restored

    window.redo.click()
    wait_until(lambda: not window.is_busy and window.outcome.text() == "Redone: 4 changes.")
    assert contents(run.home) == mine
    window.close()
    window.deleteLater()
    app.sendPostedEvents()


def test_it_is_offered_where_there_is_a_copy(app: QApplication, tmp_path: Path) -> None:
    button = QPushButton()
    place = OFFER.create(ButtonPlace(button, app, lambda _: None, lambda _: None))
    run = shown_run(tmp_path)

    assert (place.offer(run.run), place.offer(tmp_path), place.offer(None)) == (True, False, False)
