"""Films of a run with a live picture show what moved while something was done; ffmpeg tells what is in the film."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.record.live_file import LiveWriter
from desktop_agent.record.reader import read_run
from desktop_agent.studio.film.from_run import film_script
from desktop_agent.studio.film.make import make_film
from desktop_agent.studio.film.options import FilmOptions
from tests.fakes.film_frames import film_frames
from tests.fakes.filmed import film_run

SIZE = Size(1280, 720)


def _one_colour(blue: int, green: int, red: int) -> Pixels:
    return Pixels(SIZE, bytes([blue, green, red, 0]) * (SIZE.width * SIZE.height))


@pytest.fixture(scope="module")
def moving(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run during whose first act the screen was magenta, and before it green."""
    folder = film_run(tmp_path_factory.mktemp("runs"))
    run = read_run(folder)
    shot = next(one for one in film_script(run).shots if one.gesture == "type")
    began = round(datetime.fromisoformat(run.turns[0].events[0].at).timestamp() * 1000)
    writer = LiveWriter(folder)
    writer.add(began + shot.started_ms - 1, _one_colour(0, 255, 0))
    writer.add(began + shot.started_ms, _one_colour(255, 0, 255))
    writer.close()
    return folder


def _middles(film: Path) -> list[tuple[int, ...]]:
    return [tuple(np.round(one[100, 240] / 255).astype(int).tolist()) for one in film_frames(film)]


def test_the_film_shows_what_moved_during_an_act_and_nothing_from_between(moving: Path, tmp_path: Path) -> None:
    make_film(moving, FilmOptions(("mp4",), size=Size(480, 270)), tmp_path)
    seen = _middles(tmp_path / "film.mp4")

    assert (1, 0, 1) in seen
    assert (0, 1, 0) not in seen
    assert (1, 0, 1) != seen[-1]
