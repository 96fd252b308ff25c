"""The private display starts ready to use, keeps others out, and leaves nothing behind."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.display.servers import lock_number
from tests.fakes.killed_owner import words_of_a_killed_owner
from tests.fakes.programs.apps import root_property
from tests.fakes.waiting import wait_until


def test_a_program_without_the_cookie_is_kept_out(display: PrivateDisplay, tmp_path: Path) -> None:
    stranger = display.environment() | {"XAUTHORITY": str(tmp_path / "none")}

    words = root_property(stranger, "_NET_SUPPORTING_WM_CHECK")

    assert "Authorization required" in words


@pytest.mark.screen
def test_its_buses_have_room_however_deep_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a-folder-of-some-length" / "another-folder-of-some-length" / "one-more-of-that-length"
    deep.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(deep))
    with PrivateDisplay(640, 480) as private:
        asked = subprocess.run(
            [
                *("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"),
                *("--method", "org.a11y.Bus.GetAddress"),
            ],
            env=private.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert "unix:path=" in asked.stdout, asked.stderr


def test_the_registry_of_controls_runs_before_the_first_program_does(display: PrivateDisplay) -> None:
    """Qt's programs enter themselves into one that runs, and start none."""
    asking = "dbus-send --print-reply=literal --session --dest=org.a11y.Bus /org/a11y/bus org.a11y.Bus.GetAddress"
    names = "--dest=org.freedesktop.DBus / org.freedesktop.DBus.ListNames"

    asked = subprocess.run(
        ["sh", "-c", f'set -- $({asking}); dbus-send --bus="$1" --print-reply {names}'],
        env=display.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "org.a11y.atspi.Registry" in asked.stdout, asked.stderr


@pytest.mark.screen
def test_a_display_without_a_session_bus_keeps_programs_off_the_bus_of_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Xvfb", "xkbcomp", "openbox"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))
    with PrivateDisplay(640, 480) as private:
        environment = private.environment(
            {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/somebody/else", "WAYLAND_DISPLAY": "w"}
        )

        assert not private.accessible
        assert environment["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
        assert "WAYLAND_DISPLAY" not in environment


def test_a_number_is_left_that_a_server_of_another_tmp_has_in_this_network(tmp_path: Path) -> None:
    sockets = tmp_path / ".X11-unix"

    with socket.socket(socket.AF_UNIX) as elsewhere:
        elsewhere.bind(f"\0{sockets}/X7")
        taken = lock_number((7, 8), os.getpid(), sockets)

    assert (taken, lock_number((7,), os.getpid(), sockets)) == (8, 7)


@pytest.mark.screen
def test_a_number_that_is_taken_while_the_server_starts_is_left_for_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = tmp_path / "Xvfb"
    late = "(EE) Cannot establish any listening sockets - Make sure an X server isn't already running(EE)"
    server.write_text(f'#!/bin/sh\nmkdir "{tmp_path}/first" && echo "{late}" >&2 && exit 1\nexec /usr/bin/Xvfb "$@"\n')
    server.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    with PrivateDisplay(640, 480) as private:
        assert (tmp_path / "first").exists()
        assert Path(f"/tmp/.X11-unix/X{private.name[1:]}").is_socket()


@pytest.mark.screen
def test_closing_leaves_no_server_and_no_folder_behind() -> None:
    private = PrivateDisplay(640, 480)
    folder = private.xauthority.parent

    private.close()
    private.close()

    assert not folder.exists()
    assert not Path(f"/tmp/.X11-unix/X{private.name[1:]}").exists()
    assert not Path(f"/tmp/.X{private.name[1:]}-lock").exists()


@pytest.mark.program
def test_the_display_goes_away_with_a_process_that_is_killed_outright() -> None:
    name, folder = words_of_a_killed_owner(
        "from desktop_agent.desk.display.private_display import PrivateDisplay as P; d = P(640, 480)",
        "d.name, d.xauthority.parent",
    )

    wait_until(lambda: not Path(folder).exists(), what="the folder's end")
    wait_until(lambda: not Path(f"/tmp/.X11-unix/X{name[1:]}").exists(), what="the server's end")


@pytest.mark.screen
@pytest.mark.parametrize(("there", "missing"), [((), "Xvfb"), (("Xvfb",), "window manager")])
def test_a_missing_program_is_named_with_the_line_that_installs_it(
    there: tuple[str, ...], missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in there:
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoScreenError, match=missing) as raised:
        PrivateDisplay(640, 480)

    assert "apt-get install -y xvfb openbox" in raised.value.hint
