"""On a real X server: hundreds of our own injections are no hand, and a person's is one through all grabs."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Scroll, Type
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.presence.choose import choose_presence
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import permit_for
from tests.presence.conftest import Told

ACTIONS: tuple[Action, ...] = (
    *(Click(ImagePoint(300 + 7 * n, 500), count=1 + n % 3) for n in range(3)),
    Drag(tuple(ImagePoint(200 + 30 * n, 300 + n % 2 * 99) for n in range(12))),
    Scroll(ImagePoint(600, 600), 0, 20),
    Type("The quick brown fox jumps over the lazy dog. 0123456789 !?%&", secret=True),
    Type("borrowed: Ωж日", secret=True),
)


@pytest.fixture
def backend(told: Told) -> Iterator[InputBackend]:
    """Give the hands of a run, which announce what they do to the watcher."""
    with closing(choose(own=told.presence.own)) as backend:
        yield backend


def test_hundreds_of_our_own_events_are_no_hand(told: Told, backend: InputBackend, x_events: XEventLog) -> None:
    performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=threading.Event())
    for action in ACTIONS:
        performer.perform(permit_for(action))
    for name in ("pause", "escape", "escape", "escape"):
        backend.key(name, down=True)
        backend.key(name, down=False)
    backend.move(ScreenPoint(0, 0))
    backend.sync()

    assert x_events.wait_for(100, "motion", "key_press", "button_press")
    assert ([], []) == (told.caught_up().hands, told.stops)
    assert told.presence.quiet_for() == float("inf")
    assert told.presence.key_presses()[0] == 0


GRABBER = """
import sys
from Xlib import X
from Xlib.display import Display
display = Display()
root = display.screen().root
assert root.grab_pointer(True, 0, X.GrabModeAsync, X.GrabModeAsync, 0, 0, X.CurrentTime) == X.GrabSuccess
assert root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime) == X.GrabSuccess
display.sync()
print("grabbed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def grabbed(display: PrivateDisplay) -> Iterator[None]:
    """Let another program have grabbed keyboard and pointer."""
    with subprocess.Popen(
        [sys.executable, "-c", GRABBER], env=display.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"grabbed\n"
        yield
        program.communicate()


@pytest.mark.usefixtures("grabbed")
def test_hands_and_stop_keys_work_while_another_program_grabs_everything(told: Told, hand: PhysicalHand) -> None:
    hand.nudge(9, 9)
    assert told.hand() == "pointer"
    hand.tap("a")
    assert told.hand() == "key"
    hand.tap("pause")
    hand.tap("pause")

    assert told.stop() == "the Pause key was pressed twice"


# python-xlib drops its sockets without closing them when nobody answers.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_who_cannot_watch_any_longer_says_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    with PrivateDisplay(400, 300) as display:
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        told = Told(choose_presence(os.environ))
        told.presence.watch(told.on_hand, told.stops.append)
        assert told.presence.tells_source

    assert told.stop() == "mouse and keyboard can no longer be watched"
    wait_until(lambda: not told.presence.tells_source, what="the end of the watcher")
    assert not told.presence.was_physical(1, 1)
    told.presence.close()
