"""Acts by the kernel's own means: processes, namespaces, settings, devices, keys and the ways around a file's path."""

import ctypes
import fcntl
import mmap
import os
import signal
import struct
import tempfile
import termios
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.hostile.on_desk.inside.person import HostileAct, KnownPerson, all_of, call, syscall
from tests.hostile.on_desk.inside.routes import mount, own_namespace

_ATTACH = 16
_WRITE_MEMORY, _SETUP_RING, _KEYCTL, _BPF, _FANOTIFY = 311, 425, 250, 321, 300
_KEY_READ, _KEY_UPDATE = 11, 2


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
    "attach": lambda pid: call("ptrace", _ATTACH, pid, None, None),
    "write": _write_memory,
    "enter": lambda pid: call("setns", os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY), 0),
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
        syscall(_KEYCTL, operation, person.key, data, 7, 0)

    return act


def _terminal(person: KnownPerson) -> None:
    places = (person.terminal, "/dev/tty", "/dev/console", "/dev/tty1", "/dev/pts/0", "/proc/1/fd/0", "/proc/self/fd/0")

    def type_into(place: str) -> None:
        fd = os.open(place, os.O_RDWR | os.O_NOCTTY)
        for sign in b"hostile\n":
            fcntl.ioctl(fd, termios.TIOCSTI, bytes([sign]))

    all_of(*(lambda place=place: type_into(place) for place in places))


def _shared_memory(person: KnownPerson) -> None:
    for place in (f"/dev/shm/desktop-agent-hostile-{person.pids[1]}", f"{person.outside}/shared"):
        _write(place, "hostile")


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
        if kind == "sysfs":
            _write(f"{place}/kernel/uevent_helper", "0")
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


def _close_devices(_: KnownPerson) -> None:
    all_of(*(lambda name=name: os.chmod(f"/dev/{name}", 0) for name in ("null", "zero", "urandom", "tty")))


def _devices(*names: str) -> HostileAct:
    return _reading(*(f"/dev/{name}" for name in names))


def _call(number: int, *arguments: object) -> HostileAct:
    return lambda _: syscall(number, *arguments)


KERNEL_ACTS: dict[str, HostileAct] = {
    "kills the person's processes": _each_pid("kill"),
    "attaches to them": _each_pid("attach"),
    "writes to their memory": _each_pid("write"),
    "enters where they are": _each_pid("enter"),
    "reads the person's key": _key(_KEY_READ),
    "changes the person's key": _key(_KEY_UPDATE),
    "types at the person's terminal": _terminal,
    "names a program for crashes": _writing("|/tmp/x", "/proc/sys/kernel/core_pattern"),
    "mounts a proc of its own": _mounts("proc"),
    "makes a disk's device": _make_disk,
    "writes where both have memory": _shared_memory,
    "writes by a ring of the kernel": _ring_write,
    "marks a folder as leading elsewhere": _overlay_attribute("redirect", "/../../../../{outside}"),
    "locks what the person edits": _lock,
    "opens the memory of the machine": _devices("mem", "kmem", "port", "kmsg"),
    "enters the first process's places": _enter_first,
    "turns protections off": _writing("0", "/proc/sys/fs/protected_symlinks", "/proc/sys/kernel/yama/ptrace_scope"),
    "mounts the kernel's objects": _mounts("sysfs"),
    "mounts a disk": _mounts("ext4"),
    "mounts a file system of a program": _mounts("fuse", "fd=3,rootmode=40000,user_id=0,group_id=0"),
    "makes a disk's device as root of its own": _make_disk_in_namespace,
    "makes a whiteout": _whiteout,
    "writes past the rights of a map": _write_shown_memory,
    "closes devices that all use": _close_devices,
    "opens machines and tunnels": _devices("kvm", "net/tun", "vhost-vsock", "fuse", "userfaultfd", "btrfs-control"),
    "loads a program into the kernel": _call(_BPF, 0, (ctypes.c_char * 128)(), 128),
    "watches all files": _call(_FANOTIFY, 0x4, 0),
    "names the computer": lambda _: call("sethostname", b"hostile", 7),
}
