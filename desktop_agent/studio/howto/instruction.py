"""One step of a how-to: what to do, with *names* that stand out between asterisks, and what to show of the screen."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import ImagePoint, Rect

_MARKED = re.compile(r"\*([^*\n]+)\*")


@dataclass(frozen=True, slots=True)
class StepScene:
    """What a step shows: a picture of the run, and in its pixels the window, the control, and where it was pressed."""

    frame: FrameTaken
    window: Rect | None = None
    control: Rect | None = None
    at: ImagePoint | None = None
    to: ImagePoint | None = None  # where a drag ends


@dataclass(frozen=True, slots=True)
class Instruction:
    """One step; `key` names it as long as the run is there: the turn and the place of its first act in it."""

    key: str
    text: str  # names between asterisks
    window: str = ""  # title of the window that it is done in
    shown: StepScene | None = None


@dataclass(frozen=True, slots=True)
class Howto:
    """A whole how-to, with the steps that are left out by a person gone."""

    title: str
    steps: tuple[Instruction, ...]


def emphasised(name: str) -> str:
    """Return a name between asterisks; its own asterisks become another sign that looks like one."""
    return f"*{name.replace('*', '∗')}*" if name.strip() else name


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it stands out."""
    parts = _MARKED.split(text)
    return [(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """Return the text alone."""
    return _MARKED.sub(r"\1", text)
