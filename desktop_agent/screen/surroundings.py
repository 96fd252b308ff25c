"""What an action would hit: the window by the frame, the control by its accessible name, else by what is read there."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Press,
    ReleaseButton,
    Type,
    points_of,
    uses_keyboard,
)
from desktop_agent.core.decision import Target
from desktop_agent.core.errors import DesktopAgentError, OffScreenError
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.reading import TextLine, TextReader
from desktop_agent.screen.accessible import is_text
from desktop_agent.screen.compare import patch
from desktop_agent.screen.encode import encode
from desktop_agent.screen.window import Control, ControlSource, WindowSource

# The patch that is read, in screen units to each side of the point; and how far off the point a line may be.
READ_X, READ_Y = 200, 36
NEAR_X, NEAR_Y = 60, 14
_PRESSING_KEYS = ("enter", "space")  # as `core.keys` spells them
_SCORE_AT_LEAST = 0.5
_ENDS = 2  # where a drag begins and where it ends


class ScreenSurroundings:
    """Knows what is under a point; fields stay empty where nothing is known."""

    def __init__(
        self,
        windows: WindowSource,
        controls: ControlSource,
        reader: TextReader | None = None,
        *,
        own: frozenset[int] = frozenset(),
    ) -> None:
        self._windows = windows
        self._controls = controls
        self._reader = reader
        self._own = own  # ids of processes whose windows are ours

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return what an action would hit, on the screen as the frame shows it."""
        return self._marked(await self._hit(frame, action))

    def _marked(self, target: Target) -> Target:
        ours = target.window is not None and target.window.pid in self._own
        return replace(target, ours=ours, also=self._marked(target.also) if target.also else None)

    async def _hit(self, frame: Frame, action: Action) -> Target:
        if uses_keyboard(action):
            window = self._window(frame.scene.focus)
            return _joined([await self._by_key(window, key) for key in _pressing_keys(action)], window)
        points = points_of(action)
        if not isinstance(action, Click | Drag | HoldButton | ReleaseButton | Type):
            return Target(self._window_at(frame, points[0])) if points else Target()
        ends = points if len(points) < _ENDS else (points[0], points[-1])
        hit = [await self._under(frame, at) for at in ends]
        # Text at a point goes to what is there; its line breaks go to what Return presses in that window.
        also = [await self._by_key(hit[0].window, key) for key in _pressing_keys(action) if hit and key == "enter"]
        return _joined([*hit, *also], None)

    async def close(self) -> None:
        """Let the bus go; the windows belong to the camera."""
        await self._controls.close()

    async def _by_key(self, window: Window | None, key: str) -> Target:
        """Return what a key presses in a window."""
        if window is None:
            return Target()
        control = await self._controls.pressed_by_key(window, by_return=key == "enter")
        return Target(window, control.name, control.role, "accessibility" if control.role else "")

    async def _under(self, frame: Frame, point: ImagePoint) -> Target:
        """Return what is under a point."""
        try:
            at = frame.viewport.to_screen(point)
        except OffScreenError:
            return Target()
        window = self._window(frame.scene.window_at(at))
        box = next((one.box for one in frame.scene.windows if window and one.id == window.id), None)
        control = await self._controls.name_at(at, window, box) if window and box else Control()
        if control.name or is_text(control):
            return Target(window, control.name, control.role, "accessibility")
        text = await self._read(frame, at)
        return Target(window, text, control.role, "ocr" if text else "")

    def _window_at(self, frame: Frame, point: ImagePoint) -> Window | None:
        try:
            return self._window(frame.scene.window_at(frame.viewport.to_screen(point)))
        except OffScreenError:
            return None

    async def _read(self, frame: Frame, at: ScreenPoint) -> str:
        if self._reader is None:
            return ""
        screen, size = frame.viewport.screen, frame.pixels.size
        x = (at.x - screen.x) * size.width // screen.width
        y = (at.y - screen.y) * size.height // screen.height
        left, top = max(0, x - READ_X), max(0, y - READ_Y)
        part = patch(frame.pixels, Rect(left, top, x + READ_X - left, y + READ_Y - top))
        try:
            lines = await asyncio.to_thread(self._reader.read, encode(part, part.size))
        except DesktopAgentError:
            return ""
        return nearest(lines, x - left, y - top)

    def _window(self, number: int | None) -> Window | None:
        return None if number is None else self._windows.describe(number)


def nearest(lines: tuple[TextLine, ...], x: int, y: int) -> str:
    """Return the line of text at a point of a picture, else the nearest that is near; empty without one."""
    ranked = sorted(
        (away, line.text) for line in lines if line.score >= _SCORE_AT_LEAST and (away := _away(line, x, y)) is not None
    )
    return ranked[0][1].strip() if ranked else ""


def _away(line: TextLine, x: int, y: int) -> int | None:
    across = max(line.left - x, 0, x - line.left - line.width)
    down = max(line.top - y, 0, y - line.top - line.height)
    return across + down if across <= NEAR_X and down <= NEAR_Y else None


def _joined(targets: list[Target], window: Window | None) -> Target:
    """Return the first target with the second as what is pressed besides; without any, the window alone."""
    match targets:
        case [first, second, *_]:
            return replace(first, also=second)
        case [only]:
            return only
        case _:
            return Target(window)


def _pressing_keys(action: Action) -> tuple[str, ...]:
    """Return the keys by which an action may press a button, as `core.keys` spells them."""
    match action:
        case Press(keys) | HoldKey(keys):
            return tuple(key for key in _PRESSING_KEYS if key in keys)
        case Type(text):
            return tuple(key for key, char in zip(_PRESSING_KEYS, "\n ", strict=True) if char in text)
        case _:
            return ()
