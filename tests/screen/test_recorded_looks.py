"""Looks recorded from real applications on a busy machine: when waiting is over, and that nothing changed after that.

Each line of a file is a look: when, which tiles changed (row, first and last column, pixels in all), and the rest of a
sample where there was something to say.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_agent.core.geometry import Size
from desktop_agent.screen.compare import tiles_of
from desktop_agent.screen.settle import Background, Sample, SettleTimes, Settling

SIZE = Size(1280, 800)
RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.json"))


@pytest.mark.parametrize("file", RECORDED, ids=lambda file: file.stem)
def test_the_last_change_is_in_the_picture(file: Path) -> None:
    samples = list(samples_of(json.loads(file.read_text())))
    settling = Settling(SIZE, "any", SettleTimes(), Background.before(None, tiles_of(SIZE), frozenset()))
    rests_at = next(sample.at_ms for sample in samples if settling.add(sample) == "rest")

    assert max(sample.at_ms for sample in samples if sample.moved.any()) <= rests_at


def samples_of(looks: list[dict[str, Any]]) -> Iterator[Sample]:
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
