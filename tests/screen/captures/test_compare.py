"""How captures differ, how far content was scrolled, and what is painted over."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from desktop_agent.core.pictures import Pixels, Rect, Scene, Size, WindowBox
from desktop_agent.screen.captures.compare import (
    changed_parts,
    changed_pixels,
    moved_by_tile,
    patch_alike,
    same_shapes,
    scroll_distance,
    strong_by_tile,
    tiles_of,
)
from desktop_agent.screen.captures.mask import painted, visible_parts


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
    hover = plain(90, 50, boxes=((Rect(0, 0, 30, 20), 215),))
    page = plain(90, 50, boxes=((Rect(0, 0, 30, 20), 90),))

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
    before = plain(90, 50)
    after = plain(90, 50, boxes=((Rect(3, 4, 7, 2), 201), (Rect(60, 30, 5, 20), 0)))
    moved = moved_by_tile(before, after)
    nothing = np.zeros(tiles_of(after.size), np.bool_)

    assert (4, 6) == tiles_of(after.size) == moved.shape
    assert {(0, 0): 14, (1, 3): 2 * 4, (2, 3): 16 * 4, (3, 3): 2 * 4, (1, 4): 2, (2, 4): 16, (3, 4): 2} == {
        (int(row), int(column)): int(moved[row, column]) for row, column in zip(*np.nonzero(moved), strict=True)
    }
    assert ((Rect(60, 30, 5, 20), Rect(3, 4, 7, 2)), False) == changed_parts(before, after, nothing)


WHITE = (255, 255, 255)
BLACK = (0, 0, 0)
BLUE = (200, 120, 40)


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


Picture = npt.NDArray[np.uint32]
HEIGHT = 300
WIDTH = 400


def text() -> Picture:
    """Return a long page: lines of words with white between them, each line another."""
    random = np.random.default_rng(7)
    page = np.full((2000, WIDTH), 0xFFFFFF, np.uint32)
    for top in range(0, 1980, 18):
        page[top : top + 10, :250] = random.integers(0, 2, (10, 250)) * 0xFFFFFF
    return page


def window(page: Picture, down: int) -> Picture:
    """Return what a window shows of a page: a header and a bar beside it stay."""
    shown = page[down : down + HEIGHT].copy()
    shown[:40] = 0x336699
    shown[:, 380:] = 0x888888
    shown[50 + down // 20 : 70 + down // 20, 385:395] = 0x222222
    return shown


def shifted(one: Picture, other: Picture, *, across: bool = False) -> int | None:
    before, after = (Pixels(Size(p.shape[1], p.shape[0]), np.ascontiguousarray(p).tobytes()) for p in (one, other))
    return scroll_distance(before, after, across=across)


@pytest.mark.parametrize("way", [1, 16, 53, 120, 200, -27, -120])
def test_the_way_of_a_scrolled_text_is_read(way: int) -> None:
    page = text()

    assert way == shifted(window(page, 500), window(page, 500 + way))
    assert way == shifted(window(page, 500).T, window(page, 500 + way).T, across=True)


def test_what_did_not_change_has_gone_nowhere() -> None:
    assert 0 == shifted(window(text(), 500), window(text(), 500))


@pytest.mark.parametrize("across", [False, True])
@pytest.mark.parametrize(("width", "way"), [(3, 0), (14, 0), (60, None)])
def test_a_scroll_bar_that_fades_is_no_way(width: int, way: int | None, *, across: bool) -> None:
    before = window(text(), 500).copy()
    after = before.copy()
    after[100:220, -width:] = 90

    assert way == (shifted(before.T, after.T, across=True) if across else shifted(before, after))


@pytest.mark.parametrize("way", [20, 60, 100])
def test_a_narrow_column_that_scrolls_is_no_scroll_bar(way: int) -> None:
    page = np.full((1700, 400), 0xFFFFFF, np.uint32)
    page[:, 30:46] = text()[:1700, 30:46]

    assert way == shifted(window(page, 500), window(page, 500 + way))


@pytest.mark.parametrize("height", [4, 10, 16])
def test_figures_that_differ_in_each_row_of_a_list_are_no_scroll_bar(height: int) -> None:
    random = np.random.default_rng(7)
    before = np.full((HEIGHT, WIDTH), 0xFFFFFF, np.uint32)
    after = before.copy()
    for top in range(0, HEIGHT - 18, 18):
        word = random.integers(0, 2, 40) * 0xFFFFFF
        for rows in (before, after):
            rows[top : top + height, 20:60] = word
            rows[top : top + height, 62:76] = random.integers(0, 2, (height, 14)) * 0xFFFFFF

    assert shifted(before, after) is None
    assert shifted(before.T, after.T, across=True) is None


@pytest.mark.parametrize(("wide", "gone"), [(2, 0), (8, None)])
def test_a_caret_that_blinks_meanwhile_is_no_scrolling(wide: int, gone: int | None) -> None:
    before = window(text(), 500)
    after = before.copy()
    after[80:98, 120 : 120 + wide] ^= 0xFFFFFF

    assert gone == shifted(before, after)
    assert gone == shifted(before, after, across=True)


def test_where_all_rows_look_alike_or_all_is_new_nobody_can_tell() -> None:
    page = text()
    stripes = np.tile(page[:18], (100, 1))

    assert shifted(window(stripes, 5), window(stripes, 12)) is None
    assert shifted(window(page, 0), window(page, 1500)) is None
    assert shifted(window(page, 0), window(page, 0)[:200]) is None


EVERYTHING = Rect(0, 0, 100, 100)
GREY = (0x80, 0x80, 0x80)


@pytest.mark.parametrize(
    ("above", "parts"),
    [
        ((), {Rect(10, 10, 40, 40)}),
        ((Rect(0, 0, 100, 20),), {Rect(10, 20, 40, 30)}),
        (
            (Rect(20, 20, 10, 10),),
            {Rect(10, 10, 40, 10), Rect(10, 30, 40, 20), Rect(10, 20, 10, 10), Rect(30, 20, 20, 10)},
        ),
        ((Rect(0, 0, 30, 100), Rect(30, 0, 70, 30)), {Rect(30, 30, 20, 20)}),
    ],
)
def test_the_visible_parts_are_what_nothing_covers(above: tuple[Rect, ...], parts: set[Rect]) -> None:
    boxes = (*above, Rect(10, 10, 40, 40), Rect(0, 0, 100, 100))
    scene = Scene(tuple(WindowBox(number, box) for number, box in enumerate(boxes)))

    assert parts == set(visible_parts(scene, len(above), EVERYTHING))


def test_a_scaled_capture_is_painted_to_the_next_whole_pixel() -> None:
    shown = Rect(100, 0, 8, 2)
    pixels = painted(Pixels(Size(4, 1), bytes(16)), shown, [Rect(101, 0, 2, 2)])

    assert [GREY, GREY, (0, 0, 0), (0, 0, 0)] == [tuple(pixels.bgrx[n : n + 3]) for n in (0, 4, 8, 12)]
