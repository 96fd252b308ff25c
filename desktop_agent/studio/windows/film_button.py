"""The button that makes a film of a run: it shows the progress, and a second press cancels the film."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QPushButton

from desktop_agent.core.errors import FilmStoppedError
from desktop_agent.core.message import Message
from desktop_agent.host.registry import Offer
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.offers import ButtonPlace
from desktop_agent.ui.qt.background_task import BackgroundTask

_TEXT = Message("Video")
_LOOK_MS = 200
# Makes the film of a run's folder; its other arguments report the progress, and return whether to stop.
MakesFilm = Callable[[Path, Callable[[float], None], Callable[[], bool]], Path]


def _create(place: ButtonPlace) -> FilmButton:
    film = FilmButton(place.button, place.parent)
    film.made.connect(place.made)
    film.failed.connect(place.failed)
    return film


OFFER = Offer(_create, text=_TEXT)


class FilmButton(QObject):
    """`made` has the path of a finished film, `failed` a DesktopAgentError; the caller owns `button`."""

    made = Signal(object)
    failed = Signal(object)

    def __init__(self, button: QPushButton, parent: QObject | None = None, *, make: MakesFilm | None = None) -> None:
        """Use a button; `make` makes the film."""
        super().__init__(parent)
        self.button, self._make = button, make or _make_film
        self._folder: Path | None = None
        self._stop, self._progress = threading.Event(), _SharedProgress()
        self._is_making = False
        self._making = BackgroundTask(self)
        self._making.done.connect(self._finished)
        self._making.failed.connect(self._fail)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._show)
        button.clicked.connect(lambda *_: self._pressed())
        self._reset()

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Set the run's folder, None for no offer; return whether there is one. A film in the making continues."""
        self._folder = folder
        return folder is not None

    def stop(self) -> None:
        """Cancel the film that is being made, without emitting a signal."""
        self._stop.set()
        self._making.drop()
        self._reset()

    def _pressed(self) -> None:
        if self._is_making:
            self.stop()
        elif self._folder is not None:
            folder, stop, reached = self._folder, threading.Event(), _SharedProgress()
            self._stop, self._progress, self._is_making = stop, reached, True
            self.destroyed.connect(stop.set)
            make = self._make  # no Qt object goes to the other thread, which may outlive the window
            self._making.start(lambda: make(folder, reached.tell, stop.is_set))
            self._show()
            self._looking.start()

    def _show(self) -> None:
        self.button.setText(Message("Cancel the video ({round}%)", round=round(100 * self._progress.part)))

    def _finished(self, path: object) -> None:
        self._reset()
        self.made.emit(path)

    def _fail(self, error: object) -> None:
        self._reset()
        if not isinstance(error, FilmStoppedError):
            self.failed.emit(error)

    def _reset(self) -> None:
        self._is_making = False
        self._looking.stop()
        self.button.setText(_TEXT)


class _SharedProgress:
    """A film's progress: written by one thread, read by another."""

    def __init__(self) -> None:
        self.part = 0.0

    def tell(self, part: float) -> None:
        self.part = part


def _make_film(folder: Path, progress: Callable[[float], None], is_stopped: Callable[[], bool]) -> Path:
    from desktop_agent.studio.film.make import make_film
    from desktop_agent.studio.film.options import FilmOptions

    return make_film(folder, FilmOptions(), progress=progress, is_stopped=is_stopped)[0]
