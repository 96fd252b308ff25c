"""What is painted from frame to frame is what a frame painted whole shows, and what is converted of it, too."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from desktop_agent.core.geometry import Size
from desktop_agent.record.reader import read_run
from desktop_agent.studio.film.encode import YuvCanvas
from desktop_agent.studio.film.from_run import film_script
from desktop_agent.studio.film.job import RATES, Canvas, FramePart
from desktop_agent.studio.film.layout import layout
from desktop_agent.studio.film.options import FilmOptions
from desktop_agent.studio.film.paint import FilmPainter
from desktop_agent.studio.film.pictures import FilmPictures
from desktop_agent.studio.film.render import FilmRenderer, looks
from desktop_agent.studio.film.timeline import timeline


@pytest.fixture(scope="module")
def application() -> QApplication:
    """Give what Qt's fonts ask for; with widgets, as a process has one for all its tests."""
    made = QApplication.instance() or QApplication(["test", "-platform", "offscreen"])
    assert isinstance(made, QApplication)
    return made


EVERY = 7


def test_parts_make_the_frame_that_is_painted_whole(recorded: Path, application: QApplication) -> None:
    assert application
    size = Size(480, 270)
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
