"""The button that makes a film: how far it is, and what comes of it."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desktop_agent.studio.windows.film_button import FilmButton
from desktop_agent.ui.qt.widgets import text_button
from tests.fakes.waiting import PATIENCE_S, wait_until


class SlowFilm:
    """Makes a film in two parts: the second when it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, folder: Path, progress: Callable[[float], None], is_stopped: Callable[[], bool]) -> Path:
        progress(0.42)
        assert self.go_on.wait(PATIENCE_S)
        return folder / "film.mp4"


@pytest.fixture
def until(app: QApplication) -> Callable[[Callable[[], object]], None]:
    def wait(condition: Callable[[], object]) -> None:
        def holds() -> object:
            app.processEvents()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            return condition()

        wait_until(holds)

    return wait


def test_it_says_how_far_it_is_and_gives_the_film(tmp_path: Path, until: Callable[..., None]) -> None:
    film, button, heard = SlowFilm(), text_button("Video…"), list[object]()
    making = FilmButton(button, make=film)
    making.made.connect(heard.append)
    making.offer(tmp_path)

    button.click()
    until(lambda: button.text() == "Cancel the video (42%)")
    film.go_on.set()
    until(lambda: heard)

    assert [tmp_path / "film.mp4"] == heard
    assert "Video…" == button.text()
