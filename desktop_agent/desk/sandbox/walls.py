"""What is there inside of a desk, in the words of bubblewrap: the system, only to be read, and the layers."""

from __future__ import annotations

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

ROOT_INSIDE = 1000  # who root is inside: a program must not think that it has rights
_AS_THEY_ARE = ("/bin", "/sbin", "/lib", "/usr", "/etc", "/opt", "/proc", "/sys", "/dev", "/run", "/var/run")
_PASSED_ON = ("LANG", "LANGUAGE", "TZ", "USER", "LOGNAME")
_KEYS = ("keys", "key-users")
_USERS = Path("/etc/passwd")
_SCRATCH_SIZE = "1073741824"
_TEMPORARY = ("--perms", "1777", "--size", _SCRATCH_SIZE, "--tmpfs")


def walls(plan: SandboxPlan, wire: Wire) -> list[str]:
    """Return the command that shuts in what follows it."""
    uid, gid = os.geteuid() or ROOT_INSIDE, os.getegid() or ROOT_INSIDE
    separate = ("user", "ipc", "pid", "uts", "net")
    return [
        *(shutil.which("bwrap") or "bwrap", *(f"--unshare-{what}" for what in separate), "--unshare-cgroup-try"),
        *("--uid", str(uid), "--gid", str(gid), "--die-with-parent", "--new-session", "--clearenv"),
        *(("--seccomp", str(FILTER_FD)) if call_filter() else ()),
        *_system(plan),
        *_named(plan, uid, gid),
        *("--proc", "/proc", "--dev", "/dev", *_of_the_kernel()),
        *(*_TEMPORARY, "/tmp", *_TEMPORARY, "/dev/shm", "--tmpfs", "/run"),
        *(*_TEMPORARY, "/var/tmp", "--symlink", "../run", "/var/run"),
        *_folders(plan),
        *_links(plan),
        *_shared(wire),
        *(("--ro-bind", str(wire.network), str(wire.network)) if plan.wish.hosts else ()),
        *(word for bind in plan.wish.binds for word in ("--ro-bind", *bind)),
        # Nothing can be saved where nobody would look for it.
        *("--remount-ro", "/", "--chdir", plan.home),
        *(word for name, value in settings(plan, wire).items() for word in ("--setenv", name, value)),
        "--",
    ]  # fmt: skip


def settings(plan: SandboxPlan, wire: Wire) -> dict[str, str]:
    """Return the whole environment of everything inside; of the person's own only the language goes in."""
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("LC_")}
    own = {
        "HOME": plan.home,
        "PATH": PROGRAMS_INSIDE,
        "SHELL": "/bin/sh",
        "DISPLAY": f":{wire.number}",
        "XAUTHORITY": str(wire.cookie),
        "XDG_RUNTIME_DIR": str(wire.runtime),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={wire.runtime}/bus",
        # Nothing inside waits for a keyring, a portal or a service of the person's session.
        "GTK_USE_PORTAL": "0",
        "GIO_USE_VFS": "local",
        "NO_AT_BRIDGE": "0",
    }
    network = dict(proxy_settings()) if plan.wish.hosts else {}
    return kept | DISPLAY_SETTINGS | own | network


def _system(plan: SandboxPlan) -> Iterator[str]:
    for path in map(Path, SYSTEM):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
    for place in system_folders():
        yield from ("--ro-bind", str(merged_system(plan, place)), place)
    if os.geteuid() == 0:
        yield from _private_files(Path("/etc"))


def _named(plan: SandboxPlan, uid: int, gid: int) -> Iterator[str]:
    """Give whoever is inside a name: a bus takes nobody whom it cannot look up."""
    text = more_users(_USERS.read_text(errors="surrogateescape"), uid, gid, plan.home) if _USERS.exists() else ""
    if text:
        file = plan.folder / "passwd"
        file.write_text(text, errors="surrogateescape")
        yield from ("--ro-bind", str(file), str(_USERS))


def more_users(users: str, uid: int, gid: int, home: str) -> str:
    """Return the users of a system with one more; empty where there is such a one (passwd(5))."""
    if any(line.split(":")[2:3] == [str(uid)] for line in users.splitlines()):
        return ""
    return f"{users.rstrip()}\ndesk:x:{uid}:{gid}::{home}:/bin/sh\n"


def _of_the_kernel() -> Iterator[str]:
    """Keep what is the person's out of what the kernel tells, and its settings as they are.

    Its keys are listed for all of one user; and who is root outside may write there, whatever rights are left inside.
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


def _private_files(folder: Path) -> Iterator[str]:
    """Cover what only root may read, as the user inside is nobody else."""
    for place in sorted(folder.iterdir()):
        if place.is_symlink():
            continue
        is_folder = place.is_dir()
        if not place.stat().st_mode & (0o005 if is_folder else 0o004):
            yield from (
                ("--perms", "000", "--tmpfs", str(place)) if is_folder else ("--ro-bind", "/dev/null", str(place))
            )
        elif is_folder:
            yield from _private_files(place)


def _folders(plan: SandboxPlan) -> Iterator[str]:
    """Show the layers: the home first, as others lie in it where it is not seen itself."""
    for n, layer in sorted(enumerate(plan.layers), key=lambda one: str(one[1].lower) != plan.home):
        yield from ("--bind", layer_order(plan, n)["merged"], str(layer.lower))
        if str(layer.lower) == plan.home and (layer.unseen or (Path(plan.home) / ".cache").is_dir()):
            yield from ("--perms", "700", "--size", _SCRATCH_SIZE, "--tmpfs", f"{plan.home}/.cache")


def _links(plan: SandboxPlan) -> Iterator[str]:
    """Make the links outside of all layers by which folders were named; what is the system's here is as it is."""
    for place, target in plan.links:
        in_layer = any(place.startswith(f"{layer.lower}/") for layer in plan.layers)
        is_there = any(f"{place}/".startswith(f"{one}/") for one in _AS_THEY_ARE)
        if not in_layer and not is_there:
            yield from ("--symlink", target, place)


def _shared(wire: Wire) -> Iterator[str]:
    yield from ("--bind", str(wire.sockets), "/tmp/.X11-unix")
    for folder in (wire.runtime, wire.pictures):
        yield from ("--bind", str(folder), str(folder))
    yield from ("--ro-bind", str(wire.configuration), str(wire.configuration))
