"""A first task that works offline: the bundled order form on this desktop, and the local model that fills it in."""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.app_process import DemoProcess
from desktop_agent.demo.task import demo_task
from desktop_agent.screen.programs import program_of
from desktop_agent.ui.session.bridge import TaskOrder

_SEED = 0
# Whatever was chosen for later: this task is written for the local model, and asks where a rule says so.
_FLAGS = {"provider.name": "local", "run.mode": "guard"}


class FirstTask(QObject):
    """Starts the form, and says when its task can begin; the form stays until it is closed, or we are."""

    ready = Signal(object)  # Order
    failed = Signal(object)  # DesktopAgentError
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start nothing yet."""
        super().__init__(parent)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._app: DemoProcess | None = None
        self._starting = False
        self._came.connect(self._keep)

    def start(self) -> None:
        """Start the form, anew where it runs already; returns at once."""
        if self._starting:
            return
        self.close()
        self._starting = True
        self._folder = tempfile.TemporaryDirectory(prefix="desktop-agent-demo-", ignore_cleanup_errors=True)
        threading.Thread(target=self._begin, args=(Path(self._folder.name),), daemon=True).start()

    def close(self) -> None:
        """End the form."""
        if self._app is not None:
            self._app.close()
            self._app = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _begin(self, folder: Path) -> None:
        try:
            self._came.emit(DemoProcess(_SEED, demo_task(_SEED, folder).out, os.environ, here=True))
        except DesktopAgentError as error:
            self._came.emit(error)

    def _keep(self, came: DemoProcess | DesktopAgentError) -> None:
        self._starting = False
        if isinstance(came, DesktopAgentError):
            self.failed.emit(came)
        elif self._folder is None:
            came.close()  # we were closed while it started
        else:
            self._app = came
            own = (program_of(came.pid),)
            self.ready.emit(TaskOrder(demo_task(_SEED, Path(self._folder.name)).text, _FLAGS, own))
