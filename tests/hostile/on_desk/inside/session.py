"""Acts against the person's session: its sockets by path, name and port, and what the desk shares with it."""

import os
import socket
import subprocess
from pathlib import Path

from tests.hostile.on_desk.inside.person import HostileAct, KnownPerson, all_of

_WITHIN_S = 2


def _connect(family: int, address: str | tuple[object, ...]) -> None:
    with socket.socket(family) as connection:
        connection.settimeout(_WITHIN_S)
        connection.connect(address)
        connection.sendall(b"hostile\n")


def _sockets(person: KnownPerson) -> None:
    all_of(*(lambda name=name: _connect(socket.AF_UNIX, name) for name in person.sockets if name[0] != "\0"))


def _abstract(person: KnownPerson) -> None:
    all_of(*(lambda name=name: _connect(socket.AF_UNIX, name) for name in person.sockets if name[0] == "\0"))


def _sockets_by_root(person: KnownPerson) -> None:
    names = [f"/proc/1/root{name}" for name in person.sockets if name[0] != "\0"]
    all_of(*(lambda name=name: _connect(socket.AF_UNIX, name) for name in names))


def _moved_socket(person: KnownPerson) -> None:
    """Copy a socket of the home up by a new name, which is the same socket to the disk."""
    name = next(name for name in person.sockets if name.startswith(person.home))
    os.rename(name, f"{name}.moved")
    _connect(socket.AF_UNIX, f"{name}.moved")


def _port(*hosts: str) -> HostileAct:
    return lambda person: all_of(
        *(
            lambda host=host: _connect(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, person.port))
            for host in hosts
        )
    )


def _machine(number: int) -> HostileAct:
    return lambda person: _connect(socket.AF_VSOCK, (number, person.port))


def _turn(name: str, target: str) -> None:
    Path(name).unlink(missing_ok=True)
    Path(name).symlink_to(target)


def _turned_display(person: KnownPerson) -> None:
    """Whoever looks for this desk's display outside is to come to the person's."""
    display = next(name for name in person.sockets if "X11-unix" in name and name[0] != "\0")
    for name in Path("/tmp/.X11-unix").iterdir():
        _turn(str(name), display)


def _turned_bus(person: KnownPerson) -> None:
    bus = next(name for name in person.sockets if name.endswith("/bus"))
    _turn(f"{os.environ['XDG_RUNTIME_DIR']}/bus", bus)
    for name in Path(os.environ["XDG_RUNTIME_DIR"], "at-spi").glob("bus*"):
        _turn(str(name), bus)


def _turned_picture(person: KnownPerson) -> None:
    for name in Path(person.wire, "fb").iterdir():
        _turn(str(name), f"{person.outside}/secret")


def _wire(person: KnownPerson) -> None:
    names = ("keeper", "own/display", "conf/xauthority", "conf/openbox.xml", "conf/bus.xml")
    all_of(*(lambda name=name: Path(person.wire, name).write_text("hostile") for name in names))


def _orders(person: KnownPerson) -> None:
    fd = os.open(f"{person.desk}/orders", os.O_WRONLY | os.O_NONBLOCK)
    os.write(fd, b'["touch", "/tmp/ordered"]\n')


def _answers(_: KnownPerson) -> None:
    """Speak to the keeper in the words of the desk's own shell."""
    with open("/proc/1/fd/1", "wb", buffering=0) as pipe:
        pipe.write(b"bus display manager\n" * 50)


def _requests(_: KnownPerson) -> None:
    with open("/proc/1/fd/0", "wb", buffering=0) as pipe:
        pipe.write(b"touch /tmp/requested\n")


def _settled(person: KnownPerson) -> None:
    names = ("desk.json", "desk.lock", "ended", "names/0", "taken/journal")
    all_of(*(lambda name=name: Path(person.desk, name).write_text("hostile") for name in names))


def runs(*commands: str) -> HostileAct:
    """Return an act that runs lines of shell, and has failed when each of them has."""

    def act(person: KnownPerson) -> None:
        codes = [_code(command.format(home=person.home, user=person.user, wire=person.wire)) for command in commands]
        if all(codes):
            raise OSError(1, f"ended with {codes}")

    return act


def _code(command: str) -> int:
    done = subprocess.run(["sh", "-c", command], stdin=subprocess.DEVNULL, capture_output=True, timeout=8, check=False)
    return done.returncode


SESSION_ACTS: dict[str, HostileAct] = {
    "speaks to the person's sockets": _sockets,
    "speaks to abstract ones": _abstract,
    "turns the display's socket": _turned_display,
    "gives the keeper an order": _orders,
    "writes the desk's record": _settled,
    "asks systemd for a service": runs("systemd-run --user touch {home}/service", "systemctl --user start x"),
    "asks for another's rights": runs("sudo -n true", "su -c true", "pkexec --disable-internal-agent true"),
    "speaks to them by the first process's root": _sockets_by_root,
    "moves a socket and speaks to it": _moved_socket,
    "speaks to a port": _port("127.0.0.1", "::1", "127.0.0.2", "0.0.0.0", "169.254.169.254", "10.0.2.2"),
    "speaks to the machine's host": _machine(2),
    "turns the bus's socket": _turned_bus,
    "turns the picture": _turned_picture,
    "writes what both sides read": _wire,
    "speaks for the desk's shell": _answers,
    "gives the shell an order": _requests,
    "asks the buses": runs(
        "dbus-send --system --print-reply --dest=org.freedesktop.login1 / org.freedesktop.DBus.Peer.Ping",
        "dbus-send --bus=unix:path=/run/user/{user}/bus --print-reply --dest=org.freedesktop.DBus / x.y",
    ),
    "leaves a job for later": runs("echo x | crontab -", "echo x | at now", "touch /var/spool/cron/crontabs/x"),
    "asks for keys": runs("ssh-add -l", "gpg-connect-agent /bye", "secret-tool search a b", "kwallet-query x"),
}
