"""A still Wayland session is told from one where something is drawn, without a picture, and no change is missed."""

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_sway import PrivateSway
from tests.fakes.colour_window import colour_window
from tests.fakes.sway_commands import SwaySession, grim
from tests.fakes.waiting import wait_until
from tests.fakes.wayland_pictures import WINDOW, as_told, capture_of

_WHOLE = Rect(0, 0, 1280, 800)


def test_a_glance_takes_no_picture_while_nothing_is_drawn_and_misses_no_change(sway: PrivateSway) -> None:
    capture = capture_of(sway)
    wait_until(lambda: capture.glance(_WHOLE) is capture.glance(_WHOLE), "a still screen")
    still, part = capture.glance(_WHOLE), capture.glance(WINDOW)
    for n in range(3):
        colour = 0x2040C0 if n % 2 else 0xC04020
        with colour_window(sway, colour, WINDOW):
            wait_until(lambda: as_told(capture.glance(_WHOLE)) == grim(sway), "the current monitors")
        wait_until(lambda: as_told(capture.glance(WINDOW)) == grim(sway, "-g", "101,53 200x150"), "what was there")
    capture.close()

    assert as_told(still) == as_told(capture_once(sway, _WHOLE))
    assert as_told(part) == as_told(capture_once(sway, WINDOW))


def capture_once(session: SwaySession, box: Rect) -> Pixels:
    """Return one picture, by a connection of its own."""
    capture = capture_of(session)
    pixels = capture.grab(box)
    capture.close()
    return pixels
