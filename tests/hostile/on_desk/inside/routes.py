"""Ways to the person's files: each gives a path that might lead to what lies in the home."""

import ctypes
import os
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from tests.hostile.on_desk.inside.person import KnownPerson, call

_NEW_USER, _NEW_MOUNT, _NEW_PID = 0x10000000, 0x20000, 0x20000000
_BIND, _RECURSIVE, _REMOUNT, _SHARED, _DETACH = 4096, 16384, 32, 1 << 20, 2
_HANDLE = struct.Struct("Ii")

HostileRoute = Callable[[KnownPerson], AbstractContextManager[str]]


def own_namespace() -> None:
    """Become root of a user namespace below the desk's own, with mounts of its own."""
    user, group = os.getuid(), os.getgid()
    call("unshare", _NEW_USER | _NEW_MOUNT)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount; OSError when the kernel will not."""
    call("mount", source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode())


def _plain(prefix: str) -> HostileRoute:
    @contextmanager
    def route(person: KnownPerson) -> Iterator[str]:
        yield f"{prefix}{person.home}"

    return route


@contextmanager
def _by_descriptor(person: KnownPerson) -> Iterator[str]:
    yield f"/proc/self/fd/{os.open(person.home, os.O_PATH)}"


@contextmanager
def _by_link(person: KnownPerson) -> Iterator[str]:
    os.symlink(person.home, "/tmp/way-home") if not os.path.islink("/tmp/way-home") else None
    yield "/tmp/way-home"


@contextmanager
def _by_bind(person: KnownPerson) -> Iterator[str]:
    own_namespace()
    place = tempfile.mkdtemp()
    mount(person.home, place, "", _BIND | _RECURSIVE)
    with suppress(OSError):
        mount("", place, "", _REMOUNT | _BIND)
    yield place


@contextmanager
def _by_overlay(person: KnownPerson) -> Iterator[str]:
    own_namespace()
    place = tempfile.mkdtemp()
    mount("tmpfs", place, "tmpfs", 0)
    for name in ("up", "work", "merged"):
        os.mkdir(f"{place}/{name}")
    options = f"lowerdir={person.home},upperdir={place}/up,workdir={place}/work,userxattr"
    mount("overlay", f"{place}/merged", "overlay", 0, options)
    yield f"{place}/merged"


@contextmanager
def _below_the_layer(person: KnownPerson) -> Iterator[str]:
    """Take the merged folder away, so that what it covers shows."""
    own_namespace()
    call("umount2", person.home.encode(), _DETACH)
    yield person.home


@contextmanager
def _by_spreading(person: KnownPerson) -> Iterator[str]:
    """Make a mount that would spread to where the person looks."""
    own_namespace()
    with suppress(OSError):
        mount("", "/", "", _RECURSIVE | _SHARED)
    mount("tmpfs", f"{person.home}/docs", "tmpfs", 0)
    yield person.home


@contextmanager
def _by_root(person: KnownPerson) -> Iterator[str]:
    own_namespace()
    os.chroot("/proc/1/root")
    for _ in range(20):
        with suppress(OSError):
            os.chdir("..")
    os.chroot(".")
    yield person.home


@contextmanager
def _by_handle(person: KnownPerson) -> Iterator[str]:
    """Open the home by the number that the disk knows it by."""
    buffer = bytearray(_HANDLE.size + 128)
    _HANDLE.pack_into(buffer, 0, 128, 0)
    raw, number = (ctypes.c_char * len(buffer)).from_buffer(buffer), ctypes.c_int()
    call("name_to_handle_at", -100, f"{person.home}/docs".encode(), raw, ctypes.byref(number), 0)
    own_namespace()
    fd = call("open_by_handle_at", os.open(person.home, os.O_RDONLY), raw, os.O_RDONLY)
    yield f"/proc/self/fd/{fd}/.."


@contextmanager
def _by_disk_handle(person: KnownPerson) -> Iterator[str]:
    """Open by number on the disk itself, by another folder of it that can be seen."""
    buffer = bytearray(_HANDLE.size + 128)
    inode = os.stat("/usr").st_ino
    _HANDLE.pack_into(buffer, 0, 8, 1)
    struct.pack_into("II", buffer, _HANDLE.size, inode, 0)
    raw = (ctypes.c_char * len(buffer)).from_buffer(buffer)
    fd = call("open_by_handle_at", os.open("/usr", os.O_RDONLY), raw, os.O_RDONLY)
    yield f"/proc/self/fd/{fd}{person.home}"


def _of_the_desk(part: str) -> HostileRoute:
    @contextmanager
    def route(person: KnownPerson) -> Iterator[str]:
        yield f"{person.desk}/{part}"

    return route


@contextmanager
def _by_the_log(_: KnownPerson) -> Iterator[str]:
    """Go from the one file of the person's disk that is open here to its neighbours."""
    yield "/proc/1/fd/2/../up/0"


# What a way leads to is the desk's own layer or nothing.
ROUTES: dict[str, HostileRoute] = {
    "the home's own path": _plain(""),
    "the root of this process": _plain("/proc/self/root"),
    "an open folder": _by_descriptor,
    "a bind in a namespace of its own": _by_bind,
    "the mount taken away": _below_the_layer,
    "the desk's upper folder": _of_the_desk("up/0"),
    "a handle of the home": _by_handle,
    "the root of the first process": _plain("/proc/1/root"),
    "a link to the home": _by_link,
    "a layer over the layer": _by_overlay,
    "a mount that spreads": _by_spreading,
    "out of a root of its own": _by_root,
    "a handle of the disk": _by_disk_handle,
    "beside the desk's log": _by_the_log,
}
