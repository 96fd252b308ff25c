"""The button that makes a film: how far it is, that it can be called off, and what comes of it."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_agent.core.errors import DesktopAgentError, FilmStoppedError
from desktop_agent.studio.windows.film_button import FilmButton
from desktop_agent.ui.qt.widgets import text_button
from tests.fakes.waiting import wait_until


class SlowFilm:
    """Makes a film in two parts: the second when it is let, unless it is called off."""

    def __init__(self, problem: DesktopAgentError | None = None) -> None:
        self.go_on, self.ended = threading.Event(), threading.Event()
        self._problem = problem

    def __call__(self, folder: Path, progress: Callable[[float], None], is_stopped: Callable[[], bool]) -> Path:
        progress(0.42)
        while not self.go_on.wait(0.01):
            if is_stopped():
                self.ended.set()
                raise FilmStoppedError("stopped")
        if self._problem:
            raise self._problem
        return folder / "film.mp4"


def _button(film: SlowFilm, folder: Path) -> tuple[FilmButton, QPushButton, list[object]]:
    button = text_button("Video…")
    making = FilmButton(button, make=film)
    heard: list[object] = []
    making.made.connect(heard.append)
    making.failed.connect(heard.append)
    making.offer(folder)
    return making, button, heard


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
    film = SlowFilm()
    _making, button, heard = _button(film, tmp_path)

    button.click()
    until(lambda: button.text() == "Cancel the video (42%)")
    film.go_on.set()
    until(lambda: heard)

    assert [tmp_path / "film.mp4"] == heard
    assert "Video…" == button.text()
