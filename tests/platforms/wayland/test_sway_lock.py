"""A lock of sway's screen is known by what sway does not do then."""

import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop_agent.core.errors import InputError
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.sway_ipc import BINDING_EVENT, SEND_TICK, SUBSCRIBE, TICK_EVENT, SwayIpc
from desktop_agent.platforms.wayland.sway_lock import SwayLock, reports_locks
from desktop_agent.presence.senders import Senders
from tests.fakes.programs.sway_windows import focused, shown_in_sway
from tests.fakes.waiting import wait_until

QUESTIONS = 3


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


def test_a_lock_over_an_empty_workspace_is_noticed(on_sway: PrivateSway, lock: SwayLock, tmp_path: Path) -> None:
    assert not lock.poll_locked()
    with shown_in_sway(["swaylock", "--color", "202020"], on_sway, tmp_path):
        wait_until(lock.poll_locked, "the lock")


def test_where_sway_does_not_answer_no_lock_can_be_known(on_sway: PrivateSway) -> None:
    here = on_sway.environment()

    assert reports_locks(here)
    assert not reports_locks(here | {"SWAYSOCK": "/nonexistent/sway.sock"})
    assert not reports_locks({})


def test_each_press_of_the_key_that_asks_is_noted_for_all_processes(on_sway: PrivateSway) -> None:
    senders = Senders(on_sway.environment())
    noted_s: list[float] = []
    with closing(SwayLock(on_sway.environment())) as lock, SwayIpc(str(on_sway.ipc), InputError) as sway:
        sway.ask(SUBSCRIBE, '["binding","tick"]')
        for _ in range(QUESTIONS):
            begun_s = time.monotonic()
            assert lock._try_shortcut()
            assert begun_s < senders.until_s() <= time.monotonic()
            noted_s.append(senders.until_s())
        sway.ask(SEND_TICK, "over")
        pressed = _pressed_until_over(sway)

    assert (QUESTIONS, QUESTIONS) == (pressed, len(set(noted_s)))


def _pressed_until_over(sway: SwayIpc) -> int:
    """Return how often a shortcut was pressed, by sway's own word."""
    pressed = 0
    while True:
        kind, event = sway.event()
        pressed += kind == BINDING_EVENT
        if kind == TICK_EVENT and event.get("payload") == "over":
            return pressed
