"""One run: its task and outcome, its pictures large and small, and its moments; under way, or as it ended.

Of a run under way, the newest picture and act are shown, until the person looks back at what was before. Its desk may
be taken over, and its limits are watched.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from desktop_agent.core.runs.events import (
    STEPS,
    Event,
    FrameTaken,
    Paused,
    Resumed,
    RunFinished,
    RunStarted,
    Stamped,
    StepCount,
    UsageReported,
)
from desktop_agent.core.texts.message import Message, gettext, join, tr, visible
from desktop_agent.policy.limits import Pace
from desktop_agent.record.moments import Moment
from desktop_agent.record.recording import RecordedRun, Shot, moments_by_picture, shot_at, shots_so_far
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import ending, figures, money, status_wording
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.layout import Panes, WrapRow, column_of, row_of
from desktop_agent.ui.qt.widgets import Label, set_state, text_button, text_label
from desktop_agent.ui.status.states import AppState
from desktop_agent.ui.view.desk_control import DeskControl
from desktop_agent.ui.view.stage import DESK_OPENING, Stage
from desktop_agent.ui.view.strip import Strip
from desktop_agent.ui.view.timeline import Timeline

_SHARES = (660, 440)
_LOW_SHARES = (440, 660)  # where a picture as wide as that would not be higher
_DESK_SHARES = (850, 250)  # the person who works the desk wants it large
_NARROW_PX = 620
_LOW_PX = 380
_ALMOST_ALL = 100  # of the height: what a picture leaves of it stays empty, at the bottom
_LONGEST = 110  # characters of a title
_SHOWN = 2_000  # of a line
_ENDING = 300  # of how it ended: the report has all of it
_NO_PICTURES = Message("No screenshots were recorded for this run.")
_LOADING = Message("Loading…")
_TICK_MS = 1_000
_FULL = 1_000
_BAR_PX = 96
_FREE = frozenset({"local", STEPS})  # the providers that cost nothing
_NOT_COUNTED: frozenset[AppState] = frozenset({"waiting", "paused", "idle", "failed"})


class RunView(QWidget):
    """Shows one run; choosing a picture chooses its moment, and the other way round."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        pause: Callable[[], None] = lambda: None,
        resume: Callable[[], None] = lambda: None,
    ) -> None:
        """Show nothing yet; `pause` and `resume` act on the run while its desk changes hands."""
        super().__init__(parent)
        self._shots: tuple[Shot, ...] = ()
        self._known: tuple[Path, str, int] | None = None  # what is shown: folder, ending, moments
        self._is_live = False
        self._shares = _SHARES
        self._looks_back = False  # of a run under way: at something else than its newest picture
        self._folder = Path()  # of the run under way
        self._newest: FrameTaken | None = None
        self._last_act: Moment | None = None  # by the newest picture
        self._title = text_label(role="title")
        self._state = text_label(selectable=True)
        self.stage = Stage(self)
        self.control = DeskControl(self.stage, pause, resume, self)
        self._caption = text_label(role="muted")
        self._caption.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._latest = text_button(Message("Latest picture"), self.show_latest)
        self.strip = Strip(self)
        self._meters = Meters(self)
        self.timeline = Timeline(self)
        self._end = text_label(selectable=True)
        self._end.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._count = QTimer(self, singleShot=True, interval=0)
        self._count.timeout.connect(self._show_newest_shots)
        left = QWidget()
        right = QWidget()
        pictures = column_of(left, self.stage, self.control, self._caption, self._latest, self.strip, None, spacing=4)
        pictures.setStretch(0, _ALMOST_ALL)
        pictures.setAlignment(self._latest, Qt.AlignmentFlag.AlignLeft)
        column_of(right, self.timeline, self._end, spacing=8, room=self.timeline)
        self._words = right
        self._panes = Panes((left, right), _SHARES, narrow_px=_NARROW_PX)
        column_of(self, self._title, self._state, self._panes, self._meters, spacing=4, room=self._panes)
        self.strip.chosen.connect(self._choose_picture)
        self.timeline.chosen.connect(self._choose_moment)
        self.control.changed_hands.connect(self._divide_room)
        self.clear()

    def clear(self, title: str = "") -> None:
        """Show nothing of a run but what its task is called, until it has been read."""
        self._known = None
        self._shots = ()
        self._reset(live=False)
        self._title.show_foreign(title)
        self._show_status("", "muted")
        self._show_head(is_there=bool(title))
        self.timeline.show_past(())
        self._show_parts()
        self.stage.clear(_LOADING if title else "")

    def show_run(self, run: RecordedRun) -> None:
        """Show a run, at its end; one that is shown already stays where the person has gone in it."""
        moments = [moment for moment in run.moments if moment.kind != "end"]
        known = (run.summary.dir, run.summary.status, len(run.moments))
        if known == self._known:
            return
        self._known = known
        self._reset(live=False)
        self._shots = moments_by_picture(run)
        self._title.show_foreign(visible(" ".join(run.summary.title.split()), _LONGEST))
        wording = status_wording(run.summary.status, run.summary.message)
        counts = figures(run.steps, run.summary.seconds, run.summary.cost)
        self._show_status(tr(join(" · ", (wording.word, *counts))), wording.tone)
        self._show_head(is_there=True)
        self.timeline.show_past(moments)
        self._show_parts()
        words, detail = ending(run.summary.status, run.summary.message)
        said = visible(" ".join(tr(detail if wording.tone == "ok" else words).split()), _ENDING)
        end_text = "\n".join(filter(None, (said, *map(tr, facts_of(run.finished)))))
        self._end.show_foreign(end_text)
        self._end.setVisible(bool(end_text))
        if self._shots:
            self._choose_picture(len(self._shots) - 1)
        else:
            self.stage.clear(_NO_PICTURES)

    def begin(self, desk: DeskOpened | None, *, on_desk: bool) -> None:
        """Follow a run that starts; `on_desk` if it works on one, which is still opening while `desk` is None."""
        self.clear()
        self._reset(live=True)
        if on_desk:
            self.stage.clear(DESK_OPENING)
            self.control.begin(None)
        else:
            self.stage.clear()
        if desk is not None:
            self.show_desk(desk)

    def show_desk(self, desk: DeskOpened) -> None:
        """Show the desk of the run under way, which is open now."""
        self.control.begin(desk)
        if not self._looks_back:
            self.stage.show_desk(desk)

    def take(self, stamped: Stamped) -> None:
        """Take the next event of the run under way."""
        event = stamped.event
        self._meters.take(stamped)
        moment = self.timeline.take(stamped)
        if moment is not None:
            self._count.start()
        if isinstance(event, RunStarted):
            self._folder = Path(event.dir)
        if isinstance(event, FrameTaken) and not event.is_extra:
            self._count.start()
            self._newest = event
            self._last_act = None
            if not self._looks_back:
                self._show_newest_picture()
        elif moment is not None and moment.proposal is not None:
            self._last_act = moment
            if not self._looks_back:
                self._mark_and_describe(moment)

    def follow(self, state: AppState, *, running: bool) -> None:
        """Follow the state of the run under way."""
        self._meters.follow(state)
        self.control.follow(paused=running and state == "paused")

    def end(self) -> None:
        """Follow no longer: the run is over, and its last picture stays."""
        self.control.end()
        self.stage.freeze_desk()

    def show_latest(self) -> None:
        """Follow the run under way again."""
        self._set_looking_back(looks=False)
        self.timeline.clearSelection()
        self.timeline.scrollToBottom()
        self.strip.choose(len(self._shots) - 1)
        if self.control.desk is not None:
            self.stage.show_desk(self.control.desk)
        else:
            self._show_newest_picture()
        if self._last_act is not None:
            self._mark_and_describe(self._last_act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the strip out in a low window, and past moments in a narrow one, where the picture needs the room."""
        super().resizeEvent(event)
        self._divide_room()

    def _reset(self, *, live: bool) -> None:
        self._is_live = live
        self._newest = None
        self._last_act = None
        self._count.stop()
        self._set_looking_back(looks=False)
        self.control.end()
        self._meters.begin()
        self._divide_room()

    def _divide_room(self) -> None:
        """Give each part its room: all of it to a desk that the person has taken over."""
        is_taken = self.control.is_taken
        if is_taken and self._looks_back:
            self.show_latest()
        has_run = bool(self._title.text())
        self._words.setVisible(self._is_live or (has_run and self.width() >= _NARROW_PX))
        self._caption.setVisible(not is_taken)
        self._meters.setVisible(self._is_live and not is_taken)
        self.strip.setVisible(len(self._shots) > 1 and self.height() >= _LOW_PX and not is_taken)
        shares = _SHARES if self.height() >= _LOW_PX else _LOW_SHARES
        if is_taken:
            shares = _DESK_SHARES
        if shares != self._shares:
            self._shares = shares
            self._panes.set_shares(shares)

    def _show_parts(self) -> None:
        self.strip.show_shots(self._shots)
        self._divide_room()
        self._caption.clear()
        self._end.hide()

    def _show_head(self, *, is_there: bool) -> None:
        for label in (self._title, self._state):
            label.setVisible(is_there)

    def _show_status(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_state(self._state, "role", tone)

    def _show_newest_picture(self) -> None:
        newest = self._newest
        if self.stage.shows_desk:
            self.stage.unmark()
        elif newest is None or newest.path is None:
            self.stage.show_file(None)
        else:
            self.stage.show_recorded(self._folder, newest)

    def _show_newest_shots(self) -> None:
        """Show all pictures so far: once for many events, as each takes as long as there are moments."""
        self._count.stop()
        moments = ((self._folder, moment) for moment in self.timeline.moments)
        self._shots = shots_so_far(moments, self._folder, self._newest)
        self.strip.show_shots(self._shots)
        if not self._looks_back:
            self.strip.choose(len(self._shots) - 1)
        self._divide_room()

    def _set_looking_back(self, *, looks: bool) -> None:
        self._looks_back = looks
        self._latest.setVisible(looks)

    def _choose_picture(self, number: int) -> None:
        """Show a picture that was chosen, and its first act; the newest one of a run under way goes on with it."""
        if self._is_live and number == len(self._shots) - 1:
            self.show_latest()
            return
        shot = self._shots[number]
        acts = (n for n, moment in enumerate(shot.moments) if moment.proposal)
        row = shot.first + next(acts, 0)
        self._show(number, row)
        if row < len(self.timeline.moments):
            self.timeline.choose(row)
        else:
            self.timeline.clearSelection()
            self.timeline.scrollToBottom()

    def _choose_moment(self, row: int) -> None:
        if self._count.isActive():
            self._show_newest_shots()
        is_growing = row >= len(self.timeline.moments)  # it is still being said
        if not (is_growing or self.control.is_taken):
            self._show(shot_at(self._shots, row), row)

    def _show(self, number: int, row: int) -> None:
        self._set_looking_back(looks=self._is_live)
        moments = self.timeline.moments
        moment = moments[row] if row < len(moments) else None
        self._caption.clear()
        if number >= 0:
            self.strip.choose(number)
            shot = self._shots[number]
            self.stage.show_recorded(shot.dir, shot.frame)
        if moment is not None:
            self._mark_and_describe(moment)

    def _mark_and_describe(self, moment: Moment) -> None:
        """Mark where something is done, and say what."""
        self.stage.mark(moment)
        self._caption.show_foreign(visible(moment.lines[0], _SHOWN))


class Meters(QWidget):
    """Three bars in a row; time does not count while the run waits for a person or for the network."""

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
        parts = []
        for name, (label, bar) in self._lines.items():
            label.setAccessibleName(tr(name))
            bar.setAccessibleName(gettext("{name} relative to the limit", name=name))
            bar.setRange(0, _FULL)
            bar.setTextVisible(False)
            bar.setFixedWidth(_BAR_PX)
            part = QWidget()
            row_of(part, text_label(name, "muted", wraps=False), bar, label)
            parts.append(part)
        self._forecast.setAccessibleName(gettext("Forecast"))
        column_of(self, WrapRow(*parts), self._forecast, spacing=4)

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
