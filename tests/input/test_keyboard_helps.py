"""What keys do where a keyboard is set to help: sticky modifiers count for nothing, and mouse keys press nothing."""

from collections.abc import Iterator

import pytest
from Xlib.display import Display

from desktop_agent.core.actions import Press
from desktop_agent.core.errors import InputError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.x_event_log import XEventLog
from tests.fakes.x_settings import MOUSE_KEYS, help_keyboard
from tests.input.performer_bench import permit_for

CONTROL, POINTER_ENABLE_KEYS = 0x04, 0xFEF9


@pytest.fixture
def other(on_display: PrivateDisplay) -> Iterator[Display]:
    """Give another client, which turns the helps off again."""
    display = Display(on_display.name)
    yield display
    help_keyboard(display, 0)
    display.close()


def test_keys_that_press_the_pointer_are_not_pressed(
    other: Display, performer: ActionExecutor, x_events: XEventLog
) -> None:
    help_keyboard(other, MOUSE_KEYS)

    with pytest.raises(InputError, match="On this desktop, keypad keys move the pointer"):
        performer.perform(permit_for(Press(("kp5",))))
    performer.perform(permit_for(Press(("escape",))))

    assert [event.name for event in x_events.wait_for(1, "key_press")] == ["Escape"]
    assert not x_events.events("button_press")
