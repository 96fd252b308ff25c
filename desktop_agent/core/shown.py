"""What a window shows, as a model may be told of it: its controls and its texts, each with its place on the desktop."""

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


@dataclass(frozen=True, slots=True)
class ShownText:
    """A line of text; empty where there is text in the box, and its program does not tell which of it is seen."""

    text: str
    box: Rect
