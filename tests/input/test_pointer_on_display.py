"""Clicks and drags reach real programs exactly, and no window that comes up meanwhile: others' words are the oracle."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from Xlib import Xatom

from desktop_agent.core.actions.action import Action, Button, Click, Drag
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint, Size, Viewport
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.watchdog import PressOrder, carry_out
from desktop_agent.screen.choose import choose_windows
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.hands import Hands
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until
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


@pytest.mark.promise("how it works: clicks")
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


@pytest.mark.promise("how it works: drags")
def test_a_drag_is_pressed_at_its_start_goes_all_the_way_and_ends_at_its_end(qt: Target, act: Act) -> None:
    start = qt.surface(-200, -40)
    middle = qt.surface(0, 60)
    end = qt.surface(200, -40)
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


AT = ImagePoint(400, 250)
UNDER_TIP = ScreenPoint(400, 250)


@pytest.fixture
def bound(on_display: PrivateDisplay) -> Iterator[ActionExecutor]:
    made = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)
    yield made
    made.close()


def test_a_window_that_came_up_gets_nothing_and_others_are_served_again(
    bound: ActionExecutor, x_events: XEventLog
) -> None:
    with XWindow(200, 100, 400, 300) as window, XWindow(300, 200, 200, 200) as pop_up:
        with pytest.raises(InputError, match="Another window appeared"):
            bound.perform(permit_for(Click(AT), window=window.id))
        with pytest.raises(InputError):
            bound.perform(permit_for(Click(AT), window=None))
        # A server that is still kept from others would never answer this.
        pop_up.let_clicks_through()
        bound.perform(permit_for(Click(AT), window=window.id))
        events = x_events.wait_for(1, "button_release")

    assert 1 == len(events) == len(x_events.events("button_press"))


def test_an_order_that_comes_too_late_is_not_carried_out(on_display: PrivateDisplay, x_events: XEventLog) -> None:
    connection = Connection(on_display.name)
    for until, answer in ((0.0, b"late\n"), (time.monotonic() + 60, b"pressed\n")):
        with XWindow(0, 0, 1280, 800) as window:
            assert answer == carry_out(connection, PressOrder(1, window.id, until, releases=True).line())
    connection.close()

    assert 1 == len(x_events.wait_for(1, "button_release")) == len(x_events.events("button_press"))


@contextmanager
def popped_up(kind: str) -> Iterator[XWindow]:
    with XWindow(300, 200, 200, 200) as window:
        display = window.window.display
        atoms = [display.get_atom(one) for one in ("_NET_WM_WINDOW_TYPE", f"_NET_WM_WINDOW_TYPE_{kind}")]
        window.window.change_property(atoms[0], Xatom.ATOM, 32, atoms[1:])
        window.window.unmap()
        window.window.map()
        display.flush()
        yield window


@pytest.mark.parametrize(
    ("kind", "is_looked_through"),
    [("TOOLTIP", True), ("POPUP_MENU", False)],
)
def test_only_a_tooltip_covers_nothing(on_display: PrivateDisplay, kind: str, *, is_looked_through: bool) -> None:
    windows = choose_windows()

    with XWindow(200, 100, 400, 300) as window, popped_up(kind) as above:
        wait_until(lambda: windows.scene().has(above.id), "the window above")
        scene = windows.scene()

    windows.close()
    assert scene.window_at(UNDER_TIP) == (window.id if is_looked_through else above.id)
    reported = {window.id: window.tooltip for window in scene.windows}
    assert (reported[window.id], reported[above.id]) == (False, is_looked_through)
    assert {type(one) for one in reported.values()} == {bool}  # else no host could send it


def test_a_press_waits_for_a_tooltip_to_go_and_never_goes_into_one(bound: ActionExecutor, x_events: XEventLog) -> None:
    with XWindow(200, 100, 400, 300) as window:
        with popped_up("TOOLTIP"), pytest.raises(InputError, match="Another window appeared"):
            bound.perform(permit_for(Click(AT), window=window.id))
        with popped_up("TOOLTIP") as tip:
            going = threading.Timer(0.01, tip.let_clicks_through)
            going.start()
            bound.perform(permit_for(Click(AT), window=window.id))
            going.join()
        events = x_events.wait_for(1, "button_release")

    assert 1 == len(events) == len(x_events.events("button_press"))
