"""The times of a film's frames, as ffprobe reads them in the file."""

import json
import subprocess
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.films.film.encode import RATES, EncodeJob, FilmEncoder
from desktop_agent.films.film.script import FilmFormat

pytestmark = pytest.mark.program

SIZE = Size(32, 18)
MORE_THAN_AN_EXPRESSION_HOLDS = 1500


@pytest.mark.parametrize("kind", ["mp4", "gif"])
def test_each_of_many_frames_is_shown_from_its_time_on(tmp_path: Path, kind: FilmFormat) -> None:
    film = tmp_path / f"film.{kind}"
    ticks = [3 * number + number % 2 for number in range(MORE_THAN_AN_EXPRESSION_HOLDS)]
    frames = [np.full((SIZE.height, SIZE.width, 4), 20 + 90 * (number % 3), np.uint8) for number in range(3)]
    encoder = FilmEncoder(EncodeJob(film, kind, SIZE, "Many frames", (), None, lambda: iter(frames)))

    for number, tick in enumerate(ticks):
        encoder.add(tick, frames[number % 3])
    encoder.finish()

    assert _times_of_frames(film) == [tick / RATES[kind] for tick in ticks]


def _times_of_frames(film: Path) -> list[Fraction]:
    command = [
        "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "frame=pts:stream=time_base", "-of", "json",
        str(film),
    ]  # fmt: skip
    words = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    base = Fraction(words["streams"][0]["time_base"])
    return [each["pts"] * base for each in words["frames"]]
