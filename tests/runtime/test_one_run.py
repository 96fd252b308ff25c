"""One run at a time on a screen, by whatever way it was started, and `desktop-agent stop` for it.

That is over the run's socket; by a signal to the process that has the screen, where it has none or doesn't answer.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.lib.paths import places
from desktop_agent.runtime.one_run import only_run, stop_run
from desktop_agent.runtime.protocol.local_sockets import listening, socket_folder
from desktop_agent.runtime.protocol.messages import Begun, Channel, Stop, Stopping

HOLD = (
    "import os, sys; from desktop_agent.runtime.one_run import only_run; c = only_run('Fill in the form', os.environ); "
    "c.__enter__(); print('has it', flush=True); "
)
STOPS = "import signal; signal.signal(signal.SIGTERM, lambda *_: os._exit(3)); " + HOLD + "signal.pause()"
STAYS = HOLD + "sys.stdin.read()"


def home(folder: Path, display: str = ":7") -> dict[str, str]:
    return {**os.environ, "DESKTOP_AGENT_HOME": str(folder), "DISPLAY": display}


@contextmanager
def running(code: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], env=home(folder), **pipes) as process:  # type: ignore[call-overload]
        assert b"has it\n" == process.stdout.readline()
        yield process
        process.stdin.close()


@contextmanager
def run_of(process: int, folder: Path, *, answers: bool) -> Iterator[list[object]]:
    """Have the socket of a run whose host is that process, which says that it stops, or hangs."""
    received: list[object] = []
    path = socket_folder(places(home(folder)).cache) / "run-1-1"
    server = listening(path)
    assert server is not None
    over = threading.Event()

    def serve() -> None:
        client, _ = server.accept()
        with client, closing(Channel(client.makefile("rb"), client.makefile("wb"))) as channel:
            channel.send(Begun("Sort", "", process))
            received.append(channel.receive())
            if answers:
                channel.send(Stopping())
            over.wait(60)

    thread = threading.Thread(target=serve)
    thread.start()
    yield received
    over.set()
    thread.join()
    server.close()
    path.unlink()


@pytest.mark.program
def test_a_second_run_on_the_same_screen_is_told_of_the_first_until_that_ends(tmp_path: Path) -> None:
    with running(STAYS, tmp_path) as first:
        with (
            pytest.raises(DesktopAgentError, match=r"“Fill in the form”\. Wait for it"),
            only_run("x", home(tmp_path)),
        ):
            pytest.fail("two runs on one screen")
        with only_run("another screen", home(tmp_path, ":8")):
            pass
        first.kill()
    with only_run("x", home(tmp_path)):
        pass


def test_no_word_of_the_task_stays_once_the_screen_is_free(tmp_path: Path) -> None:
    with only_run("Log in with hunter2", home(tmp_path)):
        (file,) = (tmp_path / "cache").glob("run*.lock")
        assert b"hunter2" in file.read_bytes()
    assert file.read_bytes() == b""


def test_a_cache_that_cannot_be_written_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with only_run("x", home(tmp_path)):
        pass


@pytest.mark.program
def test_a_run_from_a_terminal_gets_the_signal_by_which_it_stops(tmp_path: Path) -> None:
    with running(STOPS, tmp_path) as run:
        assert stop_run(home(tmp_path))
        assert 3 == run.wait(60)


@pytest.mark.program
def test_a_process_that_the_signal_would_kill_is_left_alone(tmp_path: Path) -> None:
    with running(STAYS, tmp_path) as other:
        assert not stop_run(home(tmp_path))
        assert other.stdin is not None
        other.stdin.close()
        assert 0 == other.wait(60)


@pytest.mark.program
def test_a_run_that_says_that_it_stops_gets_no_signal_besides(tmp_path: Path) -> None:
    with running(STOPS, tmp_path) as run, run_of(run.pid, tmp_path, answers=True) as received:
        assert stop_run(home(tmp_path))
        run.kill()
        assert -signal.SIGKILL == run.wait()
    assert [Stop("human")] == received


@pytest.mark.program
def test_a_run_whose_client_hangs_is_stopped_by_the_signal(tmp_path: Path) -> None:
    with running(STOPS, tmp_path) as run, run_of(run.pid, tmp_path, answers=False):
        assert stop_run(home(tmp_path))
        assert 3 == run.wait(60)


def test_without_a_run_there_is_nothing_to_stop(tmp_path: Path) -> None:
    assert not stop_run(home(tmp_path))
