"""Describes the screen in words, and the result of an order: the answers that an agent gets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop_agent.agents.orders import ActOrder, ClipboardOrder, McpAnswer, SessionOrder
from desktop_agent.core.actions import Press
from desktop_agent.core.describe import name_and_kind
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.core.locator import LONGEST_NAME
from desktop_agent.core.turn import ModelInput, Opening
from desktop_agent.run.inquiry import ScreenInquiry, region_of
from desktop_agent.run.ports import Surroundings
from desktop_agent.run.visibility import is_seen, windows_seen

LOOK_FIRST = "Nothing was done: this is the first picture. Look at it, and use its pixels."
LOST = (
    "Nothing was done: the picture you named is unknown or older than a minute, or the screen has since changed "
    "where you want to act. Look at this one, and use its pixels."
)


UNCHANGED = "Nothing in the picture has changed since the last one."
_MOST_WINDOWS, _MOST_CHANGES = 20, 3
_KEYBOARD_WITHIN_S = 0.3
_FIRST_KEYBOARD_WITHIN_S = 1.5  # while the bus of all programs is being connected
_ANY_KEY = Press(("shift",))  # which is asked about, and not pressed


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window in words: its name, and the full line about it."""

    name: str
    line: str


class ScreenView:
    """Describes the screen, and after an act only the changes; for one session.

    Windows that are private, or not in the picture, are left out.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings, self.inquiry = surroundings, ScreenInquiry(surroundings)
        self._size = ""
        self._windows: Mapping[int, WindowLine] = {}  # that are seen
        self._names: Mapping[int, str] = {}  # of all that were seen and are there
        self._keyboard = ""
        self._has_asked = False  # some program, so that the bus is connected

    async def overview(self, frame: Frame) -> str:
        """Return the picture's size, its windows, and what has the keyboard."""
        self._note(frame)
        self._keyboard = await self._with_keyboard(frame)
        lines = [self._size, *(window.line for window in self._windows.values()), self._keyboard]
        if len(self._windows) > _MOST_WINDOWS:
            lines[_MOST_WINDOWS + 1 : -1] = ["… and more windows."]
        return "\n".join(filter(None, lines))

    async def changes(self, frame: Frame) -> str:
        """Return the changes since the last description; all of it where there was none."""
        if not self._size:
            return await self.overview(frame)
        size, names, keyboard = self._size, self._names, self._keyboard
        self._note(frame)
        self._keyboard = await self._with_keyboard(frame)
        new_windows = [window.line for number, window in self._windows.items() if number not in names]
        closed = [name for number, name in names.items() if number not in self._names]
        renamed = [name for number, name in self._names.items() if number in names and names[number] != name]
        lines = [
            self._size if self._size != size else "",
            *(f"New: {line}" for line in new_windows[:_MOST_CHANGES]),
            *(f"Gone: window {name}" for name in closed[:_MOST_CHANGES]),
            *(f"Title now: window {name}" for name in renamed[:_MOST_CHANGES]),
            self._keyboard if self._keyboard != keyboard else "",
        ]
        return "\n".join(filter(None, lines))

    def _note(self, frame: Frame) -> None:
        self._size = size_of(frame)
        self._windows = dict(_windows(frame, self._surroundings))
        # A window that another one covers is not closed, and is not new when it is visible again.
        covered = {number: name for number, name in self._names.items() if frame.scene.has(number)}
        self._names = covered | {number: window.name for number, window in self._windows.items()}

    async def _with_keyboard(self, frame: Frame) -> str:
        """Return the name of the control with the keyboard; empty where its program does not answer in time."""
        try:
            async with asyncio.timeout(_KEYBOARD_WITHIN_S if self._has_asked else _FIRST_KEYBOARD_WITHIN_S):
                hit = await self._surroundings.target(frame, _ANY_KEY)
        except TimeoutError:
            return ""
        finally:
            self._has_asked = True
        focus = hit.focus
        if not focus or not focus.name or focus.box is None or not is_seen(frame, focus.box, self._surroundings):
            return ""
        return f"The keyboard is in {name_and_kind(focus.name, focus.role)}."


def _windows(frame: Frame, surroundings: Surroundings) -> Iterator[tuple[int, WindowLine]]:
    for window, visible in windows_seen(frame, surroundings):
        name = f"“{foreign(window.title, LONGEST_NAME)}” ({foreign(window.app, LONGEST_NAME)})"
        keyboard = ", has the keyboard" if frame.scene.focus == window.id else ""
        yield window.id, WindowLine(name, f"Window {name} {_corners(frame, visible)}{keyboard}")


def _corners(frame: Frame, part: Rect) -> str:
    first, last = region_of(frame, part)
    return f"from ({first.x}, {first.y}) to ({last.x}, {last.y})"


def answer_of(order: SessionOrder, message: ModelInput, words: Sequence[str], picture: Frame | None) -> McpAnswer:
    """Return the answer to a call from the loop's message after it.

    `words` describe the screen, or the changes on it.
    """
    if isinstance(order, ClipboardOrder):
        outputs = () if isinstance(message, Opening) else tuple(result.output for result in message.results)
        return McpAnswer((*outputs, *(() if isinstance(message, Opening) else message.texts)))
    texts = [*_report_texts(message), *words]
    if isinstance(message, Opening) and isinstance(order, ActOrder):
        texts.insert(0, LOST if order.picture else LOOK_FIRST)
    return with_picture(tuple(filter(None, texts)), picture)


def with_picture(texts: tuple[str, ...], picture: Frame | None) -> McpAnswer:
    """Return an answer with a picture, if there is one."""
    return McpAnswer(texts, picture.data, picture.media_type) if picture else McpAnswer(texts)


def part_words(frame: Frame, part: Frame, *, again: bool) -> str:
    """Return which region of `frame` the picture `part` shows; the first time also which picture points refer to."""
    rule = "" if again else " Action points still refer to the entire picture."
    return f"This is the part {_corners(frame, part.viewport.screen)} of the picture, at full size.{rule}"


def named_picture(name: str, *, again: bool) -> str:
    """Return a sentence with the name of a stored picture; the first time also its purpose."""
    why = ": if each call is its own connection, give it as picture in the next one."
    return f"Its name is {name}" + ("." if again else why)


def size_of(frame: Frame) -> str:
    """Return the size of a picture in words."""
    size = frame.viewport.image
    return f"The picture is {size.width}x{size.height} pixels; (0, 0) is its top left."


def _report_texts(message: ModelInput) -> tuple[str, ...]:
    if isinstance(message, Opening):
        return ()
    done_lines = [line for result in message.results for line in result.told]
    return (f"Done: {'; '.join(done_lines)}." if done_lines else "", *message.texts)
