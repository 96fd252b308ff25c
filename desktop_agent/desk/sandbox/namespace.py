"""Makes the layers of a desk in namespaces of their own, and starts a program there: the kernel's part of a desk.

Each folder of the person's is the lower layer of an overlay (Linux 5.11, `userxattr`): it is read, and every change
goes to an upper folder. Above the lower one is a mask: a folder on a tmpfs with a whiteout, a device 0:0, for each
hidden place. What is hidden so does not exist inside, and what the desk puts there shows up in its upper folder. The
mask is on a file system of its own, as an overlay refuses one lower layer inside another.

The calls go to libc, since the commands for them (unshare, mount) would cost more than the rest of the start, and take
a comma in a path for their own.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from desktop_agent.desk.sandbox.forbidden import call_filter
from desktop_agent.desk.sandbox.plan import PlannedLayer, SandboxPlan

FILTER_FD = 200  # where the command finds the filter of system calls, and nothing else is
INNER = "inner"  # in the desk's folder: the mount point of the masks and the merged folders
_NEW_NAMESPACE, _NEW_USER = 0x00020000, 0x10000000
_PRIVATE, _RECURSIVE, _NO_SUID, _NO_DEVICES = 1 << 18, 1 << 14, 2, 4
_DIE_WITH_PARENT = 1
_JOIN_NEW_KEYRING = 1
_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "i686": 288, "i386": 288, "armv7l": 311, "ppc64le": 271}
_MASK_SIZE = "16m"


class StartFailedError(Exception):
    """A step of the start that the kernel refused: which one, and its number for why."""

    def __init__(self, step: str, number: int) -> None:
        super().__init__(f"{step}: {os.strerror(number)}")
        self.step = step
        self.number = number


def start_inside(plan: SandboxPlan, command: Sequence[str], *, requests: int, output: int, errors: int) -> int:
    """Start a command where the layers are merged, and return its process id; StartFailedError when that fails.

    `requests`, `output` and `errors` become its standard streams. It ends with the thread that calls this.
    """
    limit = partial(_limit, plan.limits.processes)
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(told)
        _become(plan, command, (requests, output, errors), tell, limit)
    os.close(tell)
    with os.fdopen(told, "rb") as answer:
        failure = answer.read().decode()
    if failure:
        os.waitpid(pid, 0)
        step, _, number = failure.rpartition(" ")
        raise StartFailedError(step, int(number))
    return pid


def merged_folder(plan: SandboxPlan, n: int) -> Path:
    """Return where layer N is seen, for whoever is in the namespace."""
    return Path(plan.folder) / INNER / "merged" / str(n)


def _become(
    plan: SandboxPlan, command: Sequence[str], streams: tuple[int, int, int], tell: int, limit: Callable[[], None]
) -> NoReturn:
    """Turn this forked process into the command; what fails is told, and the process ends."""
    step = "start"
    try:
        os.setsid()
        for target, fd in enumerate(streams):
            os.dup2(fd, target)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        libc = ctypes.CDLL(None, use_errno=True)
        leave_keyring(libc)
        step = "namespace"
        _enter_namespace(libc)
        step = "layers"
        make_layers(libc, plan)
        step = "bubblewrap"
        _give_filter()
        # Only now: the kernel forgets it when a process gets rights in a new namespace.
        _call(libc.prctl, _DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        limit()
        os.execvp(command[0], list(command))  # noqa: S606 - the whole point
    except OSError as error:
        os.write(tell, f"{step} {error.errno or 0}".encode())
    except BaseException:  # noqa: BLE001 - a forked process must never return
        os.write(tell, f"{step} 0".encode())
    os._exit(1)


def _give_filter() -> None:
    """Put the filter of system calls where the command reads it."""
    fd = os.memfd_create("filter")
    os.write(fd, call_filter())
    os.lseek(fd, 0, os.SEEK_SET)
    os.dup2(fd, FILTER_FD)


def _limit(processes: int) -> None:
    """Bound what a desk takes of the computer, and have it go first where memory runs out."""
    import resource  # Windows has none, and no desk

    resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
    # At 1 byte, the kernel starts no program outside to take what is left of one that crashed inside.
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    Path("/proc/self/oom_score_adj").write_text("1000")


def leave_keyring(libc: ctypes.CDLL) -> None:
    """Join a new session keyring, as the kernel would lend the person's own one to everything inside."""
    number = _KEYCTL.get(platform.machine())
    if number is None:
        raise OSError(38, "keyctl")
    # A kernel without keyrings has none to lend.
    libc.syscall(ctypes.c_long(number), ctypes.c_int(_JOIN_NEW_KEYRING), None, 0, 0, 0)


def _enter_namespace(libc: ctypes.CDLL) -> None:
    user, group = os.geteuid(), os.getegid()
    _call(libc.unshare, _NEW_USER | _NEW_NAMESPACE)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    _call(libc.mount, b"none", b"/", None, _RECURSIVE | _PRIVATE, None)


def make_layers(libc: ctypes.CDLL, plan: SandboxPlan) -> None:
    """Mount every layer of a plan; OSError with the kernel's reason when one is refused."""
    folder = Path(plan.folder)
    inner = folder / INNER
    inner.mkdir(mode=0o700, exist_ok=True)
    _mount(libc, b"tmpfs", inner, b"tmpfs", f"mode=755,size={_MASK_SIZE}")
    for n, layer in enumerate(plan.layers):
        mask, merged = inner / "mask" / str(n), inner / "merged" / str(n)
        mask.mkdir(parents=True)
        merged.mkdir(parents=True)
        make_mask(mask, layer)
        work = folder / "work" / str(n)
        work.mkdir(parents=True, exist_ok=True)
        lowers = f"{_escaped(mask)}:{_escaped(Path(layer.lower))}"
        options = f"lowerdir={lowers},upperdir={_escaped(folder / 'up' / str(n))},workdir={_escaped(work)}"
        if plan.fuse:
            _mount_by_fuse(options, merged)
        else:
            _mount(libc, b"overlay", merged, b"overlay", f"{options},userxattr")


def make_mask(mask: Path, layer: PlannedLayer) -> None:
    """Put a whiteout for each hidden place into a mask; its folders have the rights and times of the real ones."""
    lower = Path(layer.lower)
    _look_like(mask, lower)
    for name in layer.hidden:
        place = mask / name
        if not _make_parents(place.parent, mask, lower):
            continue
        os.mknod(place, 0o600 | 0o020000, os.makedev(0, 0))
    for folder in sorted((path for path in mask.rglob("*") if path.is_dir()), reverse=True):
        _look_like(folder, lower / folder.relative_to(mask))


def _make_parents(folder: Path, mask: Path, lower: Path) -> bool:
    """Make the folders above a hidden place, if the person has them; else nothing can be there."""
    real = lower / folder.relative_to(mask)
    if not real.is_dir():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    return True


def _look_like(folder: Path, real: Path) -> None:
    status = real.stat()
    folder.chmod(status.st_mode & 0o777)
    os.utime(folder, ns=(status.st_atime_ns, status.st_mtime_ns))


def _mount_by_fuse(options: str, merged: Path) -> None:
    done = subprocess.run(["fuse-overlayfs", "-o", options, str(merged)], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise OSError(5, "fuse-overlayfs")


def _mount(libc: ctypes.CDLL, source: bytes, target: Path, kind: bytes, options: str) -> None:
    flags = _NO_SUID | _NO_DEVICES
    _call(libc.mount, source, os.fsencode(target), kind, ctypes.c_ulong(flags), os.fsencode(options))


def _escaped(path: Path) -> str:
    """Return a path as the options of an overlay take it, which end at commas and colons."""
    return "".join(f"\\{sign}" if sign in "\\,:" else sign for sign in str(path))


def _call(function: Callable[..., int], *arguments: object) -> None:
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
