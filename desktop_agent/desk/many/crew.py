"""Carries out a list of tasks, so many at once, each on a desk of its own, as long as there is memory for one more.

Each task is at work on a thread of its own; one more takes what they tell and starts the next. The order of the list is
the order of the starts, so a task that needs much is not passed by those behind it.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Empty, SimpleQueue
from typing import Protocol

from desktop_agent.core.decision import Answer, Question
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import pass_nothing_on
from desktop_agent.desk.many.task import DeskTask, RunFollower, TaskProgress
from desktop_agent.desk.many.worker import FAILED, DeskWorker, WorkerEnd, ended_by
from desktop_agent.host.client import ClientServices
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import Approver
from desktop_agent.run.stand_ins import NoOverlays

TICK_S = 0.25
_PATIENCE_S = 1.0  # Ctrl+C held down repeats: only a new press, a while later, means “now”
_LOOK_AT_MEMORY_EVERY_S = 1.0
LEFT_FOR_THE_PERSON_MB = 500  # stays free beside all desks
_AVAILABLE = re.compile(r"^MemAvailable:\s+(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TakenMemory:
    """What one desk that runs takes, and what it was taken for when it started."""

    used_mb: int
    needed_mb: int

    @property
    def yet_to_come_mb(self) -> int:
        """Return what it may still take."""
        return max(0, self.needed_mb - self.used_mb)


def available_mb(meminfo: str) -> int | None:
    """Return what programs can still have, out of the text of `/proc/meminfo`; None where it does not say."""
    found = _AVAILABLE.search(meminfo)
    return int(found[1]) // 1024 if found else None


def lacking_mb(needed_mb: int, available: int | None, running: Iterable[TakenMemory]) -> int:
    """Return how much memory lacks for one more desk that needs so much; 0 where there is enough, or nobody knows."""
    if available is None:
        return 0
    spoken_for = sum(one.yet_to_come_mb for one in running)
    return max(0, needed_mb + spoken_for + LEFT_FOR_THE_PERSON_MB - available)


class Turns:
    """Whose turn it is, in the order in which they came; for coroutines of any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._is_taken = False
        self._waiting = deque[Future[None]]()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for the turn, and have it."""
        with self._guard:
            turn = Future[None]()
            if self._is_taken:
                self._waiting.append(turn)
            else:
                self._is_taken = True
                turn.set_result(None)
        try:
            await asyncio.wrap_future(turn)
            yield
        finally:
            if not turn.cancel():  # it is no longer waiting
                self._pass_on()

    def _pass_on(self) -> None:
        with self._guard:
            while self._waiting:
                turn = self._waiting.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(None)
                    return
            self._is_taken = False


class InTurn:
    """The `Approver` of one run among many; `tell` hears when it begins to ask, and when it no longer does."""

    def __init__(self, approver: Approver, turns: Turns, tell: Callable[[bool], None]) -> None:
        self._approver, self._turns, self._tell = approver, turns, tell
        self.admits, self.answers_words = approver.admits, approver.answers_words

    async def decide(self, question: Question) -> Answer:
        """Return the person's answer."""
        async with self._asking():
            return await self._approver.decide(question)

    async def reply(self, question: str) -> str | None:
        """Return the person's answer to the model's words."""
        async with self._asking():
            return await self._approver.reply(question)

    async def hand_back(self, reason: str) -> str | None:
        """Return when the person wants the run to go on, with their words for the model."""
        async with self._asking():
            return await self._approver.hand_back(reason)

    @asynccontextmanager
    async def _asking(self) -> AsyncIterator[None]:
        self._tell(True)  # noqa: FBT003 - one of two states
        try:
            async with self._turns.one():
                yield
        finally:
            self._tell(False)  # noqa: FBT003


class CrewView(Protocol):
    """Shows the tasks to the person."""

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        """Show how far they are, and how much memory the next one waits for."""


@dataclass(slots=True)
class _Member:
    worker: DeskWorker
    follower: RunFollower = field(default_factory=RunFollower)
    is_asking: bool = False


class Crew:
    """The tasks of one list; `start` starts a run, `available_mb` tells the memory that is left.

    `approver` is who is asked by a task of this name, which can be stopped so; one question is put at a time.
    """

    def __init__(
        self,
        tasks: Sequence[DeskTask],
        start: Callable[[DeskTask], DeskWorker],
        approver: Callable[[str, Callable[[StopSource], None]], Approver],
        view: CrewView,
        *,
        at_once: int,
        available_mb: Callable[[], int | None],
    ) -> None:
        self.tasks = [TaskProgress(task) for task in tasks]
        self.stopped_by: StopSource | None = None
        self.ended = threading.Event()
        self._start, self._approver, self._view = start, approver, view
        self._at_once, self._available_mb = at_once, available_mb
        self._turns = Turns()
        self._told = SimpleQueue[tuple[int, Stamped | bool | WorkerEnd]]()
        self._members = dict[int, _Member]()
        self._stopped_at = self._look_again_at = 0.0
        self._lacked = 0

    def run(self) -> list[TaskProgress]:
        """Carry them all out and return how they ended."""
        try:
            while self._members or self._next() is not None:
                lacking = self._start_more()
                self._view.show(self.tasks, lacking)
                self._take_news()
            self._view.show(self.tasks, 0)
        finally:
            for member in self._members.values():
                member.worker.kill()
            self.ended.set()
        return self.tasks

    def stop(self, by: StopSource) -> None:
        """Stop all, from any thread; interrupted again, a while later, end them at once."""
        if self.stopped_by is None:
            self.stopped_by, self._stopped_at = by, time.monotonic()
            for member in list(self._members.values()):
                member.worker.stop(by)
        elif by == "interrupt" and time.monotonic() - self._stopped_at > _PATIENCE_S:
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
        self.tasks[number] = replace(self.tasks[number], state="starting", began_s=time.monotonic())
        try:
            member = self._members[number] = _Member(self._start(task))
        except (OSError, DesktopAgentError) as error:
            self._end(number, ended_by(error, is_stopped=False))
            return
        if self.stopped_by is not None:  # told while it was started
            member.worker.stop(self.stopped_by)
        threading.Thread(target=self._work, args=(number, member.worker), name=f"task {number}", daemon=True).start()

    def _work(self, number: int, worker: DeskWorker) -> None:
        """Carry out one task, on its own thread."""
        tell = partial(self._tell, number)
        approver = InTurn(self._approver(self.tasks[number].task.name, worker.stop), self._turns, tell)
        services = ClientServices(approver, NoOverlays(), (tell,), pass_nothing_on, RememberedApprovals())
        end = WorkerEnd(FAILED, Message("It crashed. Start it again with --debug."))
        try:
            end = worker.run(services)
        finally:
            tell(end)

    def _tell(self, number: int, news: Stamped | bool | WorkerEnd) -> None:  # noqa: FBT001 - what is told
        self._told.put((number, news))

    def _take_news(self) -> None:
        """Wait until there is news, or for a while, and take what has come."""
        with suppress(Empty):
            self._take(*self._told.get(timeout=TICK_S))
            while True:
                self._take(*self._told.get_nowait())

    def _take(self, number: int, news: Stamped | bool | WorkerEnd) -> None:  # noqa: FBT001 - what is told
        if isinstance(news, WorkerEnd):
            del self._members[number]
            self._end(number, news)
            return
        member, progress = self._members[number], self.tasks[number]
        if isinstance(news, bool):
            member.is_asking = news
        else:
            progress = member.follower.after(progress, news)
        if progress.state in {"working", "asking"}:
            progress = replace(progress, state="asking" if member.is_asking else "working")
        self.tasks[number] = progress

    def _end(self, number: int, end: WorkerEnd) -> None:
        one = self.tasks[number]
        self.tasks[number] = replace(
            one, state="ended", ended_s=time.monotonic(), exit_code=end.exit_code, message=one.message or end.message
        )
