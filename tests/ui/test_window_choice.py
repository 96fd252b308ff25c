"""The console's choice of one window binds the next tasks to it, until it is taken back."""

from PySide6.QtWidgets import QApplication

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Window
from desktop_agent.ui.console.task import WindowChoice
from tests.fakes.waiting import wait_until


def pressed(app: QApplication, choice: WindowChoice) -> None:
    choice.press()
    wait_until(lambda: (app.processEvents(), not choice.choosing)[1], "the choice")


def test_a_window_that_is_chosen_binds_the_next_tasks_until_it_is_taken_back(app: QApplication) -> None:
    choice = WindowChoice(lambda: Window(0x1C00007, "mail", "A & B"))
    pressed(app, choice)
    chosen = (dict(choice.flags), choice.title)
    choice.press()

    assert chosen == ({"screen.window": "0x1c00007"}, "A & B")
    assert (dict(choice.flags), choice.title) == ({}, "")


def test_no_choice_and_a_failed_one_leave_the_whole_screen(app: QApplication) -> None:
    def fails() -> Window:
        raise ScreenError("Another program holds the mouse.")

    said = list[str]()
    none, failed = WindowChoice(lambda: None), WindowChoice(fails)
    failed.failed.connect(said.append)
    for choice in (none, failed):
        pressed(app, choice)

    assert [dict(choice.flags) for choice in (none, failed)] == [{}, {}]
    assert said == ["Another program holds the mouse."]
