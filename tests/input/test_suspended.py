"""Nothing stays pressed while a program is suspended, and it knows that afterwards: the X server's word, by another."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker, Victim, victim

# pyautogui has no back button, which the core protocol does not show either.
HELD = {"Control_L", "Shift_L", "button 1", "button 3"}
SUSPENDED = "The run was suspended, so all keys and buttons were released."


@contextmanager
def holding(mode: str, environment: dict[str, str], onlooker: Onlooker, backend: str = "xtest") -> Iterator[Victim]:
    with victim(mode, environment | {"DESKTOP_AGENT_INPUT": backend}) as yours:
        yours.hear("ready")
        yours.go()
        yours.hear("down")
        assert onlooker.down() == HELD
        yield yours


def suspend(yours: Victim) -> None:
    os.kill(yours.process.pid, signal.SIGSTOP)
    wait_until(lambda: state_of(yours) == "T", "the program to be suspended")


def state_of(yours: Victim) -> str:
    return Path(f"/proc/{yours.process.pid}/stat").read_text().rpartition(") ")[2][0]


def go_on(yours: Victim) -> None:
    os.kill(yours.process.pid, signal.SIGCONT)


@pytest.mark.parametrize("backend", ["xtest", "pynput", "pyautogui"])
def test_nothing_is_down_meanwhile_and_afterwards_it_is_told_once_presses_nothing_more_and_then_works_on(
    onlooker: Onlooker, there: dict[str, str], backend: str
) -> None:
    with holding("again", there, onlooker, backend) as yours, XEventLog(there) as log:
        suspend(yours)
        wait_until(lambda: not onlooker.down(), "everything is up")
        assert "T" == state_of(yours)
        before = len(log.events("key_press", "button_press"))
        go_on(yours)
        yours.go()

        yours.hear(SUSPENDED)
        yours.hear("pressed")
        pressed = log.wait_for(before + 1, "key_press", "button_press")[before:]
        assert ["F6"] == [event.name for event in pressed]
        assert not onlooker.down()
