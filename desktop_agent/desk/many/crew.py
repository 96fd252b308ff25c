"""Carries out a list of tasks, so many at once, each on a desk of its own, as long as there is memory for one more.

One thread: it waits for what the runs say, takes it, lets one of them ask at a time, and starts the next. The order of
the list is the order of the starts, so a task that needs much is not passed by those behind it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.many.memory import TakenMemory, lacking_mb
from desktop_agent.desk.many.news import DeskWorker
from desktop_agent.desk.many.progress import RunFollower, TaskProgress
from desktop_agent.desk.many.task import DeskTask

TICK_S = 0.25
_PATIENCE_S = 1.0  # Ctrl+C held down repeats: only a new press, a while later, means “now”
# Windows has no SIGHUP.
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_LOOK_AT_MEMORY_EVERY_S = 1.0
_NEXT_PART_WITHIN_S = 0.3  # a question may go on: with what a letter stands for, or what to do instead
FAILED = 1


class CrewView(Protocol):
    """Shows the tasks to the person, and puts their questions."""

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Show how far they are, and how much memory the next one waits for."""

    def wait(self, descriptors: Sequence[int], seconds: float) -> None:
        """Wait until one of these has something to say, or a person, or so long."""

    def ask(self, task: TaskProgress, worker: DeskWorker) -> None:
        """Put what a run asks; called again and again for the same one until it asks no longer."""

    def asked(self) -> None:
        """Take the question away: it is answered, or the run has ended."""


@dataclass(slots=True)
class _Member:
    worker: DeskWorker
    follower: RunFollower


class Crew:
    """The tasks of one list; `start` starts a run, `available_mb` tells the memory that is left."""

    def __init__(
        self,
        tasks: Sequence[DeskTask],
        start: Callable[[DeskTask], DeskWorker],
        view: CrewView,
        *,
        at_once: int,
        available_mb: Callable[[], int | None],
    ) -> None:
        self.tasks = [TaskProgress(task) for task in tasks]
        self.stopped_by: int | None = None  # the signal
        self._start, self._view, self._at_once, self._available_mb = start, view, at_once, available_mb
        self._members = dict[int, _Member]()
        self._asking: int | None = None
        self._asked_at = self._stopped_at = self._look_again_at = 0.0
        self._lacked = 0

    def run(self) -> list[TaskProgress]:
        """Carry them all out and return how they ended; two signals a while apart end it at once."""
        with self._caught_signals():
            try:
                while self._members or self._next() is not None:
                    lacking = self._start_more()
                    self._view.show(self.tasks, lacking)
                    self._view.wait([fd for one in self._members.values() for fd in one.worker.descriptors], TICK_S)
                    self._take_news()
                    self._ask()
            finally:
                for member in self._members.values():
                    member.worker.close()
            self._view.show(self.tasks, 0)
        return self.tasks

    def stop(self, number: int) -> None:
        """Stop all by this signal; told again by Ctrl+C, a while later, end them at once."""
        if self.stopped_by is None:
            self.stopped_by, self._stopped_at = number, time.monotonic()
            for member in list(self._members.values()):
                member.worker.stop(number)
        elif number == signal.SIGINT and time.monotonic() - self._stopped_at > _PATIENCE_S:
            for member in list(self._members.values()):
                member.worker.kill()

    def _next(self) -> int | None:
        """Return the task to be started next; None where none is."""
        if self.stopped_by is not None:
            return None
        return next((n for n, one in enumerate(self.tasks) if one.state == "waiting"), None)

    def _start_more(self) -> int:
        """Start what there is room for; return how much memory the next one lacks, 0 where that does not hold it up."""
        if self._next() is None or len(self._members) >= self._at_once:
            return 0
        if time.monotonic() < self._look_again_at:
            return self._lacked
        taken = [
            TakenMemory(member.worker.used_mb, self.tasks[n].task.needed_mb) for n, member in self._members.items()
        ]
        while (number := self._next()) is not None and len(self._members) < self._at_once:
            task = self.tasks[number].task
            self._lacked = lacking_mb(task.needed_mb, self._available_mb(), taken)
            if self._lacked:
                self._look_again_at = time.monotonic() + _LOOK_AT_MEMORY_EVERY_S
                return self._lacked
            self._begin(number, task)
            taken.append(TakenMemory(0, task.needed_mb))
        return 0

    def _begin(self, number: int, task: DeskTask) -> None:
        began = replace(self.tasks[number], state="starting", began_s=time.monotonic())
        try:
            member = self._members[number] = _Member(self._start(task), RunFollower())
        except (OSError, DesktopAgentError) as error:
            began = replace(began, state="ended", ended_s=time.monotonic(), message=str(error), exit_code=FAILED)
        else:
            if self.stopped_by is not None:  # told while it was started
                member.worker.stop(self.stopped_by)
        self.tasks[number] = began

    def _take_news(self) -> None:
        for number, member in list(self._members.items()):
            news = member.worker.news()
            progress = member.follower.after(self.tasks[number], news.events)
            if progress.state in {"working", "asking"}:
                progress = replace(progress, state="asking" if news.is_asking else "working")
            if news.exit_code is not None:
                message = progress.message or news.last_words
                progress = replace(
                    progress, state="ended", ended_s=time.monotonic(), exit_code=news.exit_code, message=message
                )
                member.worker.close()
                del self._members[number]
            self.tasks[number] = progress

    def _ask(self) -> None:
        """Let one run have the person's terminal, from the begin of its question to the end."""
        now = time.monotonic()
        if self._asking is not None:
            state = self.tasks[self._asking].state
            self._asked_at = now if state == "asking" else self._asked_at
            if state == "ended" or now - self._asked_at > _NEXT_PART_WITHIN_S:
                self._asking = None
                self._view.asked()
        if self._asking is None:
            self._asking = next((n for n, one in enumerate(self.tasks) if one.state == "asking"), None)
            self._asked_at = now
        if self._asking is not None:
            self._view.ask(self.tasks[self._asking], self._members[self._asking].worker)

    @contextmanager
    def _caught_signals(self) -> Iterator[None]:
        def told(number: int, _frame: FrameType | None) -> None:
            self.stop(number)

        before = {number: signal.signal(number, told) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
