"""The plan of a desk, made before anything starts: the wish, and the layers for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.seen_folders import HomePlaces


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """The limits at which a desk is ended."""

    minutes: float = 120.0
    disk_mb: int = 4_000
    memory_mb: int = 4_000
    processes: int = 500


@dataclass(frozen=True, slots=True)
class DeskWish:
    """The wish for a desk: the home, the named folders that it sees, its size and its limits."""

    root: Path  # `<data>/desks`
    places: HomePlaces
    task: str = "desk"
    run: str | None = None
    folders: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()  # that it reaches from the start
    size: tuple[int, int] = (1280, 800)
    limits: DeskLimits = DeskLimits()
    programs: tuple[tuple[str, ...], ...] = ()  # started when the desk is ready
    binds: tuple[tuple[str, str], ...] = ()  # files and folders from outside, and where each is seen inside


@dataclass(frozen=True, slots=True)
class SandboxPlan:
    """Everything needed to start a desk."""

    folder: Path
    wish: DeskWish
    layers: tuple[DeskLayer, ...]
    links: tuple[tuple[str, str], ...] = ()  # by which folders were named: where each lies, and what it holds
    fuse: bool = False  # the layers by fuse-overlayfs

    @property
    def home(self) -> str:
        """The person's home, and the desk's."""
        return str(self.wish.places.home.resolve())
