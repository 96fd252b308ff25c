"""Every action by every way of sending it, with the watcher on: our own input is never taken for a person's hand."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
)
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.x_event_log import XEventLog
from tests.input.performer_bench import permit_for
from tests.presence.conftest import Told

BACKENDS = ("xtest", "pynput", "pyautogui")
AT, THERE = ImagePoint(300, 500), ImagePoint(420, 560)
ACTIONS: tuple[tuple[Action, str], ...] = (
    (Click(AT, "left", 2), "button_press"),
    (Click(AT, "right", 1, ("shift",)), "button_press"),
    (Move(THERE), "motion"),
    (Drag((AT, THERE), ("ctrl",)), "button_press"),
    *((Scroll(AT, right, down), "button_press") for right, down in ((0, 200), (-200, 0))),
    (Press(("ctrl", "shift", "f5")), "key_press"),
    (HoldKey(("shift", "b")), "key_press"),
    (HoldButton(AT, "middle"), "button_press"),
    (Type("Größe Ωж", secret=True), "key_press"),
)


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest, told: Told) -> Iterator[InputBackend]:
    with closing(choose(named=request.param, own=told.presence.own)) as backend:
        yield backend


@pytest.mark.parametrize(("action", "seen"), ACTIONS, ids=[str(one) for one, _ in ACTIONS])
def test_what_we_do_is_no_hand_and_others_see_it(
    told: Told, backend: InputBackend, x_events: XEventLog, action: Action, seen: str
) -> None:
    performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=threading.Event())
    performer.perform(permit_for(action))
    if isinstance(action, HoldKey):
        performer.perform(permit_for(ReleaseKey(action.keys)))
    if isinstance(action, HoldButton):
        performer.perform(permit_for(ReleaseButton(THERE, action.button)))
    backend.sync()

    assert x_events.wait_for(1, seen)
    assert (told.caught_up().hands, told.stops) == ([], [])
