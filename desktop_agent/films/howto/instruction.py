"""One step of a how-to: its text, with emphasised *names* between asterisks, and its part of the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.runs.events import FrameTaken

_MARKED = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class StepScene:
    """The scene of a step: a picture of the run, and in its pixels the window, the control and the pressed point."""

    frame: FrameTaken
    window: Rect | None = None
    control: Rect | None = None
    at: ImagePoint | None = None
    to: ImagePoint | None = None  # where a drag ends


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step."""

    text: str  # names between asterisks
    window: str = ""  # title of its window
    shown: StepScene | None = None


@dataclass(frozen=True, slots=True)
class Howto:
    """A complete how-to."""

    title: str
    steps: tuple[Instruction, ...]


def emphasised(name: str) -> str:
    """Return a name between asterisks; its own asterisks are replaced by a similar character."""
    return f"*{name.replace('*', '∗')}*" if name.strip() else name


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the pieces of a text, each with whether it is emphasised."""
    parts = _MARKED.split(text)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """Return the text without emphasis."""
    return _MARKED.sub(r"\1", text)


def quoted(text: str, *, plainly: bool = False) -> str:
    """Return the text with emphasised names in quotation marks; `plainly` without these."""
    return plain(text) if plainly else _MARKED.sub(r"“\1”", text)
