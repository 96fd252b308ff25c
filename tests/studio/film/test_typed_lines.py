"""Typed text comes line by line: a second line waits for the end of the first."""

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from desktop_agent.studio.film.pictures import FilmPictures
from desktop_agent.studio.film.script import Area, FilmPicture

SIZE = (240, 400)
WHOLE = Area(0, 0, SIZE[1], SIZE[0])


def pictures(folder: Path, *lines: tuple[str, int]) -> FilmPictures:
    """Return a white picture, and one with lines of text at these heights."""
    empty = np.full((*SIZE, 3), 255, np.uint8)
    full = empty.copy()
    for text, baseline in lines:
        cv2.putText(full, text, (20, baseline), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 2)
    (folder / "frames").mkdir()
    made = []
    for number, picture in enumerate((empty, full), start=1):
        data = cv2.imencode(".png", picture)[1].tobytes()
        name, digest = f"frames/{number:06d}.png", hashlib.sha256(data).hexdigest()
        (folder / name).write_bytes(data)
        made.append(FilmPicture(name, len(data), digest, "image/png", SIZE[1], SIZE[0]))
    return FilmPictures(folder, made)


@pytest.mark.parametrize(
    ("lines", "tops"),
    [((("Milk, eggs", 60),), (45,)), ((("We will", 60), ("Please", 90), ("bring ijk", 120)), (45, 75, 105))],
)
def test_each_line_of_a_text_is_found_from_the_top(
    tmp_path: Path, lines: tuple[tuple[str, int], ...], tops: tuple[int, ...]
) -> None:
    found = pictures(tmp_path, *lines).lines(0, 1, WHOLE)

    assert [pytest.approx(top, abs=4) for top in tops] == [line.y for line in found]
    assert all(line.height < 26 and line.x >= 18 for line in found)
