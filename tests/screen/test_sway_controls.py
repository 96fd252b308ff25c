"""Controls of windows in sway, where the windows themselves have them: no program knows there where its window is."""

import asyncio
from contextlib import closing

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.atspi.controls import create
from desktop_agent.platforms.wayland.sway_windows import create as create_windows
from desktop_agent.screen.window import Control
from tests.fakes.sway_commands import floats
from tests.fakes.sway_windows import SwayWindow
from tests.fakes.waiting import wait_until


def control_under(window: SwayWindow, at: ScreenPoint, box: Rect) -> Control:
    async def asked() -> Control:
        controls = create()
        try:
            return (await controls.under(at, described, box)).control
        finally:
            await controls.close()

    with closing(create_windows(window.sway.environment())) as windows:
        described = windows.describe(window.number)
    return asyncio.run(asked())


def test_a_part_of_a_window_that_was_moved_is_where_the_window_shows_it(
    on_sway: PrivateSway, sway_window: SwayWindow
) -> None:
    box = Rect(317, 141, 700, 500)
    with closing(create_windows(on_sway.environment())) as windows:
        wait_until(lambda: floats(on_sway, windows, f"con_id={sway_window.number}", box), "its place")
    wait_until(lambda: box.width - 30 < reach(sway_window) <= box.width, "its new size")
    left, top, _, height = places(sway_window)["field"]
    at = ScreenPoint(box.x + left + 12, box.y + top + height - 12)

    wait_until(lambda: "text" == control_under(sway_window, at, box).role, "its name")
    control = control_under(sway_window, at, box)

    assert control.box is not None
    assert abs(control.box.x - (box.x + left)) <= 2
    assert abs(control.box.y - (box.y + top)) <= 2
    assert "text" != control_under(sway_window, ScreenPoint(at.x, at.y + 40), box).role


def reach(window: SwayWindow) -> int:
    """Return how far to the right the window's parts reach."""
    return max(left + width for left, _, width, _ in places(window).values())


def places(window: SwayWindow) -> dict[str, list[int]]:
    told = window.ask("places")["places"]
    assert isinstance(told, dict)
    return told
