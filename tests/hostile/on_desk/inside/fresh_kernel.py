"""Half C, the kernel: keys by other doors, memory, queues, devices, settings, groups of processes and what watches."""

import ctypes
import errno
import fcntl
import glob
import mmap
import os
import socket

from tests.hostile.on_desk.inside.person import LIBC, HostileAct, KnownPerson, ReachedOutsideError, call, syscall

LIBC.shmat.restype = ctypes.c_void_p
LIBC.mmap.restype = ctypes.c_void_p


def _by_old_gate(number: int, *arguments: int) -> int:
    """Call the kernel as a program of 32 bits does: int 0x80, the number in eax and what it wants in ebx to esi."""
    code = bytes.fromhex("53 89f8 89f3 87d1 4489c6 cd80 5b c3")
    place = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    place.write(code)
    start = ctypes.addressof(ctypes.c_char.from_buffer(place))
    kernel = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_uint32] * 5)(start)
    answer = int(kernel(number, *arguments))
    if answer < 0:
        raise OSError(-answer, os.strerror(-answer))
    return answer


def _key_by_old_gate(person: KnownPerson) -> None:
    low = LIBC.mmap(None, ctypes.c_size_t(4096), 3, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, -1, ctypes.c_long(0))
    ctypes.memmove(low, b"fresh", 5)
    _by_old_gate(288, 2, person.key, low, 5)


def _key_by_wide_gate(person: KnownPerson) -> None:
    syscall(0x40000000 + 250, 2, person.key, b"fresh", 5)


def _key_by_search(person: KnownPerson) -> None:
    for ring in (-4, -5, -3):
        found = LIBC.syscall(250, 10, ring, b"user", b"desktop-agent-person", 0)
        if found > 0:
            syscall(250, 2, found, b"fresh", 5)
            return
    raise OSError(ctypes.get_errno(), "no such key")


def _key_by_request(person: KnownPerson) -> None:
    syscall(250, 2, syscall(249, b"user", b"desktop-agent-person", None, 0), b"fresh", 5)


def _machines_by_old_gate(person: KnownPerson) -> None:
    _by_old_gate(359, 40, 1, 0, 0)
    raise ReachedOutsideError("a socket of virtual machines")


def _machines(person: KnownPerson) -> None:
    with socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM) as made:
        made.settimeout(0.3)
        made.connect((2, 22))
    raise ReachedOutsideError("the host of this virtual machine")


def _shared_memory(person: KnownPerson) -> None:
    for number in {person.further["segment"], *range(64)}:
        place = LIBC.shmat(number, None, 0)
        if place not in (None, 2**64 - 1):
            ctypes.memmove(place, b"fresh", 5)
            return
    raise OSError(ctypes.get_errno(), "no such memory")


def _a_queue(person: KnownPerson) -> None:
    queue = call("mq_open", person.further["queue"].encode(), os.O_WRONLY)
    call("mq_send", queue, b"fresh", 5, 0)


def _memory_with_a_name(person: KnownPerson) -> None:
    for path in [*glob.glob("/dev/shm/*hostile*"), f"/dev/shm/desktop-agent-hostile-{person.user}"]:
        fd = os.open(path, os.O_WRONLY)
        os.write(fd, b"fresh")


def _devices(person: KnownPerson) -> None:
    usual = {"null", "zero", "full", "random", "urandom", "tty", "ptmx"}
    opened = list[str]()
    for path in [*glob.glob("/dev/*"), *glob.glob("/dev/*/*")]:
        if os.path.basename(path) in usual or path.startswith(("/dev/shm", "/dev/pts", "/dev/fd", "/dev/std")):
            continue
        try:
            if os.path.isdir(path):
                continue
            os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
        except OSError:
            continue
        opened.append(path)
    if opened:
        raise ReachedOutsideError(f"devices: {opened}")
    raise OSError(errno.ENOENT, "no devices")


def _made_devices(person: KnownPerson) -> None:
    opened = list[str]()
    for name, major, minor in (
        ("uinput", 10, 223),
        ("tty1", 4, 1),
        ("console", 5, 1),
        ("mem", 1, 1),
        ("fuse", 10, 229),
    ):
        try:
            os.mknod(f"/tmp/made-{name}", 0o20600, os.makedev(major, minor))
            os.close(os.open(f"/tmp/made-{name}", os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY))
        except OSError:
            continue
        opened.append(name)
    if opened:
        raise ReachedOutsideError(f"devices that it made: {opened}")
    raise OSError(errno.EPERM, "no devices")


def _opens_for_writing(top: str, own: tuple[str, ...]) -> HostileAct:
    """Open each setting below, and write nothing; `own` are those that a namespace of the desk has for itself."""

    def act(person: KnownPerson) -> None:
        opened, looked = list[str](), 0
        for folder, folders, names in os.walk(top):
            folders[:] = [one for one in folders if one not in ("devices", "module", "tracing", "debug")]
            for name in names:
                path, looked = f"{folder}/{name}", looked + 1
                if looked > 20_000 or path.startswith(own) or os.path.islink(path):
                    continue
                try:
                    os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
                except OSError:
                    continue
                opened.append(path)
        if opened:
            raise ReachedOutsideError(f"{len(opened)} settings: {opened[:8]}")
        raise OSError(errno.EACCES, f"none of {looked}")

    return act


def _another_group(person: KnownPerson) -> None:
    with open("/proc/self/cgroup") as told:
        own = told.read()
    for path in glob.glob("/sys/fs/cgroup/**/cgroup.procs", recursive=True):
        try:
            with open(path, "w") as file:
                file.write("0")
        except OSError:
            continue
    with open("/proc/self/cgroup") as told:
        if told.read() != own:
            raise ReachedOutsideError("another group of processes")
    raise OSError(errno.EACCES, "no group but its own")


def _dies_last(person: KnownPerson) -> None:
    with open("/proc/self/oom_score_adj") as told:
        before = int(told.read())
    for wished in (-1000, -1, 0, 1, before - 1):
        try:
            with open("/proc/self/oom_score_adj", "w") as file:
                file.write(str(wished))
        except OSError:
            continue
        raise ReachedOutsideError(f"it is at {wished}, and was at {before}")
    raise OSError(errno.EACCES, "not lower")


def _counts_all(person: KnownPerson) -> None:
    wish = bytearray(128)
    wish[0:8] = (1).to_bytes(4, "little") + (128).to_bytes(4, "little")
    syscall(298, bytes(wish), -1, 0, -1, 0)
    raise ReachedOutsideError("counters of a whole core")


def _programs_of_the_kernel(person: KnownPerson) -> None:
    for which in (11, 12):
        syscall(321, which, ctypes.create_string_buffer(64), 64)
    raise ReachedOutsideError("programs that the kernel runs")


def _watches_all(person: KnownPerson) -> None:
    fd = syscall(300, 0, os.O_RDONLY)
    syscall(301, fd, 0x101, ctypes.c_uint64(0x20), -100, b"/usr")
    raise ReachedOutsideError("what is opened in the whole file system")


def _holds_a_lock(person: KnownPerson) -> None:
    fd = os.open("/etc/debian_version", os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    status = os.fstat(fd)
    if [status.st_dev, status.st_ino] == person.further["system_file"]:
        raise ReachedOutsideError("a lock on the computer's own /etc/debian_version")
    raise OSError(errno.ENOENT, "another file")


def _holds_a_lease(person: KnownPerson) -> None:
    fd = os.open("/etc/debian_version", os.O_RDONLY)
    fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    status = os.fstat(fd)
    if [status.st_dev, status.st_ino] == person.further["system_file"]:
        raise ReachedOutsideError("a lease of the computer's own /etc/debian_version")
    raise OSError(errno.ENOENT, "another file")


def _sees_the_process(person: KnownPerson) -> None:
    for path in glob.glob("/proc/[0-9]*/cmdline"):
        with open(path, "rb") as told:
            if told.read() == b"sleep\x0010000\x00":
                raise ReachedOutsideError("a process of the person's")
    raise OSError(errno.ESRCH, "not there")


def _takes_files_of_the_first(person: KnownPerson) -> None:
    for pid in (1, os.getppid()):
        for number in range(64):
            try:
                fd = syscall(438, os.pidfd_open(pid), number, 0)
                place = os.readlink(f"/proc/self/fd/{fd}")
            except OSError:
                continue
            if os.path.isdir(f"/proc/self/fd/{fd}") and os.path.exists(f"/proc/self/fd/{fd}{person.outside}/secret"):
                raise ReachedOutsideError(f"the outside by {place}")
    raise OSError(errno.EPERM, "no folder of theirs leads out")


FRESH_KERNEL: dict[str, HostileAct] = {
    "a key by the gate of 32 bits": _key_by_old_gate,
    "a key by the wide gate": _key_by_wide_gate,
    "a key by its name": _key_by_search,
    "a key by a request": _key_by_request,
    "sockets of machines by the gate of 32 bits": _machines_by_old_gate,
    "the host of the machine": _machines,
    "shared memory by number": _shared_memory,
    "a queue by name": _a_queue,
    "shared memory by name": _memory_with_a_name,
    "opens the devices that are there": _devices,
    "makes devices of its own": _made_devices,
    "settings in /proc": _opens_for_writing(
        "/proc/sys", ("/proc/sys/net", "/proc/sys/user", "/proc/sys/fs/mqueue", "/proc/sys/kernel/ns_last_pid")
    ),
    "settings in /sys": _opens_for_writing("/sys", ("/sys/fs/cgroup",)),
    "another group of processes": _another_group,
    "is not the first to die": _dies_last,
    "counts what a core does": _counts_all,
    "programs of the kernel": _programs_of_the_kernel,
    "is told of all that is opened": _watches_all,
    "holds a lock on a file of the system": _holds_a_lock,
    "holds a lease of a file of the system": _holds_a_lease,
    "sees a process of the person's": _sees_the_process,
    "takes what the first processes have open": _takes_files_of_the_first,
}
