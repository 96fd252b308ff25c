"""Half C, the person's session: mailboxes and pipes below the home, the network, screens and the desk's own helpers."""

import ctypes
import errno
import fcntl
import glob
import os
import socket
import stat
import struct
from collections.abc import Callable

from tests.hostile.on_desk.inside.person import LIBC, HostileAct, KnownPerson, ReachedOutsideError, call

_WITHIN_S = 0.5


def _reach(path: str, *kinds: int) -> None:
    failed = OSError(errno.ENOENT, "nothing tried")
    for kind in kinds or (socket.SOCK_DGRAM, socket.SOCK_SEQPACKET, socket.SOCK_STREAM):
        with socket.socket(socket.AF_UNIX, kind) as made:
            made.settimeout(_WITHIN_S)
            try:
                made.connect(path)
                made.send(b"fresh")
            except OSError as error:
                failed = error
                continue
            return
    raise failed


def _box(name: str) -> HostileAct:
    return lambda person: _reach(f"{person.home}/docs/{name}")


def _box_by_another_name(give: Callable[[str, str], object]) -> HostileAct:
    def act(person: KnownPerson) -> None:
        failed = OSError(errno.ENOENT, "nothing tried")
        for name in ("s2/letters", "s5/late", "s6/stream"):
            other = f"{person.home}/docs/again-{give.__name__}-{name[3:]}"
            try:
                give(f"{person.home}/docs/{name}", other)
                _reach(other)
                return
            except OSError as error:
                failed = error
        raise failed

    return act


def _box_by_number(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/s5/late", 0o10000000)
    _reach(f"/proc/self/fd/{fd}")


def _box_by_mount(person: KnownPerson) -> None:
    call("unshare", 0x10000000 | 0x00020000)
    with open("/tmp/mounted-box", "w"):
        call("mount", f"{person.home}/docs/s2/letters".encode(), b"/tmp/mounted-box", None, 0x1000, None)
    _reach("/tmp/mounted-box")


def _pipe(person: KnownPerson) -> None:
    fd = os.open(f"{person.home}/docs/s4/pipe", os.O_RDWR | os.O_NONBLOCK)
    os.write(fd, b"fresh")


def _all_boxes(person: KnownPerson) -> None:
    own = tuple(one for one in (os.environ.get("XDG_RUNTIME_DIR", ""), "/proc", "/sys") if one)
    reached = list[str]()
    for top in (person.home, person.wire, "/tmp", "/run", "/var", "/dev"):
        for folder, _, names in os.walk(top):
            for name in names:
                path = f"{folder}/{name}"
                try:
                    if path.startswith(own) or not stat.S_ISSOCK(os.lstat(path).st_mode):
                        continue
                    _reach(path)
                except OSError:
                    continue
                reached.append(path)
    if not reached:
        raise OSError(errno.ENOENT, "none")


def _abstract_boxes(person: KnownPerson) -> None:
    with open("/proc/net/unix") as told:
        names = {line.split("@", 1)[1].strip() for line in told if "@" in line}
    for name in names | {one[1:] for one in person.sockets if one.startswith("\0")}:
        try:
            _reach(f"\0{name}")
        except OSError:
            continue


def _datagram(person: KnownPerson) -> None:
    for host in ("127.0.0.1", "127.9.9.9", "localhost", "0.0.0.0", "255.255.255.255"):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            made.sendto(b"fresh", (host, person.further["udp"]))


def _the_other_network(person: KnownPerson) -> None:
    socket.create_connection(("::1", person.further["six"]), _WITHIN_S).close()


def _many_paths(person: KnownPerson) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262) as made:
        made.settimeout(_WITHIN_S)
        made.connect(("127.0.0.1", person.port))


def _raw_frame(person: KnownPerson) -> None:
    told = struct.pack("!HHHH", 9, person.further["udp"], 13, 0) + b"fresh"
    local = socket.inet_aton("127.0.0.1")
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(told), 1, 0, 64, 17, 0, local, local)
    made = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, 0x0800)
    made.sendto(head + told, ("lo", 0x0800))


def _a_way_out(person: KnownPerson) -> None:
    failed = OSError(errno.ENOENT, "nothing tried")
    for family, host in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as made:
            try:
                made.connect((host, 9))
            except OSError as error:
                failed = error
                continue
            raise ReachedOutsideError(f"a way to {host}")
    raise failed


def _terminals(person: KnownPerson) -> None:
    typed = 0
    for path in ["/dev/tty", "/dev/console", person.terminal, *glob.glob("/dev/pts/*")]:
        try:
            fd = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            LIBC.ioctl(fd, 0x540E, 1)
            fcntl.ioctl(fd, 0x5412, b"x")
            os.write(fd, b"fresh")
        except OSError:
            continue
        typed += 1
    if not typed:
        raise OSError(errno.ENOTTY, "no terminal to type at")


class _Shared(ctypes.Structure):
    _fields_ = (
        ("number", ctypes.c_ulong),
        ("shared", ctypes.c_int),
        ("place", ctypes.c_void_p),
        ("read_only", ctypes.c_int),
    )


def _memory_by_the_screen(person: KnownPerson) -> None:
    """Have the desk's X server write a picture into memory that is the person's."""
    xlib, more = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXext.so.6")
    for function in (xlib.XOpenDisplay, xlib.XDefaultVisual, more.XShmCreateImage):
        function.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(xlib.XOpenDisplay(None))
    if not display:
        raise OSError(errno.ENOENT, "no display")
    refused = list[int]()
    handler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: refused.append(1))
    xlib.XSetErrorHandler(handler)
    space = ctypes.create_string_buffer(4096)
    shared = _Shared(0, person.further["segment"], ctypes.addressof(space), 0)
    visual, deep = ctypes.c_void_p(xlib.XDefaultVisual(display, 0)), xlib.XDefaultDepth(display, 0)
    picture = more.XShmCreateImage(display, visual, deep, 2, space, ctypes.byref(shared), 16, 16)
    more.XShmAttach(display, ctypes.byref(shared))
    xlib.XSync(display, 0)
    if refused:
        raise OSError(errno.EACCES, "the screen refuses that memory")
    root = ctypes.c_ulong(xlib.XDefaultRootWindow(display))
    more.XShmGetImage(display, root, ctypes.c_void_p(picture), 0, 0, ctypes.c_ulong(0xFFFFFFFF))
    xlib.XSync(display, 0)


def _nonsense_to_helpers(person: KnownPerson) -> None:
    for folder, _, names in os.walk(person.wire):
        for name in names:
            path = f"{folder}/{name}"
            if not stat.S_ISSOCK(os.lstat(path).st_mode):
                continue
            try:
                with socket.socket(socket.AF_UNIX) as made:
                    made.settimeout(_WITHIN_S)
                    made.connect(path)
                    made.send(b'{"fresh": "\xff\x00' * 400 + b"\n")
            except OSError:
                continue


def _pipes_of_the_first(person: KnownPerson) -> None:
    written = 0
    for fd in glob.glob("/proc/1/fd/*") + glob.glob("/proc/2/fd/*"):
        try:
            if "pipe:" in os.readlink(fd):
                made = os.open(fd, os.O_WRONLY | os.O_NONBLOCK)
                written += os.write(made, b'{"child-pid": 1}\n')
        except OSError:
            continue
    if not written:
        raise OSError(errno.EACCES, "no pipe of theirs")


FRESH_SESSION: dict[str, HostileAct] = {
    "a mailbox in a folder": _box("s2/letters"),
    "a box of packets in a folder": _box("s3/packets"),
    "a mailbox that came while the desk was up": _box("s5/late"),
    "a listener that came while the desk was up": _box("s6/stream"),
    "a mailbox by a second name": _box_by_another_name(os.link),
    "a mailbox by a link": _box_by_another_name(os.symlink),
    "a mailbox by an open file": _box_by_number,
    "a mailbox mounted elsewhere": _box_by_mount,
    "a mailbox by a new name": _box_by_another_name(os.rename),
    "a pipe with a name": _pipe,
    "every socket that is to be found": _all_boxes,
    "every socket without a file": _abstract_boxes,
    "a datagram to this computer": _datagram,
    "the other network of this computer": _the_other_network,
    "a connection of many paths": _many_paths,
    "a frame of its own making": _raw_frame,
    "a way to elsewhere": _a_way_out,
    "types at terminals": _terminals,
    "memory by way of the screen": _memory_by_the_screen,
    "nonsense to what helps the desk": _nonsense_to_helpers,
    "nonsense to the first process": _pipes_of_the_first,
}
