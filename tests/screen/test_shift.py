"""How far content was scrolled is read from two pictures, or said to be unknown."""

import numpy as np
import numpy.typing as npt
import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.compare import scroll_distance

Picture = npt.NDArray[np.uint32]
HEIGHT, WIDTH = 300, 400


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
    shown[:40], shown[:, 380:] = 0x336699, 0x888888
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
