"""What a run asks of a desktop that it has for itself; the side desk is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, cast

from desktop_agent.core.function import Function
from desktop_agent.host import registry
from desktop_agent.host.spec import RunSpec
from desktop_agent.run.control import StopSource
from desktop_agent.run.ports import WorkPlace


class OwnDesktop(WorkPlace, Protocol):
    """A desktop of a run's own, told which run it is, and watched for its own end."""

    @property
    def id(self) -> str:
        """The name by which a person finds it again."""

    @property
    def outside(self) -> Mapping[str, str]:
        """Return the environment of the person's own session."""

    def begin(self, run: str) -> None:
        """Note which run works there."""

    def programs(self, task: str, environment: Mapping[str, str]) -> Mapping[str, Function]:
        """Return what starts programs there, by their names in lower case; none where the task asks for none."""

    def staged(self, path: Path) -> Path | None:
        """Return where its version of a file lies, outside of it; None where it has none, or it leads elsewhere."""

    def watch(self, stop: Callable[[StopSource, str], None]) -> None:
        """Have the run stopped when the desktop ends by itself."""


class DeskSight(Protocol):
    """What a window needs to know of a desk that it shows."""

    id: str
    name: str
    picture: Path
    size: tuple[int, int]

    def environment(self) -> Mapping[str, str]:
        """Return the variables of a program on it."""


class SideDesktop(OwnDesktop, Protocol):
    """A side desk for a run, which a window can show."""

    @property
    def side(self) -> DeskSight:
        """Return the desk itself."""


class _DesksOfRuns(Protocol):
    def on_desk(self, spec: RunSpec, /) -> AbstractContextManager[tuple[SideDesktop, RunSpec]]: ...


def on_desk(spec: RunSpec) -> AbstractContextManager[tuple[SideDesktop, RunSpec]]:
    """Open the desk that a run orders and move this process there, and back; give both as they are there.

    DeskError when there can be none.
    """
    return cast("_DesksOfRuns", registry.offer("desk-of-run")).on_desk(spec)
