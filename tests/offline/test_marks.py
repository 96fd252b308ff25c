"""Boxes on real screenshots of many toolkits are never read wrongly, and most that can be used are read."""

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_agent.core.controls.boxes import Box
from desktop_agent.offline.picture.fields import indicator_of

PICTURES = Path(__file__).with_name("pictures")
MEANS = {"on": "ticked", "off": "empty", "mixed": "mixed"}


@dataclass(frozen=True, slots=True)
class Case:
    """One box: a part of a screenshot, where its caption was read on it, and what the toolkit said of it."""

    toolkit: str
    kind: str
    state: str
    enabled: bool
    pose: str
    part: tuple[int, int, int, int]
    caption: tuple[int, int, int, int]


CASES = [Case(*row) for row in json.loads((PICTURES / "boxes.json").read_text())]


@pytest.fixture(scope="module")
def sheet() -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(PICTURES / "boxes.png")), np.uint8)


def told(sheet: NDArray[np.uint8], case: Case, scale: float = 1.0) -> str:
    left, top, width, height = case.part
    part = np.ascontiguousarray(sheet[top : top + height, left : left + width])
    if scale != 1.0:
        part = np.asarray(cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    found = indicator_of(part, Box(*(round(side * scale) for side in case.caption)))
    return found.state if found else "unsure"


@pytest.mark.slow(but=["0.8"])
@pytest.mark.parametrize("scale", [1.0, 0.8, 2 / 3])
def test_no_box_is_said_to_be_what_it_is_not(sheet: NDArray[np.uint8], scale: float) -> None:
    wrong = [
        (case, words) for case in CASES if (words := told(sheet, case, scale)) not in {MEANS[case.state], "unsure"}
    ]

    assert [] == wrong


@pytest.mark.parametrize("state", ["off", "on"])
def test_in_the_plainest_gtk_theme_a_forms_and_a_lists_boxes_are_read(sheet: NDArray[np.uint8], state: str) -> None:
    boxes = [
        case for case in CASES
        if case.toolkit == "gtk3-light-1" and case.pose == "neutral" and case.enabled
        and case.kind in {"check", "list"} and case.state == state
    ]  # fmt: skip

    assert [MEANS[state]] * 2 == [told(sheet, case) for case in boxes]
