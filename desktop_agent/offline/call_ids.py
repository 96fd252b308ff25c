"""Write the plan's position into the id of a call, and read it back.

A client of the local server may store the conversation itself and send all of it. It always sends back the id of each
call, so the position is part of the id, and the conversation can continue after a restart of the server. A run's
journal has the ids too, so that an interrupted run can be continued.
"""

from __future__ import annotations

import re

import numpy as np

from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.screen.ocr.boxes import Box

_ID = re.compile(r"call_[0-9a-f]{8}((?:_[0-9a-z]+){11})(?:_s([0-9a-z-]+))?")


def call_id(position: PlanPosition, random: str) -> str:
    """Return the id of the call after which the plan is at `position`; `random` is 8 hex digits."""
    box = position.mark
    packed = (box.left * 100_000 + box.top) * 10**10 + box.width * 100_000 + box.height
    numbers = (
        position.step, position.phase, position.looks, position.did_step, position.did_phase, position.tries,
        position.since_ms, packed, position.texts, position.start_texts,
        len(position.skipped),
    )  # fmt: skip
    skipped = "_s" + "-".join(_base36(step) for step in position.skipped) if position.skipped else ""
    return f"call_{random}_" + "_".join(_base36(number) for number in numbers) + skipped


def position_in(text: str) -> PlanPosition | None:
    """Return the position in an id, or in a text that contains an id; None if there is none."""
    match = _ID.search(text)
    if match is None:
        return None
    step, phase, looks, did_step, did_phase, tries, since, packed, texts, start_texts, count = (
        int(word, 36) for word in match[1].split("_")[1:]
    )
    start, size = divmod(packed, 10**10)
    mark = Box(*divmod(start, 100_000), *divmod(size, 100_000))
    skipped = tuple(int(word, 36) for word in match[2].split("-") if word) if match[2] else ()
    if len(skipped) != count:
        return None
    return PlanPosition(step, phase, looks, did_step, did_phase, tries, since, mark, texts, start_texts, skipped)


def _base36(number: int) -> str:
    return np.base_repr(number, 36).lower()
