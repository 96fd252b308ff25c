"""The interface of a desktop of a run's own, such as the side desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.runtime.spec import RunSpec

if TYPE_CHECKING:
    from desktop_agent.desk.runs.run_desk import RunDesk

Staged = Callable[[Path], Path | None]  # the desk's version of a file, by its path; None where it has none


def opened(desk: RunDesk) -> DeskOpened:
    """Return what is needed to show a desk."""
    side = desk.side
    return DeskOpened(side.id, side.picture, side.size, side.name, Path(side.environment()["XAUTHORITY"]))


def on_desk(spec: RunSpec) -> AbstractContextManager[tuple[RunDesk, RunSpec]]:
    """Open the desk that a run orders and move this process there, and back; yield the desk and the spec for it.

    DeskError when there can be none.
    """
    return slices.desks_of_runs.on_desk(spec)
