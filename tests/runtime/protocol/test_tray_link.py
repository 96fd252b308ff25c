"""A run and the socket of the tray program, where another user of the computer was first to take its name."""

import os
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.lib.paths import places
from desktop_agent.run.control import StopSource
from desktop_agent.runtime.one_run import stop_run
from desktop_agent.runtime.protocol.tray_link import STOP, TrayLink, ask_tray, socket_name, socket_paths

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


class Held:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def stop(self, by: StopSource) -> None:
        self.heard.append(f"stop {by}")

    def pause(self, by: str, reason: str) -> None:
        del reason
        self.heard.append(f"pause {by}")


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


def session(folder: Path) -> Mapping[str, str]:
    (folder / "runtime").mkdir(mode=0o700)
    return {"DESKTOP_AGENT_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder / "runtime"), "DISPLAY": ":7"}


@pytest.mark.program
@as_root
@pytest.mark.parametrize("where", ["the shared folder", "a folder of ours"])
def test_another_user_who_took_the_name_first_is_told_nothing_and_holds_nothing(folder: Path, where: str) -> None:
    environment = session(folder)
    run = Held()
    cache = places(environment).cache
    ours = next(socket_paths(cache, environment))
    shared = Path(tempfile.gettempdir(), socket_name(cache))
    path = shared if where == "the shared folder" else ours

    with foreign(path) as other:
        link = TrayLink(environment)
        link.begin("Pay the invoice", run)
        link.asks("May I?")
        link.stand_aside()
        link.close()
        assert b"" == ask_tray(environment, STOP)
        assert not stop_run(environment)

        assert LAST == told(other, path)
    assert [] == run.heard
    assert "tray-link" not in {thread.name for thread in threading.enumerate()}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701, 0o1777])
def test_a_folder_that_others_reach_is_passed_over(folder: Path, mode: int) -> None:
    environment = session(folder)
    runtime = Path(environment["XDG_RUNTIME_DIR"])
    assert runtime == next(socket_paths(places(environment).cache, environment)).parent

    runtime.chmod(mode)

    assert runtime not in {path.parent for path in socket_paths(places(environment).cache, environment, make=True)}
