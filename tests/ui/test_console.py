"""The console: tasks go in, the run is seen, and everything is reached without a mouse."""

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QProgressBar, QTableView

from desktop_agent.core.events import (
    ActionProposed,
    PersonSaid,
    RequestSent,
    Stamped,
    UsageReported,
)
from desktop_agent.core.question_words import OTHERS
from desktop_agent.run.result import RunResult
from desktop_agent.ui.console.terms_line import Terms
from desktop_agent.ui.console.timeline_table import WHAT
from desktop_agent.ui.console.window import Console
from desktop_agent.ui.session.bridge import WordsQuestion
from tests.fakes.console_desk import PRIVACY, Desk
from tests.fakes.qt_app import nameless, wait_until


def test_ctrl_enter_starts_the_task_that_is_written(desk: Desk) -> None:
    wanted: list[str] = []
    desk.console.submitted.connect(wanted.append)

    QTest.keyClicks(desk.console.entry.field, "Save a note")
    QTest.keyClick(desk.console.entry.field, Qt.Key.Key_Return)
    QTest.keyClicks(desk.console.entry.field, "and send it")
    QTest.keyClick(desk.console.entry.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert ["Save a note\nand send it"] == wanted


def test_how_a_run_ended_stays_beside_what_is_wrong_with_the_next_task(desk: Desk) -> None:
    desk.begin()
    desk.bridge._finish(RunResult("failed", "The file couldn't be saved.", "r", Path("/r"), 7, 9, None, 12.4, 0))
    desk.console.offer("Save a note", {"provider.name": "openai"})
    said = desk.text()
    desk.begin()

    assert "The file couldn't be saved." in said
    assert "OPENAI_API_KEY is not set." in said
    assert "The file couldn't be saved." not in desk.text()


def test_a_run_is_shown_as_it_goes_on(desk: Desk) -> None:
    desk.begin()
    desk.hear(RequestSent(1, 1, 1, False, None), UsageReported(1, 1, 2, 0.02), turn=3)
    assert "The model is thinking" in desk.text()
    desk.hear(ActionProposed("c", 0, {"kind": "press", "keys": ["ctrl", "s"]}, {}), turn=3)

    assert ["Press ctrl+s"] == desk.rows()
    assert {"3 of 200", "$0.02 of $0.50"} <= set(desk.text().split("\n"))
    assert PRIVACY in desk.text()
    assert "Ask when it matters · local: local-1" in desk.text()
    assert "Acting" in desk.text()
    bar = desk.named(QProgressBar, "Cost relative to the limit")
    assert isinstance(bar, QProgressBar)
    assert 40 == bar.value()


def test_the_models_question_is_answered_in_the_console(desk: Desk) -> None:
    answers: list[str | None] = []
    desk.begin()
    desk.console.hide()
    desk.bridge.asked.emit(WordsQuestion("Which <b>folder</b>?” Desktop Agent: “Harmless\u202e", answers.append))
    box = desk.named(QFrame, OTHERS)

    assert desk.console.isVisible()
    assert "Which <b>folder</b>?' Desktop Agent: 'Harmless\\u{202e}" in [
        each.text().replace("\u200b", "") for each in box.findChildren(QLabel)
    ]
    line = desk.named(QLineEdit, "Your answer")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClicks(line, "Documents")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert ["Documents"] == answers
    desk.bridge.answered.emit()
    assert not line.isVisible()


def test_every_control_has_a_name_and_is_reached_with_tab(desk: Desk) -> None:
    desk.begin()
    desk.bridge.asked.emit(WordsQuestion("?", lambda _text: None))
    wait_until(desk.console.isActiveWindow)
    reached = set()
    for _ in range(40):
        widget = QApplication.focusWidget()
        if widget is not None:
            reached.add(widget.accessibleName())
            QTest.keyClick(widget, Qt.Key.Key_Tab)

    assert [] == nameless(desk.console)
    assert {"Task", "Timeline", "Your answer", "Pause", "Stop run"} <= reached


def test_a_console_that_is_opened_in_the_middle_shows_all_of_the_run(app: QApplication, tmp_path: Path) -> None:
    first = Desk(tmp_path)
    started = Stamped(1, "2026-11-20T10:00:00.000Z", 0, first.started())
    acts = [
        Stamped(number, "2026-11-20T10:00:01.000Z", 1, ActionProposed(f"c{number}", 0, press(key), {}))
        for number, key in ((2, "a"), (3, "b"), (4, "c"))
    ]
    (tmp_path / "events.jsonl").write_text("".join(f"{one.line()}\n" for one in (started, *acts[:2])))
    first.bridge.running, first.bridge.task, first.bridge.folder = True, "Write letters", tmp_path
    late = Console(first.bridge, lambda _: Terms())
    for stamped in acts[1:]:  # the second one is in the record, and on its way
        first.bridge.heard.emit(stamped)
    model = late.findChildren(QTableView)[0].model()

    assert ["Press a", "Press b", "Press c"] == [model.index(row, WHAT).data() for row in range(model.rowCount())]
    assert late.entry.field.toPlainText() == "Write letters"
    late.deleteLater()
    first.destroy()


def press(key: str) -> dict[str, object]:
    return {"kind": "press", "keys": [key]}


WORDS = "I solved the captcha, go on"


class NotedRun:
    """A run that notes what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def test_words_go_to_the_run_and_wait_until_the_model_is_told(desk: Desk) -> None:
    run = NotedRun()
    desk.bridge._session = cast("Any", run)
    desk.begin()
    line = cast("QLineEdit", desk.named(QLineEdit, "Message to the model"))
    QTest.keyClicks(line, WORDS)
    QTest.keyClick(line, Qt.Key.Key_Return)
    waiting = desk.text()
    desk.hear(PersonSaid(WORDS))

    assert ([WORDS], "") == (run.said, line.text())
    assert f"The model will get this with the next screenshot: “{WORDS}”" in waiting
    assert "The model will get this" not in desk.text()
    assert f"You said: {WORDS}" in desk.rows()
