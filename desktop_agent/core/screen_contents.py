"""What a model may be told of a window, its controls and texts with their places, and which of that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.geometry import Rect

ControlState = Literal["checked", "selected", "expanded", "focused", "editable", "disabled"]


@dataclass(frozen=True, slots=True)
class ShownControl:
    """A control, or a line of words beside it; the role is AT-SPI's name of its kind, empty for what was read."""

    name: str
    role: str
    box: Rect
    states: tuple[ControlState, ...] = ()
    in_page: bool = False
    row: Rect | None = None  # the row or item of a list or table that holds it


@dataclass(frozen=True, slots=True)
class ShownText:
    """A line of text; empty where there is text in the box, and its program does not tell which of it is seen."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class Find:
    """Which controls are wanted: `text` is part of a name or kind, `kind` a whole kind, `window` part of a title."""

    text: str = ""
    kind: str = ""
    window: str = ""
    marks: bool = False  # with a number for each, and a picture that shows these


@dataclass(frozen=True, slots=True)
class Read:
    """Which text is wanted: of a window, or of a part of the desktop."""

    window: str = ""
    part: Rect | None = None
