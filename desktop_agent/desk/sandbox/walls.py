"""The bubblewrap arguments of a desk: the system read-only, the layers, and the environment."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.desk.display.servers import DISPLAY_SETTINGS
from desktop_agent.desk.network.programs import environment as proxy_settings
from desktop_agent.desk.sandbox.forbidden_calls import call_filter
from desktop_agent.desk.sandbox.inside import PROGRAMS_INSIDE
from desktop_agent.desk.sandbox.keeper_order import SYSTEM, layer_order, merged_system, system_folders
from desktop_agent.desk.sandbox.namespace import FILTER_FD
from desktop_agent.desk.sandbox.plan import SandboxPlan
from desktop_agent.desk.sandbox.wire import Wire

_log = logging.getLogger(__name__)

ROOT_INSIDE = 1000  # root's user id inside: programs must not think that they have rights
_AS_THEY_ARE = ("/bin", "/sbin", "/lib", "/usr", "/etc", "/opt", "/proc", "/sys", "/dev", "/run", "/var/run")
_PASSED_ON = ("LANG", "LANGUAGE", "TZ", "USER", "LOGNAME")
_KEYS = ("keys", "key-users")
_USERS = Path("/etc/passwd")
_SCRATCH_SIZE = "1073741824"
_TEMPORARY = ("--perms", "1777", "--size", _SCRATCH_SIZE, "--tmpfs")


def walls(plan: SandboxPlan, wire: Wire) -> list[str]:
    """Return the command prefix that runs a program inside the walls."""
    uid = os.geteuid() or ROOT_INSIDE
    gid = os.getegid() or ROOT_INSIDE
    separate = ("user", "ipc", "pid", "uts", "net")
    _log.debug("the desk has namespaces of its own: %s; system calls are filtered: %s", separate, bool(call_filter()))
    return [
        *(shutil.which("bwrap") or "bwrap", *(f"--unshare-{what}" for what in separate), "--unshare-cgroup-try"),
        *("--uid", str(uid), "--gid", str(gid), "--die-with-parent", "--new-session", "--clearenv"),
        *(("--seccomp", str(FILTER_FD)) if call_filter() else ()),
        *_system_mounts(plan),
        *_user_entry(plan, uid, gid),
        *("--proc", "/proc", "--dev", "/dev", *_kernel_mounts()),
        *(*_TEMPORARY, "/tmp", *_TEMPORARY, "/dev/shm", "--tmpfs", "/run"),
        *(*_TEMPORARY, "/var/tmp", "--symlink", "../run", "/var/run"),
        *_layer_mounts(plan),
        *_link_arguments(plan),
        *_shared_mounts(wire),
        *("--ro-bind", str(wire.network), str(wire.network)),
        *(word for bind in plan.wish.binds for word in ("--ro-bind", *bind)),
        # Nothing can be saved where the person wouldn't look for it.
        *("--remount-ro", "/", "--chdir", plan.home),
        *(word for name, value in settings(plan, wire).items() for word in ("--setenv", name, value)),
        "--",
    ]  # fmt: skip


def settings(plan: SandboxPlan, wire: Wire) -> dict[str, str]:
    """Return the complete environment of all programs inside; only the language is taken from the person's own."""
    passed_on = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    own = {
        "HOME": plan.home,
        "PATH": PROGRAMS_INSIDE,
        "SHELL": "/bin/sh",
        "DISPLAY": f":{wire.number}",
        "XAUTHORITY": str(wire.cookie),
        "XDG_RUNTIME_DIR": str(wire.runtime),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={wire.runtime}/bus",
        # Programs inside must not wait for a keyring, a portal or a service of the person's session.
        "GTK_USE_PORTAL": "0",
        "GIO_USE_VFS": "local",
        "NO_AT_BRIDGE": "0",
    }
    return passed_on | DISPLAY_SETTINGS | own | dict(proxy_settings(plan.wish.hosts))


def _system_mounts(plan: SandboxPlan) -> Iterator[str]:
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
    for place in system_folders():
        yield from ("--ro-bind", str(merged_system(plan, place)), place)
    if os.geteuid() == 0:
        yield from _hidden_private_files(Path("/etc"))


def _user_entry(plan: SandboxPlan, uid: int, gid: int) -> Iterator[str]:
    """Yield arguments that give the user inside a name, as D-Bus rejects unknown users."""
    text = more_users(_USERS.read_text(errors="surrogateescape"), uid, gid, plan.home) if _USERS.exists() else ""
    if text:
        file = plan.folder / "passwd"
        file.write_text(text, errors="surrogateescape")
        yield from ("--ro-bind", str(file), str(_USERS))


def more_users(users: str, uid: int, gid: int, home: str) -> str:
    """Return the system's users (passwd(5)) with one added; empty if that user exists."""
    if any(line.split(":")[2:3] == [str(uid)] for line in users.splitlines()):
        return ""
    return f"{users.rstrip()}\ndesk:x:{uid}:{gid}::{home}:/bin/sh\n"


def _kernel_mounts() -> Iterator[str]:
    """Yield arguments that hide the person's data in /proc and protect the kernel's settings.

    /proc lists all keys of a user; and root outside may write to it, whatever rights are left inside.
    """
    for name in _KEYS:
        if Path("/proc", name).exists():
            yield from ("--ro-bind", "/dev/null", f"/proc/{name}")
    if os.geteuid() == 0:
        for place in sorted(Path("/proc").iterdir()):
            if (
                not place.name.isdecimal()
                and not place.is_symlink()
                and (place.is_dir() or place.stat().st_mode & 0o200)
            ):
                yield from ("--ro-bind-try", str(place), str(place))


def _hidden_private_files(folder: Path) -> Iterator[str]:
    """Yield arguments that cover files readable by root alone, as root may be the user inside."""
    for place in sorted(folder.iterdir()):
        if place.is_symlink():
            continue
        is_folder = place.is_dir()
        if not place.stat().st_mode & (0o005 if is_folder else 0o004):
            yield from (
                ("--perms", "000", "--tmpfs", str(place)) if is_folder else ("--ro-bind", "/dev/null", str(place))
            )
        elif is_folder:
            yield from _hidden_private_files(place)


def _layer_mounts(plan: SandboxPlan) -> Iterator[str]:
    """Yield arguments for the layers; the home comes first, as others may lie in it."""
    for number, layer in sorted(
        enumerate(plan.layers), key=lambda numbered_layer: str(numbered_layer[1].lower) != plan.home
    ):
        yield from ("--bind", layer_order(plan, number)["merged"], str(layer.lower))
        if str(layer.lower) == plan.home and (layer.unseen or (Path(plan.home) / ".cache").is_dir()):
            yield from ("--perms", "700", "--size", _SCRATCH_SIZE, "--tmpfs", f"{plan.home}/.cache")


def _link_arguments(plan: SandboxPlan) -> Iterator[str]:
    """Yield arguments for links outside all layers by which folders were named, except in system folders."""
    for place, target in plan.links:
        in_layer = any(place.startswith(f"{layer.lower}/") for layer in plan.layers)
        is_there = any(f"{place}/".startswith(f"{system_folder}/") for system_folder in _AS_THEY_ARE)
        if not in_layer and not is_there:
            yield from ("--symlink", target, place)


def _shared_mounts(wire: Wire) -> Iterator[str]:
    yield from ("--bind", str(wire.sockets), "/tmp/.X11-unix")
    for folder in (wire.runtime, wire.pictures):
        yield from ("--bind", str(folder), str(folder))
    yield from ("--ro-bind", str(wire.configuration), str(wire.configuration))
