"""One run at a time on a screen, by whatever way it was started, and `desktop-agent stop` for it.

That is by the tray program where one runs, else by a signal to the process that has the screen.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.lib.paths import places
from desktop_agent.runtime.one_run import only_run, stop_run
from desktop_agent.runtime.protocol.tray_link import STOPPED, socket_paths

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
def tray(folder: Path) -> Iterator[list[bytes]]:
    received: list[bytes] = []
    path = next(socket_paths(places(home(folder)).cache, home(folder), make=True))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def serve() -> None:
            client, _ = server.accept()
            with client:
                received.append(client.recv(64))
                client.sendall(STOPPED)

        thread = threading.Thread(target=serve)
        thread.start()
        yield received
        thread.join()
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
def test_the_tray_program_stops_its_own_run_and_nobody_else_is_asked(tmp_path: Path) -> None:
    with running(STOPS, tmp_path) as run, tray(tmp_path) as received:
        assert stop_run(home(tmp_path))
        run.kill()
        assert -signal.SIGKILL == run.wait()
    assert [b"stop\n"] == received
