"""Work on a thread of its own: what comes of it, and what it raises, reaches the thread that waits."""

import threading

import pytest

from desktop_agent.lib.worker import Worker


def test_the_result_of_the_work_is_returned_even_if_it_is_none() -> None:
    worker = Worker(lambda: None, "work")
    worker.start()

    assert worker.ended.wait(60)
    assert worker.result() is None


def test_an_error_of_the_work_is_raised_to_whoever_waits() -> None:
    def work() -> int:
        raise KeyError("there")

    with pytest.raises(KeyError, match="there"):
        Worker(work, "work").run(lambda: None)


def test_work_that_goes_on_has_no_result() -> None:
    going_on = threading.Event()
    worker = Worker(lambda: going_on.wait(60), "work")
    worker.start()

    with pytest.raises(RuntimeError, match="has not ended"):
        worker.result()
    going_on.set()
    assert worker.ended.wait(60)
