"""What stands beside the timeline: the picture of the run, or of its desk, and the use of its limits."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_agent.core.runs.events import (
    STEPS,
    Event,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
    StepCount,
    UsageReported,
)
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.policy.limits import Pace
from desktop_agent.record.moments import Moment
from desktop_agent.record.wording import money
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.widgets import Label, text_button, text_label
from desktop_agent.ui.session.bridge import Bridge
from desktop_agent.ui.status.states import AppState
from desktop_agent.ui.view.desk_control import TAKEN_OVER, DeskControl
from desktop_agent.ui.view.stage import DESK_OPENING, Stage

_CAPTION_LINES = 2
_ALMOST_ALL = 100  # of the height; what a picture leaves of it stays empty, at the bottom
_TICK_MS = 1_000
_FULL = 1_000
_FREE = frozenset({"local", STEPS})  # the providers that cost nothing
_NOT_COUNTED: frozenset[AppState] = frozenset({"waiting", "paused", "idle", "failed"})


class RunSide(QWidget):
    """It shows what it gets of a bridge's run."""

    resized = Signal()  # ask `wants_room`
    returned = Signal()  # to the latest picture

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.picture = Stage(self)
        self._meters = Meters(self)
        self._control = DeskControl(self.picture, partial(bridge.pause, TAKEN_OVER), bridge.resume, self)
        self._caption = text_label()
        self._caption.setMinimumHeight(_CAPTION_LINES * self.fontMetrics().lineSpacing())
        self._latest = text_button(Message("Latest picture"), self.show_latest)
        self._file: Path | None = None
        self._done: Moment | None = None
        self._is_looking_back = False
        self._meters.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture, _ALMOST_ALL)
        column.addWidget(self._control)
        column.addWidget(self._caption)
        column.addWidget(self._latest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._meters)
        column.addStretch(1)
        self._caption.setVisible(False)
        self._latest.setVisible(False)
        bridge.desk_up.connect(self._show_desk)
        self._control.changed_hands.connect(self._give_room)
        self._control.changed_hands.connect(self.resized)

    @property
    def wants_room(self) -> bool:
        """Return whether the person has the run's desk, and its picture should be large."""
        return self._control.is_taken

    def begin(self) -> None:
        """Begin with another run."""
        self._look_back(looks=False)
        self._file = None
        self._done = None
        self._control.end()
        if self._bridge.on_desk:
            self.picture.clear(DESK_OPENING)
            self._control.begin(None)
        else:
            self.picture.clear()
        if self._bridge.desk is not None:
            self._show_desk(self._bridge.desk)
        self._meters.begin()
        self._meters.setVisible(True)
        self._caption.setVisible(False)

    def take(self, stamped: Stamped) -> None:
        """Take the next event of the run."""
        self._meters.take(stamped)

    def follow(self) -> None:
        """Show the state of the bridge."""
        self._meters.follow(self._bridge.state)
        self._control.follow(paused=self._bridge.running and self._bridge.state == "paused")

    def end(self) -> None:
        """The run is over; the last picture stays."""
        self._control.end()
        self.picture.freeze_desk()

    def show_file(self, file: Path | None) -> None:
        """Show the picture that the model sees, unless the person looks back."""
        self._file = file
        self._done = None
        if self._is_looking_back:
            return
        if self.picture.shows_desk:
            self.picture.unmark()
        else:
            self.picture.show_file(file)

    def show_offer(self, file: Path | None) -> None:
        """Show the last picture of a run that can be resumed."""
        self._control.end()
        self.picture.show_file(file)

    def show_action(self, row: Moment) -> None:
        """Mark where something is done, and say what, unless the person looks back."""
        self._done = row
        if not self._is_looking_back:
            self._show_moment(row)

    def look_back(self, folder: Path, row: Moment) -> None:
        """Show the picture that a moment went by, until the person wants the latest again or another run begins."""
        if row.before is None or self._control.is_taken:
            return
        self._look_back(looks=True)
        self.picture.show_file(folder / row.before.path if row.before.path else None)
        self._show_moment(row)

    def show_latest(self) -> None:
        """Show the latest picture again."""
        self._look_back(looks=False)
        self.returned.emit()
        if self._control.desk is not None:
            self.picture.show_desk(self._control.desk)
        else:
            self.picture.show_file(self._file)
        if self._done is not None:
            self._show_moment(self._done)

    def _show_desk(self, desk: DeskOpened) -> None:
        self._control.begin(desk)
        if not self._is_looking_back:
            self.picture.show_desk(desk)

    def _look_back(self, *, looks: bool) -> None:
        self._is_looking_back = looks
        self._latest.setVisible(looks)

    def _show_moment(self, row: Moment) -> None:
        self.picture.mark(row)
        self._caption.show_foreign(row.line)
        self._caption.setVisible(True)

    def _give_room(self) -> None:
        is_taken = self._control.is_taken
        if is_taken and self._is_looking_back:
            self.show_latest()
        for widget in (self._caption, self._meters):
            widget.setVisible(not is_taken)


class Meters(QWidget):
    """Three lines with a bar each; time does not count while the run waits for a person or for the network."""

    def __init__(self, parent: QWidget) -> None:
        """Start at nothing."""
        super().__init__(parent)
        self._lines: dict[str, tuple[Label, QProgressBar]] = {
            name: (text_label(wraps=False), QProgressBar(self))
            for name in (Message("Steps"), Message("Working time"), Message("Cost"))
        }
        self._limits: dict[str, float] = {}
        self._turn = 0
        self._seconds = 0.0
        self._steps = StepCount()
        self._cost: float | None = None  # USD; unknown until the model's server reports it
        self._pace = Pace()
        self._forecast = text_label(role="muted")
        self._counting_since: float | None = None
        self._state: AppState = "idle"
        self._offline = False
        self._free = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._show)
        self._lay_out()
        self._show()

    def begin(self) -> None:
        """Begin with another run."""
        self._turn = 0
        self._cost = None
        self._seconds = 0.0
        self._limits = {}
        self._pace = Pace()
        self._offline = False
        self._free = False
        self._steps = StepCount()
        self._show()

    def take(self, stamped: Stamped) -> None:
        """Take the next event of the run."""
        event: Event = stamped.event
        self._turn = max(self._turn, stamped.turn)
        self._steps = self._steps.after(stamped)
        match event:
            case RunStarted(limits=limits):
                self._free = event.provider in _FREE
                self._limits = {name: float(value) for name, value in limits.items() if isinstance(value, int | float)}
            case UsageReported(cost=float() as cost):
                self._cost = (self._cost or 0.0) + cost
                self._pace = self._pace.after(cost)
            case Paused(by="network") | Resumed(by="network"):
                self._offline = isinstance(event, Paused)
                self.follow(self._state)
            case RunFinished(cost=cost, turns=turns):
                self._cost = cost
                self._turn = turns
                self._pace = Pace()
        self._show()

    def follow(self, state: AppState) -> None:
        """Count time, or not, from this state on; no timer runs while there is nothing to count."""
        now = time.monotonic()
        self._state = state
        if self._counting_since is not None:
            self._seconds += now - self._counting_since
        self._counting_since = None if state in _NOT_COUNTED or self._offline else now
        if self._counting_since is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self._show()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (name, (label, bar)) in enumerate(self._lines.items()):
            label.setAccessibleName(tr(name))
            bar.setAccessibleName(gettext("{name} relative to the limit", name=name))
            bar.setRange(0, _FULL)
            bar.setTextVisible(False)
            grid.addWidget(text_label(name, wraps=False), row, 0)
            grid.addWidget(bar, row, 1)
            grid.addWidget(label, row, 2)
        grid.setColumnStretch(1, 1)
        self._forecast.setAccessibleName(gettext("Forecast"))
        grid.addWidget(self._forecast, len(self._lines), 0, 1, 3)

    def _show(self) -> None:
        counting = 0.0 if self._counting_since is None else time.monotonic() - self._counting_since
        seconds = self._seconds + counting
        steps, minutes, cost = (self._limits.get(name) for name in ("steps", "minutes", "cost"))
        step = self._steps.step
        self._show_line(Message("Steps"), str(step), step, self._steps.last or steps, _number)
        self._show_line(
            Message("Working time"),
            _minutes(seconds),
            seconds / 60,
            minutes,
            lambda value: Message("{value} min", value=_number(value)),
        )
        free = self._free and self._cost is None
        spent = gettext("none") if free else money(self._cost)
        self._show_line(Message("Cost"), spent, self._cost or 0.0, None if free else cost, money)
        forecast = self._pace.forecast(
            steps_left=None if steps is None else round(steps) - self._turn,
            money_left=None if cost is None else cost - (self._cost or 0.0),
        )
        self._forecast.setText(forecast)
        self._forecast.setVisible(bool(forecast))

    def _show_line(self, name: str, now: str, value: float, limit: float | None, words: Callable[[float], str]) -> None:
        label, bar = self._lines[name]
        label.setText(Message("{now} of {limit}", now=now, limit=words(limit)) if limit else now)
        bar.setValue(min(_FULL, round(_FULL * value / limit)) if limit else 0)


def _number(value: float) -> str:
    return f"{value:g}"


def _minutes(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
