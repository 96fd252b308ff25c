"""Shows what is about to be done, and clears the way for it: our own windows lie where the person can see them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from desktop_agent.core.actions import Action, Drag, Finish, Invoke, Look, Scroll, Wait, points_of
from desktop_agent.core.announcement import CLEARANCE_PX, Announcement
from desktop_agent.core.describe import in_words, named_target
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.passwords import as_shown
from desktop_agent.core.stop import Stopped
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.pending import Authorized
from desktop_agent.run.ports import Overlays

_SCROLLED_PX = 400  # how far around a point what is scrolled is compared


class ActAnnouncer:
    """Announces one act after another; `shown_ms` is how long each is to be seen before it is done."""

    def __init__(self, overlays: Overlays, pause: PauseControl, shown_ms: int) -> None:
        self._overlays, self._pause, self._shown_s = overlays, pause, shown_ms / 1000

    async def announce(self, authorized: Authorized) -> None:
        """Return when the person has had the time to see it, and no window of ours lies where it goes.

        What the person was just asked about was shown to them. ScreenError when a window stays.
        """
        act = announcement_of(authorized)
        if act is None:
            return
        if self._shown_s and not authorized.asked_now:
            await self._overlays.announce(act)
            with suppress(Stopped):  # the person took over: whoever called sees it, and does nothing
                await self._pause.sleep(self._shown_s)
        await self._overlays.make_way(act)


def announcement_of(authorized: Authorized) -> Announcement | None:
    """Return what is to be shown of an act; None where nothing is pressed or moved."""
    action, viewport = authorized.action, authorized.pending.seen.viewport
    if isinstance(action, Wait | Look | Finish | Invoke):
        return None
    way = tuple(map(viewport.to_screen, points_of(action)))
    named = named_target(authorized.target, action)
    target = named.rect if named else None
    clear = _crossed(action, way, viewport.screen)
    words = in_words(as_shown(action, named), replace(named, window=None) if named else None)
    return Announcement(words, way, target, clear if way or target is None else (target,))


def _crossed(action: Action, way: tuple[ScreenPoint, ...], screen: Rect) -> tuple[Rect, ...]:
    """Return what the pointer comes to, and all between the points of a drag."""
    reach = _SCROLLED_PX if isinstance(action, Scroll) else CLEARANCE_PX
    spots = tuple(screen.around(at, reach) for at in way)
    return tuple(one.union(other) for one, other in pairwise(spots)) if isinstance(action, Drag) else spots
