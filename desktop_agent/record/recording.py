"""A run as it is read back: frozen, and whole or cut off at any byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_agent.core.actions import Action
from desktop_agent.core.events import (
    Decided,
    FrameTaken,
    RunFinished,
    RunStarted,
    Settled,
    Stamped,
    Status,
    UsageReported,
)
from desktop_agent.record.versions import Versions

RunStatus = Status | Literal["running", "cut off", "unreadable"]
TimeUse = Literal["model", "person", "act", "settle", "own"]
ActionResult = Literal["done", "failed", "unknown", "not done"]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One line of the list of runs; unknown is None, money is USD."""

    id: str
    dir: Path
    task: str
    started: str  # RFC 3339, UTC; empty when the recording does not say
    status: RunStatus
    turns: int
    actions: int
    seconds: float
    cost: float | None
    message: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the run's time and what it went into; a run's spans follow each other without a gap."""

    spent: TimeUse
    start_ms: int  # from the run's start
    length_ms: int


@dataclass(frozen=True, slots=True)
class RecordedProposal:
    """What the model asked for, what was decided, and what came of it.

    `outcome` is `unknown` when the journal ends between intent and result: it may or may not have happened.
    """

    call_id: str
    index: int
    versions: Versions
    model_action: Mapping[str, object]
    safety_checks: tuple[Mapping[str, object], ...]
    decisions: tuple[Decided, ...]
    outcome: ActionResult
    duration_ms: int | None
    error: str

    @property
    def action(self) -> Action | None:
        """Return the action that counts, as a person may have changed it; None when we could not read it."""
        return self.versions.action


@dataclass(frozen=True, slots=True)
class RecordedTurn:
    """One turn: what the model saw, what it said and asked for, and what came of it; turn 0 is the start."""

    turn: int
    seen: FrameTaken | None
    events: tuple[Stamped, ...]
    reasoning: tuple[str, ...]
    messages: tuple[str, ...]
    proposals: tuple[RecordedProposal, ...]
    settled: tuple[Settled, ...]
    usage: UsageReported | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class RecordedRun:
    """A whole recording."""

    summary: RunSummary
    started: RunStarted | None  # None only when the run was cut off within its first line
    finished: RunFinished | None
    steps: tuple[RecordedTurn, ...]
    last_frame: FrameTaken | None
    unreadable_lines: int
