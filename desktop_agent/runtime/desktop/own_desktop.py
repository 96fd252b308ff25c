"""The interface of a desktop of a run's own, such as the side desk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions.function import Function
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import WorkPlace
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.runtime.spec import RunSpec

if TYPE_CHECKING:
    from desktop_agent.desk.runs.run_desk import RunDesk

Staged = Callable[[Path], Path | None]  # the desk's version of a file, by its path; None where it has none


class OwnDesktop(WorkPlace, Protocol):
    """A desktop of a run's own; it gets the run's id, and is watched for its own end."""

    @property
    def id(self) -> str:
        """The name by which a person finds it again."""

    @property
    def outside(self) -> Mapping[str, str]:
        """Return the environment of the person's own session."""

    @property
    def reaches_hosts(self) -> bool:
        """Whether anything done there can leave it."""

    def names(self, site: str) -> bool:
        """Return whether the person named a site for it."""

    def covers(self, site: str) -> bool:
        """Return whether it reaches a site."""

    def admit(self, site: str) -> None:
        """Let it reach a site, too."""

    def begin(self, run: str) -> None:
        """Note which run works there."""

    def programs(self, task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
        """Return the functions that start programs there, by lower-case names; none where the task needs none."""

    def staged(self, path: Path) -> Path | None:
        """Return the outer path of the desktop's version of a file; None where it has none, or it leads elsewhere."""

    def watch(self, stop: Callable[[StopSource, str], None]) -> None:
        """Have the run stopped when the desktop ends by itself."""


def opened(desk: RunDesk) -> DeskOpened:
    """Return what whoever shows a desk has to know of it."""
    side = desk.side
    return DeskOpened(side.id, side.picture, side.size, side.name, Path(side.environment()["XAUTHORITY"]))


def on_desk(spec: RunSpec) -> AbstractContextManager[tuple[RunDesk, RunSpec]]:
    """Open the desk that a run orders and move this process there, and back; yield the desk and the spec for it.

    DeskError when there can be none.
    """
    return slices.desks_of_runs.on_desk(spec)
