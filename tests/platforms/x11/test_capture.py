"""A look at a screen is what another client of the server sees there, under every manager, whoever paints and how."""

import math
import os
import shutil
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import mss
import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11 import capture
from desktop_agent.screen.captures.compare import changed_pixels
from tests.fakes.desktops.window_managers import managed_by
from tests.fakes.processes import find, suspend
from tests.fakes.programs.apps import running
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

WHOLE = Rect(0, 0, 1280, 800)
MANAGERS = ("openbox", "xfwm4", "metacity", "mutter", "kwin_x11")
STOPS = 5
PAINTERS: Mapping[str, tuple[Sequence[str | Path], str]] = {
    "Tk": ([sys.executable, "-m", "tests.fakes.programs.blinking_tk", "blinking.log"], "Blinking"),
    "Qt": ([sys.executable, "-m", "tests.fakes.programs.painting_qt"], "Painting"),
    "GTK": (["/usr/bin/python3", Path("tests/fakes/programs/painting_gtk.py").absolute()], "Painting"),
}


@pytest.fixture(params=MANAGERS)
def managed(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrivateDisplay]:
    """Give a display under each manager; only what the server tells has it captured anew."""
    monkeypatch.setattr(capture, "_CHECK_EVERY_S", math.inf)
    with managed_by(request.param, tmp_path) as display:
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        yield display


def test_a_capture_whose_answer_never_comes_says_that_the_display_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with PrivateDisplay() as display, ThreadPoolExecutor(1) as pool:
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        with closing(capture.create()) as source:
            source.grab(WHOLE)
            (server,) = find(name="Xvfb", words=(display.name,))
            thread = pool.submit(threading.get_native_id).result()
            suspend(server)
            picture = pool.submit(source.grab, WHOLE)
            state = Path(f"/proc/self/task/{thread}/stat")
            wait_until(lambda: picture.running() and " S " in state.read_text(), "the question to be asked")
            os.kill(server, signal.SIGKILL)

            with pytest.raises(DesktopAgentError, match="The display is gone"):
                picture.result()


@pytest.mark.slow(but=["openbox-Qt"])
@pytest.mark.parametrize("painter", PAINTERS)
def test_a_look_misses_nothing_that_is_painted(managed: PrivateDisplay, painter: str, tmp_path: Path) -> None:
    command, title = PAINTERS[painter]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed (packaging/setup.sh test tries to)")

    def seen() -> Pixels:
        """Return what another client of the display captures."""
        return Pixels(WHOLE.size, bytes(witness.grab(witness.monitors[0]).raw))

    with (
        closing(capture.create()) as source,
        mss.MSS() as witness,
        running(command, managed, tmp_path / "home", title) as app,
    ):
        for _ in range(STOPS):
            before = seen()
            wait_until(lambda: changed_pixels(source.quick_grab(WHOLE), before), "something painted")  # noqa: B023
            suspend(app.process.pid)

            wait_until(lambda: not changed_pixels(source.quick_grab(WHOLE), seen()), "a look at what is there")
            os.kill(app.process.pid, signal.SIGCONT)
