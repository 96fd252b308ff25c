"""A lock of sway's screen is known by what sway does not do then."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.sway_lock import SwayLock, tells_locks
from tests.fakes.programs.sway_windows import focused, shown_in_sway
from tests.fakes.waiting import wait_until


@pytest.fixture
def lock(on_sway: PrivateSway) -> Iterator[SwayLock]:
    made = SwayLock(on_sway.environment())
    yield made
    made.close()


def test_a_lock_and_its_end_are_noticed(on_sway: PrivateSway, lock: SwayLock, tmp_path: Path) -> None:
    with shown_in_sway(["foot", "--title=under it", "cat"], on_sway, tmp_path):
        wait_until(lambda: focused(on_sway, "under it"), "the terminal")
        assert not lock.poll_locked()
        assert lock._try_shortcut()  # what is asked where a launcher has the keyboard
        with shown_in_sway(["swaylock", "--color", "202020"], on_sway, tmp_path) as locker:
            wait_until(lock.poll_locked, "the lock")
            locker.send_signal(signal.SIGUSR1)  # as by the right password
            wait_until(lambda: not lock.poll_locked(), "its end")


def test_where_sway_does_not_answer_no_lock_can_be_known(on_sway: PrivateSway) -> None:
    here = on_sway.environment()

    assert tells_locks(here)
    assert not tells_locks(here | {"SWAYSOCK": "/nonexistent/sway.sock"})
    assert not tells_locks({})
