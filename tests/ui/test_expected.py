"""What is written under “What should be true at the end?” goes with the task, line by line."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from tests.fakes.console_desk import Desk
from tests.fakes.qt_app import nameless


def parts(desk: Desk) -> tuple[QCheckBox, QPlainTextEdit]:
    desk.console.entry.field.put("Save a note")
    switch = next(one for one in desk.console.findChildren(QCheckBox) if one.text() == "Prove it")
    fields = desk.console.findChildren(QPlainTextEdit)
    return switch, next(one for one in fields if one.accessibleName() == "What should be true at the end?")


def test_each_line_is_an_expectation_of_the_next_task(desk: Desk) -> None:
    switch, field = parts(desk)
    switch.setFocus()

    QTest.keyClick(switch, Qt.Key.Key_Space)
    QTest.keyClicks(field, 'file:/a.txt contains "milk"')
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "  window:a.txt ")

    assert field.isVisible()
    assert desk.console.order("t").flags["run.expect"] == ('file:/a.txt contains "milk"', "window:a.txt")
    assert nameless(desk.console) == []
