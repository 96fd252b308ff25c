"""Runs that are played, for lists of tasks: what each says when, and what it was told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_agent.core.decision import Answer, Question, Rejected
from desktop_agent.core.events import RunStarted, Stamped
from desktop_agent.desk.many.task import TaskProgress
from desktop_agent.desk.many.worker import WorkerEnd
from desktop_agent.host.client import ClientServices
from desktop_agent.run.control import StopSource

STARTED = Stamped(
    1, "2026-11-22T12:00:00.000Z", 0,
    RunStarted(1, "run-1", "/r", "x", "local", "offline", "m", "", "guard", {}, None, {}, {}, "1"),
)  # fmt: skip
PATIENCE_S = 20.0
Part = Callable[[ClientServices], None]


@dataclass
class PlayedWorker:
    """A run whose parts are given beforehand; it tells that it has begun, plays them, and ends with `exit_code`.

    Once it is stopped or killed it plays none of those that are left.
    """

    parts: Sequence[Part] = ()
    used_mb: int = 0
    exit_code: int = 0
    message: str = ""
    obeys: bool = True
    told: list[str] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)  # set once it is to play no more

    def run(self, services: ClientServices) -> WorkerEnd:
        if not self.message:
            services.listeners[0](STARTED)
        for part in self.parts:
            if not self.left.is_set():
                part(services)
        return WorkerEnd(self.exit_code, self.message)

    def stop(self, by: StopSource) -> None:
        self.told.append(f"stop {by}")
        if self.obeys:
            self.exit_code = 3
            self.left.set()

    def kill(self) -> None:
        self.told.append("kill")
        self.exit_code = 3
        self.left.set()

    def works(self) -> Part:
        """Return a part that lasts until it is told to end."""
        return lambda _: _must(self.left.wait(PATIENCE_S))


@dataclass
class PlayedView:
    """Notes what is shown; between two looks it does what the test has given it to do."""

    between: Callable[[list[str]], None] = lambda _: None
    seen: list[tuple[list[str], int]] = field(default_factory=list)

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        states: list[str] = [one.state for one in tasks]
        self.seen.append((states, lacking_mb))
        self.between(states)


@dataclass
class PlayedPerson:
    """Whoever is asked by all of them: notes who asks, how many at once, and answers when the test lets it."""

    may_answer: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def for_task(self, name: str, stop: Callable[[StopSource], None]) -> PlayedApprover:
        del stop
        return PlayedApprover(self, name)


@dataclass
class PlayedApprover:
    """The approver of one of them."""

    person: PlayedPerson
    name: str
    admits = answers_words = True

    async def decide(self, question: Question) -> Answer:
        del question
        person = self.person
        person.asked.append(self.name)
        person.at_once += 1
        person.most_at_once = max(person.most_at_once, person.at_once)
        try:
            assert await asyncio.to_thread(person.may_answer.wait, PATIENCE_S)
        finally:
            person.at_once -= 1
        return Rejected("no")

    async def reply(self, question: str) -> str | None:
        raise AssertionError(question)

    async def hand_back(self, reason: str) -> str | None:
        raise AssertionError(reason)


def meets(barrier: threading.Barrier) -> Part:
    """Return a part that waits until as many others have come as far."""
    return lambda _: _must(barrier.wait(PATIENCE_S) >= 0)


def _must(happened: bool) -> None:
    assert happened, "It has never come."
