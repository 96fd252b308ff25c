"""What our windows show of an act before it is done, and the places that they must not cover."""

from __future__ import annotations

from itertools import pairwise

from desktop_agent.core.actions.action import Action, Drag, Finish, Invoke, Look, Scroll, Wait, points_of
from desktop_agent.core.actions.describe import named_target, words_without_window
from desktop_agent.core.decisions.decision import Target
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.pictures import Frame, Rect, ScreenPoint
from desktop_agent.core.texts.passwords import as_shown

_SCROLLED_PX = 400  # how far around a point what is scrolled is compared


def announcement_of(action: Action, seen: Frame, target: Target) -> Announcement | None:
    """Return the announcement of an act; None where nothing is pressed or moved."""
    viewport = seen.viewport
    if isinstance(action, Wait | Look | Finish | Invoke):
        return None
    way = tuple(map(viewport.to_screen, points_of(action)))
    named = named_target(target, action)
    box = named.rect if named else None
    clear = _crossed_areas(action, way, viewport.screen)
    words = words_without_window(as_shown(action, named), named)
    return Announcement(words, way, box, clear if way or box is None else (box,))


def _crossed_areas(action: Action, way: tuple[ScreenPoint, ...], screen: Rect) -> tuple[Rect, ...]:
    """Return the areas around the points of an action; for a drag, with all that lies between them."""
    reach = _SCROLLED_PX if isinstance(action, Scroll) else CLEARANCE_PX
    spots = tuple(screen.around(at, reach) for at in way)
    return tuple(first.union(second) for first, second in pairwise(spots)) if isinstance(action, Drag) else spots
