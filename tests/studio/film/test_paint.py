"""What is painted of a script: the card has the windows' proportions, and typed lines appear one after the other."""

import numpy as np
import pytest

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import Size
from desktop_agent.studio.film.layout import layout
from desktop_agent.studio.film.look import FilmLook, PictureChange
from desktop_agent.studio.film.paint import FilmPainter
from desktop_agent.studio.film.pictures import FilmPictures
from desktop_agent.studio.film.script import Area, FilmCard, FilmScript, Shot

CARD = FilmCard("")
CANVAS = Area(0, 0, 1280, 800)


class BlackAfterWhite(FilmPictures):
    """Two pictures: a white one, then a black one."""

    def __init__(self) -> None:
        pass

    def get(self, number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return a picture."""
        return np.full((800, 1280, 3), 0 if number else 255, np.uint8)


def script(*windows: Area | None) -> FilmScript:
    frames = tuple(FrameTaken(None, 1280, 800, 0, "image/png", "", "start") for _ in range(2))
    shots = tuple(Shot("", 0, 1, window=window) for window in windows)
    return FilmScript(1280, 800, frames, CARD, shots, CARD, 0, {})


@pytest.mark.parametrize(
    ("windows", "shape"),
    [
        ([Area(300, 100, 640, 510)], (640, 510)),
        ([Area(300, 100, 640, 510), Area(320, 90, 300, 100)], (640, 520)),
        ([Area(40, 10, 1180, 760)], (1280, 800)),  # as good as the canvas
        ([Area(0, 0, 1280, 30)], (1280, 800)),  # a panel, whose menus need room
        ([Area(300, 100, 640, 510), None], (1280, 800)),
        ([], (1280, 800)),
    ],
)
def test_a_film_has_the_proportions_of_its_windows(windows: list[Area | None], shape: tuple[int, int]) -> None:
    assert script(*windows).shape == shape


def test_typed_lines_appear_one_after_the_other() -> None:
    frame = layout(Size(1280, 800), 1280, 800)
    painter = FilmPainter(script(CANVAS), BlackAfterWhite(), frame, "light")

    pixels = painter.frame(FilmLook(0, CANVAS, change=PictureChange(1, 0.75, CANVAS, rows=2)))

    card = frame.card
    across = [int(card.x + card.width * part) for part in (0.25, 0.75)]
    down = [int(card.y + card.height * part) for part in (0.25, 0.75)]
    assert [[int(pixels[y, x, 0]) for x in across] for y in down] == [[0, 0], [0, 255]]
