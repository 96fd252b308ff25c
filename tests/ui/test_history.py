"""The History window: what stands in it is what the recordings hold, however many and however damaged they are."""

import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QTableView

from desktop_agent.core.events import AGENT
from desktop_agent.record.store import RunStore
from desktop_agent.ui.history.window import HistoryWindow, open_history
from desktop_agent.ui.qt.theme import use_theme
from tests.fakes.qt_app import nameless, wait_until
from tests.fakes.recorded import START, Story, record_run, run_finished, run_started


def show(windows: list[HistoryWindow], store: RunStore, run: str | None = None) -> HistoryWindow:
    windows.append(open_history(store, run=run, opener=lambda _url: True))
    return windows[-1]


def table(window: HistoryWindow) -> list[tuple[str, ...]]:
    """Return the table's visible words, as a person reads them."""
    model = window.findChildren(QTableView)[0].model()
    return [
        tuple(str(model.index(row, column).data()) for column in (3, 4, 5)) for row in range(model.rowCount())
    ]  # fmt: skip


def runs(window: HistoryWindow) -> list[str]:
    model = window.list.view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def told(window: HistoryWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel))


def button(window: HistoryWindow, name: str) -> QPushButton:
    return next(each for each in window.findChildren(QPushButton) if each.accessibleName() == name)


def test_the_newest_run_is_shown_step_by_step(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "An older task")
    record_run(store, "000002")

    window = show(opened, store)
    wait_until(lambda: table(window))

    assert "Desktop Agent — History" == window.windowTitle()
    assert ["Save a note", "An older task"] == [line.partition("\n")[0] for line in runs(window)]
    assert [
        ("Click (300, 127)", "screen", "Done"),
        ("Type “Grüße, 世界 🌍⏎second\\u{202e}line⇥<b>bold</b>” into (300, 200)", "screen", "Done"),
        ("Drag from (133, 200) to (533, 333)", "screen", "Failed"),
        ("Scroll down 600 px", "screen", "Done"),
        ("Click (1095, 635)", "screen", "Approved"),
        ("Warning: The same step was tried twice.", "–", ""),
        ("Completed: Saved.", "–", ""),
    ] == table(window)
    assert "6 steps · 1 approved · 12.4 s · Completed" in told(window)


def test_sessions_of_an_agent_that_go_on_with_each_other_are_one_line(
    opened: list[HistoryWindow], store: RunStore
) -> None:
    sessions = list[Path]()
    for second in range(2):
        now = START + timedelta(seconds=second)
        recorder = store.create("An agent", now, f"{second:06x}")
        story = Story(recorder, now=now)
        begun = run_started(recorder.run, str(recorder.dir), "An agent")
        resumes = sessions[0].name if sessions else ""
        story.tell(replace(begun, provider=AGENT, resumes=resumes))
        story.show("start")
        story.think("Seen.")
        story.act({"kind": "press", "keys": ["ctrl", "ab"[second]]})
        story.tell(run_finished(1, 1))
        recorder.close()
        sessions.append(recorder.dir)

    window = show(opened, store)
    wait_until(lambda: table(window))

    assert ["An agent"] == [line.partition("\n")[0] for line in runs(window)]
    done = [what for what, _, result in table(window) if result == "Done"]
    assert done == ["Press ctrl+a", "Press ctrl+b"]
    assert "2 steps · 24.8 s · Completed" in told(window)
    button(window, "Delete").click()
    button(window, "Delete for good").click()
    wait_until(lambda: not any(folder.exists() for folder in sessions))


def test_a_chosen_step_tells_who_decided_and_why(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001")
    window = show(opened, store)
    wait_until(lambda: table(window))

    view = window.findChildren(QTableView)[0]
    view.setFocus()
    for _ in range(4):
        QTest.keyClick(view, Qt.Key.Key_Down)

    words = told(window)
    assert all(part in words for part in ("Click (1095, 635)", "Approved by you after 2.6 s", "“Sends data.”"))


def test_text_from_outside_is_shown_as_text(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "<img src=x><b>bold</b>\u202egpj")
    window = show(opened, store)
    wait_until(lambda: table(window))

    assert runs(window)[0].startswith("<img src=x><b>bold</b>\\u{202e}gpj\n")
    formats = {label.textFormat() for label in window.findChildren(QLabel)}
    assert {Qt.TextFormat.PlainText} == formats


@pytest.mark.parametrize("length", [0, 100, 700, 3000])
def test_a_run_cut_off_anywhere_is_listed_and_shown(opened: list[HistoryWindow], store: RunStore, length: int) -> None:
    journal = record_run(store, "000001") / "events.jsonl"
    journal.write_bytes(journal.read_bytes()[:length])
    window = show(opened, store)
    wait_until(lambda: "Cut off" in told(window))

    assert "Cut off" in runs(window)[0]


def test_a_new_run_comes_to_the_top_and_the_chosen_one_stays_chosen(
    opened: list[HistoryWindow], store: RunStore
) -> None:
    record_run(store, "000001", "Older")
    window = show(opened, store)
    wait_until(lambda: table(window))
    QAbstractItemModelTester(window.list.view.model(), window)
    QAbstractItemModelTester(window.findChildren(QTableView)[0].model(), window)

    record_run(store, "000002", "Newer")
    wait_until(lambda: len(runs(window)) == 2)

    assert "Newer" == runs(window)[0].partition("\n")[0]
    assert 1 == window.list.view.currentIndex().row()


def test_a_run_that_was_deleted_leaves_the_list(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "Older")
    folder = record_run(store, "000002", "Newer")
    window = show(opened, store)
    wait_until(lambda: table(window))
    shutil.rmtree(folder)
    wait_until(lambda: len(runs(window)) == 1)

    assert runs(window)[0].startswith("Older")


def test_a_report_that_cannot_be_written_is_one_sentence(opened: list[HistoryWindow], store: RunStore) -> None:
    folder = record_run(store, "000001")
    (folder / "report.html").mkdir()
    (folder / "report.html" / "full").write_text("")
    window = show(opened, store)
    wait_until(lambda: table(window))

    button(window, "Open report").click()
    wait_until(lambda: "Can't write the recording" in told(window))


def test_a_folder_without_a_recording_is_listed_with_the_reason(opened: list[HistoryWindow], store: RunStore) -> None:
    (store.root / "20261120-101500-broken-3fa9c1").mkdir(parents=True)
    window = show(opened, store)
    wait_until(lambda: "doesn't contain a recording" in told(window))

    assert "Cannot be read" in runs(window)[0]


def test_no_runs_at_all_is_said(opened: list[HistoryWindow], store: RunStore) -> None:
    window = show(opened, store)

    assert "No runs yet" in told(window)


def test_a_run_that_goes_on_grows_in_the_table(opened: list[HistoryWindow], store: RunStore) -> None:
    recorder = store.create("Save a note", datetime(2026, 11, 20, tzinfo=UTC), "000001")
    story = Story(recorder, draw=lambda _: b"none")
    story.tell(run_started(recorder.run, str(recorder.dir)))
    story.think("Look.")
    story.act({"kind": "look"})
    window = show(opened, store)
    wait_until(lambda: len(table(window)) == 1)

    story.think("Press.")
    story.act({"kind": "press", "keys": ["ctrl", "s"]})
    wait_until(lambda: len(table(window)) == 2)

    assert ("Press ctrl+s", "keyboard", "Done") == table(window)[-1]
    assert "Running" in told(window)
    recorder.close()


def test_the_buttons_of_a_live_run_tell_what_the_person_wants(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001")
    window = show(opened, store)
    heard: list[str] = []
    window.pause_asked.connect(lambda: heard.append("pause"))
    window.resume_asked.connect(lambda: heard.append("resume"))
    window.stop_asked.connect(lambda: heard.append("stop"))

    def press_all() -> None:
        for name in ("Pause", "Resume", "Stop run"):
            if button(window, name).isVisible():
                button(window, name).click()

    press_all()
    window.set_live("x")
    press_all()
    window.set_live("x", paused=True)
    press_all()
    window.set_live("x", paused=True, may_resume=False)
    press_all()

    assert ["pause", "stop", "resume", "stop", "stop"] == heard


def test_a_button_that_can_do_nothing_is_not_shown(opened: list[HistoryWindow], store: RunStore) -> None:
    window = show(opened, store)
    names = ("Resume", "Pause", "Stop run", "Run again", "Open report", "Video…", "Open folder", "Delete")

    assert [name for name in names if button(window, name).isVisible()] == []


def test_report_and_folder_are_opened_in_another_program(app: QApplication, store: RunStore) -> None:
    folder = record_run(store, "000001")
    opened_urls: list[QUrl] = []

    def opener(url: QUrl) -> bool:
        opened_urls.append(url)
        return True

    window = open_history(store, opener=opener)
    wait_until(lambda: table(window))

    button(window, "Open report").click()
    wait_until(lambda: opened_urls)
    button(window, "Open folder").click()

    assert [str(folder / "report.html"), str(folder)] == [url.toLocalFile() for url in opened_urls]
    assert (folder / "report.html").read_bytes().startswith(b"<!")
    window.close()


def test_a_run_is_exported_to_where_the_person_says(
    opened: list[HistoryWindow], store: RunStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_run(store, "000001")
    target = tmp_path / "for Ada.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window = show(opened, store)
    button(window, "Export…").click()
    wait_until(lambda: "Exported to" in told(window))

    with zipfile.ZipFile(target) as packed:
        names = {Path(name).name for name in packed.namelist()}
        assert packed.testzip() is None
    assert {"events.jsonl", "report.html"} <= names


def test_thousands_of_runs_open_at_once(opened: list[HistoryWindow], store: RunStore) -> None:
    one = (record_run(store, "000001") / "events.jsonl").read_bytes()
    for number in range(3000):
        folder = store.root / f"20251120-101500-task-{number:06x}"
        folder.mkdir()
        (folder / "events.jsonl").write_bytes(one)

    window = show(opened, store)
    wait_until(lambda: table(window))

    assert 3001 == window.list.view.model().rowCount()


def test_everything_has_a_name_and_is_reached_by_keyboard(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001")
    window = show(opened, store)
    window.set_live("x", paused=True)
    window.activateWindow()
    wait_until(lambda: table(window) and QApplication.focusWidget())

    reached = set()
    for _ in range(20):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    assert [] == nameless(window)
    assert {"Runs", "Steps", "Resume", "Stop run", "Open report", "Open folder"} <= reached


def test_icons_follow_the_system_into_the_dark(app: QApplication, opened: list[HistoryWindow], store: RunStore) -> None:
    def ink() -> int:
        image = button(show_window, "Pause").icon().pixmap(20).toImage()
        return max(image.pixelColor(x, y).lightness() for x in range(20) for y in range(20))

    show_window = show(opened, store)
    show_window.set_live("x")
    try:
        use_theme(app, "dark")
        app.processEvents()
        assert ink() > 200
        use_theme(app, "light")
        app.processEvents()
        assert ink() < 60
    finally:
        use_theme(app)


def test_a_selected_row_has_no_frame_inside_it(opened: list[HistoryWindow], store: RunStore) -> None:
    record_run(store, "000001", "An older task")
    record_run(store, "000002")
    window = show(opened, store)
    wait_until(lambda: table(window))
    for view in (window.list.view, window.findChildren(QTableView)[0]):
        window.activateWindow()
        view.setFocus()
        view.setCurrentIndex(view.model().index(0, 0))
        wait_until(view.hasFocus)
        image, row = view.viewport().grab().toImage(), view.visualRect(view.currentIndex())
        edge = [image.pixelColor(row.right() - 12, row.top() + down).name() for down in range(5)]
        side = [image.pixelColor(row.left() + right, row.top() + 3).name() for right in range(3)]

        assert {image.pixelColor(row.right() - 12, row.top() + 4).name()} == {*edge, *side}
