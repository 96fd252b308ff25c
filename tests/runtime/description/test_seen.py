"""Nothing is pressed at a point where a model has seen neither the screen as it is now nor a control."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from desktop_agent.core.controls.screen_contents import Find, ShownControl
from desktop_agent.core.pictures import Frame, ImagePoint, Rect
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.runtime.description.seen_areas import SeenScreen
from tests.fakes.runs.named_controls import NamedControls
from tests.fakes.runs.run_ports import PaintedScreen

FIRST = PaintedScreen(0).grab()
NEXT = PaintedScreen(200).grab()
SIZE = FIRST.viewport.image
SCREEN = FIRST.viewport.screen
LEFT = ImagePoint(0, SIZE.height // 2)
RIGHT = ImagePoint(SIZE.width - 1, SIZE.height // 2)
HALF = Rect(SCREEN.x, SCREEN.y, SCREEN.width // 2 + 40, SCREEN.height)


class ReadOff(NamedControls):
    """Reports nothing: the control's name is read off the picture."""

    async def read(self, frame: Frame, window: int) -> Sequence[ShownControl]:
        return await self.controls(frame, window)


def covers(seen: SeenScreen, now: Frame, *points: ImagePoint) -> bool:
    return asyncio.run(seen.covers(now, points, None))


def test_a_picture_counts_until_the_screen_is_another_there() -> None:
    seen = SeenScreen()

    assert not covers(seen, FIRST, LEFT)
    assert covers(seen, FIRST)  # what has no point
    seen.add(FIRST)
    assert covers(seen, FIRST, LEFT)
    assert covers(seen, FIRST, LEFT, RIGHT)
    assert not covers(seen, NEXT, LEFT)
    seen.add(NEXT, HALF)
    assert covers(seen, NEXT, LEFT)
    assert not covers(seen, NEXT, RIGHT)
    assert not covers(seen, NEXT, LEFT, RIGHT)
    assert not covers(seen, FIRST, LEFT)
    smaller = replace(FIRST.viewport, screen=replace(SCREEN, width=SCREEN.width - 1))
    assert not covers(seen, replace(NEXT, viewport=smaller), LEFT)


def test_a_part_alone_shows_what_is_in_it() -> None:
    seen = SeenScreen()
    seen.add(FIRST, HALF)

    assert (covers(seen, FIRST, LEFT), covers(seen, FIRST, RIGHT)) == (True, False)


def test_of_what_a_window_has_left_only_what_was_not_seen_as_it_is_now_has_to_be_shown() -> None:
    left = Rect(0, 0, 60, 40)
    reported = Rect(150, 80, 10, 10)
    seen = SeenScreen()
    assert seen.with_unseen(FIRST, None, (left,)) == left
    seen.add(FIRST)

    assert seen.with_unseen(FIRST, None, (left,)) is None
    assert seen.with_unseen(FIRST, reported, (left,)) == reported
    assert seen.with_unseen(FIRST, reported, ()) == reported
    assert seen.with_unseen(NEXT, None, (left,)) == left
    assert seen.with_unseen(NEXT, reported, (left,)) == Rect(0, 0, 160, 90)
    assert seen.with_unseen(FIRST, None, (Rect(900, 900, 5, 5),)) is None
    seen.add(NEXT, Rect(0, 0, 30, 40))
    assert seen.with_unseen(NEXT, None, (left,)) == Rect(30, 0, 30, 40)


def test_a_listed_control_counts_while_it_is_there() -> None:
    async def session() -> list[bool]:
        surroundings = ReadOff("Save")
        corner = (ImagePoint(0, 0),)
        inquiry = ScreenInquiry(surroundings)
        seen = SeenScreen()
        unlisted = await seen.covers(FIRST, corner, inquiry)
        await inquiry.find(FIRST, Find())
        listed = await seen.covers(FIRST, corner, inquiry)
        surroundings.control = "Delete"
        return [unlisted, listed, await seen.covers(FIRST, corner, inquiry)]

    assert asyncio.run(session()) == [False, True, False]
