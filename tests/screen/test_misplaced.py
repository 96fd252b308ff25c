"""What is at a point of a program that tells places beside where things are, as LibreOffice does under its menu bar."""

import asyncio
from typing import Any, cast

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.look import LookQuestions
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.window_look import WindowLook
from desktop_agent.screen.window import Control
from tests.fakes.object_bus import PID, ROOT, BusObject, ObjectBus

BOX = Rect(0, 0, 1000, 800)
WINDOW = Window(1, "soffice.bin", "Sheet", PID, "/usr/bin/soffice")
DRAWN = Rect(0, 52, 1000, 748)  # under the title and a menu bar of 25 pixels
UP = 25


def sheet() -> dict[str, BusObject]:
    """Return a window as Calc tells it: all that it draws itself 25 pixels too high, and GTK's own fields right."""
    return {
        ROOT: BusObject("soffice", "application", BOX, ("/window",)),
        "/window": BusObject("Sheet", "frame", BOX, ("/menus", "/drawn")),
        "/menus": BusObject("", "menu bar", Rect(0, 27, 1000, 25), ("/file",)),
        "/file": BusObject("File", "menu", Rect(0, 27, 40, 25)),
        "/drawn": BusObject("", "panel", DRAWN, ("/root",)),
        "/root": BusObject("Sheet", "root pane", Rect(0, 27, 1000, 748), ("/folded", "/bar", "/box", "/table")),
        "/folded": BusObject("", "menu bar", Rect(0, 27, 1000, 0), ("/shadow",)),
        "/shadow": BusObject("File", "menu", Rect(0, 27, 35, 19)),
        "/bar": BusObject("", "tool bar", Rect(0, 27, 1000, 38), ("/save",)),
        "/save": BusObject("Save", "push button", Rect(0, 27, 40, 38)),
        "/box": BusObject("", "panel", Rect(0, 105, 160, 34), ("/gtk",)),
        "/gtk": BusObject("", "panel", Rect(0, 130, 160, 33), ("/where",)),
        "/where": BusObject("Name box", "text", Rect(0, 130, 126, 33)),
        "/table": BusObject("Sheet 1", "table", Rect(0, 165, 1000, 500), ("/a3",), at_point=("/a3",)),
        "/a3": BusObject("A3", "table cell", Rect(0, 199, 82, 17)),
    }


@pytest.mark.parametrize(
    ("at", "control"),
    [
        (ScreenPoint(20, 40), Control("File", "menu", Rect(0, 27, 40, 25))),
        (ScreenPoint(20, 60), Control("Save", "push button", Rect(0, 27 + UP, 40, 38))),
        (ScreenPoint(20, 85), Control("Save", "push button", Rect(0, 27 + UP, 40, 38))),
        (ScreenPoint(20, 140), Control("Name box", "entry", Rect(0, 130, 126, 33))),
        (ScreenPoint(20, 230), Control("A3", "table cell", Rect(0, 199 + UP, 82, 17))),
    ],
)
def test_what_is_drawn_under_a_menu_bar_is_named_where_it_is(at: ScreenPoint, control: Control) -> None:
    async def seen() -> tuple[Control, list[str]]:
        bus, memory = ObjectBus(sheet()), TreeCache()
        look = LookQuestions(cast("Any", bus), memory.answers)
        spot, _ = await bus.answered(WindowLook(Tree(look, memory), WINDOW, BOX).spot(at))
        return spot.control, [asked for asked in bus.asked if "GetAccessibleAtPoint" in asked]

    found, asked = asyncio.run(seen())

    assert (found.name, found.role, found.box) == (control.name, control.role, control.box)
    assert all(f"[{at.x}, {at.y - UP}, 0]" in one for one in asked)
