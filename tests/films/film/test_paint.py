"""What is painted of a script: the card has the windows' proportions, and typed lines appear one after the other."""

import cv2
import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.films.film.look import FilmLook, PictureChange, layout
from desktop_agent.films.film.marks import FilmPictures
from desktop_agent.films.film.paint import FilmPainter
from desktop_agent.films.film.script import Area, FilmCard, FilmScript, Shot, TypedLine

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
        ([Area(40, 10, 1180, 760)], (1180, 760)),  # nothing of the desktop around it shows
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

    typed = tuple(TypedLine(Area(0, top, 1280, 400), 1280, None, (255, 255, 255)) for top in (0, 400))

    pixels = painter.frame(FilmLook(0, CANVAS, change=PictureChange(1, 0.75, typed)))

    card = frame.card
    across = [int(card.x + card.width * part) for part in (0.25, 0.75)]
    down = [int(card.y + card.height * part) for part in (0.25, 0.75)]
    assert [[int(pixels[y, x, 0]) for x in across] for y in down] == [[0, 0], [0, 255]]


def drawn(
    *lines: tuple[str, int, int], selected: tuple[int, int, int, int] | None = None
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a white picture with black lines, each at its left and lower edge, and maybe a selection."""
    picture = np.full((800, 1280, 3), 255, np.uint8)
    if selected is not None:
        left, top, right, bottom = selected
        picture[top:bottom, left:right] = (200, 120, 40)
    for text, left, bottom in lines:
        cv2.putText(picture, text, (left, bottom), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (0, 0, 0), 1, cv2.LINE_8)
    return picture


class Drawn(FilmPictures):
    """These pictures."""

    def __init__(self, *pictures: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        self._drawn = pictures

    def get(self, number: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        """Return a picture."""
        return self._drawn[number]


def width_of(text: str) -> int:
    return cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 1)[0][0]


def test_a_command_is_typed_behind_its_prompt_and_what_a_shell_prints_for_it_is_not() -> None:
    pictures = Drawn(drawn(("$", 20, 100)), drawn(("$", 20, 100), ("ls", 44, 100), ("a.txt", 20, 130), ("$", 20, 160)))
    area = pictures.changed(0, 1)
    assert area is not None

    (line,) = pictures.typed((0, 1), area, 1, entered=True)
    wrapped = pictures.typed((0, 1), area, 1, entered=False)

    assert (line.area.x >= 40, line.area.y + line.area.height <= 105, line.tail) == (True, True, None)
    assert abs(line.end - 44 - width_of("ls")) <= 6
    assert len(wrapped) == 3


def test_cursors_in_neighbouring_lines_dont_join_these() -> None:
    """A terminal draws them from the top of their lines to the bottom."""
    before = drawn(("$", 20, 100))
    before[80:106, 44:54] = 0
    after = drawn(("$", 20, 100), ("true", 44, 100), ("$", 20, 126))
    after[106:132, 44:54] = 0
    pictures = Drawn(before, after)
    area = pictures.changed(0, 1)
    assert area is not None

    (line,) = pictures.typed((0, 1), area, 1, entered=True)

    assert line.area.y + line.area.height <= 106


@pytest.mark.parametrize("selected", [True, False])
def test_what_stands_behind_a_typed_text_moves_along_with_it(selected: bool) -> None:
    old = width_of("photo") if selected else 0
    new = width_of("holiday")
    before = drawn(
        *([("photo", 100, 100)] if selected else []),
        (".txt", 100 + old, 100),
        selected=(100, 80, 100 + old, 108) if selected else None,
    )
    pictures = Drawn(before, drawn(("holiday", 100, 100), (".txt", 100 + new, 100)))
    area = pictures.changed(0, 1)
    assert area is not None

    (line,) = pictures.typed((0, 1), area, 1, entered=False)

    assert line.tail is not None
    assert abs(line.end - 100 - new) <= 6
    assert abs(line.tail.width - width_of(".txt")) <= 8
    assert line.colour == (255, 255, 255)
    painter = FilmPainter(script(CANVAS), pictures, layout(Size(1280, 800), 1280, 800), "light")
    half = painter.frame(FilmLook(0, CANVAS, change=PictureChange(1, 0.5, (line,))))
    whole = painter.frame(FilmLook(0, CANVAS, change=PictureChange(1, 1.0, (line,))))
    assert (half[:, :, 0] < 100).sum() < (whole[:, :, 0] < 100).sum()


def test_a_press_may_change_several_parts_of_a_page_and_a_typed_text_is_in_one() -> None:
    first = drawn(("Sign in", 20, 60), ("Name", 20, 300))
    second = drawn(("Orders", 20, 60), ("10023", 20, 300), ("Ship", 900, 300), (".", 1200, 780))
    pictures = Drawn(first, second)

    most = pictures.changed(0, 1)
    whole = pictures.changed(0, 1, everywhere=True)

    assert most is not None
    assert whole is not None
    assert most.height < 40
    assert (whole.y < 60, whole.y + whole.height > 290, whole.x + whole.width > 900) == (True, True, True)
    assert whole.y + whole.height < 400
    assert pictures.changed(0, 0, everywhere=True) is None
