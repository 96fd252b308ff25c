"""A press in the instant in which another window comes up there: the X server's own word decides."""

import threading
from collections.abc import Iterator

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.grant import Binding, Grant
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import Performer
from desktop_agent.local.private_display import PrivateDisplay
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_window import XWindow

SCREEN = Viewport(Rect(0, 0, 1280, 800), Size(1280, 800))
AT, ASIDE = ImagePoint(400, 250), ImagePoint(1200, 700)


@pytest.fixture
def hands(on_display: PrivateDisplay) -> Iterator[Performer]:
    made = Performer(choose(), redeem=lambda _grant, _binding: None, stop=threading.Event(), bound=True)
    yield made
    made.close()


def click(hands: Performer, at: ImagePoint, window: int | None) -> None:
    hands.perform(Grant("s", "d", 0.0), Binding("r", 1, "c1", 0, Click(at), (), SCREEN, "", window))


def test_a_press_goes_to_the_window_that_was_meant(hands: Performer, x_events: XEventLog) -> None:
    with XWindow(200, 100, 400, 300) as window:
        click(hands, AT, window.id)
        click(hands, ASIDE, None)

    assert [1, 1] == [event.detail for event in x_events.wait_for(2, "button_press")]


def test_a_window_that_came_up_gets_nothing_and_others_are_served_again(hands: Performer, x_events: XEventLog) -> None:
    with XWindow(200, 100, 400, 300) as window, XWindow(300, 200, 200, 200) as pop_up:
        with pytest.raises(InputError, match="Another window came up"):
            click(hands, AT, window.id)
        with pytest.raises(InputError):
            click(hands, AT, None)
        # A server that is still kept from others would never answer this.
        pop_up.let_clicks_through()
        click(hands, AT, window.id)
        events = x_events.wait_for(1, "button_release")

    assert 1 == len(events) == len(x_events.events("button_press"))
