"""Chromium plays the films, which says more than any look into the files: that it can, how long, and that it seeks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.film_player import PLAY

pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)


@pytest.fixture(scope="module")
def browser(films: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevTools]:
    page = films / "page.html"
    page.write_text("<!doctype html><body></body>")
    with chromium(tmp_path_factory.mktemp("chromium")) as started:
        started.open(page.as_uri())
        yield started


def test_a_film_plays_seeks_and_goes_on(browser: DevTools) -> None:
    length, width, height, sought, later = browser.value(PLAY % "film.mp4")

    assert 10 < length < 25
    assert (480, 270) == (width, height)
    assert 5 == pytest.approx(sought, abs=0.1)
    assert later > sought
