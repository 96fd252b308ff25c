"""Shows the person each act before it is done, and takes our windows off its place before that is compared."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

from desktop_agent.core.actions import Action, Drag, Finish, Invoke, Look, Scroll, Wait, points_of
from desktop_agent.core.decision import Target
from desktop_agent.core.describe import in_few_words, named_target
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.own_windows import CLEARANCE_PX, Announcement
from desktop_agent.core.passwords import as_shown
from desktop_agent.core.stop import Stopped
from desktop_agent.run.allowed_attempt import AllowedAttempt
from desktop_agent.run.pause import PauseControl
from desktop_agent.run.ports import Camera, Overlays

_SCROLLED_PX = 400  # how far around a point what is scrolled is compared


class ActAnnouncer:
    """Announces one act after another; each is visible for `shown_ms` before it is done."""

    def __init__(self, overlays: Overlays, camera: Camera, pause: PauseControl, shown_ms: int) -> None:
        self._overlays = overlays
        self._camera = camera
        self._pause = pause
        self._shown_s = shown_ms / 1000

    async def announce(self, allowed: AllowedAttempt) -> None:
        """Return once the person has had time to see the act, and no window of ours covers its target.

        An act that the person was just asked about is not shown again. ScreenError when a window stays.
        """
        act = announcement_of(allowed.action, allowed.attempt.seen, allowed.target)
        if act is not None and self._shown_s and not allowed.asked_now:
            await self._overlays.announce(act)
            with suppress(Stopped):  # the person took over: whoever called sees it, and does nothing
                await self._pause.sleep(self._shown_s)
        await self._make_way(act)

    async def clear_place(self, action: Action, seen: Frame, target: Target) -> None:
        """Return once no window of ours covers the target of an action that a question is about; errors as above."""
        await self._make_way(announcement_of(action, seen, target))

    async def _make_way(self, act: Announcement | None) -> None:
        if act is not None:
            self._camera.leave_out_windows(await self._overlays.make_way(act))


def announcement_of(action: Action, seen: Frame, target: Target) -> Announcement | None:
    """Return the announcement of an act; None where nothing is pressed or moved."""
    viewport = seen.viewport
    if isinstance(action, Wait | Look | Finish | Invoke):
        return None
    way = tuple(map(viewport.to_screen, points_of(action)))
    named = named_target(target, action)
    box = named.rect if named else None
    clear = _crossed(action, way, viewport.screen)
    words = in_few_words(as_shown(action, named), named)
    return Announcement(words, way, box, clear if way or box is None else (box,))


def _crossed(action: Action, way: tuple[ScreenPoint, ...], screen: Rect) -> tuple[Rect, ...]:
    """Return the areas around the points of an action; for a drag, with all that lies between them."""
    reach = _SCROLLED_PX if isinstance(action, Scroll) else CLEARANCE_PX
    spots = tuple(screen.around(at, reach) for at in way)
    return tuple(first.union(second) for first, second in pairwise(spots)) if isinstance(action, Drag) else spots
