"""What a process holds open is told whole, whatever is opened and closed meanwhile."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.lib.programs import held_by, sockets_of


@pytest.fixture
def restless() -> Iterator[None]:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            many = [os.open("/dev/null", os.O_RDONLY) for _ in range(50)]
            for one in many:
                os.close(one)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("restless")
def test_a_file_that_stays_open_is_reported_while_others_come_and_go(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.touch()
    ours = os.open(kept, os.O_RDONLY)
    last = os.dup2(ours, 900)  # listed after those that come and go
    try:
        assert [held_by(os.getpid()).count(str(kept)) for _ in range(300)] == [2] * 300
    finally:
        os.close(ours)
        os.close(last)


def test_a_process_that_has_ended_holds_nothing() -> None:
    assert held_by(2**22 + 1) == []
    assert sockets_of(2**22 + 1) == set()
    assert held_by(None) == []
