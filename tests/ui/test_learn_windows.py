"""The windows around a demonstration: its name, its sign, and the steps to be looked over."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget

from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.windows.learn.from_tray import LearnWindow
from desktop_agent.studio.windows.learn.steps_window import StepsWindow
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.task import Step, Task, TaskVariable
from tests.ui.conftest import button

STEPS = (Step('type "{name}" into "Name"'), Step("press tab"), Step('click "Send"'))
BOOK = StepBook(Task(STEPS, title="Write", variables=(TaskVariable("name", default="Ada"),)), lambda _: None)


def test_steps_are_left_out_moved_and_said_otherwise(app: QApplication) -> None:
    window = StepsWindow(BOOK)
    steps = window.findChildren(QListWidget)[0]
    steps.item(1).setCheckState(Qt.CheckState.Unchecked)
    steps.item(2).setText('click "Save"')
    steps.setCurrentRow(2)
    button(window, "Up").click()
    button(window, "Up").click()
    window.title.setText("Save a letter")
    kept: list[StepBook] = []
    window.saved.connect(kept.append)
    button(window, "Keep").click()

    task = kept[0].task

    assert [step.text for step in task.steps] == ['click "Save"', STEPS[0].text]
    assert task.title == "Save a letter"


def test_a_task_begins_with_a_name(app: QApplication) -> None:
    window = LearnWindow(ControlKeys())
    begun = list[str]()
    window.started.connect(begun.append)

    assert not button(window, "Start to watch").isEnabled()
    window.name.setText("  Monthly   report ")
    button(window, "Start to watch").click()

    assert begun == ["Monthly report"]
