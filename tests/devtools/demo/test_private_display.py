"""The private display starts ready to use, keeps others out, and leaves nothing behind."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop_agent.core.errors import NoScreenError
from desktop_agent.desk.display.numbers import take_number
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.platforms.x11.root_client import RootClient
from tests.fakes.apps import running, titles
from tests.fakes.hands import Hands
from tests.fakes.killed_owner import words_of_a_killed_owner
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog

APART = ("unshare", "--user", "--map-root-user", "--net")


def _root(display: PrivateDisplay, *names: str, environment: dict[str, str] | None = None) -> str:
    command = ["xprop", "-root", "-display", display.name, *names]
    asked = subprocess.run(
        command, env=environment or display.environment(), capture_output=True, text=True, check=False
    )
    return asked.stdout + asked.stderr


def test_a_window_manager_is_in_charge_as_soon_as_the_display_is_there(display: PrivateDisplay) -> None:
    said = _root(display, "_NET_SUPPORTING_WM_CHECK")

    assert "window id #" in said


def test_a_program_without_the_cookie_is_kept_out(display: PrivateDisplay, tmp_path: Path) -> None:
    stranger = display.environment() | {"XAUTHORITY": str(tmp_path / "none")}

    said = _root(display, "_NET_SUPPORTING_WM_CHECK", environment=stranger)

    assert "Authorization required" in said


def test_the_display_has_the_size_that_was_asked_for() -> None:
    with PrivateDisplay(1000, 700) as private:
        asked = subprocess.run(
            ["xdotool", "getdisplaygeometry"], env=private.environment(), capture_output=True, text=True, check=True
        )

        assert asked.stdout.split() == ["1000", "700"]


@pytest.mark.parametrize("size", [(0, 0), (-5, 300), (100_000, 300)])
def test_a_size_that_is_none_for_a_screen_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(NoScreenError, match="pixels"):
        PrivateDisplay(*size)


def test_what_the_x_server_says_when_it_cannot_start_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "Xvfb"
    broken.write_text(
        "#!/bin/sh\necho '(EE)' >&2; echo 'Fatal server error:' >&2; echo '(EE) no memory left.' >&2; exit 1"
    )
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    with pytest.raises(NoScreenError, match=r"Xvfb didn't start: no memory left\."):
        PrivateDisplay(640, 480)


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


def test_two_displays_do_not_meet(display: PrivateDisplay) -> None:
    with PrivateDisplay(640, 480) as other:
        assert other.name != display.name


def test_displays_in_separate_networks_do_not_take_each_others_socket() -> None:
    """As in a container that shares /tmp: there, no server hears of the other by its abstract socket."""
    if subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("network namespaces are not allowed here")
    script = (
        "from desktop_agent.desk.display.private_display import PrivateDisplay as P; import sys\n"
        "with P(640, 480) as d: print(d.name, d.xauthority, flush=True); sys.stdin.read()"
    )
    with ExitStack() as both:
        command = [*APART, sys.executable, "-c", script]
        started = [both.enter_context(ChildProcess(command, requests=True)) for _ in range(2)]
        known = [process.first_line(60).decode().split() for process in started]
        greetings = [connected(Path(cookie), f"/tmp/.X11-unix/X{name[1:]}") for name, cookie in known]
        for process in started:
            process.end(60)

    assert [True, True] == greetings


def connected(cookie: Path, socket: str) -> bool:
    """Tell whether the server at a socket takes this cookie, whatever the networks are."""
    with RootClient(socket, cookie.read_bytes()[-16:], time.monotonic() + 60):
        return True


def test_a_number_is_left_that_a_server_of_another_tmp_has_in_this_network(tmp_path: Path) -> None:
    sockets = tmp_path / ".X11-unix"

    with socket.socket(socket.AF_UNIX) as elsewhere:
        elsewhere.bind(f"\0{sockets}/X7")
        taken = take_number((7, 8), os.getpid(), sockets)

    assert (taken, take_number((7,), os.getpid(), sockets)) == (8, 7)


def test_closing_leaves_no_server_and_no_folder_behind() -> None:
    private = PrivateDisplay(640, 480)
    folder = private.xauthority.parent

    private.close()
    private.close()

    assert not folder.exists()
    assert not Path(f"/tmp/.X11-unix/X{private.name[1:]}").exists()
    assert not Path(f"/tmp/.X{private.name[1:]}-lock").exists()


def test_the_display_goes_away_with_a_process_that_is_killed_outright() -> None:
    name, folder = words_of_a_killed_owner(
        "from desktop_agent.desk.display.private_display import PrivateDisplay as P; d = P(640, 480)",
        "d.name, d.xauthority.parent",
    )

    wait_until(lambda: not Path(folder).exists(), what="the folder's end")
    wait_until(lambda: not Path(f"/tmp/.X11-unix/X{name[1:]}").exists(), what="the server's end")


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


def test_an_application_is_found_by_its_title_and_the_event_log_hears_the_keys_typed_into_it(
    display: PrivateDisplay, hands: Hands, x_events: XEventLog, tmp_path: Path
) -> None:
    out = tmp_path / "typed"
    with running(["xterm", "-T", "a terminal", "-e", f"read line; echo $line > {out}; sleep 9"], display, tmp_path,
                 "^a terminal$") as app:  # fmt: skip
        left, top, width, height = app.frame()
        wait_until(lambda: "a terminal" in titles(display), "the window in the list of the window manager")

        hands.click(left + width // 2, top + height // 2)
        hands.type("ab")
        hands.press("Return")

        wait_until(out.exists, what="the typed line")
        wait_until(lambda: out.read_text() == "ab\n")
        pressed = [event.name for event in x_events.wait_for(3, "key_press")]
        assert pressed == ["a", "b", "Return"]
        button = x_events.events("button_press")[0]
        assert (button.detail, button.x, button.y) == (1, left + width // 2, top + height // 2)
