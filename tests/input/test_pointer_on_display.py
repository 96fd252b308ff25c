"""Clicks and drags reach real programs exactly: their own notes and another X client's log are the oracle."""

import threading
from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Action, Button, Click, Drag
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.hands import Hands
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow
from tests.input.performer_bench import permit_for
from tests.input.targets import Target

Act = Callable[[Action], None]


def _new(qt: Target, before: int, *kinds: str) -> list[dict[str, object]]:
    return qt.noted(*kinds)[before:]


BUTTONS: dict[Button, str] = {
    "left": "LeftButton",
    "middle": "MiddleButton",
    "right": "RightButton",
    "back": "BackButton",
    "forward": "ForwardButton",
}


def test_a_click_lands_on_its_pixel_with_the_button_it_is_called(qt: Target, act: Act) -> None:
    before = len(qt.noted("press", "release"))
    meant = []
    for number, button in enumerate(BUTTONS):
        at = qt.surface(99 * number - 200, 31 * number - 60)
        act(Click(at, button))
        meant += [(kind, at.x, at.y, BUTTONS[button]) for kind in ("press", "release")]

    wait_until(lambda: len(_new(qt, before, "press", "release")) == len(meant))
    came = _new(qt, before, "press", "release")
    assert [(note["kind"], note["x"], note["y"], note["button"]) for note in came] == meant


def test_a_drag_is_pressed_at_its_start_goes_all_the_way_and_ends_at_its_end(qt: Target, act: Act) -> None:
    start, middle, end = qt.surface(-200, -40), qt.surface(0, 60), qt.surface(200, -40)
    before = len(qt.seen()["seen"])

    act(Drag((start, middle, end)))

    wait_until(lambda: any(note["kind"] == "release" for note in qt.seen()["seen"][before:]))
    notes = [note for note in qt.seen()["seen"][before:] if note["kind"] in {"press", "move", "release"}]
    first = next(n for n, note in enumerate(notes) if note["kind"] == "press")
    assert (notes[first]["x"], notes[first]["y"]) == (start.x, start.y)
    assert (notes[-1]["kind"], notes[-1]["x"], notes[-1]["y"]) == ("release", end.x, end.y)


def test_a_point_that_the_desktop_does_not_have_is_refused(performer: ActionExecutor, x_events: XEventLog) -> None:
    stale = Viewport(Rect(0, 0, 2000, 2000), Size(2000, 2000))

    with pytest.raises(InputError, match="isn't on the desktop"):
        performer.perform(permit_for(Click(ImagePoint(1500, 10)), stale))

    assert x_events.events("button_press") == ()


def test_a_pointer_that_a_window_manager_froze_is_waited_for(act: Act, hands: Hands) -> None:
    with XWindow(300, 300, 200, 200) as window:
        window.freeze_on_click()
        act(Click(ImagePoint(400, 400)))
        thawed = threading.Timer(0.1, window.thaw)
        thawed.start()

        act(Click(ImagePoint(40, 40)))

        assert hands.pointer() == (40, 40)
        thawed.join()
