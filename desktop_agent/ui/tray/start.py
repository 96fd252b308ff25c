"""Starts the tray program on the main thread; if one runs already, brings that to the front instead."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import go_home, places
from desktop_agent.runtime.desktop.own_process import use_one_heap
from desktop_agent.ui.qt.app import start_app
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.session.process_ahead import ProcessAhead
from desktop_agent.ui.session.shared_approvals import SharedApprovals

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.session.bridge import Bridge, Runnable
    from desktop_agent.ui.session.task_order import TaskOrder
    from desktop_agent.ui.tray.single_instance import Instance


def show_tray() -> str:
    """Run the tray program until it is quit; return a message for the terminal.

    Raises:
        NoScreenError: no window can be shown here.
        DesktopAgentError: another one runs and does not answer, or our own folder cannot be written.
    """
    use_one_heap()
    go_home()
    app = start_app()
    # Only now: Qt's parts may be missing, and `start_app` has said so.
    from desktop_agent.ui.tray.single_instance import Instance

    instance = Instance(places().cache)
    if not instance.claim():
        if instance.raise_first_instance():
            return Message("Desktop Agent is already running; its window is now in front.")
        raise DesktopAgentError(
            Message("Desktop Agent is already running, but it isn't responding."),
            Message("Quit it, then start it again."),
        )
    try:
        _run_program(app, instance)
    finally:
        instance.close()
    return ""


def _run_program(app: QApplication, instance: Instance) -> None:
    """Show the program, and return when it has been quit."""
    from desktop_agent.ui.overlay.windows import OrdinaryWindows
    from desktop_agent.ui.qt.signals import QuitSignals
    from desktop_agent.ui.tray.program import Program

    executor = QtExecutor.of_app()
    ordinary = OrdinaryWindows()
    approval_memory = SharedApprovals()
    ahead = ProcessAhead()

    def prepare(order: TaskOrder, bridge: Bridge) -> AbstractContextManager[Runnable]:
        from desktop_agent.ui.session.run_factory import prepared_run

        return prepared_run(order, bridge, executor, approval_memory, ordinary, ahead)

    signals = QuitSignals(lambda _number: program.quit(), app)  # before there is a window
    instance.listen()  # before the icon, too: who sees it may start a run in a terminal
    program = Program(app, prepare, places().config_file, approval_memory, ordinary, ahead)
    executor.question_listeners.append(program.bridge.wait_for)
    instance.answer(program.show, program.follow)
    app.exec()
    signals.close()
    ahead.end()
