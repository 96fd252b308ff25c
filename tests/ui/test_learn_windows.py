"""The windows around a demonstration: its name, its sign, and the steps to be looked over."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton, QWidget

from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.studio.steps.step import Step, StepFile, Variable
from desktop_agent.studio.windows.learn.from_tray import LearnWindow
from desktop_agent.studio.windows.learn.steps_window import StepsWindow

STEPS = (Step('type "{{name}}" into "Name"'), Step("press tab"), Step('click "Send"'))
BOOK = StepBook(StepFile(STEPS, title="Write", variables=(Variable("name", "Ada"),)), lambda _: None)


def _button(window: QWidget, name: str) -> QPushButton:
    return next(one for one in window.findChildren(QPushButton) if one.accessibleName() == name)


def _list(window: QWidget) -> QListWidget:
    return window.findChildren(QListWidget)[0]


def _kept(window: StepsWindow) -> StepFile:
    kept: list[StepBook] = []
    window.saved.connect(kept.append)
    _button(window, "Keep").click()
    return kept[0].file


def test_steps_are_left_out_moved_and_said_otherwise(app: QApplication) -> None:
    window = StepsWindow(BOOK)
    _list(window).item(1).setCheckState(Qt.CheckState.Unchecked)
    _list(window).item(2).setText('click "Save"')
    _list(window).setCurrentRow(2)
    _button(window, "Up").click()
    _button(window, "Up").click()
    window.title.setText("Save a letter")

    file = _kept(window)

    assert [step.text for step in file.steps] == ['click "Save"', STEPS[0].text]
    assert file.title == "Save a letter"


def test_a_task_begins_with_a_name_and_learned_ones_are_done_again(app: QApplication) -> None:
    window = LearnWindow(ControlKeys(), (Path("/x/report.steps"),))
    begun, again = list[str](), list[Path]()
    window.started.connect(begun.append)
    window.again.connect(again.append)

    assert not _button(window, "Start to watch").isEnabled()
    _button(window, "Run it").click()
    window.name.setText("  Monthly   report ")
    _button(window, "Start to watch").click()

    assert (begun, again) == (["Monthly report"], [Path("/x/report.steps")])
