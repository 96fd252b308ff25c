"""What the keeper of a desk is told in one line: the layers, what else is seen, and the limits."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


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


@dataclass(frozen=True, slots=True)
class ExtraBind:
    """A file or folder from outside that is seen inside, at another place if need be."""

    source: str
    target: str
    writable: bool = False


@dataclass(frozen=True, slots=True)
class SandboxPlan:
    """All that the keeper of a desk needs to know."""

    folder: str
    home: str
    layers: tuple[PlannedLayer, ...]
    whole_home: bool
    width: int = 1280
    height: int = 800
    limits: DeskLimits = DeskLimits()
    programs: tuple[tuple[str, ...], ...] = ()  # started when the desk is ready
    environment: dict[str, str] = field(default_factory=dict)  # more of it, for everything inside
    binds: tuple[ExtraBind, ...] = ()
    fuse: bool = False  # the layers by fuse-overlayfs


def written(plan: SandboxPlan) -> bytes:
    """Return a plan as one line."""
    return json.dumps(asdict(plan)).encode() + b"\n"


def read(line: bytes) -> SandboxPlan:
    """Return the plan in a line that `written` made; it never comes from anybody else."""
    content = json.loads(line)
    content["layers"] = tuple(PlannedLayer(one["lower"], tuple(one["hidden"])) for one in content["layers"])
    content["limits"] = DeskLimits(**content["limits"])
    content["programs"] = tuple(map(tuple, content["programs"]))
    content["binds"] = tuple(ExtraBind(**one) for one in content["binds"])
    return SandboxPlan(**content)


def folder_of(plan: SandboxPlan) -> Path:
    """Return the desk's folder."""
    return Path(plan.folder)
