"""A run in GNOME's compositor that ends in the middle of a drag: a terminal's Wayland library tells what stays down."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.desktops.seat_log import SeatLog, seat_log_in_mutter
from tests.fakes.programs.apps import end
from tests.fakes.runs.runs_in_sway import KEY, PROGRAM, agent_command, agent_environment, asking
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

# To and fro for seconds, with a key and a button down all the way, and again: a kill that comes late is in a later one.
DRAG = {"type": "drag", "path": [{"x": 200 + 400 * (n % 2), "y": 300} for n in range(400)], "keys": ["SHIFT"]}
DRAGS = 40
BY_MUTTER = (sys.executable, "-m", "tests.fakes.desktops.mutter_session")
HELD = {("key", "42"), ("button", "272")}
pytestmark = pytest.mark.timeout(300)


@contextmanager
def dragging(mutter: PrivateMutter, home: Path, log: SeatLog) -> Iterator[subprocess.Popen[bytes]]:
    """Start a run that drags, and wait until it is on its way; the file `said` has what it says."""
    with (
        ScriptedServer([*[asks(DRAG)] * DRAGS, says("Never reached.")], key=KEY) as server,
        (home / "said").open("wb") as words,
        subprocess.Popen(
            [*BY_MUTTER, *agent_command("Drag", *asking(server))[len(PROGRAM) :]], env=agent_environment(mutter, home),
            cwd=home, stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True,
        ) as run,
    ):  # fmt: skip
        try:
            wait_until(lambda: log.down() == HELD or run.poll() is not None, "the drag")
            assert run.poll() is None, (home / "said").read_text()
            yield run
        finally:
            end(run)


@pytest.mark.slow
def test_nothing_stays_down_when_a_run_is_killed_in_the_middle_of_a_drag(mutter: PrivateMutter, tmp_path: Path) -> None:
    with seat_log_in_mutter(mutter, tmp_path / "home") as log, dragging(mutter, tmp_path, log) as run:
        run.kill()

        assert -signal.SIGKILL == run.wait(60)
        wait_until(lambda: not log.down(), "the release")

    assert "Traceback" not in (tmp_path / "said").read_text()
