"""How much work programs have, by programs that compute, wait, or get no processor."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from desktop_agent.platforms.x11.signs import ProcessorTime
from tests.fakes.waiting import wait_until

COMPUTES = "while True: pass"
BY_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {COMPUTES!r}])"
BY_A_THREAD = f"import threading; threading.Thread(target=lambda: exec({COMPUTES!r})).start()"


@contextmanager
def running(code: str) -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", code], start_new_session=True) as program:
        try:
            yield program.pid
        finally:
            os.killpg(program.pid, 9)


def test_a_program_that_computes_has_work_itself_in_a_thread_or_in_a_child() -> None:
    for code in (COMPUTES, BY_A_THREAD, BY_A_CHILD):
        with running(code) as pid:
            followed = ProcessorTime()
            wait_until(partial(_is_busy, followed, pid), f"the work of {code}")


def test_a_program_that_waits_has_little_work_and_one_that_is_not_there_none() -> None:
    with running("import time; time.sleep(600)") as pid:
        followed = ProcessorTime()
        wait_until(lambda: not _is_busy(followed, pid), "that it has started")

    assert not _is_busy(ProcessorTime(), pid)


def _is_busy(followed: ProcessorTime, pid: int) -> bool:
    return followed.is_busy(pid, time.monotonic())
