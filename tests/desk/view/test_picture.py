"""The picture of a desk is read row by row, and nothing that its file says is trusted."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.view.picture import DeskPicture, pixels_start
from tests.fakes.desktops.xwd import header, paint_rows, write_picture

# not a multiple of what is read at once
WIDTH = 40
HEIGHT = 75
SIZE = (WIDTH, HEIGHT)


def test_the_first_look_shows_all_and_later_ones_what_has_changed(tmp_path: Path) -> None:
    file = write_picture(tmp_path / "p", WIDTH, HEIGHT)
    with DeskPicture(file, SIZE) as picture:
        first = picture.look()
        second = picture.look()
        paint_rows(file, WIDTH, 29, 6, 0xFF0000)  # across two of the parts that are read at once
        paint_rows(file, WIDTH, 68, 6, 0x00FF00)
        third = picture.look()
        fourth = picture.look()

    assert (first, second, fourth) == ([(0, HEIGHT)], [], [])
    assert third == [(29, 35), (68, 74)]
    assert picture.pixels[4 * WIDTH * 30 : 4 * WIDTH * 30 + 4] == b"\x00\x00\xff\x00"
    assert picture.pixels[4 * WIDTH * 28 : 4 * WIDTH * 28 + 4] == b"\x60\x40\x20\x00"


@pytest.mark.parametrize(
    "changed",
    [
        {"width": 41}, {"height": 2**31}, {"wide": 4 * WIDTH + 4}, {"version": 6}, {"kind": 1}, {"depth": 32},
        {"order": 1}, {"bits": 24}, {"red": 0xFF}, {"length": 99}, {"length": 2**32 - 1}, {"colours": 2**32 - 1},
    ],
)  # fmt: skip
def test_a_picture_of_another_kind_is_refused(tmp_path: Path, changed: dict[str, int]) -> None:
    file = write_picture(tmp_path / "p", WIDTH, HEIGHT, **changed)

    with pytest.raises(DeskError, match="can't be read"):
        DeskPicture(file, SIZE)


@given(st.binary(min_size=100, max_size=100))
def test_no_header_makes_it_read_elsewhere_than_behind_it(noise: bytes) -> None:
    try:
        start = pixels_start(noise, SIZE)
    except DeskError:
        return
    assert 100 <= start < 100_000


def test_a_file_that_is_cut_short_while_it_is_looked_at_ends_the_look_and_nothing_else(tmp_path: Path) -> None:
    file = write_picture(tmp_path / "p", WIDTH, HEIGHT)
    with DeskPicture(file, SIZE) as picture:
        picture.look()
        os.truncate(file, 5_000)

        with pytest.raises(DeskError, match="can't be read"):
            picture.look()
        assert picture.pixels[-4:] == b"\x60\x40\x20\x00"  # the last picture stays


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "nothing", "short"])
def test_what_is_no_plain_file_with_a_picture_is_refused_at_once(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "p"
    match kind:
        case "link":
            place.symlink_to(write_picture(tmp_path / "other", WIDTH, HEIGHT))
        case "pipe":
            os.mkfifo(place)
        case "folder":
            place.mkdir()
        case "short":
            place.write_bytes(header(WIDTH, HEIGHT)[:60])

    with pytest.raises(DeskError, match="can't be read"):
        DeskPicture(place, SIZE)
