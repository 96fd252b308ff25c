"""How a run has ended, and what a run that continues it gets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.attachment import AttachedFile
from desktop_agent.core.earlier_run import EarlierRun
from desktop_agent.core.events import Status
from desktop_agent.policy.limits import NOTHING_SPENT, Spent


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended; `exit_code` is what the command would exit with."""

    status: Status
    message: str
    run: str
    dir: Path
    turns: int
    actions: int
    cost: float | None  # USD
    seconds: float
    exit_code: int


@dataclass(frozen=True, slots=True)
class RunContinuation:
    """What the earlier run did, which is never done again by itself; `carried` counts against the limits.

    `attached` are the files that have to be as they were, as they belong to the same task.
    """

    earlier: EarlierRun
    carried: Spent = NOTHING_SPENT
    attached: tuple[AttachedFile, ...] = ()
