"""Says in words what is on the screen, and what became of an order: the answers that an agent gets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from desktop_agent.agents.orders import ActOrder, McpAnswer, SessionOrder
from desktop_agent.core.actions import Click, Move
from desktop_agent.core.decision import Target
from desktop_agent.core.display_text import foreign
from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.frame import Frame, WindowBox
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.turn import ModelInput, Opening
from desktop_agent.run.ports import Surroundings

LOOK_FIRST = "Nothing was done: this is the first picture. Look at it, and act in its pixels."
LOST = (
    "Nothing was done: the picture that you name is unknown or older than a minute, or the screen has changed since "
    "where you would act. Look at this one, and act in its pixels."
)


_MOST_WINDOWS, _LONGEST = 20, 120
_INSET = 3  # how far from a window's edges it is looked for


async def view_of(frame: Frame, surroundings: Surroundings, last: ImagePoint | None) -> str:
    """Return what is on the screen; a window that the picture does not show, or that is kept private, is left out."""
    lines = [size_of(frame), *_windows(frame, lambda at: surroundings.window(frame, Move(at)))]
    if last is not None:
        hit = await surroundings.target(frame, Click(last))
        if named := foreign(hit.control, _LONGEST):
            lines.append(f"Where the pointer was last ({last.x}, {last.y}): {hit.role} “{named}”".replace("  ", " "))
    return "\n".join(lines)


def _windows(frame: Frame, at: Callable[[ImagePoint], Target]) -> Iterator[str]:
    boxes: dict[int, Rect] = {}
    for one in frame.scene.windows:
        boxes[one.id] = boxes[one.id].union(one.box) if one.id in boxes else one.box
    shown = 0
    for number, box in boxes.items():
        visible = box.intersection(frame.viewport.screen)
        target = _found(frame, WindowBox(number, visible), at) if visible else None
        window = target.window if target else None
        if visible is None or window is None or window.pid == os.getpid() or not (window.title or window.app):
            continue
        shown += 1
        if shown > _MOST_WINDOWS:
            yield "… and more windows."
            return
        first, last = _corner(frame, visible.x, visible.y), _corner(frame, visible.right - 1, visible.bottom - 1)
        name, app = foreign(window.title, _LONGEST), foreign(window.app, _LONGEST)
        keyboard = ", has the keyboard" if frame.scene.focus == number else ""
        yield f"Window “{name}” ({app}) from {first} to {last}{keyboard}"


def _found(frame: Frame, window: WindowBox, at: Callable[[ImagePoint], Target]) -> Target | None:
    """Return what is told of a window at a point where it is on top; None where it is covered or kept private."""
    box = window.box
    ends = ((box.x + _INSET, box.right - _INSET), (box.y + _INSET, box.bottom - _INSET))
    middle = ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)
    for point in (middle, *(ScreenPoint(x, y) for y in ends[1] for x in ends[0])):
        if frame.scene.window_at(point) != window.id:
            continue
        try:
            target = at(frame.viewport.to_image(point))
        except OffScreenError:
            continue
        if target.window is not None:
            return target
    return None


def _corner(frame: Frame, x: int, y: int) -> str:
    at = frame.viewport.to_image(ScreenPoint(x, y))
    return f"({at.x}, {at.y})"


def answer_of(order: SessionOrder, message: ModelInput, view: str = "", name: str = "") -> McpAnswer:
    """Return the answer to a call from the loop's message after it.

    `view` says what is on the screen, and `name` is what the picture is called, where it outlives the connection.
    """
    texts = [*_told(message), view or size_of(message.frame)]
    if name:
        texts.append(f"Its name is {name}: where each call is a connection of its own, the next takes it as picture.")
    if isinstance(message, Opening) and isinstance(order, ActOrder):
        texts.insert(0, LOST if order.picture else LOOK_FIRST)
    return McpAnswer(tuple(filter(None, texts)), message.frame.data, message.frame.media_type)


def size_of(frame: Frame) -> str:
    """Return how large a picture is."""
    size = frame.viewport.image
    return f"The picture is {size.width}x{size.height} pixels; (0, 0) is its top left."


def _told(message: ModelInput) -> tuple[str, ...]:
    if isinstance(message, Opening):
        return ()
    done = [line for result in message.results for line in result.told]
    return (f"Done: {'; '.join(done)}." if done else "", *message.texts)
