"""What lies at a point though what holds it tells another place: menus that are open, tabs of a notebook."""

import asyncio
from typing import Any, cast

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.look import LookQuestions
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.window_look import WindowLook
from desktop_agent.screen.accessible_nodes import SELECTED, SHOWING
from desktop_agent.screen.window import Control
from tests.fakes.object_bus import PID, ROOT, BusObject, ObjectBus

BOX = Rect(0, 0, 800, 600)
WINDOW = Window(1, "editor", "Letter", PID, "/usr/bin/editor")
MENU = Window(2, "editor", "", PID, "/usr/bin/editor", menu=True)
TO, ABOUT = Rect(0, 0, 80, 40), Rect(80, 0, 80, 40)


def letter() -> dict[str, BusObject]:
    """Return a window with two fields in a bar, and a menu that is closed."""
    return {
        ROOT: BusObject("editor", "application", BOX, ("/window",)),
        "/window": BusObject("Letter", "frame", BOX, ("/panel",)),
        "/panel": BusObject("", "panel", BOX, ("/bar", "/more")),
        "/bar": BusObject("", "tool bar", Rect(0, 0, 800, 40), ("/to", "/about")),
        "/to": BusObject("To", "entry", TO),
        "/about": BusObject("About", "entry", ABOUT),
        "/more": BusObject("More", "menu", Rect(0, 560, 40, 40), ("/copy",)),
        "/copy": BusObject("Copy", "menu item", Rect(0, 500, 80, 40)),
    }


class Looks:
    """Looks at the window one after the other, as a run does."""

    def __init__(self) -> None:
        self.bus, self._memory = ObjectBus(letter()), TreeCache()

    async def at(self, at: ScreenPoint, window: Window = WINDOW) -> tuple[Control, list[str]]:
        """Return what is found, and what was asked for it: the object and the question."""
        before = len(self.bus.asked)
        look = LookQuestions(cast("Any", self.bus), self._memory.answers)
        spot, _ = await self.bus.answered(WindowLook(Tree(look, self._memory), window, BOX).spot(at))
        return spot.control, [" ".join(one.split()[1:3]) for one in self.bus.asked[before:]]


def test_the_item_of_a_menu_that_has_been_opened_since_is_found_outside_of_what_holds_it() -> None:
    async def opened() -> tuple[str, str]:
        looks, at = Looks(), ScreenPoint(20, 520)
        closed, _ = await looks.at(at, MENU)
        looks.bus.objects["/more"].states = 1 << SHOWING | 1 << SELECTED
        return closed.name, (await looks.at(at, MENU))[0].name

    assert ("", "Copy") == asyncio.run(opened())


def test_what_a_notebook_of_gtk_3_shows_lies_in_the_chosen_tab_whose_place_is_its_caption_alone() -> None:
    async def seen() -> list[Control]:
        looks, page = Looks(), Rect(0, 140, 800, 400)
        shows = 1 << SHOWING
        looks.bus.objects |= {
            "/panel": BusObject("", "panel", BOX, ("/bar", "/tabs")),
            "/tabs": BusObject("", "page tab list", Rect(0, 100, 800, 440), ("/one", "/two")),
            "/one": BusObject("One", "page tab", Rect(0, 100, 80, 40), ("/first",), states=shows | 1 << SELECTED),
            "/two": BusObject("Two", "page tab", Rect(80, 100, 80, 40), ("/second",)),
            "/first": BusObject("", "panel", page, ("/source",)),
            "/source": BusObject("Source", "entry", Rect(0, 200, 800, 40)),
            "/second": BusObject("", "panel", page, ("/hidden",)),
            "/hidden": BusObject("Hidden", "entry", Rect(0, 200, 800, 40)),
        }
        return [(await looks.at(at))[0] for at in (ScreenPoint(400, 220), ScreenPoint(400, 220), ScreenPoint(90, 110))]

    first, again, tab = asyncio.run(seen())

    assert [first.name, again.name] == ["Source", "Source"]
    assert (tab.name, tab.role) == ("Two", "page tab")
