"""One tray app for each user and folder: who is first, who knocks, and what a killed one leaves behind."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.runtime.protocol.tray_link import socket_paths
from desktop_agent.ui.tray.single_instance import Instance
from tests.fakes.source import ROOT
from tests.fakes.windows.qt_app import wait_until

pytestmark = pytest.mark.program


def test_one_who_asks_for_a_stop_hears_whether_there_was_something_to_stop(app: QApplication, tmp_path: Path) -> None:
    under_way = [True, False]
    first = Instance(tmp_path / "cache", {"DESKTOP_AGENT_HOME": str(tmp_path)})
    assert first.claim()
    first.listen()
    first.answer(lambda: None, lambda _: None, lambda: under_way.pop(0))
    asks = (
        "from desktop_agent.runtime.protocol.tray_link import STOP, ask_tray; import os; "
        "print(*(ask_tray(os.environ, STOP) for _ in range(2)))"
    )
    own = {**os.environ, "DESKTOP_AGENT_HOME": str(tmp_path)}
    second = subprocess.Popen([sys.executable, "-c", asks], cwd=ROOT, env=own, text=True, stdout=subprocess.PIPE)
    wait_until(lambda: second.poll() is not None)

    assert "b'stopped\\n' b'idle\\n'\n" == second.communicate()[0]
    first.close()


FOREIGN = 65534  # an account that owns nothing
SAYS_STOP = """
import socket, sys
with socket.socket(socket.AF_UNIX) as tray:
    tray.connect(sys.argv[1])
    tray.sendall(sys.argv[2].encode())
    print(tray.recv(64))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder of ours whose path leaves room for the name of a socket."""
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a second user to try it as")
@pytest.mark.parametrize("word", ["stop\n", '{"is":"Begun","task":"Not yours","display":""}\n'])
def test_another_user_who_gets_as_far_as_the_socket_is_not_heard(app: QApplication, folder: Path, word: str) -> None:
    received: list[object] = []

    def stop() -> bool:
        received.append("stop")
        return True

    first = Instance(folder, {"XDG_RUNTIME_DIR": str(folder)})
    assert first.claim()
    first.listen()
    first.answer(lambda: received.append("show"), received.append, stop)
    path = next(socket_paths(folder, {"XDG_RUNTIME_DIR": str(folder)}))
    folder.chmod(0o755)
    path.chmod(0o666)
    # By a name relative to the folder that it is started in: those above are closed to it.
    other = subprocess.Popen(
        ["/usr/bin/python3", "-c", SAYS_STOP, path.name, word], cwd=folder, env={}, user=FOREIGN, group=FOREIGN,
        extra_groups=[], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    wait_until(lambda: other.poll() is not None)
    words, wrong = other.communicate()

    assert b"b''" in words or b"ConnectionResetError" in wrong or b"BrokenPipeError" in wrong
    assert [] == received
    first.close()
