"""One tray app for each user and folder: who is first, who knocks, and the runs from terminals that it follows."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import Stamped
from desktop_agent.lib.paths import places
from desktop_agent.runtime.protocol.local_sockets import socket_folder, tray_address
from desktop_agent.runtime.protocol.messages import Pause, Seen, ShowScreen, Stop
from desktop_agent.runtime.protocol.run_socket import RunSocket, watch_run
from desktop_agent.ui.session.foreign_run import PAUSED, ForeignRun
from desktop_agent.ui.tray.single_instance import Instance
from tests.fakes.runs.recorded import run_started
from tests.fakes.windows.qt_app import wait_until

pytestmark = pytest.mark.program


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a cache of ours whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory() as place:
        monkeypatch.setenv("DESKTOP_AGENT_HOME", place)
        yield places().cache


class Followed:
    """A run from a terminal, and the tray program's side of it."""

    def __init__(self, cache: Path) -> None:
        self.orders: list[object] = []
        self.runs: list[ForeignRun] = []
        self.tasks: list[str] = []
        self.asked: list[object] = []
        self.ends: list[object] = []
        self.aside: list[object] = []
        self.answered: list[int] = []
        self.first = Instance(cache)
        assert self.first.claim()
        self.first.listen()
        self.first.answer(lambda: None, self._follow)
        self.socket = RunSocket("Sort the letters", lambda order, _: self.orders.append(order))
        self.on_thread(lambda: self.socket.call_tray(os.environ))

    def on_thread(self, work: Callable[[], None]) -> None:
        """Do what waits for the tray program, whose thread is this one."""
        thread = threading.Thread(target=work)
        thread.start()
        wait_until(lambda: not thread.is_alive())

    def close(self) -> None:
        self.socket.close()
        self.first.close()

    def _follow(self, run: ForeignRun) -> None:
        run.begun.connect(self.tasks.append)
        run.asked.connect(self.asked.append)
        run.ended.connect(self.ends.append)
        run.aside_wanted.connect(self.aside.append)
        run.aside_wanted.connect(lambda _: QTimer.singleShot(100, run, run.stand_aside))
        self.runs.append(run)


@pytest.fixture
def followed(app: QApplication, cache: Path) -> Iterator[Followed]:
    both = Followed(cache)
    yield both
    both.close()


def test_a_run_from_a_terminal_is_followed_held_and_seen_to_end(followed: Followed) -> None:
    (run,) = followed.runs
    wait_until(lambda: followed.tasks)
    run.stop("human")
    run.pause("human", "You opened a window.")
    wait_until(lambda: followed.orders[1:])
    followed.socket.asks(is_open=True)
    wait_until(lambda: followed.asked[1:])
    followed.socket.close()
    wait_until(lambda: followed.ends)

    assert ["Sort the letters"] == followed.tasks
    assert [Stop("human"), Pause("human", PAUSED)] == followed.orders[:2]
    assert [None, ""] == followed.asked
    assert "ended without an error message" in str(followed.ends[0])


def test_a_run_goes_on_once_the_tray_program_has_moved_its_windows_and_asks_again_only_after_a_question(
    followed: Followed,
) -> None:
    followed.socket.hear(Stamped(1, "2026-11-29T10:00:00.000Z", 0, run_started("20261129-100000-sort", "")))
    for is_asked in (False, False, True):
        if is_asked:
            followed.socket.asks(is_open=True)
        followed.on_thread(followed.socket.stand_aside)
        followed.answered.append(len(followed.aside))

    assert [1, 1, 2] == followed.answered


def test_the_tray_program_hears_all_of_a_run_that_somebody_else_looks_at(followed: Followed, cache: Path) -> None:
    (path,) = socket_folder(cache).glob("run-*")
    channel = watch_run(path)
    assert channel is not None
    with closing(channel):
        channel.send(ShowScreen(on=True))
        wait_until(lambda: followed.orders)
        followed.socket.send(Seen(Size(2, 1), 0, b"01234567"))
        followed.socket.asks(is_open=True)
        wait_until(lambda: followed.asked[1:])

    assert [None, ""] == followed.asked


FOREIGN = 65534  # an account that owns nothing
SAYS = """
import socket, sys
with socket.socket(socket.AF_UNIX) as tray:
    tray.connect(sys.argv[1])
    tray.sendall(sys.argv[2].encode())
    print(tray.recv(64))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a second user to try it as")
@pytest.mark.parametrize("word", ["show\n", "follow run-1-1\n"])
def test_another_user_who_gets_as_far_as_the_socket_is_not_heard(app: QApplication, cache: Path, word: str) -> None:
    received: list[object] = []
    first = Instance(cache)
    assert first.claim()
    first.listen()
    first.answer(lambda: received.append("show"), received.append)
    path = Path(tray_address(cache))
    path.parent.chmod(0o755)
    path.chmod(0o666)
    # By a name relative to the folder that it is started in: those above are closed to it.
    other = subprocess.Popen(
        ["/usr/bin/python3", "-c", SAYS, path.name, word], cwd=path.parent, env={}, user=FOREIGN, group=FOREIGN,
        extra_groups=[], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until(lambda: other.poll() is not None)
    words, wrong = other.communicate()

    assert b"b''" in words or b"ConnectionResetError" in wrong or b"BrokenPipeError" in wrong
    assert [] == received
    first.close()
