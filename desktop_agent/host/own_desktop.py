"""What a run asks of a desktop that it has for itself; the side desk is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from desktop_agent.core.function import Function
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
