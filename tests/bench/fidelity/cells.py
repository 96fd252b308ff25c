"""One cell of the bench: what is prepared, what the model asks for, and what somebody else says of it afterwards."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

Action = Mapping[str, object]
Verdict = Literal["exact", "told", "wrong"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a cell, by the application's word."""

    wrong: str = ""
    """What is not as meant; empty when all is."""
    leak: str = ""
    """What of the person's own copies came where it should not, or was lost."""
    late: bool = False
    """Right, but not yet when the picture was taken."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing for a model to ask for."""

    part: str
    application: str
    name: str
    prepare: Callable[[], None]
    actions: Callable[[], Iterable[Action]]
    """The actions, each an answer of its own; the last is the one that is timed."""
    judge: Callable[[], Judged]
    layout: str = "us"
    locks: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a cell ended."""

    part: str
    application: str
    name: str
    layout: str
    locks: bool
    verdict: Verdict
    ms: float
    """From the answer that asks for the action to the request with the next picture."""
    what: str = ""
    notes: tuple[str, ...] = ()
    """What the model was told after the last action, besides the picture."""
    leak: str = ""
    late: bool = False
    way: str = "agent"
    date: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%d}")
    load: float = field(default_factory=lambda: round(os.getloadavg()[0], 1))
    acting_ms: int = 0
    """How long the last action itself took, by the run's own word."""

    @property
    def is_failure(self) -> bool:
        """Tell whether it is one of those that must not be."""
        return self.verdict == "wrong" or bool(self.leak)

    def repeat(self) -> str:
        """Return the command that does this cell again."""
        words = f"python -m tests.bench.fidelity --part {self.part} --apps '{self.application}' --cells '{self.name}'"
        return f"{words} --layouts {self.layout}{' --locks' if self.locks else ''}"


def save(outcomes: Iterable[Outcome], file: Path) -> None:
    """Add outcomes to a file, one line of JSON each."""
    with file.open("a", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(asdict(outcome), ensure_ascii=False)}\n" for outcome in outcomes)


def load(file: Path) -> list[Outcome]:
    """Return the outcomes in a file."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [Outcome(**{"date": "", "load": 0.0, **row, "notes": tuple(row["notes"])}) for row in rows]
