"""Lists what a picture shows of one window: its controls and its texts, by its program or else as they are read.

Nothing comes out that the picture does not show: what lies below another window, outside of the picture, or where
something is kept back from it. Of a control its middle has to be seen. Of a text all of it: what is seen in part is
read off the picture, where only that part stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.core.decision import ReadLine
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.screen_contents import ControlState, ShownControl, ShownText
from desktop_agent.screen.window import Control, ControlSource
from desktop_agent.screen.words import ScreenWords, on_desktop


@dataclass(frozen=True, slots=True)
class WindowPart:
    """What a picture shows of a window."""

    frame: Frame
    window: Window
    box: Rect
    own: tuple[Rect, ...]  # the window, and its menus above it
    above: tuple[Rect, ...]  # all other windows above it
    windows: Mapping[int, Window]  # all of them
    kept_back: Sequence[Rect]

    async def controls(self, source: ControlSource, words: ScreenWords) -> list[ShownControl]:
        """Return what can be used, and the words beside it, from the top down."""
        told = await self.told(source)
        seen = [one for one in told if self._shows(one.box) and not self._is_behind(one.box)]
        return seen if told else await self.read(words)

    async def read(self, words: ScreenWords) -> list[ShownControl]:
        """Return the lines that are read there, whatever the window's program tells."""
        lines = await self._read(words, self.own)
        return [ShownControl(line.text, "", line.box) for line in lines if self._shows(line.box)]

    async def told(self, source: ControlSource, *, since: float = math.inf) -> list[ShownControl]:
        """Return all that the window's program tells, seen or not; `since` as `ControlSource` has it."""
        return [
            ShownControl(one.name, one.role, one.box, _states(one), one.in_page, one.row)
            for one in await source.listed(self.window, self.box, since=since)
            if one.box is not None
        ]

    async def texts(self, source: ControlSource, words: ScreenWords) -> list[ShownText]:
        """Return the lines, in no order."""
        told = await source.texts(self.window, self.box)
        whole = [one for one in told if one.text and self._shows_whole(one.box)]
        cut = [one.box.intersection(self.box) for one in told if one not in whole]
        lines = [] if told else await self._read(words, self.own)
        for box in cut:
            lines += await self._read(words, (box,)) if box is not None and self._shows_some(box) else []
        return whole + [ShownText(line.text, line.box) for line in lines if self._shows_whole(line.box)]

    async def _read(self, words: ScreenWords, boxes: Sequence[Rect]) -> list[ReadLine]:
        """Return the lines that are read in the part of the picture that holds all these boxes."""
        visible = [seen for box in boxes if (seen := box.intersection(self.frame.viewport.screen))]
        return [*on_desktop(await words.inside(self.frame, visible), self.frame, visible)] if visible else []

    def _shows(self, box: Rect) -> bool:
        """Tell whether the middle of something is seen, and nothing of it is kept back."""
        top = self.frame.scene.window_at(box.middle)
        is_its = top is not None and top in self.windows and _belongs(self.windows[top], self.window)
        return is_its and self.frame.viewport.screen.contains(box.middle) and not _touches(box, self.kept_back)

    def _is_behind(self, box: Rect) -> bool:
        """Tell whether a menu of the window covers something that is larger, and so isn't in that menu."""
        top = self.frame.scene.window_at(box.middle)
        menus = [one.box for one in self.frame.scene.windows if one.id == top != self.window.id]
        return any(box.intersection(menu) != box for menu in menus)

    def _shows_whole(self, box: Rect) -> bool:
        seen = box.intersection(self.frame.viewport.screen)
        return seen == box and self._shows(box) and not _touches(box, self.above)

    def _shows_some(self, box: Rect) -> bool:
        seen = box.intersection(self.frame.viewport.screen)
        return seen is not None and bool(seen.without(*self.above, *self.kept_back))


def part_of(
    frame: Frame, window: Window, windows: Mapping[int, Window], kept_back: Sequence[Rect]
) -> WindowPart | None:
    """Return what a picture shows of a window; None where that is nothing. `windows` are those of the scene."""
    own, above, parts = list[Rect](), list[Rect](), list[Rect]()
    for one in frame.scene.windows:
        if one.id == window.id:
            parts.append(one.box)
        if not parts or one.id == window.id:
            (own if _belongs(windows[one.id], window) else above).append(one.box)
    if not parts:
        return None
    return WindowPart(frame, window, Rect.union(*parts), tuple(own), tuple(above), windows, kept_back)


def _belongs(other: Window, window: Window) -> bool:
    """Tell whether a window is this one, or a menu or a list of it: these have no title but that of their owner.

    A dialog of the same program is none of its parts: what lies below it can't be pressed.
    """
    if other.id == window.id:
        return True
    is_part = other.menu or other.title in {"", window.title}
    return other.pid is not None and other.pid == window.pid and is_part and not other.dialog


def _states(control: Control) -> tuple[ControlState, ...]:
    return (*control.states, "disabled") if control.disabled else control.states


def _touches(box: Rect, parts: Sequence[Rect]) -> bool:
    return any(box.intersection(part) for part in parts)
