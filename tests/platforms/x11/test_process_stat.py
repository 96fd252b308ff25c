"""What the kernel tells of a process."""

import os
import signal
import subprocess

from desktop_agent.lib.process_stat import PARENT, STATE, is_stopped, stat_of, state_of

NOBODY = 2**22 + 1


def test_a_process_has_a_state_and_a_parent_and_one_that_is_not_there_nothing() -> None:
    mine = stat_of(os.getpid())

    assert (mine[STATE], int(mine[PARENT]), state_of(os.getpid())) == ("R", os.getppid(), "R")
    assert (stat_of(NOBODY), state_of(NOBODY)) == ([], "")


def test_a_stopped_process_is_told_from_one_that_runs_and_from_one_that_is_not_there() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as program:
        program.send_signal(signal.SIGSTOP)
        os.waitpid(program.pid, os.WUNTRACED)  # returns once it stands

        assert (is_stopped(program.pid), is_stopped(os.getpid()), is_stopped(NOBODY)) == (True, False, False)

        program.kill()
