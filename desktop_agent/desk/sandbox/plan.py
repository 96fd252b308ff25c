"""What a desk is made of, as it is worked out before anything starts: the layers, what else is seen, and the limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """When a desk is ended by itself."""

    minutes: float = 120.0
    disk_mb: int = 4_000
    memory_mb: int = 4_000
    processes: int = 500


@dataclass(frozen=True, slots=True)
class PlannedLayer:
    """One folder of the person's, and what of it the desk does not see."""

    lower: str
    hidden: tuple[str, ...]
    unseen: bool = False  # it is empty on the desk, but for the other layers in it


@dataclass(frozen=True, slots=True)
class ExtraBind:
    """A file or folder from outside that is seen inside, at another place if need be."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class SandboxPlan:
    """All that is needed to put up a desk."""

    folder: str
    home: str
    layers: tuple[PlannedLayer, ...]
    width: int = 1280
    height: int = 800
    limits: DeskLimits = DeskLimits()
    programs: tuple[tuple[str, ...], ...] = ()  # started when the desk is ready
    binds: tuple[ExtraBind, ...] = ()
    links: tuple[tuple[str, str], ...] = ()  # by which folders were named: where each lies, and what it holds
    hosts: tuple[str, ...] = ()  # without any there is no network
    fuse: bool = False  # the layers by fuse-overlayfs
