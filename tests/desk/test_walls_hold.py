"""What namespaces do not part is closed all the same, and no desk leads those outside to the person's session."""

import ctypes
import os
import platform
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.sandbox.walls import more_users
from desktop_agent.platforms.atspi.bus_owner import ForeignBusError, session_accessibility_bus
from tests.fakes.desks.desks import desk_over, done_inside, skip_without_desks, wish_for

KNOWN = platform.machine() in {"x86_64", "aarch64", "riscv64"}
ADD_KEY, KEYCTL = (248, 250) if platform.machine() == "x86_64" else (217, 219)
SET_RIGHTS = 5
LINK = 8
READ = 11
SESSION_KEYRING = -3
USER_KEYRING = -4
TURN = 'for name in "$XDG_RUNTIME_DIR/bus" /tmp/.X11-unix/X*; do rm "$name"; ln -s {target} "$name"; done'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideDesk]:
    with desk_over(tmp_path_factory.mktemp("person")) as made:
        yield made


@pytest.mark.program
@pytest.mark.skipif(not KNOWN, reason="The numbers of these system calls are not known.")
def test_a_key_of_the_kernel_that_its_user_may_read_cannot_be_read(desk: SideDesk) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall(KEYCTL, LINK, USER_KEYRING, SESSION_KEYRING)  # not everywhere it is by itself, and rights need it
    key = libc.syscall(ADD_KEY, b"user", b"desktop-agent-test-of-walls", b"c4n4ry", 6, USER_KEYRING)
    assert key < 0 or not libc.syscall(KEYCTL, SET_RIGHTS, key, 0x3F3F0000)
    read = f"ctypes.CDLL(None).syscall({KEYCTL}, {READ}, {key}, made, 64), made.value"

    output = done_inside(desk, f"python3 -c 'import ctypes; made = ctypes.create_string_buffer(64); print({read})'")

    assert output == "-1 b''\n"


@pytest.mark.program
@pytest.mark.skipif(not KNOWN, reason="The numbers of these system calls are not known.")
def test_calls_and_sockets_that_no_filter_or_namespace_sees_through_are_not_there(desk: SideDesk) -> None:
    """What is ordered by a ring is done by the kernel itself, past this very filter."""
    for number in (425, 426, 442):
        call = f"ctypes.CDLL(None, use_errno=True).syscall({number}, 4, (ctypes.c_char * 120)(), 0, 0, 0, 0)"
        output = done_inside(desk, f"python3 -c 'import ctypes, os; print({call}, os.strerror(ctypes.get_errno()))'")
        assert output == "-1 Function not implemented\n", number
    for family in ("AF_VSOCK", "AF_ALG", "AF_PACKET"):
        output = done_inside(desk, f"python3 -c 'import socket; socket.socket(socket.{family}, socket.SOCK_RAW)'")
        assert "Address family not supported" in output, family


@pytest.mark.program
@pytest.mark.skipif(not KNOWN, reason="The numbers of these system calls are not known.")
def test_what_a_namespace_of_ones_own_gives_rights_to_is_not_there(desk: SideDesk) -> None:
    """With all rights in a network of its own, a process reaches the parts of the kernel that have failed most."""
    made = {"netfilter": "AF_NETLINK, socket.SOCK_RAW, 12", "rules": "AF_INET, socket.SOCK_RAW, 255"}
    made |= {"old rules": "AF_INET6, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 255", "frames": "AF_INET, 10, 768"}

    for what, words in made.items():
        line = f"unshare -Urn python3 -c 'import socket; socket.socket(socket.{words})'"
        assert done_inside(desk, line).splitlines()[-1].startswith(("PermissionError", "OSError")), what
    routes = "import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0)); print(socket.AF_INET)"
    assert done_inside(desk, f"unshare -Urn python3 -c '{routes}'") == "2\n"


@pytest.mark.program
def test_nothing_of_the_persons_environment_is_told_by_any_process_of_a_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_without_desks()
    monkeypatch.setenv("OPENAI_API_KEY", "c4n4ry-key")
    monkeypatch.setenv("DESKTOP_AGENT_C4N4RY", "secret")
    reported = "for one in /proc/[0-9]*; do readlink $one/exe; cat $one/environ $one/cmdline $one/maps; done"

    with SideDesk(wish_for(tmp_path)) as desk:
        told_by_all = done_inside(desk, reported)
        told_by_first = done_inside(desk, "cat /proc/1/environ")

    assert {"bwrap", "Xvfb", "dbus-daemon", "openbox"} <= {Path(line).name for line in told_by_all.splitlines()}
    assert "XDG_RUNTIME_DIR=" in told_by_all
    assert "c4n4ry" not in told_by_all.lower()
    assert told_by_first == ""


@pytest.mark.program
def test_whoever_comes_from_outside_stays_on_the_desk_when_its_sockets_are_turned(tmp_path: Path) -> None:
    person = tmp_path / "person"
    with desk_over(tmp_path) as desk, socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(person))
        listening.listen()
        done_inside(desk, TURN.format(target=person))

        for place in (f"/tmp/.X11-unix/X{desk.name[1:]}", _path(desk)):
            with socket.socket(socket.AF_UNIX) as coming:
                coming.connect(place)
                assert _listener(coming) != os.getpid()
        assert desk.picture.is_file()
        assert not desk.picture.is_symlink()


@pytest.mark.program
def test_an_accessibility_bus_that_is_not_the_sessions_own_is_refused(desk: SideDesk, tmp_path: Path) -> None:
    session = f"unix:path={_path(desk)}"
    with socket.socket(socket.AF_UNIX) as person:
        person.bind(str(tmp_path / "bus"))
        person.listen()

        with pytest.raises(ForeignBusError), session_accessibility_bus(session, f"unix:path={tmp_path / 'bus'},guid=1"):
            pass
        with session_accessibility_bus(f"unix:path={tmp_path / 'bus'}", session) as address:
            assert address == session  # a session beside us names what it likes
        with session_accessibility_bus(session, session) as address, socket.socket(socket.AF_UNIX) as coming:
            coming.connect(address.partition("=")[2])
            assert _listener(coming) != os.getpid()


def _path(desk: SideDesk) -> str:
    return desk.environment()["DBUS_SESSION_BUS_ADDRESS"].partition("=")[2]


def _listener(connection: socket.socket) -> int:
    reported = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("3i", reported)[0])


def test_whoever_is_inside_has_a_name() -> None:
    system = "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/srv/ada:/bin/sh"

    assert more_users(system, 1000, 1000, "/root") == ""
    assert more_users(system, 1001, 1002, "/root").splitlines() == [
        *system.splitlines(),
        "desk:x:1001:1002::/root:/bin/sh",
    ]
