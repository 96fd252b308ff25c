"""Where in its plan the model is."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.ocr.boxes import NOWHERE, Box, Indicator


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """The next step and how far it is, and what a later step or a refusal needs to know about the last one."""

    step: int = 0
    phase: int = 0  # within the step
    looks: int = 0  # how often the model has looked again for the same text
    did_step: int = 0  # the step and phase of the last action
    did_phase: int = 0
    tries: int = 0  # how often that action could not be carried out
    since_ms: int = 0  # when the step began to wait, in milliseconds since 1970; 0 before that
    mark: Box = NOWHERE  # the control that the step works on, or where the pointer is
    texts: int = 0  # a digest of the last reading, to see whether scrolling still moves anything
    skipped: tuple[int, ...] = ()  # refused steps
    before: tuple[TextLine, ...] = ()  # the last reading: tells new text from old
    indicators: tuple[Indicator, ...] = ()  # how the box looked before each click of the step
