"""Clicks, drags and scrolls reach real programs exactly: their own notes and another X client's log are the oracle."""

import threading
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, Move, ReleaseButton, Scroll, Type
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


@pytest.mark.parametrize("offset", [(0, 0), (-100, -50), (99, 77), (250, 31)])
def test_a_click_lands_on_its_pixel(qt: Target, act: Act, offset: tuple[int, int]) -> None:
    at = qt.surface(*offset)
    before = len(qt.noted("press", "release"))

    act(Click(at))

    wait_until(lambda: len(_new(qt, before, "press", "release")) == 2)
    assert [(note["kind"], note["x"], note["y"]) for note in _new(qt, before, "press", "release")] == [
        ("press", at.x, at.y),
        ("release", at.x, at.y),
    ]


@pytest.mark.parametrize(
    ("button", "name"),
    [("left", "LeftButton"), ("middle", "MiddleButton"), ("right", "RightButton"), ("back", "BackButton"),
     ("forward", "ForwardButton")],
)  # fmt: skip
def test_every_button_is_the_button_it_is_called(qt: Target, act: Act, button: str, name: str) -> None:
    before = len(qt.noted("press"))

    act(Click(qt.surface(-40, 40), button))  # type: ignore[arg-type]  # a table of the literal's words

    wait_until(lambda: _new(qt, before, "press"))
    assert _new(qt, before, "press")[0]["button"] == name


@pytest.mark.parametrize(
    ("count", "kinds"), [(1, ["press"]), (2, ["press", "double"]), (3, ["press", "double", "press"])]
)
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


@pytest.mark.parametrize(("count", "left"), [(2, "X beta\n"), (3, "X")])
def test_a_double_click_marks_a_word_and_a_triple_click_the_line_in_gtk(
    gtk: Target, act: Act, count: int, left: str
) -> None:
    def is_right(text: str) -> bool:
        return text.count("X") == 1 and left in text and text.count("alpha") == 11

    # A busy machine may let the program see the presses too far apart for one gesture, but not every time.
    assert any(is_right(_replaced(gtk, act, count)) for _ in range(4))


def _replaced(gtk: Target, act: Act, count: int) -> str:
    """Return the text in which a letter has taken the place of what so many clicks have marked."""
    gtk.empty()
    act(Type("alpha beta\n" * 12, at=gtk.field()))
    x, y, _, height = gtk.app.frame()
    act(Click(ImagePoint(x + 24, y + height // 4), count=count))
    act(Type("X"))
    return gtk.text(0)


def test_a_drag_is_pressed_at_its_start_goes_all_the_way_and_ends_at_its_end(qt: Target, act: Act) -> None:
    start, middle, end = qt.surface(-200, -40), qt.surface(0, 60), qt.surface(200, -40)
    before = len(qt.seen()["seen"])

    act(Drag((start, middle, end)))

    wait_until(lambda: any(note["kind"] == "release" for note in qt.seen()["seen"][before:]))
    notes = [note for note in qt.seen()["seen"][before:] if note["kind"] in {"press", "move", "release"}]
    first = next(n for n, note in enumerate(notes) if note["kind"] == "press")
    assert (notes[first]["x"], notes[first]["y"]) == (start.x, start.y)
    assert (notes[-1]["kind"], notes[-1]["x"], notes[-1]["y"]) == ("release", end.x, end.y)


def test_the_server_sees_every_step_of_a_drag(qt: Target, act: Act, x_events: XEventLog) -> None:
    def steps(drag: int) -> int:
        began = len(x_events.events("motion"))
        act(Drag((qt.surface(-100, 0), qt.surface(100, 0))))
        x_events.wait_for(drag, "button_release")
        return len({event.x for event in x_events.events("motion")[began:] if event.state & 0x100})

    # A busy server takes two motions in one, but not every time.
    assert any(steps(drag) >= 10 for drag in (1, 2, 3))


def test_marking_text_by_a_drag_works_in_gtk(gtk: Target, act: Act) -> None:
    gtk.empty()
    act(Type("alpha beta\n" * 12, at=gtk.field()))
    x, y, width, height = gtk.app.frame()

    act(Drag((ImagePoint(x + 2, y + height // 4), ImagePoint(x + width - 40, y + height // 4))))
    act(Type("X"))

    assert gtk.text(0).count("alpha beta") == 11


@pytest.mark.parametrize(
    ("dx", "dy", "deltas"),
    [(0, 100, [(0, -120)]), (0, 250, [(0, -120)] * 3), (0, -1, [(0, 120)]),
     (200, 0, [(-120, 0)] * 2), (-100, 0, [(120, 0)])],
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


def test_keys_are_held_around_a_click(qt: Target, act: Act) -> None:
    before = len(qt.noted("press"))

    act(Click(qt.surface(10, 70), keys=("ctrl",)))

    wait_until(lambda: _new(qt, before, "press"))
    assert _new(qt, before, "press")[0]["ctrl"] is True


def test_a_held_button_goes_down_and_comes_up_where_asked(qt: Target, act: Act) -> None:
    before = len(qt.noted("press", "release"))

    act(HoldButton(qt.surface(-150, 10)))
    act(Move(qt.surface(-100, 10)))
    act(ReleaseButton(qt.surface(-50, 10)))

    wait_until(lambda: len(_new(qt, before, "press", "release")) == 2)
    down, up = _new(qt, before, "press", "release")
    assert (down["kind"], down["x"]) == ("press", qt.surface(-150, 10).x)
    assert (up["kind"], up["x"]) == ("release", qt.surface(-50, 10).x)


def test_a_point_that_the_desktop_does_not_have_is_refused(performer: ActionExecutor, x_events: XEventLog) -> None:
    stale = Viewport(Rect(0, 0, 2000, 2000), Size(2000, 2000))

    with pytest.raises(InputError, match="isn't on the desktop"):
        performer.perform(permit_for(Click(ImagePoint(1500, 10)), stale))

    assert x_events.events("button_press") == ()


def test_a_stop_in_the_middle_of_a_drag_lets_the_button_go_and_sends_nothing_more(
    performer: ActionExecutor, qt: Target, stop: threading.Event, x_events: XEventLog
) -> None:
    path = tuple(qt.surface(-200 + n * 4 % 400, n % 60) for n in range(400))
    ended: list[BaseException] = []

    def drag() -> None:
        try:
            performer.perform(permit_for(Drag(path)))
        except BaseException as error:  # noqa: BLE001 - looked at below
            ended.append(error)

    thread = threading.Thread(target=drag)
    thread.start()
    x_events.wait_for(20, "motion")
    stop.set()
    thread.join(60)

    assert [type(error).__name__ for error in ended] == ["Stopped"]
    assert len(x_events.wait_for(1, "button_release")) == 1
    assert x_events.events()[-1].kind == "button_release"
    assert len(x_events.events("motion")) < 400


def test_a_pointer_that_a_window_manager_froze_is_waited_for(act: Act, hands: Hands) -> None:
    with XWindow(300, 300, 200, 200) as window:
        window.freeze_on_click()
        act(Click(ImagePoint(400, 400)))
        thawed = threading.Timer(0.1, window.thaw)
        thawed.start()

        act(Click(ImagePoint(40, 40)))

        assert hands.pointer() == (40, 40)
        thawed.join()
