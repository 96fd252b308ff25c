"""The result of a run, and the state that a run that continues it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.runs.events import Status
from desktop_agent.core.runs.material import AttachedFile, EarlierRun
from desktop_agent.core.runs.outcome import Outcome
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
    outcome: Outcome | None = None
    files: tuple[Mapping[str, str], ...] | None = None  # that were changed, as in `RunFinished`
    is_announced: bool = False  # the person has been informed of the end


@dataclass(frozen=True, slots=True)
class RunContinuation:
    """The acts of the earlier run, which are never repeated automatically; `carried` counts against the limits.

    `attached` are the files that must be unchanged, as they belong to the same task.
    """

    earlier: EarlierRun
    carried: Spent = NOTHING_SPENT
    attached: tuple[AttachedFile, ...] = ()
