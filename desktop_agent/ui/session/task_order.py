"""A person's order: a task, with the settings of its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.run.end.result import RunContinuation

if TYPE_CHECKING:
    from desktop_agent.core.runs.events import TaskSource
    from desktop_agent.run.ports import DeskOrder
    from desktop_agent.runtime.spec import TaskLines


@dataclass(frozen=True, slots=True)
class TaskOrder:
    """A task, and the settings of its run alone (by `section.key`).

    `admitted` are our own programs in which the run may work without asking. `continues` is the run that it resumes.
    `desk` is the requested desk; without one the run works on the person's own desktop. `lines` are played, if any.
    `source` is the saved task or the template that it is.
    """

    task: str
    flags: Mapping[str, object]
    admitted: tuple[str, ...] = ()
    continues: RunContinuation | None = None
    desk: DeskOrder | None = None
    lines: TaskLines | None = None
    source: TaskSource | None = None
