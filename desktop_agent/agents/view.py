"""Says in words what is on the screen, and what became of an order: the answers that an agent gets."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_agent.agents.orders import ActOrder, FindOrder, McpAnswer, Misread, SessionOrder
from desktop_agent.agents.tools import NAME, POINTED
from desktop_agent.core.actions import Click, Press
from desktop_agent.core.decision import Target
from desktop_agent.core.describe import kind_of, name_and_kind
from desktop_agent.core.display_text import foreign
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.json_text import JsonItem
from desktop_agent.core.turn import ModelInput, Opening, Reply
from desktop_agent.run.ports import Surroundings
from desktop_agent.run.seen import is_seen, window_seen

LOOK_FIRST = "Nothing was done: this is the first picture. Look at it, and act in its pixels."
LOST = (
    "Nothing was done: the picture that you name is unknown or older than a minute, or the screen has changed since "
    "where you would act. Look at this one, and act in its pixels."
)


_MOST_CONTROLS, _PATH = 60, " › "
_NO_WINDOW, _NOTHING_SHOWN = "There is no window in the picture.", "Nothing is told of what that window shows."
_MOST_WINDOWS, _MOST_CHANGES, _LONGEST = 20, 3, 120
_NAMED_WITHIN_S = 0.3
_ANY_KEY = Press(("shift",))  # which is asked about, and not pressed


@dataclass(frozen=True, slots=True)
class WindowLine:
    """A window in words: what it is called, and all that is told of it."""

    name: str
    line: str


class ScreenView:
    """Says what is on the screen, and after an act only what has changed of it; for one session.

    A window that the picture does not show, or that is kept private, is left out.
    """

    def __init__(self, surroundings: Surroundings) -> None:
        self._surroundings = surroundings
        self._size = ""
        self._windows: Mapping[int, WindowLine] = {}
        self._keyboard = ""

    async def whole(self, frame: Frame, last: ImagePoint | None) -> str:
        """Return the picture's size, its windows, what has the keyboard, and what is where the pointer was last."""
        self._note(frame)
        self._keyboard = await self._with_keyboard(frame)
        lines = [self._size, *(window.line for window in self._windows.values()), self._keyboard]
        if len(self._windows) > _MOST_WINDOWS:
            lines[_MOST_WINDOWS + 1 : -1] = ["… and more windows."]
        if last is not None:
            hit = await self._surroundings.target(frame, Click(last))
            if named := foreign(hit.control, _LONGEST):
                lines.append(
                    f"Where the pointer was last ({last.x}, {last.y}): {hit.role} “{named}”".replace("  ", " ")
                )
        return "\n".join(filter(None, lines))

    async def changes(self, frame: Frame) -> str:
        """Return what of that is otherwise than it was told last; all of it where nothing was told."""
        if not self._size:
            return await self.whole(frame, None)
        size, windows, keyboard = self._size, self._windows, self._keyboard
        self._note(frame)
        self._keyboard = await self._with_keyboard(frame)
        names = {number: window.name for number, window in windows.items()}
        came = [one.line for number, one in self._windows.items() if names.get(number) != one.name]
        went = [window.name for number, window in windows.items() if number not in self._windows]
        lines = [
            self._size if self._size != size else "",
            *(f"New: {line}" for line in came[:_MOST_CHANGES]),
            *(f"Gone: window {name}" for name in went[:_MOST_CHANGES]),
            self._keyboard if self._keyboard != keyboard else "",
        ]
        return "\n".join(filter(None, lines))

    async def listed(self, frame: Frame, order: FindOrder) -> str:
        """Return what a window of the picture shows, a line each: kind, name and place; a sentence where nothing is."""
        window, sought = self._sought_window(frame, order.window), order.text.casefold()
        if window is None:
            return f"No window in the picture has “{order.window}” in its title." if order.window else _NO_WINDOW
        shown = await self._surroundings.controls(frame, window)
        found = [one for one in shown if sought in one.control.casefold() or sought in kind_of(one.role).casefold()]
        if not found:
            return f"Nothing there has “{order.text}” in its name or kind." if sought else _NOTHING_SHOWN
        lines = [_control_line(frame, one) for one in found[:_MOST_CONTROLS]]
        more = len(found) - len(lines)
        return "\n".join((*lines, *([f"… and {more} more: give text to narrow it down."] if more else ())))

    async def pointed(self, frame: Frame, action: JsonItem) -> JsonItem | Misread:
        """Return an action with the point of the control that it names; why not, where the name does not mean one."""
        if NAME not in action or "x" in action or action.get("action") not in POINTED:
            return action
        name, kept = str(action[NAME]), {key: value for key, value in action.items() if key != NAME}
        windows = dict.fromkeys(one.id for one in frame.scene.windows)
        first = [frame.scene.focus] if frame.scene.focus in windows else []
        for window in dict.fromkeys((*first, *windows)):
            shown = await self._surroundings.controls(frame, window)
            found = [one for one in shown if one.control == name]
            used = [one for one in found if kind_of(one.role)] or found
            if len(used) == 1:
                at = _middle(frame, used[0])
                return {**kept, "x": at.x, "y": at.y}
            if used:
                places = "; ".join(_control_line(frame, one) for one in used[:_MOST_CHANGES])
                return Misread(f"{len(used)} controls are called “{name}”: {places}. Give x and y.")
        return Misread(f"No control in the picture is called “{name}”. Call find, or give x and y.")

    def _sought_window(self, frame: Frame, title: str) -> int | None:
        """Return the window with this in its title; without one, that which has the keyboard, else the topmost."""
        if title:
            return next((n for n, one in self._windows.items() if title.casefold() in one.name.casefold()), None)
        return frame.scene.focus if frame.scene.focus in self._windows else next(iter(self._windows), None)

    def _note(self, frame: Frame) -> None:
        self._size = size_of(frame)
        self._windows = dict(_windows(frame, self._surroundings))

    async def _with_keyboard(self, frame: Frame) -> str:
        """Return what has the keyboard, by name; empty where its program does not tell in a moment."""
        try:
            async with asyncio.timeout(_NAMED_WITHIN_S):
                hit = await self._surroundings.target(frame, _ANY_KEY)
        except TimeoutError:
            return ""
        if not hit.focus or hit.focus_box is None or not is_seen(frame, hit.focus_box, self._surroundings):
            return ""
        return f"The keyboard is in {name_and_kind(hit.focus, hit.focus_role)}."


def _middle(frame: Frame, control: Target) -> ImagePoint:
    if control.box is None:
        raise TypeError(control)
    return frame.viewport.to_image(control.box.middle)


def _control_line(frame: Frame, control: Target) -> str:
    """Return a control in words: `button “Save” (120, 48)`; one that takes no press now says so."""
    at = _middle(frame, control)
    name = f"“{foreign(control.control, _LONGEST)}”" if control.control else ""
    kind = kind_of(control.role) or "text"
    return " ".join(filter(None, (kind, name, f"({at.x}, {at.y})", "disabled" if control.disabled else "")))


def _windows(frame: Frame, surroundings: Surroundings) -> Iterator[tuple[int, WindowLine]]:
    boxes: dict[int, Rect] = {}
    for one in frame.scene.windows:
        boxes[one.id] = boxes[one.id].union(one.box) if one.id in boxes else one.box
    for number, box in boxes.items():
        visible, window = box.intersection(frame.viewport.screen), window_seen(frame, number, surroundings).window
        if visible is None or window is None or window.pid == os.getpid() or not (window.title or window.app):
            continue
        first, last = _corner(frame, visible.x, visible.y), _corner(frame, visible.right - 1, visible.bottom - 1)
        name = f"“{foreign(window.title, _LONGEST)}” ({foreign(window.app, _LONGEST)})"
        keyboard = ", has the keyboard" if frame.scene.focus == number else ""
        yield number, WindowLine(name, f"Window {name} from {first} to {last}{keyboard}")


def _corner(frame: Frame, x: int, y: int) -> str:
    at = frame.viewport.to_image(ScreenPoint(x, y))
    return f"({at.x}, {at.y})"


def answer_of(
    order: SessionOrder, message: ModelInput, view: str = "", named: str = "", *, before: tuple[str, ...] = ()
) -> McpAnswer:
    """Return the answer to a call from the loop's message after it.

    `view` says what is on the screen, or has changed on it; `named` what the picture is called; `before` what of the
    order had been done before.
    """
    texts = [*_told(message, before), view, named]
    if isinstance(message, Opening) and isinstance(order, ActOrder):
        texts.insert(0, LOST if order.picture else LOOK_FIRST)
    return McpAnswer(tuple(filter(None, texts)), message.frame.data, message.frame.media_type)


def named_picture(name: str, *, again: bool) -> str:
    """Return what a picture is called that outlives the connection; the first time also what for."""
    why = ": where each call is a connection of its own, the next takes it as picture."
    return f"Its name is {name}" + ("." if again else why)


def size_of(frame: Frame) -> str:
    """Return how large a picture is."""
    size = frame.viewport.image
    return f"The picture is {size.width}x{size.height} pixels; (0, 0) is its top left."


def steps_of(actions: tuple[JsonItem | Misread, ...]) -> tuple[JsonItem | Misread, ...]:
    """Return actions with each path of menus (`Insert › Footer`) as a click on each of its names, the last as asked."""
    steps = list[JsonItem | Misread]()
    for action in actions:
        path = [] if isinstance(action, Misread) else str(action.get(NAME, "")).split(_PATH)
        steps += [{"action": "click", NAME: name} for name in path[:-1]]
        steps.append({**action, NAME: path[-1]} if len(path) > 1 and not isinstance(action, Misread) else action)
    return tuple(steps)


def done_in(message: Reply) -> tuple[str, ...]:
    """Return what was done, in words."""
    return tuple(line for result in message.results for line in result.told)


def _told(message: ModelInput, before: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(message, Opening):
        return ()
    done = (*before, *done_in(message))
    return (f"Done: {'; '.join(done)}." if done else "", *message.texts)
