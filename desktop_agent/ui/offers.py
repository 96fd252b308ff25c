"""What slices add to the windows: one Protocol for each kind of place in them.

Which slice has something for a place stands in `host/registry.py`. A window shows whoever is registered there, in that
order, and knows none of them: where nobody is, the place stays empty.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host import registry
from desktop_agent.host.accessibility import Lasts
from desktop_agent.record.recording import RecordedRun
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.ui.qt.sway_places import bring
from desktop_agent.ui.session.bridge import Bridge

Key = TypeVar("Key", bound=Hashable)
T_co = TypeVar("T_co", covariant=True)


class _Made(Protocol[T_co]):
    """A file whose offer belongs into a window."""

    def create(self, parent: QWidget, /) -> T_co: ...


# A button for a finished run: beside its outcome in the console, and in History.


@dataclass(frozen=True, slots=True)
class ButtonPlace:
    """A button that a window has made, and what the window does with a file that comes of it, or an error."""

    button: QPushButton
    parent: QObject
    made: Callable[[Path], object]
    failed: Callable[[DesktopAgentError], object]


class RunButton(Protocol):
    """What a button does for a run; its window shows it where there is room."""

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer it for the run in a folder, or for none; tell whether there is something to be done.

        `run` is what has been read of it; None where nothing has been.
        """

    def stop(self) -> None:
        """Call off what is being made."""


class RunButtonFile(Protocol):
    """A file that has a button: what it says, and what it is called where it stands alone."""

    TEXT: str
    NAME: str

    def create(self, place: ButtonPlace, /) -> RunButton:
        """Connect the button; it is offered for no run yet."""


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
        self._failed, self._key_of, self._show, self._alone = place.failed, key_of, show, alone
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
                window = self._windows[key] = self._show(key)
            except DesktopAgentError as error:
                self._failed(error)
                return
            window.destroyed.connect(lambda *_: self._forget(key, window))
        bring(self._windows[key])

    def _forget(self, key: Key, window: QWidget) -> None:
        if self._windows.get(key) is window:
            del self._windows[key]


def run_buttons() -> tuple[RunButtonFile, ...]:
    """Return the buttons for finished runs."""
    return tuple(cast("RunButtonFile", file) for file in registry.at("run-button"))


# A panel beside the timeline of a run, in place of the picture of the screen.


class RunPanel(Protocol):
    """A panel that shows a run in its own way."""

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""

    @property
    def resized(self) -> SignalInstance:
        """Return the signal on which `wants_room` is to be asked again."""

    @property
    def wants_room(self) -> bool:
        """Tell whether the person works in it now, and it should be large."""

    def begin(self) -> bool:
        """Forget the last run, and begin with the bridge's; tell whether the panel takes the place of its picture."""

    def follow(self) -> None:
        """Show the state of the bridge."""

    def end(self) -> None:
        """The run is over."""


class _RunPanelFile(Protocol):
    def create(self, bridge: Bridge, parent: QWidget, /) -> RunPanel: ...


def run_panels(bridge: Bridge, parent: QWidget) -> tuple[RunPanel, ...]:
    """Return a panel of each kind for the runs of a bridge."""
    return tuple(cast("_RunPanelFile", file).create(bridge, parent) for file in registry.at("run-panel"))


# A switch in the console, by which the task is done elsewhere than on the person's own desktop.


class TaskPlace(Protocol):
    """A switch that is on to have the next task done elsewhere, and what is to be said then."""

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
        """Tell whether the next task is done there."""

    @property
    def order(self) -> DeskOrder | None:
        """Return where the next task is to be done; None while it is off."""

    def take_over(self, order: DeskOrder | None, /) -> None:
        """Be on for a place that was ordered, as far as a person chooses it here, or off."""

    def set_running(self, running: bool, /) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Allow no change while a task is running: it would not hold for it."""


def task_places(parent: QWidget) -> tuple[TaskPlace, ...]:
    """Return a line for each other place."""
    return tuple(cast("_Made[TaskPlace]", file).create(parent) for file in registry.at("task-place"))


# What is understood of a task in plain steps, while it is written.


class _StepTrouble(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def near(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def brief(self) -> str: ...


# Where a step that is not understood stands in the task, the nearest one that would be ("" for none), and what is said
# of it, wholly and in brief.
StepTrouble = _StepTrouble


class _StepCheck(Protocol):
    def trouble_in(self, task: str, /) -> StepTrouble | None: ...


def step_trouble(task: str) -> StepTrouble | None:
    """Return the first step that is not understood; None where all are, or nobody here knows plain steps."""
    found = (cast("_StepCheck", file).trouble_in(task) for file in registry.at("step-check"))
    return next((one for one in found if one is not None), None)


# Tasks that are kept, in the tray's menu and in that of the console.


class SavedTasks(Protocol):
    """Tasks that a person has kept, by their names."""

    @property
    def offered(self) -> SignalInstance:
        """Return the signal of a TaskOrder, to be put into the console, where the person starts it."""

    @property
    def failed(self) -> SignalInstance:
        """Return the signal of the DesktopAgentError for which a task cannot be had."""

    def listed(self) -> Sequence[tuple[str, str]]:
        """Return the name and the title of each, in order."""

    def open(self, name: str, /) -> None:
        """Have it confirmed where it is not, ask for the values of its variables, and offer it, or begin it."""

    def close(self) -> None:
        """Close its windows with the program."""


def saved_tasks(parent: QObject) -> SavedTasks | None:
    """Return the tasks that are kept; None where nobody keeps any."""
    return next((cast("_SavedTasksFile", file).create(parent) for file in registry.at("saved-tasks")), None)


class _SavedTasksFile(Protocol):
    def create(self, parent: QObject, /) -> SavedTasks: ...


# An action in the tray's menu, for when no run is under way.


class TrayAction(Protocol):
    """What an action of the tray opens."""

    def open(self) -> None:
        """Do it; called again for each choice in the menu."""

    def close(self) -> None:
        """End it with the program."""


class TrayActionFile(Protocol):
    """A file that has an action, loaded with the tray: what it says, and its icon."""

    TEXT: str
    SYMBOL: str

    def create(self, notify: Callable[[str, str], None], /) -> TrayAction:
        """Return the action when it is first chosen; `notify` tells a title and a sentence."""


def tray_actions() -> tuple[TrayActionFile, ...]:
    """Return the further actions of the tray."""
    return tuple(cast("TrayActionFile", file) for file in registry.at("tray-action"))


# The check of this computer, in a window of its own and in Welcome.


class _Finding(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> Literal["works", "limited", "broken"]: ...
    @property
    def found(self) -> str: ...
    @property
    def mend(self) -> str: ...
    @property
    def in_window(self) -> str: ...
    @property
    def turn_on(self) -> Callable[[], Lasts] | None: ...


# What was tried, its state, what was found and how to mend it, in a window by other words; `turn_on` mends it itself.
Finding = _Finding


class _ComputerCheck(Protocol):
    def findings_here(self, environment: Mapping[str, str], /) -> Sequence[Finding]: ...


def computer_findings(environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """Try everything that slices know to try on this computer; takes a second or more."""
    checks = (cast("_ComputerCheck", file) for file in registry.at("computer-check"))
    return tuple(one for check in checks for one in check.findings_here(environment))


# The task that the welcome ends with.


class PracticeTask(Protocol):
    """A first task to practise on."""

    @property
    def ready(self) -> SignalInstance:
        """Return the signal that its TaskOrder can be begun."""

    @property
    def failed(self) -> SignalInstance:
        """Return the signal of the DesktopAgentError for which it cannot."""

    @property
    def order(self) -> Path:
        """Return the file that its form writes."""

    def start(self) -> None:
        """Make it ready; returns at once."""

    def close(self) -> None:
        """End what it works in."""


class _PracticeTaskFile(Protocol):
    def create(self, parent: QObject, /) -> PracticeTask: ...


def practice_task(parent: QObject) -> PracticeTask | None:
    """Return the task to practise on, the first that is registered; None for none."""
    return next((cast("_PracticeTaskFile", file).create(parent) for file in registry.at("practice-task")), None)


def is_offered(place: registry.Place) -> bool:
    """Tell whether anybody is registered in a place, without loading it."""
    return bool(registry.PLACES.get(place))
