"""Ordinary acts recorded in eight programs on a busy machine: how many pictures are outdated, and after how long.

Each line of a file is an act with its looks: when, which tiles changed (row, first and last column, pixels in all), and
the rest of a sample where there was something to say. No time was chosen by these. A picture is outdated where
anything changes within two seconds that doesn't move all the time.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.screen.captures.compare import tiles_of
from desktop_agent.screen.rest.settle import Background, Sample, SettleTimes, Settling

SIZE = Size(1280, 800)
ACTS = Path(__file__).parent / "recorded" / "acts"
OUTDATED_WITHIN_MS = 2000
MOVES_ALL_THE_TIME = 4


@dataclass(frozen=True)
class Wait:
    """One wait: how long it was, and whether its picture was outdated."""

    waited_ms: float
    is_outdated: bool


@pytest.mark.parametrize(
    ("program", "outdated", "mean_ms"),
    [
        ("evince", 1, 465),
        ("featherpad", 1, 365),
        ("gvim", 8, 500),  # its caret is a block that blinks
        ("l3afpad", 0, 355),
        ("lxterminal", 1, 395),
        ("meld", 2, 495),
        ("qalculate", 0, 470),
        ("scite", 0, 385),
    ],
)
def test_ordinary_acts_are_waited_for(program: str, outdated: int, mean_ms: int) -> None:
    waits = _waits(program)

    assert sum(wait.is_outdated for wait in waits) <= outdated
    assert mean(wait.waited_ms for wait in waits) <= mean_ms


def _waits(program: str) -> list[Wait]:
    background = None
    waits = list[Wait]()
    for act in json.loads((ACTS / f"{program}.json").read_text()):
        samples = list(_samples_of(act["looks"]))
        before = Background.before(background, tiles_of(SIZE), samples[0].signs)
        settling = Settling(SIZE, act["effect"], SettleTimes(), before)
        rests_at = next(sample.at_ms for sample in samples if settling.add(sample) != "wait")
        background = settling.background
        waits.append(Wait(rests_at, _is_outdated(samples, rests_at)))
    return waits


def _is_outdated(samples: list[Sample], rests_at: float) -> bool:
    end_ms = samples[-1].at_ms - 1000
    often = sum((sample.moved > 0).astype(int) for sample in samples if sample.at_ms > end_ms) >= MOVES_ALL_THE_TIME
    later = (sample for sample in samples if rests_at < sample.at_ms <= rests_at + OUTDATED_WITHIN_MS)
    return any(sample.rearranged or bool(np.where(often, 0, sample.moved).any()) for sample in later)


def _samples_of(looks: list[dict[str, Any]]) -> Iterator[Sample]:
    """Give the samples of recorded looks."""
    answered = np.zeros(tiles_of(SIZE), np.int32)
    for look in looks:
        answered = _grid(look["answered"]) if "answered" in look else answered
        new = {"rearranged": "rearranged" in look, "has_new_window": "new" in look}
        signs = frozenset(look.get("signs", ()))
        yield Sample(look["at"], _grid(look.get("moved", ())), answered, signs, look.get("handled"), **new)


def _grid(runs: Any) -> Any:  # noqa: ANN401 - JSON in, an array out
    grid = np.zeros(tiles_of(SIZE), np.int32)
    for row, first, last, pixels in runs:
        grid[row, first : last + 1] = pixels // (last + 1 - first)
    return grid
