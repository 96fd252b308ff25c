"""The button that makes a file of a run: how far it is, and what comes of it."""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_agent.ui.offers import ButtonPlace, FileButton
from desktop_agent.ui.qt.widgets import text_button
from tests.fakes.waiting import PATIENCE_S
from tests.fakes.windows.qt_app import wait_until


def test_it_says_how_far_it_is_and_gives_the_film(app: QApplication, tmp_path: Path) -> None:
    go_on = threading.Event()
    name = text_button("Video")
    received = list[object]()

    def film(folder: Path, progress: Callable[[float], None], _is_stopped: object) -> Path:
        progress(0.42)
        assert go_on.wait(PATIENCE_S)
        return folder / "film.mp4"

    making = FileButton(ButtonPlace(name, name, received.append, received.append), film)
    making.offer(tmp_path)

    name.click()
    wait_until(lambda: name.text() == "Cancel (42%)")
    go_on.set()
    wait_until(lambda: received)

    assert [tmp_path / "film.mp4"] == received
    assert "Video" == name.text()
