"""Looks at a program: nearly all is asked at once, and only what is answered now is told."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.look import LookQuestions
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.window_look import WindowLook
from desktop_agent.screen.accessible_nodes import listed
from desktop_agent.screen.window import Spot
from tests.fakes.object_bus import PID, ROOT, BusObject, ObjectBus

BOX = Rect(0, 0, 1000, 800)
WINDOW = Window(1, "letters", "Letters", PID, "/usr/bin/letters")
SAVE, DELETE = ScreenPoint(50, 50), ScreenPoint(150, 50)


def letters() -> dict[str, BusObject]:
    """Return the objects of a window with two buttons in a bar, some panels deep."""
    return {
        ROOT: BusObject("letters", "application", BOX, ("/window",)),
        "/window": BusObject("Letters", "frame", BOX, ("/panel",)),
        "/panel": BusObject("", "panel", BOX, ("/bar", "/text")),
        "/bar": BusObject("", "tool bar", Rect(0, 0, 1000, 100), ("/save", "/delete")),
        "/save": BusObject("Save", "push button", Rect(0, 0, 100, 100)),
        "/delete": BusObject("Delete", "push button", Rect(100, 0, 100, 100)),
        "/text": BusObject("Text", "text", Rect(0, 100, 1000, 700)),
    }


class Looker:
    """Somebody who looks again and again."""

    def __init__(self, objects: dict[str, BusObject], window: Window = WINDOW) -> None:
        self.bus, self.memory, self._window = ObjectBus(objects), TreeCache(), window

    async def sees(self, at: ScreenPoint) -> tuple[Spot, int]:
        """Return what is at a point, and how many rounds of questions that took."""
        before, look = self.bus.rounds, LookQuestions(cast("Any", self.bus), self.memory.answers)
        spot, _ = await self.bus.answered(WindowLook(Tree(look, self.memory), self._window, BOX).spot(at))
        return spot, self.bus.rounds - before


def test_what_was_told_last_decides_nothing() -> None:
    async def seen() -> list[str]:
        objects = letters()
        looker = Looker(objects)
        names = [(await looker.sees(SAVE))[0].control.name]
        objects["/save"].name = "Send"
        names.append((await looker.sees(SAVE))[0].control.name)
        objects["/bar"].inside = ("/save", "/delete", "/new")
        objects["/new"] = BusObject("Pay", "push button", Rect(200, 0, 100, 100))
        names.append((await looker.sees(ScreenPoint(250, 50)))[0].control.name)
        del objects["/delete"]
        objects["/bar"].inside = ("/save", "/new")
        names.append((await looker.sees(DELETE))[0].control.name)
        return names

    assert asyncio.run(seen()) == ["Save", "Send", "Pay", ""]


@pytest.mark.parametrize(
    ("at", "is_bare"),
    [
        (ScreenPoint(500, 700), True),
        (ScreenPoint(500, 300), False),  # a button is known to lie there, whatever is found
    ],
)
def test_a_page_is_bare_where_nothing_of_it_is(at: ScreenPoint, is_bare: bool) -> None:
    async def told() -> bool:
        objects = {
            ROOT: BusObject("chromium", "application", BOX, ("/window",)),
            "/window": BusObject("Letters", "frame", BOX, ("/page",), at_point=("/page",)),
            "/page": BusObject(
                "Page", "document web", BOX, ("/send",), focusable=("/send",), address="http://127.0.0.1/"
            ),
            "/send": BusObject("Send", "push button", Rect(450, 250, 100, 100)),
        }
        return (await Looker(objects, replace(WINDOW, app="chromium")).sees(at))[0].bare

    assert asyncio.run(told()) is is_bare


@pytest.mark.parametrize(
    ("told", "names", "looks"),
    [
        (("/send",), "Send", 2),
        (("/field", "/send"), "Send", 3),  # what is on top, found once the browser has looked
        (("/row", "/row", "/row", "/send"), "Send", 5),  # as long as the button is known to lie there
        (("/text",), "Row", 2),
    ],
)
def test_a_browser_is_asked_again_what_it_finds_and_where_that_may_hold_more(
    told: tuple[str, ...], names: str, looks: int
) -> None:
    async def seen() -> tuple[str, int]:
        objects = {
            ROOT: BusObject("chromium", "application", BOX, ("/window",)),
            "/window": BusObject("Letters", "frame", BOX, ("/page",), at_point=told),
            "/page": BusObject("Page", "document web", BOX, ("/row", "/text", "/field"), focusable=("/row", "/send")),
            "/row": BusObject("Row", "list item", BOX, ("/send",), focusable=("/row", "/send")),
            "/text": BusObject("Row", "list item", BOX),
            "/send": BusObject("Send", "push button", Rect(0, 0, 100, 100)),
        }
        looker = Looker(objects, replace(WINDOW, app="chromium"))
        spot, _ = await looker.sees(SAVE)
        return spot.control.name, sum("/window GetAccessibleAtPoint" in question for question in looker.bus.asked)

    assert asyncio.run(seen()) == (names, looks)


@pytest.mark.parametrize("layer", ["panel", "filler"])
def test_a_layer_that_shows_nothing_takes_the_press_of_the_button_below_it(layer: str) -> None:
    async def seen() -> list[str]:
        objects = letters()
        looker = Looker(objects)
        names = [(await looker.sees(SAVE))[0].control.name]
        objects["/panel"].inside = (*objects["/panel"].inside, "/layer")
        objects["/layer"] = BusObject("", layer, Rect(0, 0, 100, 100))
        names += [(await looker.sees(at))[0].control.name for at in (SAVE, DELETE)]
        return names

    assert asyncio.run(seen()) == ["Save", "", "Delete"]


@pytest.mark.parametrize(
    ("button", "is_listed"),
    [
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 80, 30)), True, id="it shows"),
        pytest.param(BusObject("Save", "push button", Rect(10, 410, 80, 30)), False, id="it is scrolled away"),
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 0, 0)), False, id="it has no size"),
        pytest.param(BusObject("Save", "push button", Rect(10, 110, 80, 30), states=0), False, id="it does not show"),
    ],
)
def test_what_does_not_show_is_not_in_the_list(button: BusObject, is_listed: bool) -> None:
    async def names() -> list[str]:
        objects = letters()
        objects["/panel"].inside = ("/bar", "/pane")
        objects["/pane"] = BusObject("", "scroll pane", Rect(0, 100, 1000, 300), ("/inside",))
        objects["/inside"] = BusObject("", "panel", Rect(0, 100, 1000, 900), ("/new",))
        objects["/new"] = replace(button, name="New")
        bus, memory = ObjectBus(objects), TreeCache()
        tree = Tree(LookQuestions(cast("Any", bus), memory.answers), memory)
        return [one.name for one in listed(await bus.answered(WindowLook(tree, WINDOW, BOX).listed()))]

    assert ("New" in asyncio.run(names())) is is_listed
