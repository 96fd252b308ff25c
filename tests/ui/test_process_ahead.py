"""The process of the next run, started while its task is written."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.host.client import RunClient
from desktop_agent.ui.session.process_ahead import ProcessAhead
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.process


@pytest.fixture
def ahead() -> Iterator[ProcessAhead]:
    made = ProcessAhead()
    yield made
    made.end()


def state(pid: int) -> str:
    """Return the system's letter for a process: empty where there is none, Z for one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2][0]
    except OSError:
        return ""


def children() -> set[int]:
    """Return the processes that this one has started and that have not ended."""
    told = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text("ascii")
    return {int(number) for number in told.split() if state(int(number)) not in {"", "Z"}}


def test_the_run_gets_the_one_that_was_started_and_the_next_run_another(ahead: ProcessAhead) -> None:
    before = children()
    ahead.start(reads=False)
    ahead.start(reads=False)
    (started,) = children() - before
    first, second = ahead.take(), ahead.take()
    with RunClient(first), RunClient(second):
        assert first.pid == started
        assert second.pid != started
    assert started not in children()


def test_one_that_was_killed_is_not_given_to_a_run(ahead: ProcessAhead) -> None:
    before = children()
    ahead.start(reads=False)
    (started,) = children() - before
    os.kill(started, signal.SIGKILL)
    wait_until(lambda: started not in children(), "the process to be gone")
    other = ahead.take()
    with RunClient(other):
        assert other.pid != started


def test_one_that_nobody_needs_ends(ahead: ProcessAhead) -> None:
    before = children()
    ahead.start(reads=True)
    assert children() - before
    ahead.end()
    wait_until(lambda: not children() - before, "the process to end")
