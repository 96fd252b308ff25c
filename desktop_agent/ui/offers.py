"""What slices add to the windows: what each place gives to an `Offer` of `runtime/registry.py`, and gets from it.

A window shows what is registered for a place, in that order, and knows none of them: where nothing is, the place
stays empty. Two places show nothing: `step-check` takes a task in plain steps and returns why the first that is not
understood is not, and `computer-check` takes the environment and returns a `Finding` for all that it tried, after a
second or more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_agent.core.errors import DesktopAgentError, FilmStoppedError
from desktop_agent.core.runs.events import RunStarted
from desktop_agent.core.texts.message import Message
from desktop_agent.record.recording import RecordedRun
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime import registry
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import text_button
from desktop_agent.ui.qt.window_places import bring

Key = TypeVar("Key", bound=Hashable)
# Makes a file of a run's folder; its other arguments report the progress, and return whether to stop.
MakesFile = Callable[[Path, Callable[[float], None], Callable[[], bool]], Path]
_REPORT = Message("Open report")
_WRITING = Message("Writing…")
_LOOK_MS = 200


@dataclass(frozen=True, slots=True)
class ButtonPlace:
    """`run-button`: a button that a window has made, and what it does with a file that comes of it, or an error."""

    button: QPushButton
    parent: QObject
    made: Callable[[Path], object]
    failed: Callable[[DesktopAgentError], object]


class RunButton(Protocol):
    """What a button does for a finished run; beside its outcome in the console, and in History."""

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer it for the run in a folder, or for none; return whether there is something to be done.

        `run` is what has been read of it; None where nothing has been.
        """

    def stop(self) -> None:
        """Call off what is being made."""


def run_buttons(
    parent: QObject, made: Callable[[Path], object], failed: Callable[[DesktopAgentError], object]
) -> list[tuple[QPushButton, RunButton]]:
    """Return a button for each thing that can be done with a finished run, and what it does; its report is first."""
    button = text_button(_REPORT)
    buttons: list[tuple[QPushButton, RunButton]] = [
        (button, FileButton(ButtonPlace(button, parent, made, failed), _write_report))
    ]
    for offer in registry.at("run-button"):
        button = text_button(offer.text, name=offer.name)
        buttons.append((button, offer.create(ButtonPlace(button, parent, made, failed))))
    return buttons


class FileButton:
    """A button for a run that makes a file of it and hands it on; it shows the progress, and a second press cancels."""

    def __init__(self, place: ButtonPlace, make: MakesFile) -> None:
        self._place = place
        self._make = make
        self._text = place.button.text()
        self._folder: Path | None = None
        self._work: _FileWork | None = None  # what is being made
        self._making = BackgroundTask(place.parent)
        self._making.done.connect(self._finish)
        self._making.failed.connect(self._fail)
        self._looking = QTimer(place.parent, interval=_LOOK_MS)
        self._looking.timeout.connect(self._show)
        place.button.clicked.connect(lambda *_: self._press())

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer it for the run in a folder; a file in the making continues."""
        self._folder = folder
        return folder is not None

    def stop(self) -> None:
        """Cancel the file that is being made, and say nothing."""
        if self._work is not None:
            self._work.stopped.set()
        self._making.drop()
        self._reset()

    def _press(self) -> None:
        if self._work is not None:
            self.stop()
        elif self._folder is not None:
            folder = self._folder
            make = self._make
            work = _FileWork()
            self._work = work
            self._place.button.destroyed.connect(work.stopped.set)
            self._place.button.setMinimumWidth(self._place.button.width())  # a shorter text moves no neighbour
            # No Qt object goes to the other thread, which may outlive the window.
            self._making.start(lambda: make(folder, work.note_progress, work.stopped.is_set))
            self._show()
            self._looking.start()

    def _show(self) -> None:
        if self._work is not None:
            part = self._work.part
            self._place.button.setText(Message("Cancel ({percent}%)", percent=round(100 * part)) if part else _WRITING)

    def _finish(self, path: Path) -> None:
        self._reset()
        self._place.made(path)

    def _fail(self, error: DesktopAgentError) -> None:
        self._reset()
        if not isinstance(error, FilmStoppedError):
            self._place.failed(error)

    def _reset(self) -> None:
        self._work = None
        self._looking.stop()
        self._place.button.setText(self._text)


class _FileWork:
    """A file in the making: its progress, written by one thread and read by another, and whether it is cancelled."""

    def __init__(self) -> None:
        self.part = 0.0
        self.stopped = threading.Event()

    def note_progress(self, part: float) -> None:
        self.part = part


def _write_report(folder: Path, *_: object) -> Path:
    from desktop_agent.record.report.page import write_report

    return write_report(folder)


class WindowButton(Generic[Key]):
    """A button for a run that opens a window, which is brought to the front where it is open already.

    `key_of` returns what the window is for; None where there is nothing to be done. `show` opens it. `alone`: it takes
    the place of the one that is open.
    """

    def __init__(
        self,
        place: ButtonPlace,
        key_of: Callable[[Path | None, RecordedRun | None], Key | None],
        show: Callable[[Key], QWidget],
        *,
        alone: bool = False,
    ) -> None:
        self._failed = place.failed
        self._key_of = key_of
        self._show = show
        self._alone = alone
        self._key: Key | None = None
        self._windows: dict[Key, QWidget] = {}
        place.button.clicked.connect(lambda *_: self._open())

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer the window for a run, where it has one."""
        self._key = self._key_of(folder, run)
        return self._key is not None

    def stop(self) -> None:
        """Do nothing: a window that is open belongs to the person."""

    def _open(self) -> None:
        if (key := self._key) is None:
            return
        if self._alone:
            for window in tuple(self._windows.values()):
                window.close()
            self._windows.clear()
        if key not in self._windows:
            try:
                window = self._show(key)
                self._windows[key] = window
            except DesktopAgentError as error:
                self._failed(error)
                return
            window.destroyed.connect(lambda *_: self._forget(key, window))
        bring(self._windows[key])

    def _forget(self, key: Key, window: QWidget) -> None:
        if self._windows.get(key) is window:
            del self._windows[key]


class TaskPlace(Protocol):
    """`task-place`, made of a parent: a switch in the console, by which the next task is done elsewhere."""

    @property
    def switch(self) -> QWidget:
        """Return the switch, for the row of what holds for the next task."""

    @property
    def widget(self) -> QWidget:
        """Return what is shown below that row."""

    @property
    def changed(self) -> SignalInstance:
        """Return the signal that it was switched on or off."""

    @property
    def is_on(self) -> bool:
        """Return whether the next task is done there."""

    @property
    def order(self) -> DeskOrder | None:
        """Return where the next task is to be done; None while it is off."""

    def take_over(self, order: DeskOrder | None, /) -> None:
        """Be on for a place that was ordered, as far as a person chooses it here, or off."""

    def set_running(self, running: bool, /) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Allow no change while a task is running: it would not hold for it."""


class SavedTasks(Protocol):
    """`saved-tasks`, made of a parent: a person's tasks and the templates, for the menus of tray and console."""

    @property
    def offered(self) -> SignalInstance:
        """Return the signal of a TaskOrder, to be put into the console, where the person starts it."""

    @property
    def begun(self) -> SignalInstance:
        """Return the signal of a TaskOrder that the person has started."""

    @property
    def failed(self) -> SignalInstance:
        """Return the signal of the DesktopAgentError for which a task cannot be had."""

    def listed(self) -> Sequence[tuple[str, str]]:
        """Return the name and the title of each, in order."""

    def templates(self) -> Sequence[tuple[str, str]]:
        """Return the name and the title of each template, in order."""

    def open(self, name: str, /) -> None:
        """Have it confirmed where it is not, ask for the values of its variables, and offer it, or begin it."""

    def repeat(self, started: RunStarted, /) -> bool:
        """Open the task that a run carried out, with the values that it had; return whether there is one."""

    def forget_passwords(self, folder: Path, /) -> None:
        """Drop the values that the run in a folder, which has ended, has found to be passwords."""

    def close(self) -> None:
        """Close its windows with the program."""


def saved_tasks(parent: QObject) -> SavedTasks | None:
    """Return the saved tasks; None where no slice saves any."""
    return next((offer.create(parent) for offer in registry.at("saved-tasks")), None)


class TrayAction(Protocol):
    """`tray-action`, made of what shows a title and a sentence: an action in the menu."""

    def open(self) -> None:
        """Do it; called again for each choice in the menu."""

    def close(self) -> None:
        """End it with the program."""


class PracticeTask(Protocol):
    """`practice-task`, made of a parent: a first task to practise on."""

    @property
    def ready(self) -> SignalInstance:
        """Return the signal that its TaskOrder can be begun."""

    @property
    def failed(self) -> SignalInstance:
        """Return the signal of the DesktopAgentError for which it cannot."""

    def start(self) -> None:
        """Make it ready; returns at once."""

    def close(self) -> None:
        """End what it works in."""
