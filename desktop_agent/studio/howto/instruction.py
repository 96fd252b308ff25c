"""One step of a how-to: what to do, in words, and what to show of the screen."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import ImagePoint, Rect


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
