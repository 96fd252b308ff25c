"""A press in the instant in which another window comes up there: the X server's own word decides."""

import threading
import time
from collections.abc import Iterator

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.press_orders import PressOrder, carry_out
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow
from tests.input.performer_bench import permit_for

AT = ImagePoint(400, 250)


@pytest.fixture
def hands(on_display: PrivateDisplay) -> Iterator[ActionExecutor]:
    made = ActionExecutor(choose(), redeem=lambda _permit: None, stop=threading.Event(), bound=True)
    yield made
    made.close()


def click(hands: ActionExecutor, at: ImagePoint, window: int | None) -> None:
    hands.perform(permit_for(Click(at), window=window))


def test_a_window_that_came_up_gets_nothing_and_others_are_served_again(
    hands: ActionExecutor, x_events: XEventLog
) -> None:
    with XWindow(200, 100, 400, 300) as window, XWindow(300, 200, 200, 200) as pop_up:
        with pytest.raises(InputError, match="Another window appeared"):
            click(hands, AT, window.id)
        with pytest.raises(InputError):
            click(hands, AT, None)
        # A server that is still kept from others would never answer this.
        pop_up.let_clicks_through()
        click(hands, AT, window.id)
        events = x_events.wait_for(1, "button_release")

    assert 1 == len(events) == len(x_events.events("button_press"))


def test_an_order_that_comes_too_late_is_not_carried_out(on_display: PrivateDisplay, x_events: XEventLog) -> None:
    connection = Connection(on_display.name)
    for until, answer in ((0.0, b"late\n"), (time.monotonic() + 60, b"pressed\n")):
        with XWindow(0, 0, 1280, 800) as window:
            assert answer == carry_out(connection, PressOrder(1, window.id, until, releases=True).line())
    connection.close()

    assert 1 == len(x_events.wait_for(1, "button_release")) == len(x_events.events("button_press"))
