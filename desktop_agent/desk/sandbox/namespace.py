"""Makes the layers of a desk in namespaces of their own, and starts a program there: the kernel's part of a desk.

Each folder of the person's is the lower layer of an overlay (Linux 5.11, `userxattr`): it is read, and every change
goes to an upper folder. Above the lower one is a mask: a folder on a tmpfs with a whiteout, a device 0:0, for each
hidden place. What is hidden so does not exist inside, and what the desk puts there shows up in its upper folder. Of a
home of which only some folders are seen the mask is all that is below: these folders, empty, and the links to them. The
mask is on a file system of its own, as an overlay refuses one lower layer inside another.

The folders of the system are layers, too, with nothing above: a lock on a file of an overlay is none on the file below,
so that no program of the system waits for one on a desk.

The calls go to libc, since the commands for them (unshare, mount) would cost more than the rest of the start, and take
a comma in a path for their own. As the keeper does, this loads next to nothing.
"""

from __future__ import annotations

import ctypes
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from desktop_agent.desk.sandbox.keeper_order import KeeperOrder, LayerOrder

FILTER_FD = 200  # where the command finds the filter of system calls, and nothing else is
_NEW_NAMESPACE = 0x00020000
_NEW_USER = 0x10000000
_PRIVATE = 1 << 18
_RECURSIVE = 1 << 14
_NO_SUID = 2
_NO_DEVICES = 4
_BIND = 4096
_REMOUNT = 32
_READ_ONLY = 1
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty")
_DIE_WITH_PARENT = 1
_KILL = 9
_BROKEN_PIPE = 13
_JOIN_NEW_KEYRING = 1
_KEYCTL = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "i686": 288, "i386": 288, "armv7l": 311, "ppc64le": 271}
_MASK_SIZE = "16m"
_FUSE_WITHIN_S = 10.0
_LOOK_EVERY_S = 0.005


class StartFailedError(Exception):
    """A step of the start that the kernel refused, with the step's name and the errno."""

    def __init__(self, step: str, number: int) -> None:
        super().__init__(f"{step}: {os.strerror(number)}")
        self.step = step
        self.number = number


def start_inside(order: KeeperOrder, *, requests: int, output: int, errors: int) -> int:
    """Start a command where the layers are merged, and return its process id; StartFailedError when that fails.

    `requests`, `output` and `errors` become its standard streams. It ends with the thread that calls this.
    """
    failure_reader, failure_writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(failure_reader)
        _exec_command(order, (requests, output, errors), failure_writer)
    os.close(failure_writer)
    with os.fdopen(failure_reader, "rb") as answer:
        failure = answer.read().decode()
    if failure:
        os.waitpid(pid, 0)
        step, _, number = failure.rpartition(" ")
        raise StartFailedError(step, int(number))
    return pid


def _exec_command(order: KeeperOrder, streams: tuple[int, int, int], failure_writer: int) -> NoReturn:
    """Turn this forked process into the command; on failure write step and errno to the pipe, and end."""
    step = "start"
    try:
        os.setsid()
        for target, fd in enumerate(streams):
            os.dup2(fd, target)
        libc = ctypes.CDLL(None, use_errno=True)
        # Python ignores SIGPIPE, and started programs would inherit that.
        libc.signal(_BROKEN_PIPE, None)
        leave_keyring(libc)
        step = "namespace"
        _enter_namespace(libc)
        step = "layers"
        make_layers(libc, order)
        _protect_devices(libc)
        step = "bubblewrap"
        _install_filter(order["filter"])
        # Not earlier: the kernel forgets it when a process gets rights in a new namespace.
        _call(libc.prctl, _DIE_WITH_PARENT, _KILL, 0, 0, 0)
        _limit_processes(order["limits"]["processes"])
        # It is the first process inside, and its environment can be read there.
        os.execve(order["command"][0], order["command"], {})  # noqa: S606 - the whole point
    except OSError as error:
        os.write(failure_writer, f"{step} {error.errno or 0}".encode())
    except BaseException:  # noqa: BLE001 - a forked process must never return
        os.write(failure_writer, f"{step} 0".encode())
    os._exit(1)


def _install_filter(content: bytes) -> None:
    """Open the filter of system calls at the descriptor from which the command reads it."""
    fd = os.memfd_create("filter")
    os.write(fd, content)
    os.lseek(fd, 0, os.SEEK_SET)
    os.dup2(fd, FILTER_FD)


def _limit_processes(processes: int) -> None:
    """Limit a desk's processes, and have the kernel kill it first when memory runs out."""
    import resource  # Windows has none, and no desk

    resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
    # At 1 byte, the kernel starts no program outside to take what is left of one that crashed inside.
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")


def leave_keyring(libc: ctypes.CDLL) -> None:
    """Join a new session keyring, as everything inside would otherwise share the person's own."""
    number = _KEYCTL.get(os.uname().machine)
    if number is None:
        raise OSError(38, "keyctl")
    # A kernel without keyrings has none to lend.
    libc.syscall(ctypes.c_long(number), ctypes.c_int(_JOIN_NEW_KEYRING), None, 0, 0, 0)


def _enter_namespace(libc: ctypes.CDLL) -> None:
    user = os.geteuid()
    group = os.getegid()
    _call(libc.unshare, _NEW_USER | _NEW_NAMESPACE)
    for name, line in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)
    _call(libc.mount, b"none", b"/", None, _RECURSIVE | _PRIVATE, None)


def _protect_devices(libc: ctypes.CDLL) -> None:
    """Protect the devices that bubblewrap shows: this user may be root, who could change their rights."""
    for device in _DEVICES:
        if os.path.exists(device) and os.stat(device).st_uid == os.getuid():
            path = os.fsencode(device)
            _call(libc.mount, path, path, None, ctypes.c_ulong(_BIND), None)
            _call(libc.mount, None, path, None, ctypes.c_ulong(_BIND | _REMOUNT | _READ_ONLY | _NO_SUID), None)


def make_layers(libc: ctypes.CDLL, order: KeeperOrder) -> None:
    """Mount every layer; OSError with the kernel's reason if one is refused."""
    inner = order["inner"]
    os.makedirs(inner, mode=0o700, exist_ok=True)
    _mount(libc, b"tmpfs", inner, b"tmpfs", f"mode=755,size={_MASK_SIZE}")
    for layer in order["layers"]:
        for folder in (layer["mask"], layer["merged"], layer["work"]):
            os.makedirs(folder, exist_ok=True)
        make_mask(layer)
        lowers = _escaped(layer["mask"]) if layer["unseen"] else f"{_escaped(layer['mask'])}:{_escaped(layer['lower'])}"
        options = f"lowerdir={lowers},upperdir={_escaped(layer['upper'])},workdir={_escaped(layer['work'])}"
        if order["fuse"]:
            _mount_by_fuse(libc, options, layer["merged"])
        else:
            _mount(libc, b"overlay", layer["merged"], b"overlay", f"{options},userxattr")
    empty = os.path.join(inner, "empty")
    os.makedirs(empty)
    mounted = _mount_points()
    for place, over, merged in order["system"]:
        os.makedirs(merged)
        options = f"lowerdir={_escaped(over or empty)}:{_escaped(place)}"
        if over and order["fuse"]:
            _mount_by_fuse(libc, options, merged)
        elif not over and (order["fuse"] or any(point.startswith(f"{place}/") for point in mounted)):
            _bind_system_folder(libc, place, merged)
        else:
            try:
                _mount(libc, b"overlay", merged, b"overlay", f"{options},userxattr")
            except OSError:
                if over:
                    raise
                _bind_system_folder(libc, place, merged)


def _bind_system_folder(libc: ctypes.CDLL, place: str, merged: str) -> None:
    """Bind-mount a system folder, with all that is mounted in it, where it gets no overlay."""
    flags = ctypes.c_ulong(_BIND | _RECURSIVE)
    _call(libc.mount, os.fsencode(place), os.fsencode(merged), None, flags, None)


def _mount_points() -> list[str]:
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        return [line.split()[4] for line in file]


def make_mask(layer: LayerOrder) -> None:
    """Make a mask with a whiteout for each hidden place; its folders get the rights and times of the real ones."""
    mask = layer["mask"]
    lower = layer["lower"]
    for name in layer["shown"]:
        os.makedirs(os.path.join(mask, name), mode=0o700, exist_ok=True)
    for name, target in layer["links"]:
        os.makedirs(os.path.join(mask, os.path.dirname(name)), mode=0o700, exist_ok=True)
        os.symlink(target, os.path.join(mask, name))
    # An unseen layer needs no whiteouts.
    for name in [] if layer["unseen"] else layer["hidden"]:
        above = os.path.dirname(name)
        # Without the folder, the hidden place doesn't exist.
        if os.path.isdir(os.path.join(lower, above)):
            os.makedirs(os.path.join(mask, above), exist_ok=True)
            os.mknod(os.path.join(mask, name), 0o600 | 0o020000, os.makedev(0, 0))
    for folder, _, _ in os.walk(mask, topdown=False):
        try:
            real = os.stat(lower + folder.removeprefix(mask))
        except FileNotFoundError:
            continue  # the person has none
        os.chmod(folder, real.st_mode & 0o777)
        os.utime(folder, ns=(real.st_atime_ns, real.st_mtime_ns))


def _mount_by_fuse(libc: ctypes.CDLL, options: str, merged: str) -> None:
    """Start a process that serves the layers, and wait until it does; it ends with the command's process."""
    before = os.stat(merged).st_dev
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _serve_by_fuse(libc, options, merged, parent)
    deadline = time.monotonic() + _FUSE_WITHIN_S
    while os.stat(merged).st_dev == before:
        if os.waitpid(pid, os.WNOHANG)[0] or time.monotonic() > deadline:
            raise OSError(5, "fuse-overlayfs")
        time.sleep(_LOOK_EVERY_S)


def _serve_by_fuse(libc: ctypes.CDLL, options: str, merged: str, parent: int) -> NoReturn:
    try:
        _call(libc.prctl, _DIE_WITH_PARENT, _KILL, 0, 0, 0)
        if os.getppid() == parent:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(2, 1)  # what comes from inside ends with what is inside
            os.execvp("fuse-overlayfs", ["fuse-overlayfs", "-f", "-o", options, merged])  # noqa: S606
    finally:
        os._exit(1)


def _mount(libc: ctypes.CDLL, source: bytes, target: str, kind: bytes, options: str) -> None:
    flags = _NO_SUID | _NO_DEVICES
    _call(libc.mount, source, os.fsencode(target), kind, ctypes.c_ulong(flags), os.fsencode(options))


def _escaped(path: str) -> str:
    """Return a path with commas and colons escaped for an overlay's options."""
    return "".join(f"\\{sign}" if sign in "\\,:" else sign for sign in path)


def _call(function: Callable[..., int], *arguments: object) -> None:
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
