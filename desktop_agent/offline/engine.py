"""The embedded model itself: a request and a picture in, the next action or the end out. It follows plain steps."""

import time
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.errors import ModelError
from desktop_agent.core.reading import TextLine
from desktop_agent.devserver.wire.conversation import Situation
from desktop_agent.devserver.wire.parsed_request import ParsedRequest, picture_bytes
from desktop_agent.devserver.wire.problem import BadRequestError
from desktop_agent.offline.grammar import understand
from desktop_agent.offline.ocr.fields import field_around, field_of, indicator_of
from desktop_agent.offline.ocr.indicator import Indicator
from desktop_agent.offline.ocr.lines import Box
from desktop_agent.offline.ocr.picture import decoded
from desktop_agent.offline.plan.position import PlanPosition
from desktop_agent.offline.plan.steps import NotUnderstood, PlanStep
from desktop_agent.offline.planner import End, Next, not_carried_out, proceed, refused


class Reader(Protocol):
    """Reads the text of an encoded picture."""

    def read(self, picture: bytes, *, fresh: bool = False) -> tuple[TextLine, ...]:
        """Return its lines."""


class PictureEyes:
    """One picture, read as far as a step needs it."""

    def __init__(self, encoded: bytes, pixels: NDArray[np.uint8], reader: Reader) -> None:
        self._encoded, self._pixels, self._reader = encoded, pixels, reader
        self._lines: tuple[TextLine, ...] | None = None
        self._anew = False

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._pixels.shape[1], self._pixels.shape[0]

    def lines(self) -> tuple[TextLine, ...]:
        """Return the text on it."""
        if self._lines is None:
            self._lines = self._reader.read(self._encoded)
        return self._lines

    def read_so_far(self) -> tuple[TextLine, ...]:
        """Return the lines if they were needed, else none."""
        return self._lines or ()

    def look_anew(self) -> bool:
        """Read the whole picture again, once."""
        if self._anew:
            return False
        self._anew = True
        self._lines = self._reader.read(self._encoded, fresh=True)
        return True

    def field(self, label: Box) -> Box | None:
        """Return the field beside or below a label."""
        return field_of(self._pixels, label)

    def around(self, text: Box) -> Box | None:
        """Return the field that a text stands in."""
        return field_around(self._pixels, text)

    def box(self, caption: Box, at: Box | None = None) -> Indicator | None:
        """Return the check box or radio button of a caption; `at` is where it is when that is known."""
        return indicator_of(self._pixels, caption, at)


def look(situation: Situation, reader: Reader) -> PictureEyes:
    """Return eyes on the newest picture of a conversation.

    Raises:
        BadRequestError: there is none, or it cannot be decoded.
    """
    encoded = picture_bytes(situation.image_url)
    try:
        return PictureEyes(encoded, decoded(encoded), reader)
    except ModelError as error:
        raise BadRequestError(f"{error.message} {error.hint}", param="input") from error


def think(situation: Situation, eyes: PictureEyes) -> Next | End:
    """Return what comes next."""
    if not situation.task:
        raise BadRequestError("The task is empty: send it as the first user message.", param="input")
    plan = understand(situation.task)
    if isinstance(plan, NotUnderstood):
        return End(PlanPosition(), "", plan.message, success=False)
    start = _start(plan.steps, situation, eyes)
    if not isinstance(start, PlanPosition):
        return start
    return proceed(plan.steps, start, eyes, round(time.time() * 1000), rehearsal=situation.news == "rehearsed")


def _start(steps: tuple[PlanStep, ...], situation: Situation, eyes: PictureEyes) -> PlanPosition | Next | End:
    place = replace(situation.place, step=min(situation.place.step, len(steps)))
    match situation.news:
        case "refused" if situation.unborn:
            planned = proceed(steps, place, eyes, round(time.time() * 1000))
            return refused(planned.place) if isinstance(planned, Next) else planned
        case "refused":
            return refused(place)
        case "taken over":  # a person who worked meanwhile is no sign that it cannot be done
            return not_carried_out(steps, replace(place, tries=0), situation.reason)
        case "not done":
            return not_carried_out(steps, place, situation.reason)
        case _:
            return place


def scale(asked: ParsedRequest, eyes: PictureEyes) -> tuple[float, float]:
    """Return what a picture's pixels are multiplied with to be the client's."""
    width, height = asked.display or eyes.size
    return width / eyes.size[0], height / eyes.size[1]
