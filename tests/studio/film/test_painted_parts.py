"""What is painted from frame to frame is what a frame painted whole shows, and what is converted of it, too."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.core.geometry import Rect, Size
from desktop_agent.record.reader import read_run
from desktop_agent.studio.film.encode import YuvCanvas
from desktop_agent.studio.film.from_run import film_script
from desktop_agent.studio.film.job import RATES, Canvas, FramePart
from desktop_agent.studio.film.layout import layout
from desktop_agent.studio.film.options import FilmOptions
from desktop_agent.studio.film.paint import FilmPainter, merged
from desktop_agent.studio.film.pictures import FilmPictures
from desktop_agent.studio.film.render import FilmRenderer, looks
from desktop_agent.studio.film.timeline import timeline


@pytest.fixture(scope="module")
def application() -> QApplication:
    """Give what Qt's fonts ask for; with widgets, as a process has one for all its tests."""
    made = QApplication.instance() or QApplication(["test", "-platform", "offscreen"])
    assert isinstance(made, QApplication)
    return made


WHOLE = Rect(0, 0, 100, 100)
EVERY = 7


@pytest.mark.parametrize("size", [Size(640, 360), Size(480, 270)])
def test_parts_make_the_frame_that_is_painted_whole(recorded: Path, application: QApplication, size: Size) -> None:
    assert application
    script = film_script(read_run(recorded), "")
    frame = layout(size, script.width, script.height)
    film = timeline(script, FilmRenderer(recorded, script, FilmOptions())._changes())
    pictures = FilmPictures(recorded, script.pictures)
    by_parts, whole = (FilmPainter(script, pictures, frame, "dark") for _ in range(2))
    canvas, converted = Canvas(size), YuvCanvas(size)
    painted, compared = 0, 0
    for number, (_, look) in enumerate(looks(film, film.length_ms * 30 // 1000, RATES["mp4"])):
        parts = by_parts.parts(look)
        canvas.take(parts)
        converted.take(parts)
        painted += sum(part.box.width * part.box.height for part in parts)
        if number % EVERY == 0:
            shown = whole.frame(look)
            anew = YuvCanvas(size)
            anew.take([FramePart(0, 0, shown)])

            assert np.array_equal(canvas.pixels[:, :, :3], shown[:, :, :3])
            assert np.array_equal(converted.pixels, anew.pixels)
            compared += 1

    assert compared > 10
    assert painted < 0.5 * (number + 1) * size.width * size.height


@pytest.mark.parametrize(
    ("boxes", "apart"),
    [
        ([], ()),
        ([Rect(5, 5, 10, 10), Rect(50, 50, 5, 5)], (Rect(5, 5, 10, 10), Rect(50, 50, 5, 5))),
        ([Rect(0, 0, 10, 10), Rect(20, 0, 10, 10), Rect(8, 2, 14, 4)], (Rect(0, 0, 30, 10),)),
        ([Rect(-20, 90, 60, 60), Rect(200, 0, 5, 5)], (Rect(0, 90, 40, 10),)),
    ],
)
def test_boxes_are_merged_until_no_two_overlap_and_none_is_outside(boxes: list[Rect], apart: tuple[Rect, ...]) -> None:
    assert merged(boxes, WHOLE) == apart
