"""Acts against the rest of the person's: processes, settings of the kernel, the terminal, sockets, and the keeper."""

import fcntl
import os
import signal
import socket
import subprocess
import tempfile
import termios
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from tests.hostile.on_desk.inside.person import HostileAct, KnownPerson, all_of, call, mount, own_namespace, write


def _each_pid(act: Callable[[int], object]) -> HostileAct:
    return lambda person: all_of(*(partial(act, pid) for pid in person.pids))


def _writing(text: str, *paths: str) -> HostileAct:
    return lambda person: all_of(*(partial(write, path.format(person.wire, person.desk), text) for path in paths))


def _terminal(person: KnownPerson) -> None:
    def type_into(place: str) -> None:
        fd = os.open(place, os.O_RDWR | os.O_NOCTTY)
        for sign in b"hostile\n":
            fcntl.ioctl(fd, termios.TIOCSTI, bytes([sign]))

    places = (person.terminal, "/dev/tty", "/dev/console", "/dev/tty1", "/dev/pts/0", "/proc/1/fd/0", "/proc/self/fd/0")
    all_of(*(partial(type_into, place) for place in places))


def _shared_memory(person: KnownPerson) -> None:
    write(f"/dev/shm/desktop-agent-hostile-{person.pids[1]}")


def _own_proc(_: KnownPerson) -> None:
    own_namespace()
    place = tempfile.mkdtemp()
    mount("none", place, "proc")
    write(f"{place}/sys/kernel/core_pattern", "|/bin/false")


def _redirect(person: KnownPerson) -> None:
    place = f"{person.home}/docs/marked"
    os.makedirs(place, exist_ok=True)
    os.setxattr(place, "user.overlay.redirect", f"/../../../../{person.outside}".encode())
    write(f"{place}/letter.txt")


def _connect(family: int, address: str | tuple[object, ...]) -> None:
    with socket.socket(family) as connection:
        connection.settimeout(2)
        connection.connect(address)
        connection.sendall(b"hostile\n")


def _connect_each(names: Iterable[str]) -> None:
    all_of(*(partial(_connect, socket.AF_UNIX, name) for name in names))


def _moved_socket(person: KnownPerson) -> None:
    """Copy a socket of the home up by a new name, which is the same socket to the disk."""
    name = next(name for name in person.sockets if name.startswith(person.home))
    os.rename(name, f"{name}.moved")
    _connect(socket.AF_UNIX, f"{name}.moved")


def _port(person: KnownPerson) -> None:
    hosts = ("127.0.0.1", "::1", "127.0.0.2", "0.0.0.0", "169.254.169.254", "10.0.2.2")
    families = {True: socket.AF_INET6, False: socket.AF_INET}
    all_of(*(partial(_connect, families[":" in host], (host, person.port)) for host in hosts))


def _turned_picture(person: KnownPerson) -> None:
    for picture in Path(person.wire, "fb").iterdir():
        picture.unlink()
        picture.symlink_to(f"{person.outside}/secret")


def _runs(*commands: str) -> HostileAct:
    """Return an act that runs lines of shell, and has failed when each of them has."""

    def act(person: KnownPerson) -> None:
        codes = [_code(command.format(home=person.home, user=person.user)) for command in commands]
        if all(codes):
            raise OSError(1, f"ended with {codes}")

    return act


def _code(command: str) -> int:
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, timeout=8, check=False)
    return done.returncode


ACTS: dict[str, HostileAct] = {
    "kills the person's processes": _each_pid(lambda pid: os.kill(pid, signal.SIGKILL)),
    "attaches to them": _each_pid(lambda pid: call("ptrace", 16, pid, None, None)),
    "types at the person's terminal": _terminal,
    "writes where both have memory": _shared_memory,
    "names a program for crashes": _writing("|/tmp/x", "/proc/sys/kernel/core_pattern"),
    "names it in a proc of its own": _own_proc,
    "turns protections off": _writing("0", "/proc/sys/fs/protected_symlinks", "/proc/sys/kernel/yama/ptrace_scope"),
    "names the computer": lambda _: call("sethostname", b"hostile", 7),
    "closes devices that all use": lambda _: all_of(
        *(partial(os.chmod, f"/dev/{name}", 0) for name in ("null", "zero", "urandom", "tty"))
    ),
    "marks a folder as leading elsewhere": _redirect,
    "speaks to the person's sockets": lambda person: _connect_each(person.sockets),
    "speaks to them by the first process's root": lambda person: _connect_each(
        f"/proc/1/root{name}" for name in person.sockets if name[0] != "\0"
    ),
    "moves a socket and speaks to it": _moved_socket,
    "speaks to a port": _port,
    "turns the picture": _turned_picture,
    "writes what both sides read": _writing("hostile", "{0}/keeper", "{0}/conf/xauthority", "{0}/conf/openbox.xml"),
    "writes the desk's record": _writing("hostile", "{1}/desk.json", "{1}/desk.lock", "{1}/names/0"),
    "gives the keeper an order": _writing('["touch", "/tmp/ordered"]\n', "{1}/orders"),
    "speaks for the desk's shell": _writing("bus display manager\n" * 50, "/proc/1/fd/1"),
    "gives the shell an order": _writing("touch /tmp/requested\n", "/proc/1/fd/0"),
    "asks systemd for a service": _runs("systemd-run --user touch {home}/service", "systemctl --user start x"),
    "asks for another's rights": _runs("sudo -n true", "su -c true", "pkexec --disable-internal-agent true"),
    "asks the buses": _runs(
        "dbus-send --system --print-reply --dest=org.freedesktop.login1 / org.freedesktop.DBus.Peer.Ping",
        "dbus-send --bus=unix:path=/run/user/{user}/bus --print-reply --dest=org.freedesktop.DBus / x.y",
    ),
    "leaves a job for later": _runs("echo x | crontab -", "echo x | at now", "touch /var/spool/cron/crontabs/x"),
}
