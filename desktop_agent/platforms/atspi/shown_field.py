"""Where the inside of a field is seen on the screen, whatever units and place its program tells it in.

Programs on a scaled screen count in units, of which pages may be exceptions (`scaled`), and LibreOffice tells too high
what it draws itself (`misplaced`). A program's windows have no number here: which one of the screen holds a field
follows from their places, and where more than one reading fits, the field is taken to be at each of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_agent.core.frame import Scene
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.platforms.atspi.misplaced import PLACED, displacement_of
from desktop_agent.platforms.atspi.origins import OnDesktop, Origins
from desktop_agent.platforms.atspi.scaled import WindowScale, scale_of
from desktop_agent.platforms.atspi.tree import Tree
from desktop_agent.screen.accessible import PAGES, Node

_HIGHEST = 60
# The place that a program reports for its window leaves out the title bar, or includes a shadow.
_EDGE = 80
# The frame of the field is seen: what is hidden is what stands in it.
_FRAME_PX = 3


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field as its program tells it, its window and, where it is in a page, the page and what holds that."""

    box: Rect
    window: Rect
    page: Rect | None = None
    holder: Rect | None = None

    def seen(self, scene: Scene, origins: Origins = OnDesktop()) -> tuple[Rect, ...]:  # noqa: B008 - it keeps nothing
        """Return the parts of its inside that no window covers which is above its own."""
        above, found, anywhere = list[Rect](), dict[Rect, tuple[Rect, ...]](), dict[Rect, None]()
        for one in scene.windows:
            counted = self._from(origins.of(one.id, one.box))
            for box in counted.in_frame(one.box):
                found.setdefault(box, inside(box).without(*above))
            above.append(one.box)
            anywhere[inside(counted.box)] = None
        if not found:  # it is not known which window it is in
            return tuple(anywhere) or (inside(self.box),)
        return tuple(part for parts in found.values() for part in parts)

    def _from(self, origin: ScreenPoint) -> FoundField:
        """Return it as its program would tell it that counts from the desktop's corner."""
        page, holder = (box and box.moved(origin) for box in (self.page, self.holder))
        return FoundField(self.box.moved(origin), self.window.moved(origin), page, holder)

    def in_frame(self, frame: Rect) -> Iterator[Rect]:
        """Yield where the field may be on the screen if its window is the one with this frame."""
        if _is_about(frame, self.window):
            yield self.box
        if scale := _scale_in(self.window, frame):
            in_pixels = self.page and scale.is_in_pixels(self.page, self.holder or self.window)
            yield self.box if in_pixels else scale.on_screen(_window(self.box)).box


def may_be_scaled(window: Rect, scene: Scene) -> bool:
    """Tell whether a program's window is one of the screen's by units that are larger than pixels."""
    return any(_scale_in(window, one.box) for one in scene.windows)


async def found_field(tree: Tree, of: Reference, window: Reference, place: Rect) -> FoundField:
    """Return a field of a window that is told to be at this place, by all that holds it."""
    way, holder = [of], await tree.holder(of)
    while holder and holder != window and len(way) < _HIGHEST:
        way.append(holder)
        holder = await tree.holder(holder)
    roles, boxes = await asyncio.gather(
        asyncio.gather(*(tree.role(one) for one in way)), asyncio.gather(*(tree.box(one) for one in way))
    )
    around, displaced, page, page_holder = place, PLACED, None, place
    for role, box in zip(reversed(roles), reversed(boxes), strict=True):
        told = Node("", role, 0, box, 1, 0)
        displaced = displacement_of(told, around, displaced)
        if role in PAGES and page is None:
            page, page_holder = box, around if around.width > 0 else place
        around = displaced.on_screen(told).box
    return FoundField(around, place, page, page_holder if page else None)


def inside(field: Rect) -> Rect:
    """Return what is within the frame of a field."""
    within = Rect(field.x + _FRAME_PX, field.y + _FRAME_PX, field.width - 2 * _FRAME_PX, field.height - 2 * _FRAME_PX)
    return within if within.width > 0 and within.height > 0 else field


def _scale_in(window: Rect, frame: Rect) -> WindowScale | None:
    return scale_of([_window(window)], "", frame)


def _window(box: Rect) -> Node:
    return Node("", "", 0, box, 0, 0)


def _is_about(one: Rect, other: Rect) -> bool:
    sides = ((one.x, other.x), (one.y, other.y), (one.right, other.right), (one.bottom, other.bottom))
    return all(abs(side - of) <= _EDGE for side, of in sides)
