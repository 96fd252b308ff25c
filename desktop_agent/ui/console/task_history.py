"""The tasks of earlier runs, read from their records on a thread of its own: there may be thousands."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop_agent.core.errors import DesktopAgentError

_log = logging.getLogger(__name__)
_KEPT = 100


class Earlier:
    """Tasks, newest first and each once; `tasks` is what was found so far, `reload` looks again."""

    def __init__(self, read: Callable[[], list[str]]) -> None:
        """Take what reads all tasks, newest first."""
        self._read = read
        self.tasks: tuple[str, ...] = ()
        self._reading: threading.Thread | None = None

    def reload(self) -> None:
        """Begin to look again; does nothing while that is going on."""
        if self._reading is None or not self._reading.is_alive():
            self._reading = threading.Thread(target=self._load, name="desktop-agent-earlier", daemon=True)
            self._reading.start()

    def add(self, task: str) -> None:
        """Take a task that is being started."""
        self.tasks = (task, *(one for one in self.tasks if one != task))[:_KEPT]

    def __call__(self) -> tuple[str, ...]:
        """Return the tasks known now."""
        return self.tasks

    def _load(self) -> None:
        try:
            found = tuple(dict.fromkeys(task for task in self._read() if task.strip()))[:_KEPT]
        except DesktopAgentError:
            _log.debug("earlier tasks cannot be read", exc_info=True)
            return
        newer = tuple(task for task in self.tasks if task not in found)
        self.tasks = (*newer, *found)[:_KEPT]


def recorded_tasks() -> list[str]:
    """Return the tasks of all recorded runs, newest first."""
    from desktop_agent.app.paths import places
    from desktop_agent.record.store import RunStore

    return [summary.task for summary in RunStore(places().runs).all()]
