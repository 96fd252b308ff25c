"""The visible parts of windows in a picture: covered and hidden places are not visible."""

from __future__ import annotations

import os
from collections.abc import Iterator

from desktop_agent.core.actions.action import Move
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Window
from desktop_agent.run.ports import Surroundings

_INSET = 3  # how far from a window's edges it is looked for


def window_seen(frame: Frame, window: int, surroundings: Surroundings) -> Target:
    """Return a window as a target where it is visible in the picture; an empty target where it is not."""
    seen = (surroundings.window(frame, Move(at)) for at in places_of(frame, window))
    return next((target for target in seen if target.window is not None), Target())


def places_of(frame: Frame, window: int) -> Iterator[ImagePoint]:
    """Yield some points of the picture at which a window is the topmost one, hidden or not."""
    for part in (item.box for item in frame.scene.windows if item.id == window):
        visible = part.intersection(frame.viewport.screen)
        for at in _points_in(visible) if visible else ():
            if frame.scene.window_at(at) == window:
                yield frame.viewport.to_image(at)


def windows_seen(frame: Frame, surroundings: Surroundings) -> Iterator[tuple[Window, Rect]]:
    """Yield the visible windows with a known name, topmost first, each with its box in the picture."""
    boxes: dict[int, Rect] = {}
    for item in frame.scene.windows:
        boxes[item.id] = boxes[item.id].union(item.box) if item.id in boxes else item.box
    for number, box in boxes.items():
        visible = box.intersection(frame.viewport.screen)
        window = window_seen(frame, number, surroundings).window
        if visible is not None and window is not None and window.pid != os.getpid() and (window.title or window.app):
            yield window, visible


def is_seen(frame: Frame, box: Rect, surroundings: Surroundings) -> bool:
    """Return whether the middle of a box is in the picture, in a window, and not hidden."""
    try:
        at = frame.viewport.to_image(box.middle)
    except OffScreenError:
        return False
    return surroundings.window(frame, Move(at)).window is not None


def _points_in(box: Rect) -> Iterator[ScreenPoint]:
    yield box.middle
    for y in (box.y + _INSET, box.bottom - _INSET):
        for x in (box.x + _INSET, box.right - _INSET):
            if box.contains(ScreenPoint(x, y)):
                yield ScreenPoint(x, y)
