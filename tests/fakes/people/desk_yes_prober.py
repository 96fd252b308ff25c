"""Tries, from inside of a desk, to get a yes out of a card on the person's display; run by its path, by any Python 3.

`desk_yes_prober.py TOLD-FILE KNOWN-FILE KIND TRIES`: the second file is JSON with all that an attacker could know; the
first one gets how many tries were made, and how many reached anything that is not the desk's own.
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import socket
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Known = dict[str, Any]
Greet = Callable[[socket.socket, Known], bool]
PATIENCE_S = 0.5
_TIOCSTI = 0x5412
_PTRACE_ATTACH = 16
_PTRACE_DETACH = 17


@contextlib.contextmanager
def own_display() -> Iterator[Any]:
    from Xlib.display import Display

    display = Display()
    yield display
    display.sync()
    display.close()


def fake(display: Any, kind: int, detail: int = 0, at: tuple[int, int] = (0, 0)) -> None:  # noqa: ANN401
    from Xlib.ext import xtest

    xtest.fake_input(display, kind, detail, x=at[0], y=at[1])


def click(display: Any) -> None:  # noqa: ANN401
    from Xlib import X

    for kind in (X.ButtonPress, X.ButtonRelease):
        fake(display, kind, 1)


def xtest_click(known: Known, number: int) -> bool:
    from Xlib import X

    box = list(known["boxes"].values())[number % len(known["boxes"])]
    with own_display() as display:
        fake(display, X.MotionNotify, 0, (box[0] + box[2] // 2, box[1] + box[3] // 2))
        click(display)
    return False


def xtest_keys(known: Known, number: int) -> bool:
    from Xlib import XK, X

    names = (["Control_L", "Alt_L", "y"], ["Return"], ["space"], ["Tab", "Return"])[number % 4]
    with own_display() as display:
        codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
        for kind, order in ((X.KeyPress, codes), (X.KeyRelease, reversed(codes))):
            for code in order:
                fake(display, kind, code)
    return False


def send_button(known: Known, number: int) -> bool:
    return _sent("Button", 1, number)


def send_keys(known: Known, number: int) -> bool:
    return _sent("Key", 36, number)


def _sent(kind: str, detail: int, number: int) -> bool:
    from Xlib import X
    from Xlib.protocol import event

    with own_display() as display:
        root = display.screen().root
        for window in (root, *root.query_tree().children):
            for one in (f"{kind}Press", f"{kind}Release"):
                made = getattr(event, one)(
                    detail=detail, time=X.CurrentTime, root=root, window=window, child=X.NONE, root_x=number, root_y=9,
                    event_x=9, event_y=9, state=number & 0x0C, same_screen=1,
                )  # fmt: skip
                window.send_event(made, propagate=True)
    return False


def warp_and_click(known: Known, number: int) -> bool:
    with own_display() as display:
        display.screen().root.warp_pointer(number % 1280, 400)
        click(display)
    return False


def lookalike(known: Known, number: int) -> bool:
    """Show a window that looks and is called like the card, and press in it."""
    from Xlib import X, Xatom

    x, y, width, height = known["card"]
    with own_display() as display:
        window = display.screen().root.create_window(x, y, width, height, 0, X.CopyFromParent, override_redirect=1)
        window.set_wm_name("Approve this action? — Desktop Agent".encode().decode("latin-1"))
        window.set_wm_class("desktop-agent", "desktop-agent")
        pid = known["pids"][number % len(known["pids"])]
        window.change_property(display.intern_atom("_NET_WM_PID"), Xatom.CARDINAL, 32, [pid])
        window.map()
        display.sync()
        fake(display, X.MotionNotify, 0, (x + width // 2, y + height // 2))
        click(display)
    return False


def _x_answers(connection: socket.socket, known: Known) -> bool:
    cookie = bytes.fromhex(known["cookie"])
    name = b"MIT-MAGIC-COOKIE-1"
    pad = b"\0" * (-len(name) % 4)
    connection.sendall(struct.pack("<BxHHHHxx", 0x6C, 11, 0, len(name), len(cookie)) + name + pad + cookie)
    return connection.recv(1) == b"\1"


def _connected(address: str | tuple[str, int], known: Known, greet: Greet | None = None) -> bool:
    family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
    with socket.socket(family) as connection:
        connection.settimeout(PATIENCE_S)
        connection.connect(address)
        if family == socket.AF_UNIX and known["inside"]:
            peer = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]
            if peer > 0:  # a process outside has no number here
                raise OSError(errno.ENOENT, "the desk's own")
        return greet(connection, known) if greet else True


def x_by_path(known: Known, number: int) -> bool:
    return _connected(f"/tmp/.X11-unix/X{known['display']}", known, _x_answers)


def x_by_abstract(known: Known, number: int) -> bool:
    return _connected(f"\0/tmp/.X11-unix/X{known['display']}", known, _x_answers)


def x_by_tcp(known: Known, number: int) -> bool:
    host = ("127.0.0.1", *known["addresses"])[number % (1 + len(known["addresses"]))]
    return _connected((host, 6000 + known["display"]), known, _x_answers)


def x_by_proc(known: Known, number: int) -> bool:
    roots = sorted(map(str, Path("/proc").glob("[0-9]*/root"))) or ["/proc/1/root"]
    path = f"{roots[number % len(roots)]}/tmp/.X11-unix/X{known['display']}"
    return _connected(path, known, _x_answers)


def _bus_answers(connection: socket.socket, known: Known) -> bool:
    connection.sendall(b"\0AUTH EXTERNAL " + str(known["uid"]).encode().hex().encode() + b"\r\n")
    return connection.recv(2) in (b"OK", b"RE")


def _bus(address: str) -> str:
    _, _, rest = address.partition(":")
    words = dict(part.partition("=")[::2] for part in rest.split(","))
    return words.get("path") or "\0" + words.get("abstract", "none")


def session_bus(known: Known, number: int) -> bool:
    return _connected(_bus(known["bus"]), known, _bus_answers)


def atspi_bus(known: Known, number: int) -> bool:
    return _connected(_bus(known["atspi"]), known, _bus_answers)


def system_bus(known: Known, number: int) -> bool:
    return _connected("/run/dbus/system_bus_socket", known, _bus_answers)


def tray_socket(known: Known, number: int) -> bool:
    return _connected(known["tray"], known)


def listed_sockets(known: Known, number: int) -> bool:
    names = [line.split()[-1] for line in Path("/proc/net/unix").read_text().splitlines() if len(line.split()) == 8]
    if not names:
        raise OSError(errno.ENOENT, "none is listed")
    name = names[number % len(names)]
    return _connected("\0" + name[1:] if name[0] == "@" else name, known)


def pipes_by_proc(known: Known, number: int) -> bool:
    pid = known["pids"][number % len(known["pids"])]
    if b"python" not in Path(f"/proc/{pid}/cmdline").read_bytes():
        raise OSError(errno.ESRCH, "another process of that number")
    for fd in range(10):
        with contextlib.suppress(OSError), Path(f"/proc/{pid}/fd/{fd}").open("wb", buffering=0):
            return True  # what is open can be written to
    raise OSError(errno.ESRCH, "not there")


def traced(known: Known, number: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    pid = known["pids"][number % len(known["pids"])]
    if b"python" not in Path(f"/proc/{pid}/cmdline").read_bytes():
        raise OSError(errno.ESRCH, "not there")
    if libc.ptrace(_PTRACE_ATTACH, pid, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    os.waitpid(pid, 0)
    libc.ptrace(_PTRACE_DETACH, pid, 0, 0)
    return True


def typed_into_terminal(known: Known, number: int) -> bool:
    for fd in range(256):
        with contextlib.suppress(OSError):
            if os.isatty(fd):
                fcntl.ioctl(fd, _TIOCSTI, b"y")
                return True
    with Path("/dev/tty").open("wb", buffering=0) as terminal:
        fcntl.ioctl(terminal, _TIOCSTI, b"y")
    return True


def written_to_devices(known: Known, number: int) -> bool:
    places = [known["terminal"], "/dev/uinput", "/dev/console", "/dev/tty1", "/dev/vcsa1", "/dev/input/event0"]
    place = places[number % len(places)]
    fd = os.open(place, os.O_WRONLY | os.O_NOCTTY)
    try:
        if place == known["terminal"] and known["inside"] and Path(place).stat().st_dev != known["terminal_on"]:
            raise OSError(errno.ENOENT, "another terminal of that name")
        return os.write(fd, b"y\n") > 0
    finally:
        os.close(fd)


KINDS = {one.__name__: one for one in (
    xtest_click, xtest_keys, send_button, send_keys, warp_and_click, lookalike, x_by_path, x_by_abstract, x_by_tcp,
    x_by_proc, session_bus, atspi_bus, system_bus, tray_socket, listed_sockets, pipes_by_proc, traced,
    typed_into_terminal, written_to_devices,
)}  # fmt: skip


def main(told: str, known_file: str, kind: str, tries: str) -> None:
    known: Known = json.loads(Path(known_file).read_text())
    made = 0
    reached = 0
    failures = dict[str, int]()
    for number in range(int(tries)):
        made += 1
        try:
            reached += KINDS[kind](known, number)
        except Exception as error:  # noqa: BLE001  whatever went wrong reached nothing
            words = f"{type(error).__name__}: {error}"[:80]
            failures[words] = failures.get(words, 0) + 1
    part = Path(f"{told}.part")
    part.write_text(json.dumps({"made": made, "reached": reached, "failures": failures}))
    part.rename(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
