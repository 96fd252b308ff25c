"""A command that is carried out with the program loaded ends, is stopped and is killed as one that was started."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.fakes.waiting import line_of
from tests.fakes.warm import called, program

SERVE = ("serve", "--port", "0")


def own(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DESKTOP_AGENT_HOME": str(home)}


def test_its_environment_folder_output_and_exit_code_are_its_own(tmp_path: Path) -> None:
    done = called(("config", "path"), own(tmp_path), tmp_path)
    wrong = called(("config", "nonsense"), own(tmp_path), tmp_path)

    assert (done.returncode, done.stderr) == (0, b"")
    assert str(tmp_path).encode() in done.stdout
    assert wrong.returncode == 2
    assert b"nonsense" in wrong.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_signal_ends_the_command(tmp_path: Path, number: int, code: int) -> None:
    with subprocess.Popen(program(*SERVE), env=own(tmp_path), stdout=subprocess.PIPE) as server:
        assert line_of(server.stdout).startswith(b"http://")
        server.send_signal(number)
        assert server.stdout is not None
        rest = server.stdout.read()  # ends once nobody has the pipe any more, the command included

        assert server.wait(60) == code
    assert b"Traceback" not in rest
