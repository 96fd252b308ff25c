"""The window before a demonstration."""

from PySide6.QtWidgets import QApplication

from desktop_agent.films.windows.learn.from_tray import LearnWindow
from desktop_agent.tasks.learn.control_keys import ControlKeys
from tests.ui.conftest import button


def test_a_task_begins_with_a_name(app: QApplication) -> None:
    window = LearnWindow(ControlKeys())
    begun = list[str]()
    window.started.connect(begun.append)

    assert not button(window, "Start to watch").isEnabled()
    window.name.setText("  Monthly   report ")
    button(window, "Start to watch").click()

    assert begun == ["Monthly report"]
