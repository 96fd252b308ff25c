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

from desktop_agent.host.one_run import stop_run
from desktop_agent.host.own_socket import is_private, peer_user, socket_name, socket_paths, user_in_xucred
from desktop_agent.host.tray_link import STOP, TrayLink, ask_tray
from desktop_agent.lib.paths import places
from desktop_agent.run.control import StopSource

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
    """A run that notes who held it."""

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
    if not mode & 0o002:
        path.parent.chmod(0o777)
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
    """Return all that it was told, the last word being ours."""
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
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    return {"DESKTOP_AGENT_HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime), "DISPLAY": ":7"}


def taken(environment: Mapping[str, str], where: str) -> Path:
    if where == "the shared folder":
        return Path(tempfile.gettempdir(), socket_name(places(environment).cache))
    return next(socket_paths(places(environment).cache, environment))


@as_root
@pytest.mark.parametrize("where", ["the shared folder", "a folder of ours"])
def test_another_user_who_took_the_name_first_is_told_nothing_and_holds_nothing(folder: Path, where: str) -> None:
    environment, run = session(folder), Held()
    path = taken(environment, where)

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


@as_root
def test_a_folder_of_another_user_is_passed_over(folder: Path) -> None:
    environment = session(folder)
    runtime = Path(environment["XDG_RUNTIME_DIR"])
    os.chown(runtime, FOREIGN, FOREIGN)

    paths = list(socket_paths(places(environment).cache, environment, make=True))

    assert paths
    assert runtime not in {path.parent for path in paths}


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o701, 0o1777])
def test_a_folder_that_others_reach_is_passed_over(folder: Path, mode: int) -> None:
    environment = session(folder)
    runtime = Path(environment["XDG_RUNTIME_DIR"])
    assert runtime == next(socket_paths(places(environment).cache, environment)).parent

    runtime.chmod(mode)

    assert runtime not in {path.parent for path in socket_paths(places(environment).cache, environment, make=True)}


def test_a_link_is_no_folder_of_ours(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "folder")

    assert is_private(tmp_path / "folder")
    assert not is_private(tmp_path / "link")


def test_folders_are_made_by_who_listens_alone_and_for_this_user(tmp_path: Path) -> None:
    cache = tmp_path / "c"
    cache.mkdir()

    list(socket_paths(cache, {}))
    assert not (cache / "run").exists()
    list(socket_paths(cache, {}, make=True))

    assert 0o40700 == (cache / "run").stat().st_mode


def test_a_path_is_never_longer_than_the_system_takes(tmp_path: Path) -> None:
    cache = tmp_path / ("long" * 30)
    cache.mkdir()

    paths = list(socket_paths(cache, {}, make=True))

    assert paths
    assert all(len(os.fsencode(path)) <= 90 for path in paths)


def test_the_system_tells_whose_process_is_at_the_other_end() -> None:
    one, other = socket.socketpair()
    with one, other:
        assert os.geteuid() == peer_user(one) == peer_user(other)


def test_what_macos_answers_is_read_as_its_header_has_it() -> None:
    rest = bytes(68)

    assert 501 == user_in_xucred(b"\0\0\0\0" + (501).to_bytes(4, "little") + rest)
    assert user_in_xucred(b"\1\0\0\0" + (501).to_bytes(4, "little") + rest) is None
