"""Runs that are played, for lists of tasks: what each says when, and what it was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from desktop_agent.desk.many.news import DeskWorker, WorkerNews
from desktop_agent.desk.many.progress import TaskProgress


@dataclass
class PlayedWorker:
    """A run whose news are given beforehand, one after another; the last one is told again and again."""

    script: list[WorkerNews]
    used_mb: int = 0
    told: list[str] = field(default_factory=list)
    descriptors: Sequence[int] = ()

    def news(self) -> WorkerNews:
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]

    def shown(self) -> bytes:
        return b"a question"

    def answer(self, line: bytes) -> None:
        self.told.append(f"answer {line.decode()}")

    def stop(self, number: int) -> None:
        self.told.append(f"stop {number}")
        self.script = [WorkerNews(exit_code=3)]

    def kill(self) -> None:
        self.told.append("kill")
        self.script = [WorkerNews(exit_code=-9)]

    def close(self) -> None:
        self.told.append("close")


@dataclass
class PlayedView:
    """Notes what is shown and asked; between two looks it does what the test has given it to do."""

    between: Callable[[int], None] = lambda _: None
    seen: list[tuple[list[str], int]] = field(default_factory=list)
    asked_names: list[str] = field(default_factory=list)
    rounds: int = 0

    def show(self, tasks: Sequence[TaskProgress], lacking_mb: int) -> None:
        self.seen.append(([one.state for one in tasks], lacking_mb))

    def wait(self, descriptors: Sequence[int], seconds: float) -> None:
        self.rounds += 1
        self.between(self.rounds)

    def ask(self, task: TaskProgress, worker: DeskWorker) -> None:
        if self.asked_names[-1:] != [task.task.name]:
            self.asked_names.append(task.task.name)

    def asked(self) -> None:
        self.asked_names.append("-")
