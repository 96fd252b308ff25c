"""Half C, the person's files: by handles, processes, layers, memory and names that the system gives to them."""

import ctypes
import errno
import fcntl
import glob
import mmap
import os
import subprocess
import time
from collections.abc import Iterable

from tests.hostile.on_desk.inside.person import LIBC, HostileAct, KnownPerson, ReachedOutsideError, call, syscall

LIBC.mmap.restype = ctypes.c_void_p
_OWN_NAMES, _OWN_USER = 0x00020000, 0x10000000
_DETACH, _BIND, _REMOUNT, _SHARED, _AGAIN = 2, 0x1000, 0x20, 1 << 20, 0x4000
_GET_PARENT, _GET_USER = 0xB702, 0xB701


def harm(path: str) -> None:
    """Add to a file that is there already."""
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK)
    os.write(fd, b"fresh")
    os.close(fd)


def first_of(paths: Iterable[str]) -> None:
    """Harm all files that can be; OSError where none can."""
    harmed = 0
    for path in paths:
        try:
            harm(path)
            harmed += 1
        except OSError:
            continue
    if not harmed:
        raise OSError(errno.ENOENT, "none of these is there")


def _by_links(kind: str) -> HostileAct:
    return lambda person: first_of(f"{place}{person.outside}/letter.txt" for place in glob.glob(f"/proc/[0-9]*/{kind}"))


def _up_from_open_folders(person: KnownPerson) -> None:
    first_of(
        f"{fd}/{'../' * deep}{person.outside}/letter.txt"
        for fd in glob.glob("/proc/[0-9]*/fd/*")
        if os.path.isdir(fd)
        for deep in (1, 3, 9)
    )


def _by_handle(which: str, *bases: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        handle = bytes.fromhex(person.further[which])
        failed = OSError(errno.ENOENT, "no place to begin at")
        for base in (*bases, person.wire, person.home, os.environ["HOME"], "/usr", "/etc", "/tmp"):
            try:
                start = os.open(base, os.O_RDONLY)
                fd = call("open_by_handle_at", start, ctypes.create_string_buffer(handle, len(handle)), os.O_RDONLY)
            except OSError as error:
                failed = error
                continue
            harm(f"/proc/self/fd/{fd}" + (f"{person.outside}/letter.txt" if which == "top" else ""))
            return
        raise failed

    return act


def _own_layers() -> None:
    """Become root in namespaces of one's own."""
    call("unshare", _OWN_USER | _OWN_NAMES)


def _under_the_home(person: KnownPerson) -> None:
    _own_layers()
    call("umount2", person.home.encode(), _DETACH)
    first_of([f"{person.home}/docs/1/letter.txt", f"{person.outside}/letter.txt"])


def _without_new_names(person: KnownPerson) -> None:
    call("umount2", person.home.encode(), _DETACH)
    harm(f"{person.home}/docs/1/letter.txt")


def _a_copy_of_the_tree(person: KnownPerson) -> None:
    _own_layers()
    fd = syscall(428, -100, b"/", 0x1 | 0x8000)  # open_tree, a copy of all
    first_of(
        f"/proc/self/fd/{fd}{place}" for place in (f"{person.outside}/letter.txt", f"/..{person.outside}/letter.txt")
    )


def _out_of_a_cage(person: KnownPerson) -> None:
    _own_layers()
    os.makedirs("/tmp/cage", exist_ok=True)
    out = os.open("/", os.O_RDONLY)
    os.chroot("/tmp/cage")
    os.fchdir(out)
    for _ in range(64):
        os.chdir("..")
    os.chroot(".")
    harm(f"{person.outside}/letter.txt")


def _writable_again(place: str) -> HostileAct:
    def act(person: KnownPerson) -> None:
        for own in (False, True):
            if own:
                _own_layers()
            if not LIBC.mount(b"none", place.encode(), None, _REMOUNT | _BIND, None):
                break
        os.close(os.open(f"{place}/fresh-was-here", os.O_CREAT | os.O_WRONLY))

    return act


def _a_mount_for_all(person: KnownPerson) -> None:
    LIBC.mount(None, b"/", None, _SHARED | _AGAIN, None)
    call("mount", b"tmpfs", person.wire.encode(), b"tmpfs", 0, b"size=4k")


def _names_of_the_parent(person: KnownPerson) -> None:
    for kind in ("mnt", "user", "pid", "net", "ipc"):
        fd = os.open(f"/proc/self/ns/{kind}", os.O_RDONLY)
        for ask in (_GET_PARENT, _GET_USER):
            above = LIBC.ioctl(fd, ask)
            if above >= 0 and not LIBC.setns(above, 0):
                harm(f"{person.outside}/letter.txt")
                return
    raise OSError(errno.EPERM, "no names above")


def _names_of_others(person: KnownPerson) -> None:
    own = {os.readlink(one) for one in glob.glob("/proc/self/ns/*")}
    for place in glob.glob("/proc/[0-9]*/task/*/ns/mnt"):
        try:
            if os.readlink(place) in own or LIBC.setns(os.open(place, os.O_RDONLY), _OWN_NAMES):
                continue
        except OSError:
            continue
        harm(f"{person.outside}/letter.txt")
    harm(f"{person.outside}/letter.txt")


def _read_map(path: str) -> tuple[int, int]:
    fd = os.open(path, os.O_RDONLY)
    place = LIBC.mmap(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_SHARED, fd, ctypes.c_long(0))
    if place in (None, 2**64 - 1):
        raise OSError(ctypes.get_errno(), "mmap")
    return int(place), fd


def _into_a_map(person: KnownPerson) -> None:
    place, _ = _read_map(f"{person.home}/docs/21/letter.txt")
    with open("/proc/self/mem", "r+b", buffering=0) as memory:
        memory.seek(place)
        memory.write(b"fresh")


def _a_map_made_writable(person: KnownPerson) -> None:
    place, _ = _read_map(f"{person.home}/docs/22/letter.txt")
    call("mprotect", ctypes.c_void_p(place), ctypes.c_size_t(4096), mmap.PROT_READ | mmap.PROT_WRITE)
    ctypes.memmove(place, b"fresh", 5)


def _a_dirty_pipe(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/23/letter.txt", os.O_RDONLY)
    reading, writing = os.pipe()
    for _ in range(16):
        os.write(writing, b"x" * 4096)
    os.read(reading, 16 * 4096)
    os.splice(fd, writing, 1, offset_src=0)
    os.write(writing, b"fresh")


def _a_race_of_pages(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/24/letter.txt", os.O_RDONLY)
    view = mmap.mmap(fd, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ)
    place = LIBC.mmap(None, ctypes.c_size_t(4096), mmap.PROT_READ, mmap.MAP_PRIVATE, fd, ctypes.c_long(0))
    until = time.monotonic() + 0.5
    with open("/proc/self/mem", "r+b", buffering=0) as memory:
        while time.monotonic() < until:
            LIBC.madvise(ctypes.c_void_p(place), ctypes.c_size_t(4096), mmap.MADV_DONTNEED)
            memory.seek(place)
            memory.write(b"fresh")
    view.close()


def _flags_by_a_reader(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/25/letter.txt", os.O_RDONLY)
    fcntl.ioctl(fd, 0x40086602, (0x40 | 0x80000).to_bytes(8, "little"))  # not to be dumped


def _project_by_a_reader(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/26/letter.txt", os.O_RDONLY)
    fcntl.ioctl(fd, 0x401C5820, (0x80).to_bytes(4, "little") + bytes(24))


def _version_by_a_reader(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/27/letter.txt", os.O_RDONLY)
    fcntl.ioctl(fd, 0x40087602, (7).to_bytes(8, "little"))


def _rights_by_a_reader(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/28/letter.txt", os.O_RDONLY)
    os.fchmod(fd, 0o666)
    os.utime(fd, (1, 1))
    os.setxattr(fd, "user.fresh", b"1")


def _block_device(person: KnownPerson) -> None:
    os.mknod("/tmp/disk", 0o60600, person.further["device"])
    fd = os.open("/tmp/disk", os.O_RDONLY)
    raise ReachedOutsideError(f"the disk: {len(os.read(fd, 4096))} bytes of it")


def _another_mount_of_the_disk(person: KnownPerson) -> None:
    _own_layers()
    fd = syscall(430, b"ext4", 0)
    syscall(431, fd, 1, b"source", b"/dev/vda", 0)
    syscall(431, fd, 6, None, None, 0)
    raise ReachedOutsideError("a file system of the disk")


def _link_out_of_the_home(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/29/letter.txt", 0o10000000)
    call("linkat", fd, b"", -100, f"{person.wire}/fresh-link".encode(), 0x1000)
    harm(f"{person.wire}/fresh-link")


def _layers_over_layers(person: KnownPerson) -> None:
    _own_layers()
    for name in ("up", "work", "all"):
        os.makedirs(f"{person.wire}/fresh/{name}", exist_ok=True)
    place = f"{person.wire}/fresh"
    told = f"lowerdir={person.home},upperdir={place}/up,workdir={place}/work,userxattr,redirect_dir=on,metacopy=on"
    call("mount", b"overlay", f"{place}/all".encode(), b"overlay", 0, told.encode())
    subprocess.run(["chmod", "-R", "a+w", f"{place}/all/docs/30"], check=False)
    harm(f"{place}/all/docs/30/letter.txt")


FRESH_FILES: dict[str, HostileAct] = {
    "by the root of each process": _by_links("root"),
    "by the folder that each process is in": _by_links("cwd"),
    "by the root of each thread": _by_links("task/*/root"),
    "up from each folder that a process has open": _up_from_open_folders,
    "by the kernel's number of a file": _by_handle("handle"),
    "by the kernel's number of the top": _by_handle("top"),
    "takes the home's layers off in names of its own": _under_the_home,
    "takes the home's layers off": _without_new_names,
    "through a copy of the whole tree": _a_copy_of_the_tree,
    "out of a root within a root": _out_of_a_cage,
    "makes /usr writable again": _writable_again("/usr"),
    "makes /etc writable again": _writable_again("/etc"),
    "mounts on the wire for everybody": _a_mount_for_all,
    "joins the names above": _names_of_the_parent,
    "joins the names of others": _names_of_others,
    "into a map for reading, by its own memory": _into_a_map,
    "makes a map for reading writable": _a_map_made_writable,
    "by a page left in a pipe": _a_dirty_pipe,
    "by a race for a page": _a_race_of_pages,
    "flags through a file open for reading": _flags_by_a_reader,
    "a project through a file open for reading": _project_by_a_reader,
    "a version through a file open for reading": _version_by_a_reader,
    "rights and times through a file open for reading": _rights_by_a_reader,
    "makes a device of the disk": _block_device,
    "mounts the disk again": _another_mount_of_the_disk,
    "a second name beside the home": _link_out_of_the_home,
    "layers of its own over the desk's": _layers_over_layers,
}
