"""The first task, which works offline: the built-in model fills in the bundled order form on this desktop."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.app_process import DemoProcess
from desktop_agent.demo.task import demo_task
from desktop_agent.lib.programs import program_of
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.session.task_order import TaskOrder

_SEED = 0
# These override the settings: this task is written for the built-in model, and asks where a rule requires it.
_FLAGS = {"provider.name": "local", "run.mode": "guard"}


class FirstTask(QObject):
    """Starts the form, and reports when its task can begin; the form stays open until it is closed."""

    ready = Signal(object)  # TaskOrder
    failed = Signal(object)  # DesktopAgentError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._app: DemoProcess | None = None
        self._starting = False
        self._task = BackgroundTask(self)
        self._task.done.connect(self._on_started)
        self._task.failed.connect(self._on_start_failed)

    def start(self) -> None:
        """Start the form, again if it is already open; returns at once."""
        if self._starting:
            return
        self.close()
        self._starting = True
        self._folder = tempfile.TemporaryDirectory(prefix="desktop-agent-demo-", ignore_cleanup_errors=True)
        out = demo_task(_SEED, Path(self._folder.name)).out
        self._task.start(lambda: DemoProcess(_SEED, out, os.environ, here=True))

    def close(self) -> None:
        """End the form."""
        if self._app is not None:
            self._app.close()
            self._app = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _on_start_failed(self, error: DesktopAgentError) -> None:
        self._starting = False
        self.failed.emit(error)

    def _on_started(self, process: DemoProcess) -> None:
        self._starting = False
        if self._folder is None:
            process.close()  # we were closed while it started
            return
        self._app = process
        own = (program_of(process.pid),)
        task = demo_task(_SEED, Path(self._folder.name))
        self.ready.emit(TaskOrder(task.text, _FLAGS, own))


OFFER = Offer(FirstTask)
