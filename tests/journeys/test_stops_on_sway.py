"""A run in sway that is stopped, or killed, with a key and a button down: a terminal's Wayland library tells of it."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import create
from desktop_agent.platforms.wayland.sway_presence import physical_keyboards
from tests.fakes.desktops.nested_sway import NestedSway
from tests.fakes.desktops.seat_log import SeatLog, seat_log
from tests.fakes.desktops.sway_commands import SwaySession, swaymsg
from tests.fakes.runs.runs_in_sway import KEY, asking, started_in_sway
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

# To and fro for seconds, with a key and a button down all the way, and again: a stop that comes late is in a later one.
DRAG = {"type": "drag", "path": [{"x": 200 + 400 * (n % 2), "y": 300} for n in range(400)], "keys": ["SHIFT"]}
DRAGS = 40
HELD = {("key", "42"), ("button", "272")}


@contextmanager
def dragging(sway: SwaySession, home: Path, log: SeatLog) -> Iterator[subprocess.Popen[bytes]]:
    """Start a run that drags, and wait until it is on its way."""
    file = home / "said"
    with (
        ScriptedServer([*[asks(DRAG)] * DRAGS, says("Never reached.")], key=KEY) as server,
        started_in_sway(sway, home, file, "Drag", *asking(server), "--allow", "foot") as run,
    ):
        wait_until(lambda: log.down() == HELD or run.poll() is not None, "the drag")
        assert run.poll() is None, file.read_text()
        yield run


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_stop_key_of_a_keyboard_ends_a_run_in_the_middle_of_a_drag(on_sway: PrivateSway, tmp_path: Path) -> None:
    # To a sway in a window of another one, the other one's keyboard is a device.
    with NestedSway(on_sway, 1) as inner, closing(create()) as person, seat_log(inner, tmp_path / "home") as log:
        wait_until(lambda: physical_keyboards(swaymsg(inner, "-t", "get_inputs")), "a keyboard")
        with dragging(inner, tmp_path, log) as run:
            for _ in range(2):
                for down in (True, False):
                    person.key("pause", down=down)
            person.sync()
            code = run.wait(60)
        wait_until(lambda: not log.down(), "the release")
        last = log.events("key", "button", "motion")[-1]

    content = (tmp_path / "said").read_text()
    assert 3 == code, content
    assert "the Pause key was pressed" in content
    assert "Traceback" not in content
    assert last.kind != "motion"


@pytest.mark.promise("README, Install it: tested on sway")
@pytest.mark.timeout(300)
def test_nothing_stays_down_when_a_run_is_killed_in_the_middle_of_a_drag(sway: PrivateSway, tmp_path: Path) -> None:
    with seat_log(sway, tmp_path / "home") as log:
        with dragging(sway, tmp_path, log) as run:
            run.kill()
            code = run.wait(60)

            wait_until(lambda: not log.down(), "the release")

        assert code == -signal.SIGKILL
        assert "Traceback" not in (tmp_path / "said").read_text()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_run_whose_compositor_dies_under_its_windows_ends_in_our_words(tmp_path: Path) -> None:
    file = tmp_path / "said"
    waits = asks({"type": "wait", "ms": 2_000})
    with (
        PrivateSway() as own,
        ScriptedServer([waits, says("Never reached.")], key=KEY) as server,
        started_in_sway(own, tmp_path, file, "Wait", *asking(server), "--approver", "overlay") as run,
    ):
        wait_until(lambda: server.creates or run.poll() is not None, "the first picture")
        own.close()
        code = run.wait(60)
        looks = len(server.creates)

    words = file.read_text()
    assert (1, 1) == (code, looks), words
    assert "\nError: The display is gone." in words
    assert "\nReport: " in words
    assert "Wayland compositor die" not in words
