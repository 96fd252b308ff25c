"""The console's line for words to the model: there while a run hears them, and honest about what was told."""

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from desktop_agent.core.events import PersonSaid
from tests.fakes.console_desk import Desk

WORDS = "I solved the captcha, go on"


class NotedRun:
    """A run that notes what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def run_of(desk: Desk) -> NotedRun:
    run = NotedRun()
    desk.bridge._session = cast("Any", run)
    desk.begin()
    return run


def line(desk: Desk) -> QLineEdit:
    return cast("QLineEdit", desk.named(QLineEdit, "Message to the model"))


def test_words_go_to_the_run_and_wait_until_the_model_is_told(desk: Desk) -> None:
    run = run_of(desk)
    QTest.keyClicks(line(desk), WORDS)
    QTest.keyClick(line(desk), Qt.Key.Key_Return)
    waiting = desk.text()
    desk.hear(PersonSaid(WORDS))

    assert ([WORDS], "") == (run.said, line(desk).text())
    assert f"The model will get this with the next screenshot: “{WORDS}”" in waiting
    assert "The model will get this" not in desk.text()
    assert f"You said: {WORDS}" in desk.rows()
