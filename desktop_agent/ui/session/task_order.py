"""What the person has ordered: a task, and what holds for its run alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_agent.run.result import RunContinuation

if TYPE_CHECKING:
    from desktop_agent.run.desk_order import DeskOrder


@dataclass(frozen=True, slots=True)
class TaskOrder:
    """A task, and the settings that hold for its run alone (as `section.key`).

    `admitted` are programs of our own that the run may work in without asking. `continues` tells of the run that it
    goes on with. `desk` is what desk it is to have; without one it works on the person's own desktop.
    """

    task: str
    flags: Mapping[str, object]
    admitted: tuple[str, ...] = ()
    continues: RunContinuation | None = None
    desk: DeskOrder | None = None
