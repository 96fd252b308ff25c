"""A run in GNOME's compositor that ends in the middle of a drag: a terminal's Wayland library tells what stays down."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.platforms.portal.choose import ASKED_BY
from tests.fakes.apps import end
from tests.fakes.mutter_screens import MutterScreens
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.runs_in_sway import KEY, agent_command, agent_environment, asking
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.seat_log import SeatLog, seat_log_in_mutter
from tests.fakes.waiting import wait_until

# To and fro for seconds, with a key and a button down all the way.
DRAG = {"type": "drag", "path": [{"x": 200 + 400 * (n % 2), "y": 300} for n in range(400)], "keys": ["SHIFT"]}
HELD = {("key", "42"), ("button", "272")}
pytestmark = pytest.mark.timeout(300)


@contextmanager
def dragging(mutter: PrivateMutter, home: Path, log: SeatLog) -> Iterator[subprocess.Popen[bytes]]:
    """Start a run that drags, and wait until it is on its way; the file `said` has what it says."""
    with (
        ScriptedServer([asks(DRAG), says("Never reached.")], key=KEY) as server,
        (home / "said").open("wb") as said,
        subprocess.Popen(
            agent_command("Drag", *asking(server)), env=agent_environment(mutter, home) | {ASKED_BY: "mutter"},
            cwd=home, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
        ) as run,
    ):  # fmt: skip
        try:
            wait_until(lambda: log.down() == HELD or run.poll() is not None, "the drag")
            assert log.down() == HELD, (home / "said").read_text()
            yield run
        finally:
            end(run)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)], ids=["kill -9", "ctrl+c"])
def test_nothing_stays_down_when_a_run_ends_in_the_middle_of_a_drag(
    mutter: PrivateMutter, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with seat_log_in_mutter(mutter, tmp_path / "home") as log, dragging(mutter, tmp_path, log) as run:
        run.send_signal(number)

        assert code == run.wait(60)
        wait_until(lambda: not log.down(), "the release")

    assert "Traceback" not in (tmp_path / "said").read_text()


def arranged_anew(mutter: PrivateMutter) -> None:
    with MutterScreens(mutter, ()) as person:
        person.arrange(("Meta-0", 0, 0, 1.25))


def killed(mutter: PrivateMutter) -> None:
    os.kill(mutter.pid, signal.SIGKILL)


# A session that has gone is missed by whoever looks there first; one that was ended is told of.
@pytest.mark.parametrize(
    ("happens", "ends"),
    [
        (arranged_anew, {3: "The desktop has stopped sharing its screen and input."}),
        (killed, {3: "The desktop has stopped sharing", 1: "The connection to the Wayland session was lost."}),
    ],
)
def test_a_run_ends_with_a_sentence_when_the_desktop_ends_the_sharing(
    tmp_path: Path, happens: Callable[[PrivateMutter], None], ends: Mapping[int, str]
) -> None:
    with (
        PrivateMutter(fractional=True) as mutter,
        seat_log_in_mutter(mutter, tmp_path / "home") as log,
        dragging(mutter, tmp_path, log) as run,
    ):
        happens(mutter)

        code = run.wait(60)

    said = (tmp_path / "said").read_text()
    assert code in ends, said
    assert ends[code] in said
    assert "Traceback" not in said
