"""Clicks, drags and scrolls reach real programs exactly: their own notes and another X client's log are the oracle."""

import threading
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from desktop_agent.core.actions import Action, Button, Click, Drag, Scroll
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
QT_DOUBLE_CLICK_MS = (
    400  # between two presses, by the X server's time (source: QPlatformTheme, MouseDoubleClickInterval)
)


def _has(qt: Target, count: int) -> bool:
    return len(qt.noted("press", "double")) == count


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


@pytest.mark.parametrize(("count", "kinds"), [(2, ["press", "double"]), (3, ["press", "double", "press"])])
def test_a_click_of_any_count_arrives_as_what_it_is_every_time(
    qt: Target, act: Act, x_events: XEventLog, count: int, kinds: list[str]
) -> None:
    seen = []
    for n in range(4):
        before, pressed = len(qt.noted("press", "double")), len(x_events.events("button_press"))

        act(Click(qt.surface(20 * n - 30, 20), count=count))

        wait_until(partial(_has, qt, before + count))
        times = [event.time_ms for event in x_events.wait_for(pressed + count, "button_press")[pressed:]]
        # A machine that stood still between two presses has made two clicks of them.
        if max((later - earlier for earlier, later in pairwise(times)), default=0) < QT_DOUBLE_CLICK_MS:
            seen.append([note["kind"] for note in _new(qt, before, "press", "double")])

    assert seen
    assert seen == [kinds] * len(seen)


def test_two_single_clicks_at_one_place_are_no_double_click(qt: Target, act: Act) -> None:
    before = len(qt.noted("press", "double"))

    act(Click(qt.surface(60, -20)))
    act(Click(qt.surface(60, -20)))

    wait_until(lambda: len(_new(qt, before, "press", "double")) == 2)
    assert [note["kind"] for note in _new(qt, before, "press", "double")] == ["press", "press"]


def test_a_drag_is_pressed_at_its_start_goes_all_the_way_and_ends_at_its_end(qt: Target, act: Act) -> None:
    start, middle, end = qt.surface(-200, -40), qt.surface(0, 60), qt.surface(200, -40)
    before = len(qt.seen()["seen"])

    act(Drag((start, middle, end)))

    wait_until(lambda: any(note["kind"] == "release" for note in qt.seen()["seen"][before:]))
    notes = [note for note in qt.seen()["seen"][before:] if note["kind"] in {"press", "move", "release"}]
    first = next(n for n, note in enumerate(notes) if note["kind"] == "press")
    assert (notes[first]["x"], notes[first]["y"]) == (start.x, start.y)
    assert (notes[-1]["kind"], notes[-1]["x"], notes[-1]["y"]) == ("release", end.x, end.y)


@pytest.mark.parametrize(
    ("dx", "dy", "deltas"),
    [(0, 250, [(0, -120)] * 3), (0, -1, [(0, 120)]), (200, 0, [(-120, 0)] * 2)],
)  # fmt: skip
def test_pixels_become_whole_notches_at_the_point(
    qt: Target, act: Act, dx: int, dy: int, deltas: list[tuple[int, int]]
) -> None:
    before = len(qt.noted("wheel"))

    act(Scroll(qt.surface(), dx, dy))

    wait_until(lambda: sum(abs(int(str(note["dx"]))) + abs(int(str(note["dy"]))) for note in _new(qt, before, "wheel"))
               >= 120 * len(deltas))  # fmt: skip
    seen = _new(qt, before, "wheel")
    assert (sum(int(str(note["dx"])) for note in seen), sum(int(str(note["dy"])) for note in seen)) == (
        sum(x for x, _ in deltas),
        sum(y for _, y in deltas),
    )


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
