"""Waits on the main thread until a person has looked the steps over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.ui.qt.executor import QtExecutor

if TYPE_CHECKING:
    from desktop_agent.studio.steps.book import StepBook
    from desktop_agent.studio.windows.learn.steps_window import StepsWindow


def look_over(book: StepBook) -> StepBook | None:
    """Return the steps as the person wants them, None when they want none; ScreenError without a screen."""
    executor, ended = QtExecutor(), threading.Event()
    windows: list[StepsWindow] = []
    kept: list[StepBook] = []
    failed: list[DesktopAgentError] = []

    def show() -> None:
        from desktop_agent.studio.windows.learn.steps_window import StepsWindow

        window = StepsWindow(book)
        window.kept.connect(kept.append)
        window.over.connect(ended.set)
        windows.append(window)
        window.show()

    def fail(error: DesktopAgentError) -> None:
        failed.append(error)
        ended.set()

    executor.call(show, fail)
    executor.run_until(ended)
    if failed:
        raise failed[0]
    return kept[0] if kept else None
