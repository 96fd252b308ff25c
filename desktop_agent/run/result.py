"""How a run has ended."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.events import Status


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
