"""A task of a public benchmark as this bench has it: where it is from, what is opened for it, and how it is judged.

The acts are not here: each task has a file of them under `acts`, as a model sent them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OSWORLD, DESKCRAFT, OWN = "osworld", "deskcraft", "own"
# Whose copy was read: repository, commit, licence. Nothing but a task's id and what it is about was taken over.
SOURCES: Mapping[str, tuple[str, str, str]] = {
    OSWORLD: ("pkueecszc/OSWorld", "eac51b51d3e6fcf4e05706059c058421b34ccedd", "Apache-2.0"),
    DESKCRAFT: ("mrwwk/DeskCraft", "3e11457c9f4d0cd81f27d961b98ae65f8b6ed309", "Apache-2.0"),
}
FOLDERS: Mapping[str, str] = {
    OSWORLD: "evaluation_examples/examples",
    DESKCRAFT: "evaluation_examples/ubuntu_examples",
}
LAST_OF_TWO_HALVES, LAST_OF_FRESH = 40, 61

Act = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Step:
    """An act, and what a model does where it is broken off: nothing here means the rest of it once more.

    An act of no actions is a look.
    """

    act: Act
    instead: Sequence[Act] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task; up to 40, odd numbers are what is built on and even ones measure; up to 61 they are the fresh half.

    Those above are of no benchmark: odd ones may be built on, even ones are kept apart.

    `prepare` writes the task's files into its home; `passed` reads there what has become of them, once the acts are
    done and the program still runs.
    """

    number: int
    name: str
    source: str
    path: str  # below the source's folder of tasks, without the ending
    about: str
    opens: Sequence[str]
    title: str  # regular expression of the window that is waited for
    allow: Sequence[str]
    passed: Callable[[Path], bool]
    prepare: Callable[[Path], None] = lambda _: None
    environment: Mapping[str, str] = field(default_factory=dict)
    maximized: bool = True

    @property
    def half(self) -> str:
        """Return which half of the tasks it is in."""
        if self.number > LAST_OF_FRESH:
            return "own" if self.number % 2 else "own, apart"
        if self.number > LAST_OF_TWO_HALVES:
            return "fresh"
        return "built on" if self.number % 2 else "measured by"

    @property
    def program(self) -> str:
        """Return the program that it needs."""
        return Path(self.opens[0]).name

    def steps(self) -> tuple[Step, ...]:
        """Return its acts: a line each, a list of actions, or where being broken off needs something else an object."""
        kept = (Path(__file__).parent / "acts" / f"{self.name}.jsonl").read_text().splitlines()
        lines = [json.loads(line) for line in kept if line]
        return tuple(Step(one["act"], one["instead"]) if isinstance(one, dict) else Step(one) for one in lines)

    def origin(self) -> str:
        """Return where the task is from."""
        if self.source == OWN:
            return OWN
        repository, commit, licence = SOURCES[self.source]
        return f"{repository}@{commit[:12]} {FOLDERS[self.source]}/{self.path}.json ({licence})"
