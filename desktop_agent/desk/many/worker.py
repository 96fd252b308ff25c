"""One task at work on its desk: a run in a process of its own, and its client here (`host/client.py`).

A run hears of the person by its client alone: Ctrl+C in their terminal reaches us and not it, a question waits until it
is its turn, and when we are killed outright it stops, as its pipe closes, and its desk ends with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError, RecordError, SettingsError
from desktop_agent.desk.many.task import DeskTask
from desktop_agent.desk.sandbox.watch import own_mb
from desktop_agent.host.client import ClientServices, RunClient, start_here
from desktop_agent.host.process import HostProcess
from desktop_agent.host.protocol import Start
from desktop_agent.record.report.page import write_report
from desktop_agent.run.control import StopSource
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.settings import Settings

FAILED, USAGE, STOPPED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class WorkerEnd:
    """How a task has ended: `exit_code` as that of `run`; `message` is for one that never came to an end of its own."""

    exit_code: int
    message: str = ""


class DeskWorker(Protocol):
    """One task at work; all but `run` are for any thread."""

    @property
    def used_mb(self) -> int:
        """Return the memory that it and its desk take now on this computer."""

    def run(self, services: ClientServices) -> WorkerEnd:
        """Carry it out on this thread, and return how it ended."""

    def stop(self, by: StopSource) -> None:
        """Have it stop and end its desk."""

    def kill(self) -> None:
        """End it at once; its desk ends by itself."""


class LocalWorker:
    """A task on this computer."""

    def __init__(self, start: Start, *, environment: Mapping[str, str] | None = None) -> None:
        """Start its process; OSError when none can be started."""
        self._start, self._is_stopped = start, False
        self._host = HostProcess(environment=environment)
        self._client = RunClient(self._host)

    @property
    def used_mb(self) -> int:
        """The memory that it and its desk take now."""
        return own_mb(self._host.pid)

    def run(self, services: ClientServices) -> WorkerEnd:
        """Carry it out on this thread, and return how it ended."""
        try:
            with self._client as client:
                client.prepare(self._start, services)
                result = client.run_here()
        except DesktopAgentError as error:
            return ended_by(error, is_stopped=self._is_stopped)
        write_its_report(result.dir)
        return WorkerEnd(result.exit_code)

    def stop(self, by: StopSource) -> None:
        """Have it stop and end its desk."""
        self._is_stopped = True
        self._client.stop(by)

    def kill(self) -> None:
        """End it at once; its desk ends by itself."""
        self._is_stopped = True
        self._client.kill()


def start_for(task: DeskTask, settings: Settings) -> Start:
    """Return how its run is ordered from its host."""
    return start_here(task.task, settings, desk=DeskOrder(tuple(map(Path, task.files)), task.hosts, task.receipt))


def ended_by(error: OSError | DesktopAgentError, *, is_stopped: bool) -> WorkerEnd:
    """Return how a task has ended whose run broke off, or could not begin."""
    if is_stopped:
        return WorkerEnd(STOPPED)
    return WorkerEnd(USAGE if isinstance(error, SettingsError) else FAILED, str(error))


def write_its_report(folder: Path) -> None:
    """Write the report of a run; where that fails, `runs report` says why."""
    with suppress(RecordError):
        write_report(folder)
