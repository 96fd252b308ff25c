"""Browsers with the same room for a screen share what is made of it, and each gets the screen as it is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.runtime.protocol.messages import Seen
from desktop_agent.web import pictures
from desktop_agent.web.pictures import Part, Picture, Screen, View, Views

SIZE = Size(60, 40)


@dataclass
class Watcher:
    """A browser that shows what it has been sent."""

    view: View
    number: int = 0
    picture: Picture | None = None
    canvas: Picture = field(default_factory=lambda: np.zeros((SIZE.height, SIZE.width, 3), np.uint8))

    async def look(self) -> Sequence[Part]:
        parts = await self.view.since(self.number, self.picture)
        self.number = self.view.number
        self.picture = self.view.picture
        for box, _, data in parts:
            arrived = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
            assert arrived is not None
            self.canvas[box.y : box.bottom, box.x : box.right] = arrived
        return parts


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setattr(pictures, "EVERY_S", 0.0)
    screen = Screen()
    colour(screen, 0, 40, 10)
    return screen


def colour(screen: Screen, top: int, rows: int, shade: int) -> None:
    screen.take(Seen(SIZE, top, bytes([shade]) * (SIZE.width * rows * 4)))


def test_what_is_new_is_made_once_for_all_that_show_the_same_picture(screen: Screen) -> None:
    shared = Views(screen)
    watchers = [Watcher(shared.within(most)) for most in (SIZE, Size(900, 40), Size(60, 800))]

    async def told() -> list[Sequence[Part]]:
        first = [await each.look() for each in watchers]
        colour(screen, 7, 3, 200)
        return first + [await each.look() for each in watchers]

    made = asyncio.run(told())

    assert len({id(each.view) for each in watchers}) == 1
    assert len({id(parts) for parts in made}) == len(("the whole", "the change"))
    assert {(box.y, box.height) for parts in made[3:] for box, _, _ in parts} == {(7, 3)}


def test_a_slow_browser_gets_all_that_has_changed_since_its_own_picture(screen: Screen) -> None:
    shared = Views(screen)
    quick = Watcher(shared.within(SIZE))
    slow = Watcher(shared.within(SIZE))

    async def watch() -> None:
        await quick.look()
        await slow.look()
        for n in range(5):
            colour(screen, n * 8, 2, 30 + n * 40)
            await quick.look()
        await slow.look()

    asyncio.run(watch())

    for watcher in quick, slow:
        assert (watcher.canvas == screen.scaled(SIZE)).all()


def test_a_picture_comes_no_sooner_than_the_pace_allows_and_nothing_twice(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "EVERY_S", 3600.0)
    watcher = Watcher(Views(screen).within(SIZE))

    async def watch() -> list[int]:
        counts = [len(await watcher.look()), len(await watcher.look())]
        colour(screen, 0, 40, 90)
        return [*counts, len(await watcher.look())]

    assert asyncio.run(watch()) == [1, 0, 0]
    assert not watcher.view.is_newest


def test_another_room_or_another_size_of_the_screen_is_another_view(screen: Screen) -> None:
    shared = Views(screen)
    small = shared.within(Size(30, 30))
    large = shared.within(SIZE)
    assert (small.size, large.size) == (Size(30, 20), SIZE)

    screen.take(Seen(Size(80, 40), 0, bytes(80 * 40 * 4)))

    assert shared.within(SIZE) is not large
