"""Where in its plan the model is, and how that is written into the id of a call.

A client may keep the conversation itself and send it whole. What it surely sends back is each call's id, so the place
in the plan stands in there: the conversation can go on even when this server was started anew in between.
"""

import re
from dataclasses import dataclass

from desktop_agent.core.reading import TextLine
from desktop_agent.offline.ocr.indicator import Indicator
from desktop_agent.offline.ocr.lines import NOWHERE, Box

_ID = re.compile(r"call_[0-9a-f]{8}((?:_[0-9a-z]+){10})(?:_s([0-9a-z-]+))?")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class PlanPosition:
    """The step that comes next and how far it is, and what a later step or a refusal needs to know of the last one."""

    step: int = 0
    phase: int = 0  # within the step
    looks: int = 0  # how often it was looked again for the same text
    did_step: int = 0  # the step and phase of the action that is being answered
    did_phase: int = 0
    tries: int = 0  # how often that action could not be carried out
    since_ms: int = 0  # when the step began to wait, in milliseconds since 1970; 0 is not yet
    mark: Box = NOWHERE  # the control that the step works on, or where the pointer is
    texts: int = 0  # a digest of what was read last, to see whether scrolling still moves anything
    skipped: tuple[int, ...] = ()  # refused steps
    before: tuple[TextLine, ...] = ()  # what was read last; not in the id, it only helps to tell new text from old
    boxes: tuple[Indicator, ...] = ()  # how the box looked before each click of the step; not in the id either


def call_id(place: PlanPosition, random: str) -> str:
    """Return the id of the call after which the plan is at `place`; `random` is 8 hex digits."""
    box = place.mark
    packed = (box.left * 100_000 + box.top) * 10**10 + box.width * 100_000 + box.height
    numbers = (
        place.step, place.phase, place.looks, place.did_step, place.did_phase, place.tries, place.since_ms,
        packed, place.texts, len(place.skipped),
    )  # fmt: skip
    skipped = "_s" + "-".join(_written(step) for step in place.skipped) if place.skipped else ""
    return f"call_{random}_" + "_".join(_written(number) for number in numbers) + skipped


def place_in(text: str) -> PlanPosition | None:
    """Return the place that an id (or a text that holds one) tells; None when there is none."""
    found = _ID.search(text)
    if found is None:
        return None
    step, phase, looks, did_step, did_phase, tries, since, packed, texts, count = (
        int(word, 36) for word in found[1].split("_")[1:]
    )
    start, size = divmod(packed, 10**10)
    mark = Box(*divmod(start, 100_000), *divmod(size, 100_000))
    skipped = tuple(int(word, 36) for word in found[2].split("-") if word) if found[2] else ()
    if len(skipped) != count:
        return None
    return PlanPosition(step, phase, looks, did_step, did_phase, tries, since, mark, texts, skipped)


def _written(number: int) -> str:
    out = ""
    while number:
        number, digit = divmod(number, 36)
        out = _DIGITS[digit] + out
    return out or "0"
