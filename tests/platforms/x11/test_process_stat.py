"""What the kernel tells of a process."""

import os
import signal
import subprocess

from desktop_agent.lib.process_stat import SuspensionWatch, is_stopped
from tests.fakes.waiting import wait_until

NOBODY = 2**22 + 1


def test_a_stopped_process_is_told_from_one_that_runs_and_from_one_that_is_not_there() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as program:
        program.send_signal(signal.SIGSTOP)
        os.waitpid(program.pid, os.WUNTRACED)  # returns once it stands

        assert (is_stopped(program.pid), is_stopped(os.getpid()), is_stopped(NOBODY)) == (True, False, False)

        program.kill()


def test_a_process_that_has_just_done_something_is_looked_at_once_and_again_while_it_holds_or_is_suspended() -> None:
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as program:
        watch = SuspensionWatch(program.pid)
        assert watch.wait_s() is None
        assert not watch.has_begun(holds=True)

        watch.expect()
        wait_until(lambda: watch.wait_s() == 0.0, "the time to look")
        assert not watch.has_begun(holds=True)
        assert watch.wait_s() is not None
        wait_until(lambda: watch.wait_s() == 0.0, "the time to look again")
        assert not watch.has_begun(holds=False)
        assert watch.wait_s() is None

        watch.expect()
        program.send_signal(signal.SIGSTOP)
        assert wait_until(lambda: watch.has_begun(holds=False), "the suspension to be seen")
        assert watch.wait_s() is not None
        program.send_signal(signal.SIGCONT)
        wait_until(lambda: not watch.has_begun(holds=False) and watch.wait_s() is None, "the end of it to be seen")
        program.kill()
