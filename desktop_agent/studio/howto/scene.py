"""Chooses which part of the screen each step shows: always as large, within its window, and as calm as can be.

All pictures have one scale, so that the same thing is equally large in each. While the next step's target is well
within what the last one showed of the same window, the part stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop_agent.core.geometry import ImagePoint, Rect, Size
from desktop_agent.studio.howto.instruction import StepScene

_PART = Size(720, 450)  # pixels of the picture
_WHOLE_UP_TO = Size(900, 560)  # a window that is hardly larger is shown whole
_LEAST = Size(480, 260)
_AIR_PX = 14  # around a window
_WELL_WITHIN_PX = 56  # how far from the part's edge a target may be before the part moves


def parts_of(shown: Iterable[StepScene | None]) -> Iterator[Rect | None]:
    """Yield the part that each step shows, in pixels of its picture; None where there is nothing to show."""
    last: Rect | None = None
    window: Rect | None = None
    for one in shown:
        if one is None:
            yield None
            continue
        bounds = _bounds(one)
        again = last is not None and one.window == window and _holds(last, one) and _inside(last, bounds)
        last = last if again else _part(one, bounds)
        window = one.window
        yield last


def _bounds(shown: StepScene) -> Rect:
    """Return what may be shown: the window with some air, or the whole picture."""
    whole = Rect(0, 0, max(1, shown.frame.width), max(1, shown.frame.height))
    if shown.window is None:
        return whole
    window = shown.window
    # A menu alone says little: some of what it belongs to is shown around it.
    beside = max(_AIR_PX, (_LEAST.width - window.width) // 2)
    above = max(_AIR_PX, (_LEAST.height - window.height) // 2)
    around = Rect(window.x - beside, window.y - above, window.width + 2 * beside, window.height + 2 * above)
    for at in (shown.at, shown.to):
        around = around.union(Rect(at.x - _AIR_PX, at.y - _AIR_PX, 2 * _AIR_PX, 2 * _AIR_PX)) if at else around
    return around.intersection(whole) or whole


def _part(shown: StepScene, bounds: Rect) -> Rect:
    if bounds.width <= _WHOLE_UP_TO.width and bounds.height <= _WHOLE_UP_TO.height:
        return bounds
    focus = _focus(shown, bounds)
    width, height = min(_PART.width, bounds.width), min(_PART.height, bounds.height)
    # A target that is larger than the part: what of it is around where it was pressed.
    centre = shown.at or ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    if focus.width <= width and focus.height <= height:
        centre = ImagePoint(focus.x + focus.width // 2, focus.y + focus.height // 2)
    left = min(max(bounds.x, centre.x - width // 2), bounds.right - width)
    top = min(max(bounds.y, centre.y - height // 2), bounds.bottom - height)
    return Rect(left, top, width, height)


def _focus(shown: StepScene, bounds: Rect) -> Rect:
    """Return what has to be seen: the control, or where it was pressed, and where a drag ends."""
    spots = [Rect(at.x, at.y, 1, 1) for at in (shown.at, shown.to) if at]
    boxes = [box for box in (shown.control, *spots) if box]
    return Rect.union(*boxes) if boxes else bounds


def _holds(part: Rect, shown: StepScene) -> bool:
    focus = _focus(shown, part)
    edge = _WELL_WITHIN_PX
    inner = Rect(part.x + edge, part.y + edge, part.width - 2 * edge, part.height - 2 * edge)
    return _inside(focus, inner)


def _inside(one: Rect, other: Rect) -> bool:
    return other.x <= one.x and other.y <= one.y and one.right <= other.right and one.bottom <= other.bottom
