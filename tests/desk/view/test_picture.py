"""The picture of a desk is read row by row, and nothing that its file says is trusted."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.errors import DeskError
from desktop_agent.desk.view.picture import EVERY_ROW, DeskPicture, pixels_start
from tests.fakes.xwd import header, paint_rows, write_picture

WIDTH, HEIGHT = 40, 75  # not a multiple of what is read at once
SIZE = (WIDTH, HEIGHT)


def test_the_first_look_shows_all_and_later_ones_what_has_changed(tmp_path: Path) -> None:
    file = write_picture(tmp_path / "p", WIDTH, HEIGHT)
    with DeskPicture(file, SIZE) as picture:
        first, second = picture.look(), picture.look()
        paint_rows(file, WIDTH, 29, 6, 0xFF0000)  # across two of the parts that are read at once
        paint_rows(file, WIDTH, 68, 6, 0x00FF00)
        third, fourth = picture.look(), picture.look()

    assert (first, second, fourth) == ([(0, HEIGHT)], [], [])
    assert third == [(29, 35), (68, 74)]
    assert picture.pixels[4 * WIDTH * 30 : 4 * WIDTH * 30 + 4] == b"\x00\x00\xff\x00"
    assert picture.pixels[4 * WIDTH * 28 : 4 * WIDTH * 28 + 4] == b"\x60\x40\x20\x00"


@pytest.mark.parametrize("row", [0, 1, 2, 3, 15, 16, 74])
def test_a_change_of_one_row_is_seen_within_a_few_looks(tmp_path: Path, row: int) -> None:
    file = write_picture(tmp_path / "p", WIDTH, HEIGHT)
    with DeskPicture(file, SIZE) as picture:
        picture.look()
        paint_rows(file, WIDTH, row, 1, 0xFF0000)
        seen = [span for _ in range(EVERY_ROW) for span in picture.look()]

    assert seen == [(row, row + 1)]


@given(st.lists(st.tuples(st.integers(0, HEIGHT - 9), st.integers(EVERY_ROW, 9)), min_size=1, max_size=4))
def test_what_is_as_high_as_a_letter_is_whole_at_the_next_look(changes: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = write_picture(Path(folder) / "p", WIDTH, HEIGHT)
        with DeskPicture(file, SIZE) as picture:
            picture.look()
            for top, high in changes:
                paint_rows(file, WIDTH, top, high, 0xFF0000)
            picture.look()
            whole = bytes(picture.pixels)

    red = {row for top, high in changes for row in range(top, top + high)}
    rows = [b"\x00\x00\xff\x00" if row in red else b"\x60\x40\x20\x00" for row in range(HEIGHT)]
    assert whole == b"".join(row * WIDTH for row in rows)


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
