"""What a desk is made of, as it is worked out before anything starts: what is wished for, and the layers for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.seen_folders import HomePlaces


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """When a desk is ended by itself."""

    minutes: float = 120.0
    disk_mb: int = 4_000
    memory_mb: int = 4_000
    processes: int = 500


@dataclass(frozen=True, slots=True)
class DeskWish:
    """What a desk is to be: whose home, which folders of it (none but those named), how large, and how long."""

    root: Path  # `<data>/desks`
    places: HomePlaces
    task: str = "desk"
    run: str | None = None
    folders: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()  # without any there is no network
    size: tuple[int, int] = (1280, 800)
    limits: DeskLimits = DeskLimits()
    programs: tuple[tuple[str, ...], ...] = ()  # started when the desk is ready
    binds: tuple[tuple[str, str], ...] = ()  # files and folders from outside, and where each is seen inside


@dataclass(frozen=True, slots=True)
class SandboxPlan:
    """All that is needed to put up a desk."""

    folder: Path
    wish: DeskWish
    layers: tuple[DeskLayer, ...]
    links: tuple[tuple[str, str], ...] = ()  # by which folders were named: where each lies, and what it holds
    fuse: bool = False  # the layers by fuse-overlayfs

    @property
    def home(self) -> str:
        """The person's home, and the desk's."""
        return str(self.wish.places.home.resolve())
