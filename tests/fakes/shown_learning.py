"""The windows around a demonstration, opened as the program opens them; for `shown_windows`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.studio.learn.control_keys import ControlKeys
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.studio.steps.step import Step, StepFile, Variable
from desktop_agent.studio.windows.learn.badge_window import LearnBadgeWindow
from desktop_agent.studio.windows.learn.from_tray import LearnWindow
from desktop_agent.studio.windows.learn.steps_window import StepsWindow
from desktop_agent.ui.qt.screen_units import native
from tests.fakes.shown_windows import Opened


def learning(folder: Path) -> dict[str, Callable[[], Opened]]:
    return {
        "learn-begin": lambda: _open(LearnWindow(ControlKeys(), (folder / "monthly-report.steps",))),
        "learn-steps": lambda: _open(StepsWindow(shown_steps())),
        "learn-badge": lambda: _open(
            LearnBadgeWindow(native(QApplication.primaryScreen()), ControlKeys(), lambda _: None)
        ),
    }


def shown_steps() -> StepBook:
    steps = (Step('type "{{name}}" into field "Name"'), Step('click button "Send the monthly report to everybody"'))
    variables = (Variable("name", "Ada Lovelace"), Variable("a_variable_with_a_long_name", "A longer text " * 5))
    return StepBook(StepFile(steps * 9, title="Monthly report", variables=variables), lambda _: None)


def _open(window: QWidget) -> Opened:
    window.show()
    return Opened(window)
