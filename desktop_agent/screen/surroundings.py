"""What an action would hit: the window by the frame, the control by its accessible name, else by what is read there."""

from __future__ import annotations

import asyncio

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, Press, Type, points_of, uses_keyboard
from desktop_agent.core.decision import Target
from desktop_agent.core.errors import DesktopAgentError, OffScreenError
from desktop_agent.core.frame import Frame, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
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


class ScreenSurroundings:
    """Knows what is under a point; fields stay empty where nothing is known."""

    def __init__(self, windows: WindowSource, controls: ControlSource, reader: TextReader | None = None) -> None:
        self._windows = windows
        self._controls = controls
        self._reader = reader

    async def target(self, frame: Frame, action: Action) -> Target:
        """Return what an action would hit, on the screen as the frame shows it."""
        if uses_keyboard(action):
            return await self._with_keyboard(frame, action)
        points = points_of(action)
        try:
            at = frame.viewport.to_screen(points[0])
        except (IndexError, OffScreenError):
            return Target()
        window = self._window(frame.scene.window_at(at))
        if not isinstance(action, Click | Drag | HoldButton | Type):
            return Target(window)
        return await self._under(frame, at, window)

    async def close(self) -> None:
        """Let the bus go; the windows belong to the camera."""
        await self._controls.close()

    async def _with_keyboard(self, frame: Frame, action: Action) -> Target:
        window = self._window(frame.scene.focus)
        key = _pressing_key(action)
        if window is None or not key:
            return Target(window)
        control = await self._controls.pressed_by_key(window, by_return=key == "enter")
        return Target(window, control.name, control.role, "accessibility" if control.role else "")

    async def _under(self, frame: Frame, at: ScreenPoint, window: Window | None) -> Target:
        box = next((one.box for one in frame.scene.windows if window and one.id == window.id), None)
        control = await self._controls.name_at(at, window, box) if window and box else Control()
        if control.name or is_text(control):
            return Target(window, control.name, control.role, "accessibility")
        text = await self._read(frame, at)
        return Target(window, text, control.role, "ocr" if text else "")

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


def _pressing_key(action: Action) -> str:
    """Return the key by which an action presses what has the keyboard; empty when it does not."""
    match action:
        case Press(keys) if keys and keys[-1] in _PRESSING_KEYS:
            return keys[-1]
        case Type(text) if "\n" in text:
            return "enter"
        case _:
            return ""
