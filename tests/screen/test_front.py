"""Which window is in front, and what belongs to it."""

from dataclasses import dataclass

import pytest

from desktop_agent.core.pictures import Rect, Scene, Window, WindowBox
from desktop_agent.offline.run_access import in_front
from desktop_agent.screen.controls.window import NoWindows

MAIL = Window(1, "mail", "Mail", 10)
NOTES = Window(2, "notes", "Notes", 20)
ORDER = Window(3, "order", "Order", 30)
MENU = Window(4, "notes", "", 20)
OURS = Window(5, "ours", "Ours", 50)
PANEL = Window(6, "panel", "Panel", 60, fixture=True)
DESK = Window(7, "files", "Desktop", 70, fixture=True)
NAMELESS = Window(8, "tip", "", 80)
SPLASH = Window(9, "mail", "Mail", 10, splash=True)


@dataclass
class Listed(NoWindows):
    """Windows that are on the screen, topmost first."""

    windows: tuple[Window, ...]

    def describe(self, window: int) -> Window:
        return next(one for one in self.windows if one.id == window)

    def titled(self) -> tuple[Window, ...]:
        return tuple(window for window in self.windows if window.title)

    def place(self, client: Window) -> WindowBox | None:
        return WindowBox(client.id, Rect(0, 0, 9, 9))


def front_of(focus: int | None, *windows: Window) -> set[int]:
    """Return what is in front of windows, the topmost first; each takes clicks in two parts."""
    parts = tuple(WindowBox(one.id, Rect(at, 0, 9, 9)) for one in windows for at in (0, 20))
    return {*in_front(Scene(parts, focus), Listed(windows), lambda window: window == OURS)}


@pytest.mark.parametrize(
    ("focus", "windows", "front"),
    [
        (2, (NOTES, MAIL), {2}),
        (1, (NOTES, MAIL), {1}),  # the keyboard counts, not the order
        (2, (MENU, MAIL, NOTES, ORDER), {2, 4}),
        (5, (OURS, NOTES, MAIL), {2}),
        (6, (PANEL, NAMELESS, MAIL, NOTES), {1}),
        (7, (PANEL, OURS, MENU, NOTES, DESK), {2, 4}),
        (None, (ORDER, NOTES), {3}),
        (None, (SPLASH, NOTES), {2}),
        (8, (MAIL, NAMELESS), {8}),
    ],
)
def test_the_window_with_the_keyboard_is_in_front_else_the_topmost_that_may_be(
    focus: int | None, windows: tuple[Window, ...], front: set[int]
) -> None:
    assert front_of(focus, *windows) == front
