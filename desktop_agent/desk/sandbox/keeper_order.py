"""The plan of a desk, made before anything starts, and the order for its keeper as plain values.

Both ends are the same Python, and no one else can write there: so `marshal` encodes it, which loads no modules.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypedDict, cast

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.sandbox.forbidden_calls import call_filter
from desktop_agent.desk.sandbox.wire import Wire
from desktop_agent.desk.visible_files import HomePlaces


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """The limits at which a desk is ended."""

    minutes: float = 120.0
    disk_mb: int = 4_000
    memory_mb: int = 4_000
    processes: int = 500


@dataclass(frozen=True, slots=True)
class DeskOptions:
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
    wish: DeskOptions
    layers: tuple[DeskLayer, ...]
    links: tuple[tuple[str, str], ...] = ()  # by which folders were named: where each lies, and what it holds
    fuse: bool = False  # the layers by fuse-overlayfs

    @property
    def home(self) -> str:
        """The person's home, and the desk's."""
        return str(self.wish.places.home.resolve())


LEFT_ALONE = "alone"  # the step at which a keeper gives up after its parent has ended
SYSTEM = (
    *("/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/usr/local"),
    *("/var/cache/fontconfig", "/var/lib/flatpak"),
)
INNER = "inner"  # in the desk's folder: the mount point of the masks and the merged folders
_PACKAGE = Path(__file__).parents[2]
# Variables for finding programs and libraries, and for the encoding of file names. A process's start environment stays
# readable while it lives, and the person's may hold keys: so a desk's processes get nothing else of it.
_KEEPERS_OWN = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE")
# Ends without Python's slow clean-up, as nothing is left to tidy up after `main`.
_CODE = "import os, sys; sys.path.insert(0, sys.argv[1]); from {module} import main; os._exit(main())"


class LimitsOrder(TypedDict):
    """The limits at which a desk is ended (`DeskLimits`)."""

    minutes: float
    disk_mb: int
    memory_mb: int
    processes: int


class LayerOrder(TypedDict):
    """One layer: the person's folder, its hidden places, and the desk's own folders for it.

    An `unseen` layer shows only the folders in which other layers lie, and the links to these.
    """

    lower: str
    unseen: bool
    shown: list[str]
    links: list[tuple[str, str]]  # in an unseen layer: path and target
    hidden: list[str]
    upper: str
    work: str
    mask: str
    merged: str
    names: str


class KeeperOrder(TypedDict):
    """The order for one desk."""

    command: list[str]
    inner: str
    layers: list[LayerOrder]
    system: list[tuple[str, str, str]]  # a read-only folder, the layer over it or none, and its place inside
    servers: list[str]  # must be ready before the window manager is started
    fuse: bool
    limits: LimitsOrder
    filter: bytes  # of system calls
    folder: str
    wire: str  # removed at the end
    links: list[str]  # removed at the end, too
    second_names: list[tuple[str, str]]  # files of the servers, and their second names for the outside
    socket: str  # of the display
    cookie: bytes
    background: int


def keeper_order(
    plan: SandboxPlan, wire: Wire, command: Sequence[str], *, cookie: bytes = b"", background: int = 0
) -> KeeperOrder:
    """Return the order for the keeper of this desk."""
    return {
        "command": list(command),
        "inner": str(plan.folder / INNER),
        "layers": [layer_order(plan, n) for n in range(len(plan.layers))],
        "system": [
            (place, str(wire.etc) if place == "/etc" else "", str(merged_system(plan, place)))
            for place in system_folders()
        ],
        "servers": ["bus", "display", *(["network"] if plan.wish.hosts else [])],
        "fuse": plan.fuse,
        "limits": cast("LimitsOrder", asdict(plan.wish.limits)),
        "filter": call_filter(),
        "folder": str(plan.folder),
        "wire": str(wire.folder),
        "links": [str(path) for path in wire.links],
        "second_names": [(str(place), str(name)) for place, name in wire.second_names],
        "socket": str(wire.display),
        "cookie": cookie,
        "background": background,
    }


def written(order: KeeperOrder) -> bytes:
    """Return an order as bytes for `received`."""
    content = marshal.dumps(dict(order))
    return len(content).to_bytes(4, "little") + content


def lean_python(module: str) -> list[str]:
    """Return the command that runs a module with the standard library alone, which starts faster."""
    return [sys.executable, "-I", "-S", "-c", _CODE.format(module=module), str(_PACKAGE.parent)]


def lean_environment() -> dict[str, str]:
    """Return the environment of a process that keeps or tests a desk."""
    return {name: os.environ[name] for name in _KEEPERS_OWN if name in os.environ}


def system_folders() -> list[str]:
    """Return the system's folders that a desk sees read-only."""
    return [place for place in SYSTEM if os.path.isdir(place) and not os.path.islink(place)]  # noqa: PTH112, PTH114


def merged_system(plan: SandboxPlan, place: str) -> Path:
    """Return the path in the namespace at which a system folder of a desk is merged."""
    return plan.folder / INNER / "system" / place.strip("/").replace("/", "-")


def links_in(plan: SandboxPlan, layer: DeskLayer) -> list[tuple[str, str]]:
    """Return the links of a plan that lie in a layer, but in no layer inside it, relative to it."""
    within = _inner_folders(plan, layer)
    return [
        (place.removeprefix(f"{layer.lower}/"), target)
        for place, target in plan.links
        if place.startswith(f"{layer.lower}/") and not any(place.startswith(f"{lower}/") for lower in within)
    ]


def layer_order(plan: SandboxPlan, number: int) -> LayerOrder:
    """Return the order for layer N."""
    layer = plan.layers[number]
    inner = plan.folder / INNER
    visible = [".cache", *(folder.removeprefix(f"{layer.lower}/") for folder in _inner_folders(plan, layer))]
    return {
        "lower": str(layer.lower),
        "unseen": layer.unseen,
        "shown": visible if layer.unseen else [],
        "links": links_in(plan, layer) if layer.unseen else [],
        "hidden": list(layer.hidden),
        "upper": str(layer.upper),
        "work": str(plan.folder / "work" / str(number)),
        "mask": str(inner / "mask" / str(number)),
        "merged": str(inner / "merged" / str(number)),
        "names": str(layer.names),
    }


def _inner_folders(plan: SandboxPlan, layer: DeskLayer) -> list[str]:
    """Return the folders of the layers that lie inside this one."""
    return [str(other.lower) for other in plan.layers if layer.lower in other.lower.parents]
