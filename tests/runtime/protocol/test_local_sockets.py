"""The sockets of runs and of the tray program, where another user of the computer was first to take their names."""

import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.lib.paths import places
from desktop_agent.runtime.one_run import stop_run
from desktop_agent.runtime.protocol.local_sockets import make_folder, socket_folder, tray_address, tray_runs
from desktop_agent.runtime.protocol.run_socket import RunSocket, watch_run

FOREIGN = 65534  # an account that owns nothing
LAST = b"that was all"
# Answers everybody as a tray program would that wants to have the say, and prints all that it is told.
LISTENS = """
import socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print("listens", flush=True)
told = b""
while not told.endswith(b"that was all"):
    client, _ = server.accept()
    try:
        client.sendall(b'{"is":"Stop","by":"human"}\\n{"is":"Pause","by":"human","reason":""}\\n')
        while data := client.recv(4096):
            told += data
    except OSError:
        pass
sys.stdout.buffer.write(told)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a second user to try it as")


@contextmanager
def foreign(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Have another user listen there, who came first."""
    mode = path.parent.stat().st_mode
    path.parent.chmod(mode | 0o007)
    command = ["/usr/bin/python3", "-c", LISTENS, path.name]  # relative: the folders above are closed to it
    with subprocess.Popen(
        command, cwd=path.parent, env={}, user=FOREIGN, group=FOREIGN, extra_groups=[], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert b"listens\n" == process.stdout.readline()
        path.parent.chmod(mode)
        try:
            yield process
        finally:
            process.kill()
            path.unlink()


def told(process: subprocess.Popen[bytes], path: Path) -> bytes:
    with socket.socket(socket.AF_UNIX) as last:
        last.connect(str(path))
        last.sendall(LAST)
        last.shutdown(socket.SHUT_WR)
        while last.recv(64):
            pass
    return process.communicate()[0]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder of ours whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


@pytest.fixture
def cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DESKTOP_AGENT_HOME", str(folder))
    cache = places().cache
    make_folder(socket_folder(cache))
    return cache


@pytest.mark.program
@as_root
def test_another_user_who_listens_as_the_tray_or_a_run_is_told_nothing_and_holds_nothing(cache: Path) -> None:
    obeyed: list[object] = []
    tray = Path(tray_address(cache))
    run = socket_folder(cache) / "run-1-1"

    with foreign(tray) as other, foreign(run) as another:
        ours = RunSocket("Pay the invoice", lambda order, _: obeyed.append(order))
        ours.call_tray(os.environ)
        ours.asks(is_open=True)
        ours.stand_aside()
        ours.close()
        assert not tray_runs(os.environ)
        assert watch_run(run) is None
        assert not stop_run()

        assert [LAST, LAST] == [told(other, tray), told(another, run)]
    assert [] == obeyed
    assert not {"run-socket", "watcher"} & {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701, 0o1777])
def test_a_folder_that_others_reach_gets_no_socket(cache: Path, mode: int) -> None:
    socket_folder(cache).chmod(mode)

    socket = RunSocket("Pay the invoice", lambda *_: None)

    assert [] == list(socket_folder(cache).iterdir())
    socket.close()


def test_a_link_in_the_place_of_the_folder_is_not_followed(cache: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    report = tmp_path / "run-report.docx"
    report.write_text("The person's own work")
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(cache / "leftover"))
    (cache / "leftover").rename(tmp_path / "run-1-1")
    socket_folder(cache).rmdir()
    socket_folder(cache).symlink_to(tmp_path)

    assert not stop_run()
    assert [watch_run(socket_folder(cache) / name) for name in (report.name, "run-1-1")] == [None, None]
    assert {"run-report.docx", "run-1-1"} == {path.name for path in tmp_path.iterdir()}


def test_a_file_that_is_no_socket_stays_and_a_killed_runs_socket_goes(cache: Path) -> None:
    report = socket_folder(cache) / "run-report.docx"
    report.write_text("The person's own work")
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(socket_folder(cache) / "run-1-1"))

    assert not stop_run()
    assert [report] == list(socket_folder(cache).iterdir())


def test_a_folder_whose_path_is_too_long_for_a_socket_is_replaced_by_one_of_this_user_and_these_settings(
    tmp_path: Path,
) -> None:
    long = tmp_path / ("a" * 90)
    other = tmp_path / ("b" * 90)

    assert Path(tempfile.gettempdir()) == socket_folder(long).parent
    assert socket_folder(long) != socket_folder(other)
