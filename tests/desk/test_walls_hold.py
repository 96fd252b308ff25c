"""What namespaces do not part is closed all the same, and no desk leads those outside to the person's session."""

import ctypes
import os
import platform
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.sandbox.forbidden import call_filter
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.desk.sandbox.walls import more_users
from desktop_agent.screen.backends.accessibility.bus_owner import ForeignBusError, own_bus
from tests.fakes.desks import desk_over, done_inside

KNOWN = platform.machine() in {"x86_64", "aarch64", "riscv64"}
ADD_KEY, KEYCTL = (248, 250) if platform.machine() == "x86_64" else (217, 219)
SET_RIGHTS, READ, USER_KEYRING = 5, 11, -4
TURN = 'for name in "$XDG_RUNTIME_DIR/bus" /tmp/.X11-unix/X*; do rm "$name"; ln -s {target} "$name"; done'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SideDesk]:
    with desk_over(tmp_path_factory.mktemp("person")) as made:
        yield made


@pytest.mark.skipif(not KNOWN, reason="The numbers of these system calls are not known.")
def test_a_key_of_the_kernel_that_its_user_may_read_cannot_be_read(desk: SideDesk) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    key = libc.syscall(ADD_KEY, b"user", b"desktop-agent-test-of-walls", b"c4n4ry", 6, USER_KEYRING)
    assert key < 0 or not libc.syscall(KEYCTL, SET_RIGHTS, key, 0x3F3F0000)
    read = f"ctypes.CDLL(None).syscall({KEYCTL}, {READ}, {key}, made, 64), made.value"

    said = done_inside(desk, f"python3 -c 'import ctypes; made = ctypes.create_string_buffer(64); print({read})'")

    assert said == "-1 b''\n"


@pytest.mark.skipif(not KNOWN, reason="The numbers of these system calls are not known.")
@pytest.mark.parametrize("family", ["AF_VSOCK", "AF_ALG", "AF_PACKET"])
def test_there_are_no_sockets_but_those_that_a_network_namespace_parts(desk: SideDesk, family: str) -> None:
    said = done_inside(desk, f"python3 -c 'import socket; socket.socket(socket.{family}, socket.SOCK_RAW)'")

    assert "Address family not supported" in said


def test_a_filter_is_made_of_whole_steps_whose_jumps_end_inside_of_it() -> None:
    for machine in ("x86_64", "aarch64", "riscv64"):
        steps = list(struct.iter_unpack("=HBBI", call_filter(machine)))
        assert all(at + 1 + max(yes, no) < len(steps) for at, (_, yes, no, _) in enumerate(steps) if yes or no)
    assert call_filter("another") == b""


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


def test_an_accessibility_bus_that_is_not_the_sessions_own_is_refused(desk: SideDesk, tmp_path: Path) -> None:
    session = f"unix:path={_path(desk)}"
    with socket.socket(socket.AF_UNIX) as person:
        person.bind(str(tmp_path / "bus"))
        person.listen()

        with pytest.raises(ForeignBusError), own_bus(session, f"unix:path={tmp_path / 'bus'},guid=1"):
            pass
        with own_bus(f"unix:path={tmp_path / 'bus'}", session) as address:
            assert address == session  # a session beside us names what it likes
        with own_bus(session, session) as address, socket.socket(socket.AF_UNIX) as coming:
            coming.connect(address.partition("=")[2])
            assert _listener(coming) != os.getpid()


def _path(desk: SideDesk) -> str:
    return desk.environment()["DBUS_SESSION_BUS_ADDRESS"].partition("=")[2]


def _listener(connection: socket.socket) -> int:
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int(struct.unpack("3i", told)[0])


def test_whoever_is_inside_has_a_name() -> None:
    system = "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/srv/ada:/bin/sh"

    assert more_users(system, 1000, 1000, "/root") == ""
    assert more_users(system, 1001, 1002, "/root").splitlines() == [
        *system.splitlines(),
        "desk:x:1001:1002::/root:/bin/sh",
    ]


def test_the_name_of_whoever_is_inside_is_found(desk: SideDesk) -> None:
    assert done_inside(desk, "id -un").strip()
