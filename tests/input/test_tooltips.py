"""A tooltip is no window that could be used: a press goes to what lies under it, once it is gone, and never into it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from Xlib import Xatom

from desktop_agent.core.actions import Click
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.screen.choose import choose_windows
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow
from tests.input.performer_bench import permit_for

AT, UNDER_TIP = ImagePoint(400, 250), ScreenPoint(400, 250)


@pytest.fixture
def hands(on_display: PrivateDisplay) -> Iterator[ActionExecutor]:
    made = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)
    yield made
    made.close()


@contextmanager
def popped_up(kind: str) -> Iterator[XWindow]:
    """Show a window of this type over the place."""
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
    told = {one.id: one.tooltip for one in scene.windows}
    assert (told[window.id], told[above.id]) == (False, is_looked_through)
    assert {type(one) for one in told.values()} == {bool}  # else no host could send it


def test_a_press_waits_for_a_tooltip_to_go_and_never_goes_into_one(hands: ActionExecutor, x_events: XEventLog) -> None:
    with XWindow(200, 100, 400, 300) as window:
        with popped_up("TOOLTIP"), pytest.raises(InputError, match="Another window appeared"):
            hands.perform(permit_for(Click(AT), window=window.id))
        with popped_up("TOOLTIP") as tip:
            going = threading.Timer(0.01, tip.let_clicks_through)
            going.start()
            hands.perform(permit_for(Click(AT), window=window.id))
            going.join()
        events = x_events.wait_for(1, "button_release")

    assert 1 == len(events) == len(x_events.events("button_press"))
