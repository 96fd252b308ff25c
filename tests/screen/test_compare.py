"""How captures differ: counts, and what is forgiven."""

import cv2
import numpy as np
import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.compare import (
    changed_parts,
    changed_pixels,
    moved_by_tile,
    patch_alike,
    same_shapes,
    strong_by_tile,
    tiles_of,
)


def plain(
    width: int, height: int, grey: int = 200, boxes: tuple[tuple[Rect, int], ...] = (), fourth: int = 0
) -> Pixels:
    """Return a grey capture with lighter or darker boxes on it."""
    canvas = np.full((height, width, 4), grey, np.uint8)
    canvas[:, :, 3] = fourth
    for box, shade in boxes:
        canvas[box.y : box.y + box.height, box.x : box.x + box.width, :3] = shade
    return Pixels(Size(width, height), canvas.tobytes())


def test_the_fourth_byte_of_a_pixel_means_nothing() -> None:
    assert 0 == changed_pixels(plain(90, 50, fourth=0), plain(90, 50, fourth=255))
    assert 0 == strong_by_tile(plain(90, 50, fourth=0), plain(90, 50, fourth=255)).sum()


def test_captures_of_different_sizes_differ_everywhere() -> None:
    assert 100 * 50 == changed_pixels(plain(90, 50), plain(100, 50))
    assert 100 * 50 == strong_by_tile(plain(90, 50), plain(100, 50)).sum()


def test_a_hover_is_a_change_but_no_strong_one() -> None:
    hover, page = plain(90, 50, boxes=((Rect(0, 0, 30, 20), 215),)), plain(90, 50, boxes=((Rect(0, 0, 30, 20), 90),))

    assert (600, 0) == (changed_pixels(plain(90, 50), hover), strong_by_tile(plain(90, 50), hover).sum())
    assert (600, 600) == (changed_pixels(plain(90, 50), page), strong_by_tile(plain(90, 50), page).sum())


@pytest.mark.parametrize(
    ("boxes", "alike"),
    [
        ((), True),
        (((Rect(0, 0, 64, 64), 210),), True),  # a shade
        (((Rect(30, 20, 2, 44), 0),), True),  # a caret, which is more than two pixels in a hundred
        (((Rect(30, 20, 9, 9), 0),), True),
        (((Rect(30, 20, 10, 10), 0),), False),
        (((Rect(3, 20, 2, 44), 0), (Rect(40, 20, 2, 44), 0)), False),
    ],
)
def test_a_patch_is_alike_while_at_most_a_caret_or_two_in_a_hundred_pixels_changed(
    boxes: tuple[tuple[Rect, int], ...], alike: bool
) -> None:
    assert alike == patch_alike(plain(64, 64), plain(64, 64, boxes=boxes), 0.02)


def test_it_is_told_where_pixels_changed() -> None:
    before, after = plain(90, 50), plain(90, 50, boxes=((Rect(3, 4, 7, 2), 201), (Rect(60, 30, 5, 20), 0)))
    moved = moved_by_tile(before, after)
    nothing = np.zeros(tiles_of(after.size), np.bool_)

    assert (4, 6) == tiles_of(after.size) == moved.shape
    assert {(0, 0): 14, (1, 3): 2 * 4, (2, 3): 16 * 4, (3, 3): 2 * 4, (1, 4): 2, (2, 4): 16, (3, 4): 2} == {
        (int(row), int(column)): int(moved[row, column]) for row, column in zip(*np.nonzero(moved), strict=True)
    }
    assert ((Rect(60, 30, 5, 20), Rect(3, 4, 7, 2)), False) == changed_parts(before, after, nothing)


WHITE, BLACK, BLUE = (255, 255, 255), (0, 0, 0), (200, 120, 40)


def drawn(words: str, ink: tuple[int, int, int] = BLACK, paper: tuple[int, int, int] = WHITE) -> Pixels:
    rows = np.full((17, 121, 4), (*paper, 0), np.uint8)
    cv2.putText(rows, words, (20, 13), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (*ink, 0), 1, cv2.LINE_AA)
    return Pixels(Size(121, 17), rows.tobytes())


@pytest.mark.parametrize("words", ["Options", "quarterly report", "a", ""])
def test_words_are_the_same_in_other_colours(words: str) -> None:
    assert same_shapes(drawn(words), drawn(words, WHITE, BLUE))
    assert same_shapes(drawn(words), drawn(words, (60, 60, 60), (240, 240, 240)))


@pytest.mark.parametrize("words", ["Delete all", "Send", "Options?!", ""])
def test_other_words_are_not_the_same(words: str) -> None:
    assert same_shapes(drawn("Next page"), drawn(words)) is False


def test_words_that_come_up_where_nothing_was_are_something_else_and_a_caret_is_nothing() -> None:
    assert same_shapes(drawn(""), drawn("Delete all")) is False
    assert same_shapes(drawn(""), drawn("l"))
