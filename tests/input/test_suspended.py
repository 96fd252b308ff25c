"""Nothing stays pressed while a program is suspended, and it knows that afterwards: the X server's word, by another."""

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.process_stat import LOOKS_EVERY_S
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow
from tests.input.killing import Onlooker, Victim, victim
from tests.input.targets import layout

BACKENDS = ["xtest", "pynput", "pyautogui"]
# pyautogui has no back button, which the core protocol does not show either.
HELD = {"Control_L", "Shift_L", "button 1", "button 3"}
SUSPENDED = "The run was suspended, so all keys and buttons were released."


@pytest.fixture(scope="module")
def own() -> Iterator[PrivateDisplay]:
    """Give a display of its own: keys that stay down would spoil every other test."""
    with PrivateDisplay(800, 600) as private:
        yield private


@pytest.fixture
def there(own: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Make that display this process's own, and return a program's environment on it."""
    environment = own.environment()
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return environment


@pytest.fixture
def onlooker(own: PrivateDisplay, there: dict[str, str]) -> Iterator[Onlooker]:
    """Give another client of the display; at the end nothing is down there."""
    with Onlooker(own.name) as client:
        yield client
        wait_until(lambda: not client.down(), "everything is up")


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


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_suspended_program_holds_nothing_down(onlooker: Onlooker, there: dict[str, str], backend: str) -> None:
    with holding("still", there, onlooker, backend) as yours:
        began = time.monotonic()
        suspend(yours)

        wait_until(lambda: not onlooker.down(), "everything is up")
        took_s = time.monotonic() - began
        assert "T" == state_of(yours)
        go_on(yours)
    assert 5.0 > took_s


@pytest.mark.parametrize("backend", BACKENDS)
def test_afterwards_it_is_told_once_presses_nothing_more_and_then_works_on(
    onlooker: Onlooker, there: dict[str, str], backend: str
) -> None:
    with holding("again", there, onlooker, backend) as yours, XEventLog(there) as log:
        suspend(yours)
        wait_until(lambda: not onlooker.down(), "everything is up")
        before = len(log.events("key_press", "button_press"))
        go_on(yours)
        yours.go()

        yours.hear(SUSPENDED)
        yours.hear("pressed")
        pressed = log.wait_for(before + 1, "key_press", "button_press")[before:]
        assert ["F6"] == [event.name for event in pressed]
        assert not onlooker.down()


def test_it_may_be_suspended_again_and_killed_then_and_leaves_the_pointer_to_the_person(
    onlooker: Onlooker, there: dict[str, str]
) -> None:
    with holding("again", there, onlooker) as yours, XEventLog(there) as log:
        for _ in range(2):
            suspend(yours)
            wait_until(lambda: not onlooker.down(), "everything is up")
            go_on(yours)
            wait_until(lambda: state_of(yours) != "T", "the program to go on")
        suspend(yours)
        onlooker.move(700, 500)
        log.wait_for(len(log.events("motion")), "motion")
        wait_until(lambda: (log.events("motion")[-1].x, log.events("motion")[-1].y) == (700, 500), "the person's hand")
        watchdog = yours.watchdog()
        yours.kill()
        wait_until(lambda: not Path(f"/proc/{watchdog}").exists(), "the end of the watchdog")

        assert (700, 500) == (log.events("motion")[-1].x, log.events("motion")[-1].y)


def test_a_program_that_holds_nothing_is_not_looked_at(onlooker: Onlooker, there: dict[str, str]) -> None:
    with victim("still", there) as yours:
        yours.hear("ready")
        watchdog = yours.watchdog()

        seen = dict[int, float]()

        def rests() -> bool:
            told = Path(f"/proc/{watchdog}/status").read_text()
            waits = int(re.findall(r"\nvoluntary_ctxt_switches:\t(\d+)", told)[0])
            return time.monotonic() - seen.setdefault(waits, time.monotonic()) > 1.0

        wait_until(rests, "a second in which it does nothing")
    assert not onlooker.down()


def test_text_breaks_off_and_group_and_caps_lock_are_what_they_were(
    own: PrivateDisplay, onlooker: Onlooker, there: dict[str, str]
) -> None:
    layout("us,ru", own)
    onlooker.key("Caps_Lock", down=True)
    onlooker.key("Caps_Lock", down=False)
    wait_until(lambda: _lights(own) == {"Caps Lock"})
    with victim("type", there) as yours, XWindow(0, 0, 800, 600) as window, XEventLog(there) as log:
        window.focus()
        yours.hear("ready")
        yours.go()
        wait_until(lambda: _lights(own) == {"Group 2"})

        suspend(yours)
        seen = time.monotonic() + 5 * LOOKS_EVERY_S  # at a moment without the other group there is nothing else to see

        wait_until(lambda: _lights(own) == {"Caps Lock"} and not onlooker.down() and time.monotonic() > seen)
        onlooker.key("F9", down=True)
        onlooker.key("F9", down=False)
        go_on(yours)
        yours.process.wait(30)  # by the error, which it does not catch
        assert 1 == yours.process.returncode
        wait_until(lambda: "F9" in [event.name for event in log.events("key_press")], "the person's key")
        names = [event.name for event in log.events("key_press")]
        # One key may have been on its way as the process was stopped: nothing can call that back.
        assert len(names[names.index("F9") + 1 :]) <= 1
        assert _lights(own) == {"Caps Lock"}
        assert not onlooker.down()
    onlooker.key("Caps_Lock", down=True)
    onlooker.key("Caps_Lock", down=False)
    layout("us", own)


def _lights(display: PrivateDisplay) -> set[str]:
    told = subprocess.run(["xset", "q"], env=display.environment(), capture_output=True, text=True, check=True).stdout
    return {name.strip() for name in re.findall(r"\d\d: ([A-Z][\w ]+): +on", told)}
