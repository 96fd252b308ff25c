"""Actions by each library that sends them, with the watcher on: our own input is never taken for a person's hand."""

import threading
from contextlib import closing
from typing import Literal

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldKey,
    ReleaseKey,
    Scroll,
    Type,
)
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input import watchdog_process
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import permit_for
from tests.presence.conftest import Told

AT, THERE = ImagePoint(300, 500), ImagePoint(420, 560)
ACTIONS: tuple[Action, ...] = (
    Click(AT, "left", 2, ("shift",)),
    Drag((AT, THERE), ("ctrl",)),
    Scroll(AT, -200, 200),
    HoldKey(("shift", "b")),
    ReleaseKey(("shift", "b")),
    Type("Größe Ωж", secret=True),
)


@pytest.mark.parametrize("name", ["pynput", "pyautogui"])
def test_what_we_do_by_a_library_is_no_hand_and_others_see_it(
    name: Literal["pynput", "pyautogui"], told: Told, x_events: XEventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog_process, "READY_WITHIN_S", 60.0)  # on a busy computer
    with closing(choose(named=name, own=told.presence.own)) as backend:
        performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=threading.Event())
        for action in ACTIONS:
            performer.perform(permit_for(action))
        backend.sync()

    for seen in ("button_press", "key_press", "motion"):
        assert x_events.wait_for(1, seen)
    assert (told.caught_up().hands, told.stops) == ([], [])
