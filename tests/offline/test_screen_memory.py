"""Only what changed is read again, nothing is cut in two, and wide gaps part what stands side by side."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from desktop_agent.core.controls.boxes import Box
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.screen.ocr.ocr_engine import CropText, ScreenMemory, changed_regions, split_at_gaps
from desktop_agent.screen.ocr.picture import Picture
from tests.offline.seen import line


class Recorder:
    """An engine that finds one box a picture and names crops by their size, and remembers what it was given."""

    def __init__(self) -> None:
        self.detected: list[tuple[int, int]] = []
        self.recognised = 0

    def detect(self, picture: Picture) -> list[Box]:
        self.detected.append((picture.shape[1], picture.shape[0]))
        dark = (picture.min(axis=2) < 128).astype(np.uint8)
        return [Box(x - 2, y - 2, w + 4, h + 4) for x, y, w, h in [cv2.boundingRect(dark)] if w]

    def recognise(self, crops: Sequence[Picture]) -> list[CropText]:
        self.recognised += len(crops)
        return [CropText(f"{crop.shape[1]}x{crop.shape[0]}", 0.9) for crop in crops]


def page(*boxes: tuple[int, int, int, int]) -> Picture:
    picture = np.full((640, 960, 3), 255, np.uint8)
    for x, y, w, h in boxes:
        picture[y : y + h, x : x + w] = 0
    return picture


def test_an_unchanged_picture_is_not_read_again() -> None:
    engine = Recorder()
    memory = ScreenMemory(engine)

    first = memory.read(page((40, 40, 60, 12)))
    second = memory.read(page((40, 40, 60, 12)))

    assert first == second
    assert [(960, 640)] == engine.detected


def test_a_change_is_read_in_its_own_region_and_the_rest_is_kept() -> None:
    engine = Recorder()
    memory = ScreenMemory(engine)
    before = memory.read(page((40, 40, 60, 12)))

    after = memory.read(page((40, 40, 60, 12), (600, 500, 80, 12)))

    assert set(before) < set(after)
    width, height = engine.detected[1]
    assert width <= 192
    assert height <= 96


def test_a_screen_that_changed_mostly_is_read_whole() -> None:
    engine = Recorder()
    memory = ScreenMemory(engine)
    memory.read(page())

    memory.read(page((10, 10, 940, 500)))

    assert [(960, 640)] * 2 == engine.detected


def test_a_fresh_reading_and_another_size_read_everything() -> None:
    engine = Recorder()
    memory = ScreenMemory(engine)
    picture = page((40, 40, 60, 12))
    memory.read(picture)

    memory.read(picture, fresh=True)
    memory.read(np.ascontiguousarray(picture[:320]))

    assert [(960, 640), (960, 640), (960, 320)] == engine.detected
    assert 1 == engine.recognised  # a crop that was read is known


class FindsRows(Recorder):
    """An engine that finds every dark row; the narrow ones are no text."""

    def detect(self, picture: Picture) -> list[Box]:
        dark = (picture.min(axis=2) < 128).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
        return [Box(x, y, w, h) for x, y, w, h, _ in stats[1:].tolist()]

    def recognise(self, crops: Sequence[Picture]) -> list[CropText]:
        self.recognised += len(crops)
        return [CropText(f"{crop.shape[1]}", 0.9 if crop.shape[1] > 30 else 0.2) for crop in crops]


def test_near_a_point_the_nearest_text_alone_is_read_and_the_next_one_where_that_is_none() -> None:
    engine = FindsRows()
    memory = ScreenMemory(engine)
    picture = page((40, 40, 30, 10), (80, 40, 40, 10), (140, 40, 50, 10), (400, 300, 60, 10))

    at_text = memory.near(picture, ImagePoint(90, 45))
    read_first = engine.recognised
    beside_a_smudge = memory.near(picture, ImagePoint(45, 45))
    far = memory.near(picture, ImagePoint(700, 500))

    assert ([one.text for one in at_text], read_first) == (["40"], 1)
    assert [one.text for one in beside_a_smudge] == ["40"]
    assert (far, engine.recognised) == ((), 2)


def test_parts_of_the_screen_that_are_read_in_between_do_not_push_it_out() -> None:
    engine = Recorder()
    memory = ScreenMemory(engine)
    screen = page((40, 40, 60, 12))
    memory.read(screen)
    for width in range(100, 104):
        for _ in range(5):
            memory.read(np.ascontiguousarray(screen[:72, :width]), fresh=True)
    engine.detected.clear()

    memory.read(screen)

    assert [] == engine.detected


def test_a_changed_region_never_cuts_a_line_in_two() -> None:
    old = page()
    new = old.copy()
    new[100:110, 300:310] = 0
    long_line = line("a long line of text", 200, 96, 400)

    regions = changed_regions(old, new, [long_line])

    assert 1 == len(regions)
    assert regions[0].left <= 200
    assert regions[0].right >= 600


def test_a_wide_gap_parts_two_texts_and_a_space_does_not() -> None:
    picture = page((50, 50, 60, 14), (118, 50, 60, 14), (230, 50, 60, 14))

    parts = split_at_gaps(picture, Box(46, 46, 250, 22))

    assert 2 == len(parts)
    assert parts[0].right < 200 < parts[1].left


def words(counts: Sequence[int], *, letter_gap: int, word_gap: int, height: int = 14) -> Picture:
    """Draw words of so many letters on one line, at (40, 40)."""
    boxes = list[tuple[int, int, int, int]]()
    x = 40
    for count in counts:
        for _ in range(count):
            boxes.append((x, 40, height // 2, height))
            x += height // 2 + letter_gap
        x += word_gap - letter_gap
    return page(*boxes)


@pytest.mark.parametrize(
    ("letter_gap", "word_gap", "height", "parts"),
    [
        pytest.param(2, 17, 14, 4, id="a menu bar of GTK"),
        pytest.param(1, 13, 14, 4, id="a menu bar of Tk, whose labels stand close together"),
        pytest.param(2, 6, 14, 1, id="a sentence"),
        pytest.param(3, 13, 14, 1, id="a line in a terminal, where a space is as wide as a letter"),
        pytest.param(4, 24, 14, 4, id="columns in a terminal"),
    ],
)
@pytest.mark.parametrize("around", ["one ground", "a border above", "a border beside it", "another ground below"])
def test_labels_are_parted_by_the_gap_between_them_and_words_of_a_line_are_not(
    letter_gap: int, word_gap: int, height: int, parts: int, around: str
) -> None:
    picture = words((4, 4, 6, 4), letter_gap=letter_gap, word_gap=word_gap, height=height)
    right = int(np.flatnonzero((picture == 0).any(axis=(0, 2)))[-1])
    whole = slice(None)
    drawn = {
        "a border above": (slice(36, 37), whole),
        "a border beside it": (whole, slice(35, 36)),
        "another ground below": (slice(height + 46, None), whole),
    }
    if around in drawn:
        picture[drawn[around]] = 120

    assert parts == len(split_at_gaps(picture, Box(34, 34, right - 26, height + 15)))
