"""Under the task: examples to take, the step that is not understood, and no start before it is mended."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop_agent.ui.console.terms_line import Terms
from tests.fakes.console_desk import Desk, terms_of
from tests.fakes.qt_app import wait_until


@pytest.fixture
def offline(desk: Desk) -> Desk:
    def about(flags: Mapping[str, object]) -> Terms:
        return replace(terms_of(flags), plain_steps=True)

    desk.console._about = about
    desk.console.refresh()
    return desk


def started(desk: Desk) -> list[str]:
    tasks: list[str] = []
    desk.console.submitted.connect(tasks.append)
    return tasks


def test_a_step_is_blamed_while_it_is_typed_until_it_is_mended(offline: Desk) -> None:
    offline.console.entry.field.put('clik "File"; press enter')
    wait_until(lambda: 'Did you mean: click "File"?' in offline.text())

    offline.console.entry.field.put('click "File"; press enter')
    assert offline.console.entry.hints.text == ""


def test_a_task_with_a_wrong_step_does_not_start(offline: Desk) -> None:
    tasks = started(offline)
    offline.console.entry.field.put("Order a pizza")
    QTest.keyClick(offline.console.entry.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert tasks == []
    assert desk_says(offline).startswith("I don't understand")
    assert len(desk_says(offline).split()) < 15
    assert desk_can(offline, "Choose a model")
    offline.console.entry.field.put("press enter")
    offline.button("Start").click()
    assert tasks == ["press enter"]


def desk_says(desk: Desk) -> str:
    return desk.console.entry.hints.text


def desk_can(desk: Desk, words: str) -> bool:
    return any(one.isVisible() and one.text() == words for one in desk.console.entry.hints.findChildren(QPushButton))
