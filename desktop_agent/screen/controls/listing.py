"""The controls and texts of a window on a picture: as its program reports them, as they are read, or as drawn.

Only visible things are listed: nothing below another window, outside of the picture, or in a hidden area. The middle
of a control has to be visible, and all of a text: one that is visible in part is read off the picture instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from desktop_agent.core.controls.screen_contents import (
    ControlState,
    ScrolledAway,
    ShownControl,
    ShownText,
    WindowContents,
)
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.pictures import Frame, Pixels, Rect, ScreenPoint, Window
from desktop_agent.screen.captures.compare import TILE, as_channels, patch
from desktop_agent.screen.captures.source import in_capture
from desktop_agent.screen.captures.source import on_desktop as part_on_desktop
from desktop_agent.screen.controls.accessible_nodes import takes_wheel
from desktop_agent.screen.controls.window import Control, ControlSource
from desktop_agent.screen.controls.words import READ_X, ScreenWords, on_desktop

if TYPE_CHECKING:
    from desktop_agent.screen.captures.compare import Mask


_MOST_OF_A_CONTROL: Final = 0.05  # of its window: what is larger holds others, or draws something
_ABOVE: Final = 12  # pixels
# Where the wheel is tried, in twelfths of a pane: at its right edge first, as fields begin at the left.
_GRID: Final = 12
_COLUMNS: Final = (10, 6, 2, 11, 1)
_ROWS: Final = (6, 3, 9)


@dataclass(frozen=True, slots=True)
class WindowPart:
    """The part of a window that a picture shows."""

    frame: Frame
    window: Window
    box: Rect
    own: tuple[Rect, ...]  # the window, and its menus above it
    above: tuple[Rect, ...]  # all other windows above it
    windows: Mapping[int, Window]  # all of them
    kept_back: Sequence[Rect]
    title_bar: Rect | None = None  # where a window manager draws its title

    async def controls(self, source: ControlSource, words: ScreenWords) -> list[ShownControl]:
        """Return the usable controls, and the labels, from the top down."""
        reported = await self.reported_controls(source)
        return self._seen_controls(reported) if reported else await self.read(words)

    async def contents(self, source: ControlSource) -> WindowContents:
        """Return the visible controls and complete lines that the window's program reports, and what it draws."""
        controls = self._seen_controls(await self.reported_controls(source))
        texts = await source.texts(self.window, self.box)
        lines = [text for text in texts if text.text and self._shows_all_of(text.box)]
        boxes = {control.box for control in controls}  # an empty field reports no text either
        drawn = [text.box for text in texts if not text.text and text.box not in boxes and self._shows_some(text.box)]
        return WindowContents(tuple(controls), tuple(lines), tuple(drawn))

    def _seen_controls(self, reported: Sequence[ShownControl]) -> list[ShownControl]:
        return [control for control in reported if self._shows(control.box) and not self._is_behind_menu(control.box)]

    async def read(self, words: ScreenWords) -> list[ShownControl]:
        """Return the lines that are read there, whatever the window's program reports, without its title."""
        lines = await self._read(words, self.own)
        return [ShownControl(line.text, "", line.box) for line in lines if self._shows(line.box)]

    async def read_within(self, words: ScreenWords, parts: Sequence[Rect]) -> list[ShownControl]:
        """Return those of these lines that touch one of these parts; enough around them is read for complete lines."""
        around = [seen for own in self.own for part in parts if (seen := _with_reading_margin(part).intersection(own))]
        lines = await self._read(words, around)
        return [
            ShownControl(line.text, "", line.box)
            for line in lines
            if self._shows(line.box) and _touches(line.box, parts)
        ]

    async def reported_controls(self, source: ControlSource, *, since: float = math.inf) -> list[ShownControl]:
        """Return all controls that the window's program reports, visible or not; `since` as in `ControlSource`."""
        return [
            ShownControl(
                control.name,
                control.role,
                control.box,
                _states(control),
                control.in_page,
                row=control.row,
                titles=control.titles,
            )
            for control in await source.listed(self.window, self.box, since=since)
            if control.box is not None
        ]

    async def scrolled_away(self, source: ControlSource, wanted: Callable[[str], bool]) -> list[ScrolledAway]:
        """Return the controls and words with a wanted name that the wheel would bring into sight."""
        reported = await source.scrolled_away(self.window, self.box, wanted)
        listed = await source.listed(self.window, self.box) if reported else ()
        return [
            ScrolledAway(away.name, away.role, away.dx, away.dy, at, away.at_edge)
            for away in reported
            if (at := self._wheel_points(away.pane, listed))
        ]

    def _wheel_points(self, pane: Rect, listed: Sequence[Control]) -> tuple[ScreenPoint, ...]:
        """Return points at which the wheel turns a pane, and neither changes a value nor turns something inside it."""
        boxes = [control.box for control in listed if takes_wheel(control) and control.box is not None]
        inside = [box for box in boxes if box != pane and box.intersection(pane) == box]
        points = [
            ScreenPoint(pane.x + pane.width * across // _GRID, pane.y + pane.height * down // _GRID)
            for down in _ROWS
            for across in _COLUMNS
        ]
        return tuple(
            at for at in points if self._shows(Rect(at.x, at.y, 1, 1)) and not any(box.contains(at) for box in inside)
        )

    async def texts(self, source: ControlSource, words: ScreenWords) -> list[ShownText]:
        """Return the lines, in no order."""
        reported = await source.texts(self.window, self.box)
        complete = [text for text in reported if text.text and self._shows_all_of(text.box)]
        cut = [text.box.intersection(self.box) for text in reported if text not in complete]
        lines = [] if reported else await self._read(words, self.own)
        for box in cut:
            lines += await self._read(words, (box,)) if box is not None and self._shows_some(box) else []
        return complete + [ShownText(line.text, line.box) for line in lines if self._shows_all_of(line.box)]

    async def drawn_texts(self, source: ControlSource, words: ScreenWords) -> list[ShownText]:
        """Return the lines that are read where the window shows something that its program doesn't report.

        A part that can't be read is an empty line. Nothing where the program reports no text at all: then `texts` has
        read the whole window.
        """
        reported = await source.texts(self.window, self.box)
        if not reported:
            return []
        controls = await self.reported_controls(source)
        most = self.box.width * self.box.height * _MOST_OF_A_CONTROL
        described = [text.box for text in reported if text.text]
        described += [control.box for control in controls if control.box.width * control.box.height <= most]
        described += [*self.above, *self.kept_back]
        described += [self.title_bar] if self.title_bar is not None else []
        lines = list[ShownText]()
        for part in drawn_parts(self.frame, self.box, described):
            if not words.can_read:
                lines.append(ShownText("", part))
            lines += [
                ShownText(line.text, line.box)
                for line in await self._read(words, (part,))
                if self._shows_all_of(line.box) and not any(box.contains(line.box.middle) for box in described)
            ]
        return lines

    async def _read(self, words: ScreenWords, boxes: Sequence[Rect]) -> list[ReadLine]:
        """Return the lines that are read in the smallest part of the picture around these boxes."""
        visible = [seen for box in boxes if (seen := box.intersection(self.frame.viewport.screen))]
        lines = on_desktop(await words.inside(self.frame, visible), self.frame, visible) if visible else ()
        return [line for line in lines if self.title_bar is None or not self.title_bar.contains(line.box.middle)]

    def _shows(self, box: Rect) -> bool:
        """Return whether the middle of a box is visible, and no part of the box is hidden."""
        top = self.frame.scene.window_at(box.middle)
        is_its = top is not None and top in self.windows and _belongs(self.windows[top], self.window)
        return is_its and self.frame.viewport.screen.contains(box.middle) and not _touches(box, self.kept_back)

    def _is_behind_menu(self, box: Rect) -> bool:
        """Return whether a menu of the window covers a box that is larger, and so isn't in that menu."""
        top = self.frame.scene.window_at(box.middle)
        menus = [item.box for item in self.frame.scene.windows if item.id == top != self.window.id]
        return any(box.intersection(menu) != box for menu in menus)

    def _shows_all_of(self, box: Rect) -> bool:
        seen = box.intersection(self.frame.viewport.screen)
        return seen == box and self._shows(box) and not _touches(box, self.above)

    def _shows_some(self, box: Rect) -> bool:
        seen = box.intersection(self.frame.viewport.screen)
        return seen is not None and bool(seen.without(*self.above, *self.kept_back))


def part_of(
    frame: Frame,
    window: Window,
    windows: Mapping[int, Window],
    kept_back: Sequence[Rect],
    title_bar: Rect | None = None,
) -> WindowPart | None:
    """Return the visible part of a window; None where it is not in the picture. `windows` are those of the scene."""
    own = list[Rect]()
    above = list[Rect]()
    parts = list[Rect]()
    for item in frame.scene.windows:
        if item.id == window.id:
            parts.append(item.box)
        if not parts or item.id == window.id:
            (own if _belongs(windows[item.id], window) else above).append(item.box)
    if not parts:
        return None
    return WindowPart(frame, window, Rect.union(*parts), tuple(own), tuple(above), windows, kept_back, title_bar)


def _belongs(other: Window, window: Window) -> bool:
    """Return whether a window is this one, or a menu or a list of it: these have no title of their own.

    A dialog of the same program is not a part: controls below it can't be pressed.
    """
    if other.id == window.id:
        return True
    is_part = other.menu or other.title in {"", window.title}
    return other.pid is not None and other.pid == window.pid and is_part and not other.dialog


def _states(control: Control) -> tuple[ControlState, ...]:
    return (*control.states, "disabled") if control.disabled else control.states


def _with_reading_margin(box: Rect) -> Rect:
    """Return a part with as much to its sides as a line may need, and what its letters need above and below."""
    return Rect(box.x - READ_X, box.y - _ABOVE, box.width + 2 * READ_X, box.height + 2 * _ABOVE)


def _touches(box: Rect, parts: Sequence[Rect]) -> bool:
    return any(box.intersection(part) for part in parts)


_LEAST_SIDE = 48  # pixels: smaller than that are icons, arrows and scroll bars
_MOST_PARTS = 3
_STROKE = 48  # of 255: what a letter differs from its ground, and no shade does


def drawn_parts(frame: Frame, box: Rect, reported: Sequence[Rect]) -> tuple[Rect, ...]:
    """Return the parts of a box on the desktop that show something beside what is reported; the largest first."""
    import cv2

    visible = box.intersection(frame.viewport.screen)
    if visible is None:
        return ()
    area = in_capture(visible, frame)
    strokes = _strokes(patch(frame.pixels, area))
    for each in reported:
        part = each.intersection(visible)
        if part is not None:
            inside = in_capture(part, frame)
            left = inside.x - area.x
            top = inside.y - area.y
            strokes[top : top + inside.height, left : left + inside.width] = False
    # Letters and lines that are less than a tile apart are one part.
    joined = cv2.dilate(strokes.astype(np.uint8), np.ones((TILE, TILE), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    parts = [Rect(*(int(part[n]) for n in range(4))) for part in stats[1:]]
    large = [part for part in parts if min(part.width, part.height) >= _LEAST_SIDE + TILE]
    large.sort(key=lambda part: -part.width * part.height)
    return tuple(
        part_on_desktop(Rect(part.x + area.x, part.y + area.y, part.width, part.height), frame)
        for part in large[:_MOST_PARTS]
    )


def _strokes(pixels: Pixels) -> Mask:
    """Return which pixels differ from the one before, in their row or in their column."""
    channels = as_channels(pixels).astype(np.int16)
    strokes: Mask = np.zeros((pixels.size.height, pixels.size.width), dtype=np.bool_)
    strokes[:, 1:] |= (np.abs(np.diff(channels, axis=1)) > _STROKE).any(axis=2)
    strokes[1:, :] |= (np.abs(np.diff(channels, axis=0)) > _STROKE).any(axis=2)
    return strokes
