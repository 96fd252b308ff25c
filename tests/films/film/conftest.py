"""Runs and films that several tests look at: rendering is what takes time, so each is made once."""

from pathlib import Path

import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.films.film.make import make_film
from desktop_agent.films.film.script import FilmOptions
from tests.fakes.runs.filmed import film_run

SMALL = FilmOptions(("mp4", "gif", "stills"), size=Size(480, 270))


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run."""
    return film_run(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="session")
def films(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a film of each kind that is made by day."""
    folder = tmp_path_factory.mktemp("films")
    make_film(recorded, SMALL, folder)
    return folder
