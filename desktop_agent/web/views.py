"""A screen as browsers see it: scaled, compared and encoded once for all that have the same room for it.

Such browsers get the same pictures one after another, each at most `EVERY_S` after the last. A slow one, which leaves
some out, gets what has changed since the one that it shows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from desktop_agent.core.pictures import Size
from desktop_agent.web.pictures import Part, Picture, Screen, changed_parts, encoded

EVERY_S = 0.1


@dataclass(slots=True, weakref_slot=True)
class View:
    """The pictures of a screen in one size."""

    screen: Screen
    size: Size
    shows: Size  # the screen's own size
    number: int = 0  # of the newest picture
    picture: Picture | None = None
    due_s: float = 0.0  # of the monotonic clock: the next picture isn't made before
    _version: int = 0
    _parts: dict[int, Sequence[Part]] = field(default_factory=dict)  # of the newest, by the number of an earlier one
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_newest(self) -> bool:
        """Return whether the screen is still as in the newest picture."""
        return self._version == self.screen.version

    async def since(self, number: int, picture: Picture | None) -> Sequence[Part]:
        """Return what is new in the newest picture since an earlier one of this view; all of it where that is None."""
        async with self._turn:
            if not self.is_newest and time.monotonic() >= self.due_s:
                await asyncio.to_thread(self._renew)
            if number == self.number:
                return ()
            if number not in self._parts:
                self._parts[number] = await asyncio.to_thread(self._compare, picture)
            return self._parts[number]

    def _renew(self) -> None:
        if self.screen.size != self.shows:
            return  # another view is for the screen as it is now
        self._version = self.screen.version
        self.picture = self.screen.scaled(self.size)
        self.number += 1
        self.due_s = time.monotonic() + EVERY_S
        self._parts = {}

    def _compare(self, before: Picture | None) -> Sequence[Part]:
        now = self.picture
        if now is None:
            return ()
        boxes = tuple(changed_parts(before, now))
        return tuple((box, *encoded(now[box.y : box.bottom, box.x : box.right])) for box in boxes)


class Views:
    """The views of one screen that some browser has."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._views: WeakValueDictionary[Size, View] = WeakValueDictionary()

    def within(self, most: Size) -> View:
        """Return the view of the screen as it is now that has the largest size within `most`."""
        size = self._screen.fitted(most)
        view = self._views.get(size)
        if view is None or view.shows != self._screen.size:
            view = View(self._screen, size, self._screen.size)
            self._views[size] = view
        return view
