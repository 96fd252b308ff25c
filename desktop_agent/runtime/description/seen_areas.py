"""What of the screen a model has seen: nothing is pressed at a point where it has seen neither a picture nor a control.

A picture counts as long as the screen looks the same around the point, with the same window on top. A control counts
that a list has given with its place, as long as its program, or the reading of the picture, gives it there again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.actions.action import uses_keyboard
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size
from desktop_agent.core.runs.turn import InvalidAction, Proposal
from desktop_agent.run.inquiry import ScreenInquiry
from desktop_agent.screen.captures.camera import REACH, TOLERATED
from desktop_agent.screen.captures.compare import as_rows, patch, patch_alike
from desktop_agent.screen.captures.source import around_on_desktop, in_capture

if TYPE_CHECKING:
    import numpy.typing as npt


_MOST_PICTURES = 32
_COLOUR_BITS = 0x00FFFFFF


@dataclass(slots=True)
class SeenScreen:
    """The screen as a model has seen it: its newest picture, with the parts of later ones laid over it."""

    _seen: Frame | None = None
    _pixels: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros((0, 0), np.uint32))
    _is_seen: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), np.bool_))
    _scenes: deque[tuple[Scene, Rect]] = field(default_factory=lambda: deque(maxlen=_MOST_PICTURES))

    def add(self, frame: Frame, part: Rect | None = None) -> None:
        """Note that the model has seen a picture, or a part of it."""
        if self._seen is None or not _are_alike(self._seen, frame):
            size = frame.pixels.size
            self._pixels = np.zeros((size.height, size.width), np.uint32)
            self._is_seen = np.zeros((size.height, size.width), np.bool_)
            self._scenes.clear()
        box = in_capture(part or frame.viewport.screen, frame)
        place = (slice(box.y, box.bottom), slice(box.x, box.right))
        self._seen = frame
        self._is_seen[place] = True
        self._pixels[place] = as_rows(frame.pixels)[place]
        self._scenes.appendleft((frame.scene, part or frame.viewport.screen))

    async def covers(self, now: Frame, points: Iterable[ImagePoint], inquiry: ScreenInquiry | None) -> bool:
        """Return whether the model has seen each of these points as it is now."""
        for at in points:
            is_listed = inquiry is not None and await inquiry.has_listed(now, at)
            if not is_listed and not self.shows(now, at):
                return False
        return True

    def shows(self, now: Frame, at: ImagePoint) -> bool:
        """Return whether the model has seen all that is around a point, under the window that is on top there now."""
        try:
            place = now.viewport.to_screen(at)
        except OffScreenError:
            return True  # it is refused for that, in words
        scene = next((scene for scene, part in self._scenes if part.contains(place)), None)
        if self._seen is None or scene is None or not _are_alike(self._seen, now):
            return False
        box = in_capture(now.viewport.screen.around(place, REACH), now)
        around = (slice(box.y, box.bottom), slice(box.x, box.right))
        seen = Pixels(Size(box.width, box.height), self._pixels[around].tobytes())
        is_same = scene.window_at(place) == now.scene.window_at(place)
        return is_same and bool(self._is_seen[around].all()) and patch_alike(seen, patch(now.pixels, box), TOLERATED)

    def with_unseen(self, now: Frame, part: Rect | None, uncovered: Iterable[Rect]) -> Rect | None:
        """Return a part of the desktop with what has been uncovered and the model hasn't seen as it is now."""
        unseen = [box for left in uncovered if (box := self._unseen_in(now, left)) is not None]
        boxes = (*([part] if part is not None else []), *unseen)
        return Rect.union(*boxes) if boxes else None

    def _unseen_in(self, now: Frame, part: Rect) -> Rect | None:
        """Return the smallest box around what the model hasn't seen in a part of the screen; a caret aside."""
        visible = part.intersection(now.viewport.screen)
        if visible is None or self._seen is None or not _are_alike(self._seen, now):
            return visible
        box = in_capture(visible, now)
        around = (slice(box.y, box.bottom), slice(box.x, box.right))
        seen = Pixels(Size(box.width, box.height), self._pixels[around].tobytes())
        current = patch(now.pixels, box)
        if self._is_seen[around].all() and patch_alike(seen, current, 0.0):
            return None
        differs = ~self._is_seen[around] | (((self._pixels[around] ^ as_rows(current)) & _COLOUR_BITS) != 0)
        rows = np.flatnonzero(differs.any(axis=1))
        columns = np.flatnonzero(differs.any(axis=0))
        if not rows.size:
            return None
        tight = Rect(box.x + int(columns[0]), box.y + int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)
        return around_on_desktop(tight, now.viewport.screen, now.pixels.size)


def shows_as_seen(before: Frame, now: Frame, proposal: Proposal) -> bool:
    """Return whether two pictures are the same where an action would take effect, as far as its points are given."""
    seen = SeenScreen()
    seen.add(before)
    action = proposal.form
    uses_keys = not isinstance(action, InvalidAction) and uses_keyboard(action)
    has_moved = uses_keys and before.scene.focus != now.scene.focus
    return _are_alike(before, now) and not has_moved and all(seen.shows(now, at) for at in proposal.given_points)


def _are_alike(before: Frame, now: Frame) -> bool:
    return before.viewport == now.viewport and before.pixels.size == now.pixels.size
