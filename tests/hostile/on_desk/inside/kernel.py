"""Acts by the kernel's own means: processes, namespaces, settings, devices, keys and the ways around a file's path."""

import ctypes
import fcntl
import mmap
import os
import signal
import socket
import struct
import tempfile
import termios
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.on_desk.inside.person import HostileAct, KnownPerson, all_of, call, syscall
from tests.hostile.on_desk.inside.routes import mount, own_namespace

_ATTACH, _SEIZE = 16, 0x4206
_WRITE_MEMORY, _PIDFD_OPEN, _PIDFD_GET, _SETUP_RING, _ADD_KEY, _KEYCTL = 311, 434, 438, 425, 248, 250
_BPF, _PERF, _USERFAULT, _FANOTIFY, _KEXEC, _MODULE = 321, 298, 323, 300, 246, 175
_KEY_READ, _KEY_UPDATE, _KEY_REVOKE, _KEY_RIGHTS = 11, 2, 3, 5


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)


def _writing(text: str, *paths: str) -> HostileAct:
    return lambda _: all_of(*(partial(_write, path, text) for path in paths))


def _read(path: str) -> None:
    os.read(os.open(path, os.O_RDWR), 16)


def _reading(*paths: str) -> HostileAct:
    return lambda _: all_of(*(partial(_read, path) for path in paths))


def _each_pid(what: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        all_of(*(partial(_PID_ACTS[what], pid) for pid in person.pids))

    return act


def _write_memory(pid: int) -> None:
    data = ctypes.create_string_buffer(b"hostile")
    part = struct.pack("PN", ctypes.addressof(data), 7)
    far = struct.pack("PN", 0x400000, 7)
    syscall(_WRITE_MEMORY, pid, part, 1, far, 1, 0)


_PID_ACTS: dict[str, Callable[[int], object]] = {
    "kill": lambda pid: os.kill(pid, signal.SIGKILL),
    "stop": lambda pid: os.kill(pid, signal.SIGSTOP),
    "attach": lambda pid: call("ptrace", _ATTACH, pid, None, None),
    "seize": lambda pid: call("ptrace", _SEIZE, pid, None, None),
    "write": _write_memory,
    "hold": lambda pid: syscall(_PIDFD_GET, syscall(_PIDFD_OPEN, pid, 0), 0, 0),
    "starve": lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
    "move": lambda pid: os.sched_setaffinity(pid, {0}),
    "enter": lambda pid: call("setns", os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY), 0),
    "memory": lambda pid: _write(f"/proc/{pid}/mem", "hostile"),
    "descriptors": lambda pid: os.listdir(f"/proc/{pid}/fd"),
}


def _enter_first(_: KnownPerson) -> None:
    own_namespace()
    for name in ("user", "mnt", "net", "pid", "ipc"):
        call("setns", os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0)
    raise OSError(1, "one is in no other place than before")


def _ring_write(person: KnownPerson) -> None:
    ring = syscall(_SETUP_RING, 4, (ctypes.c_char * 120)())
    os.close(ring)
    _write(f"{person.home}/docs/ring.txt", "hostile")


def _key(operation: int) -> HostileAct:
    def act(person: KnownPerson) -> None:
        data = ctypes.create_string_buffer(b"hostile")
        syscall(_KEYCTL, operation, person.key, 0x3F3F3F3F if operation == _KEY_RIGHTS else data, 7, 0)

    return act


def _add_key(_: KnownPerson) -> None:
    syscall(_ADD_KEY, b"user", b"desktop-agent-hostile", b"hostile", 7, -4)


def _terminal(person: KnownPerson) -> None:
    places = (person.terminal, "/dev/tty", "/dev/console", "/dev/tty1", "/dev/pts/0", "/proc/1/fd/0", "/proc/self/fd/0")

    def type_into(place: str) -> None:
        fd = os.open(place, os.O_RDWR | os.O_NOCTTY)
        for sign in b"hostile\n":
            fcntl.ioctl(fd, termios.TIOCSTI, bytes([sign]))

    all_of(*(lambda place=place: type_into(place) for place in places))


def _terminal_writes(person: KnownPerson) -> None:
    all_of(*(lambda place=place: _write(place, "hostile") for place in (person.terminal, "/dev/console")))


def _shared_memory(person: KnownPerson) -> None:
    for place in (f"/dev/shm/desktop-agent-hostile-{person.pids[1]}", f"{person.outside}/shared"):
        _write(place, "hostile")


def _old_memory(_: KnownPerson) -> None:
    segment = call("shmget", 0x77C4, 64, 0o600)
    call("shmctl", segment, 0, None)


def _make_disk(_: KnownPerson) -> None:
    place = f"{tempfile.mkdtemp()}/disk"
    os.mknod(place, 0o60600, os.stat("/usr").st_dev)
    _write(place, "hostile")


def _make_disk_in_namespace(person: KnownPerson) -> None:
    own_namespace()
    _make_disk(person)


def _mounts(kind: str, options: str = "") -> HostileAct:
    def act(_: KnownPerson) -> None:
        own_namespace()
        place = tempfile.mkdtemp()
        mount("none", place, kind, 0, options)
        if kind == "proc":
            _write(f"{place}/sys/kernel/core_pattern", "|/bin/false")
        if kind in {"sysfs", "cgroup2"}:
            _write(f"{place}/cgroup.procs" if kind == "cgroup2" else f"{place}/kernel/uevent_helper", "0")
        raise OSError(1, "mounted, and nothing of the person's is in it")

    return act


def _overlay_attribute(name: str, value: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        place = f"{person.home}/docs/marked"
        os.makedirs(place, exist_ok=True)
        os.setxattr(place, f"user.overlay.{name}", value.format(outside=person.outside).encode())
        _write(f"{place}/file", "hostile")

    return act


def _whiteout(person: KnownPerson) -> None:
    os.mknod(f"{person.home}/docs/none", 0o20600, os.makedev(0, 0))


def _lock(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/locked.txt", os.O_RDWR)
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    if os.fork() == 0:
        signal.pause()


def _write_shown_memory(person: KnownPerson) -> None:
    """Write past the rights of a private mapping of a file that is only read."""
    fd = os.open(f"{person.home}/docs/mapped.txt", os.O_RDONLY)
    memory = mmap.mmap(fd, 0, mmap.MAP_PRIVATE, mmap.PROT_READ)
    at = ctypes.addressof(ctypes.py_object(memory))
    with open("/proc/self/mem", "r+b", buffering=0) as own:
        for line in Path("/proc/self/maps").read_text().splitlines():
            if line.endswith("mapped.txt"):
                own.seek(int(line.partition("-")[0], 16))
                own.write(b"hostile")
    del at


def _packet(_: KnownPerson) -> None:
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW)


def _raise_limits(_: KnownPerson) -> None:
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_NPROC, (100_000, 100_000))
    except ValueError as error:
        raise OSError(1, str(error)) from error


def _close_devices(_: KnownPerson) -> None:
    all_of(*(lambda name=name: os.chmod(f"/dev/{name}", 0) for name in ("null", "zero", "urandom", "tty")))


def _crash(_: KnownPerson) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _devices(*names: str) -> HostileAct:
    return _reading(*(f"/dev/{name}" for name in names))


def _call(number: int, *arguments: object) -> HostileAct:
    return lambda _: syscall(number, *arguments)


# Half A, then half B.
KERNEL_ACTS: dict[str, tuple[HostileAct, str]] = {
    "kills the person's processes": (_each_pid("kill"), "A"),
    "attaches to them": (_each_pid("attach"), "A"),
    "writes to their memory": (_each_pid("write"), "A"),
    "enters where they are": (_each_pid("enter"), "A"),
    "reads the person's key": (_key(_KEY_READ), "A"),
    "changes the person's key": (_key(_KEY_UPDATE), "A"),
    "types at the person's terminal": (_terminal, "A"),
    "names a program for crashes": (_writing("|/tmp/x", "/proc/sys/kernel/core_pattern"), "A"),
    "mounts a proc of its own": (_mounts("proc"), "A"),
    "makes a disk's device": (_make_disk, "A"),
    "writes where both have memory": (_shared_memory, "A"),
    "writes by a ring of the kernel": (_ring_write, "A"),
    "marks a folder as leading elsewhere": (_overlay_attribute("redirect", "/../../../../{outside}"), "A"),
    "locks what the person edits": (_lock, "A"),
    "opens the memory of the machine": (_devices("mem", "kmem", "port", "kmsg"), "A"),
    "stops the person's processes": (_each_pid("stop"), "B"),
    "seizes them": (_each_pid("seize"), "B"),
    "takes what they have open": (_each_pid("hold"), "B"),
    "starves them": (_each_pid("starve"), "B"),
    "moves them to one core": (_each_pid("move"), "B"),
    "writes their memory by a file": (_each_pid("memory"), "B"),
    "lists what they have open": (_each_pid("descriptors"), "B"),
    "enters the first process's places": (_enter_first, "B"),
    "revokes the person's key": (_key(_KEY_REVOKE), "B"),
    "opens the person's key to all": (_key(_KEY_RIGHTS), "B"),
    "adds a key beside": (_add_key, "B"),
    "writes on the person's terminal": (_terminal_writes, "B"),
    "names a program for modules": (_writing("/tmp/x", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/hotplug"), "B"),
    "asks for a restart": (_writing("b", "/proc/sysrq-trigger"), "B"),
    "turns protections off": (
        _writing("0", "/proc/sys/fs/protected_symlinks", "/proc/sys/kernel/yama/ptrace_scope"),
        "B",
    ),
    "forbids new namespaces": (_writing("0", "/proc/sys/user/max_user_namespaces"), "B"),
    "registers a format of programs": (
        _writing(":x:M::x::/tmp/x:", "/proc/sys/fs/binfmt_misc/register", "/proc/sys/kernel/ns_last_pid"),
        "B",
    ),
    "mounts the kernel's objects": (_mounts("sysfs"), "B"),
    "mounts the groups of processes": (_mounts("cgroup2"), "B"),
    "mounts the formats of programs": (_mounts("binfmt_misc"), "B"),
    "mounts the kernel's traces": (_mounts("tracefs"), "B"),
    "mounts a disk": (_mounts("ext4"), "B"),
    "mounts a file system of a program": (_mounts("fuse", "fd=3,rootmode=40000,user_id=0,group_id=0"), "B"),
    "mounts queues": (_mounts("mqueue"), "B"),
    "makes a disk's device as root of its own": (_make_disk_in_namespace, "B"),
    "takes old shared memory": (_old_memory, "B"),
    "marks a folder as without content": (_overlay_attribute("metacopy", "y"), "B"),
    "marks a folder as hiding": (_overlay_attribute("opaque", "y"), "B"),
    "marks a folder's origin": (_overlay_attribute("origin", "x"), "B"),
    "makes a whiteout": (_whiteout, "B"),
    "writes past the rights of a map": (_write_shown_memory, "B"),
    "listens to packets": (_packet, "B"),
    "raises its limits": (_raise_limits, "B"),
    "crashes": (_crash, "B"),
    "closes devices that all use": (_close_devices, "B"),
    "opens disks": (_devices("vda", "sda", "nvme0n1", "loop0", "loop-control", "mapper/control"), "B"),
    "opens input devices": (_devices("uinput", "input/event0", "input/mice", "uhid"), "B"),
    "opens screens and cards": (_devices("fb0", "dri/card0", "dri/renderD128", "video0", "snd/controlC0"), "B"),
    "opens machines and tunnels": (
        _devices("kvm", "net/tun", "vhost-vsock", "fuse", "userfaultfd", "btrfs-control"),
        "B",
    ),
    "loads a program into the kernel": (_call(_BPF, 0, (ctypes.c_char * 128)(), 128), "B"),
    "watches all files": (_call(_FANOTIFY, 0x4, 0), "B"),
    "loads another kernel": (_call(_KEXEC, 0, 0, None, 0), "B"),
    "loads a module": (_call(_MODULE, None, 0, b""), "B"),
    "sets the clock": (lambda _: call("settimeofday", struct.pack("ll", 0, 0), None), "B"),
    "names the computer": (lambda _: call("sethostname", b"hostile", 7), "B"),
    "swaps onto a file": (lambda person: call("swapon", f"{person.home}/docs/swap".encode(), 0), "B"),
}
