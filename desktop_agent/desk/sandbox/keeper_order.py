"""What the keeper of a desk is told: all that was worked out before, as plain values, and how that travels.

Its two ends are the same Python, and nobody else can write there: so it goes as `marshal` has it, which loads nothing.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TypedDict, cast

from desktop_agent.desk.folder import DeskLayer
from desktop_agent.desk.sandbox.forbidden_calls import call_filter
from desktop_agent.desk.sandbox.plan import SandboxPlan
from desktop_agent.desk.sandbox.wire import Wire

LEFT_ALONE = "alone"  # the step at which a keeper gives up that nobody listens to
SYSTEM = (
    *("/etc", "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/usr/local"),
    *("/var/cache/fontconfig", "/var/lib/flatpak"),
)
INNER = "inner"  # in the desk's folder: the mount point of the masks and the merged folders
_PACKAGE = Path(__file__).parents[2]
# What finds programs and their libraries, and says how names of files are written. What a process was started with can
# be read for as long as it lives: so nothing else of the person's, whose keys stand there, goes to a desk's processes.
_KEEPERS_OWN = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "LC_CTYPE")
# Nothing is left to tidy up when `main` is through, which Python would take its time for.
_CODE = "import os, sys; sys.path.insert(0, sys.argv[1]); from {module} import main; os._exit(main())"


class LimitsOrder(TypedDict):
    """When a desk is ended by itself (`DeskLimits`)."""

    minutes: float
    disk_mb: int
    memory_mb: int
    processes: int


class LayerOrder(TypedDict):
    """One layer: the person's folder, what is hidden of it, and where everything of the desk's lies.

    Of one that is `unseen` all is hidden but the folders in it where something else is shown, and the links to these.
    """

    lower: str
    unseen: bool
    shown: list[str]
    links: list[tuple[str, str]]  # in an unseen one: where each lies, and what it holds
    hidden: list[str]
    upper: str
    work: str
    mask: str
    merged: str
    names: str


class KeeperOrder(TypedDict):
    """One desk."""

    command: list[str]
    inner: str
    layers: list[LayerOrder]
    system: list[
        tuple[str, str, str]
    ]  # a folder that is only read, what goes over it if anything, and where it is seen
    servers: list[str]  # what has to be up before the window manager is started
    fuse: bool
    limits: LimitsOrder
    filter: bytes  # of system calls
    folder: str
    wire: str  # removed at the end
    links: list[str]  # removed at the end, too
    second_names: list[tuple[str, str]]  # what the servers make, and what it is called outside
    socket: str  # of the display
    cookie: bytes
    background: int


def keeper_order(
    plan: SandboxPlan, wire: Wire, command: Sequence[str], *, cookie: bytes = b"", background: int = 0
) -> KeeperOrder:
    """Return what the keeper of this desk has to know."""
    return {
        "command": list(command),
        "inner": str(plan.folder / INNER),
        "layers": [layer_order(plan, n) for n in range(len(plan.layers))],
        "system": [
            (place, str(wire.etc) if plan.wish.hosts and place == "/etc" else "", str(merged_system(plan, place)))
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
    """Return an order as `received` reads it."""
    content = marshal.dumps(dict(order))
    return len(content).to_bytes(4, "little") + content


def lean_python(module: str) -> list[str]:
    """Return how to run a module that needs nothing but the standard library, without looking for more."""
    return [sys.executable, "-I", "-S", "-c", _CODE.format(module=module), str(_PACKAGE.parent)]


def lean_environment() -> dict[str, str]:
    """Return what a process that keeps or tries a desk is started with."""
    return {name: os.environ[name] for name in _KEEPERS_OWN if name in os.environ}


def system_folders() -> list[str]:
    """Return the folders of the system that a desk sees, to be only read."""
    return [place for place in SYSTEM if os.path.isdir(place) and not os.path.islink(place)]  # noqa: PTH112, PTH114


def merged_system(plan: SandboxPlan, place: str) -> Path:
    """Return where a folder of the system is seen as a desk has it, for whoever is in the namespace."""
    return plan.folder / INNER / "system" / place.strip("/").replace("/", "-")


def links_in(plan: SandboxPlan, layer: DeskLayer) -> list[tuple[str, str]]:
    """Return the links of a plan that lie in a layer and in none within it, relative to it."""
    within = _within(plan, layer)
    return [
        (place.removeprefix(f"{layer.lower}/"), target)
        for place, target in plan.links
        if place.startswith(f"{layer.lower}/") and not any(place.startswith(f"{lower}/") for lower in within)
    ]


def layer_order(plan: SandboxPlan, n: int) -> LayerOrder:
    """Return what the keeper has to know of layer N."""
    layer, inner = plan.layers[n], plan.folder / INNER
    shown = [".cache", *(one.removeprefix(f"{layer.lower}/") for one in _within(plan, layer))]
    return {
        "lower": str(layer.lower),
        "unseen": layer.unseen,
        "shown": shown if layer.unseen else [],
        "links": links_in(plan, layer) if layer.unseen else [],
        "hidden": list(layer.hidden),
        "upper": str(layer.upper),
        "work": str(plan.folder / "work" / str(n)),
        "mask": str(inner / "mask" / str(n)),
        "merged": str(inner / "merged" / str(n)),
        "names": str(layer.names),
    }


def _within(plan: SandboxPlan, layer: DeskLayer) -> list[str]:
    """Return the folders of the layers that lie in another one."""
    return [str(one.lower) for one in plan.layers if layer.lower in one.lower.parents]
