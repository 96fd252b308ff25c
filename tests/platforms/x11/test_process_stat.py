"""What the kernel tells of a process."""

import os
import signal
import subprocess

import pytest

from desktop_agent.lib.programs import is_stopped

pytestmark = pytest.mark.program

NOBODY = 2**22 + 1


def test_a_stopped_process_is_told_from_one_that_runs_and_from_one_that_is_not_there() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as program:
        program.send_signal(signal.SIGSTOP)
        os.waitpid(program.pid, os.WUNTRACED)  # returns once it stands

        assert (is_stopped(program.pid), is_stopped(os.getpid()), is_stopped(NOBODY)) == (True, False, False)

        program.kill()
