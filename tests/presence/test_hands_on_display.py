"""On a real X server: hundreds of our own injections are no hand, and a person's is one through all grabs."""

import os
import threading
from contextlib import closing
from typing import Literal

import pytest
from Xlib import X
from Xlib.display import Display

from desktop_agent.core.actions.action import Action, Click, Drag, HoldKey, ReleaseKey, Scroll, Type
from desktop_agent.core.pictures import ImagePoint, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input import watchdog_process
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.presence.choose import choose_presence
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for
from tests.presence.conftest import Told

pytestmark = pytest.mark.screen

ACTIONS: tuple[Action, ...] = (
    *(Click(ImagePoint(300 + 7 * n, 500), count=1 + n % 3) for n in range(3)),
    Click(ImagePoint(300, 500), "left", 2, ("shift",)),
    Drag(tuple(ImagePoint(200 + 30 * n, 300 + n % 2 * 99) for n in range(12)), ("ctrl",)),
    Scroll(ImagePoint(600, 600), -200, 200),
    HoldKey(("shift", "b")),
    ReleaseKey(("shift", "b")),
    Type("The quick brown fox jumps over the lazy dog. 0123456789 !?%&", secret=True),
    Type("borrowed: Ωж日", secret=True),
)


@pytest.mark.parametrize("name", ["", "pynput", "pyautogui"])
def test_hundreds_of_our_own_events_are_no_hand(
    name: Literal["", "pynput", "pyautogui"], told: Told, x_events: XEventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 60.0)  # on a busy computer
    with closing(choose(named=name or None, own=told.presence.own)) as backend:
        performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=threading.Event())
        for action in ACTIONS:
            performer.perform(permit_for(action))
        for key in ("pause", "escape", "escape", "escape"):
            backend.key(key, down=True)
            backend.key(key, down=False)
        backend.move(ScreenPoint(0, 0))
        backend.sync()

    assert x_events.wait_for(50, "motion", "key_press", "button_press")
    assert ([], []) == (told.caught_up().hands, told.stops)
    assert told.presence.quiet_for() == float("inf")
    assert told.presence.key_presses()[0] == 0


def test_hands_and_stop_keys_work_while_another_program_grabs_everything(
    told: Told, hand: PhysicalHand, display: PrivateDisplay
) -> None:
    with closing(Display(display.name)) as other:
        root = other.screen().root
        assert X.GrabSuccess == root.grab_pointer(True, 0, X.GrabModeAsync, X.GrabModeAsync, 0, 0, X.CurrentTime)
        assert X.GrabSuccess == root.grab_keyboard(True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        hand.nudge(9, 9)
        assert told.hand() == "pointer"
        hand.tap("a")
        assert told.hand() == "key"
        hand.tap("pause")
        hand.tap("pause")

        assert told.stop() == "the Pause key was pressed twice"


# python-xlib drops its sockets without closing them when nobody answers.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_who_cannot_watch_any_longer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with PrivateDisplay(400, 300) as display:
        for name, value in display.environment().items():
            monkeypatch.setenv(name, value)
        reports = Told(choose_presence(os.environ))
        reports.presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
        assert reports.presence.reports_source

    assert reports.loss() == "The display is gone. Once it's back, start the task again."
    wait_until(lambda: not reports.presence.reports_source, what="the end of the watcher")
    assert not reports.presence.was_physical(1, 1)
    reports.presence.close()
