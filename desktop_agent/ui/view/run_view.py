"""A run that has ended: its task and outcome, its pictures large and small, and its moments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_agent.core.texts.message import Message, join, tr, visible
from desktop_agent.record.moments import Moment
from desktop_agent.record.recording import RecordedRun, Shot, shot_at, shots_of
from desktop_agent.record.status import facts_of
from desktop_agent.record.wording import ending, figures, status_wording
from desktop_agent.ui.qt.layout import Panes, column_of
from desktop_agent.ui.qt.widgets import set_state, text_label
from desktop_agent.ui.view.stage import Stage
from desktop_agent.ui.view.strip import Strip
from desktop_agent.ui.view.timeline import Timeline

_SHARES = (6, 4)
_NARROW_PX = 620
_LOW_PX = 400
_ALMOST_ALL = 100  # of the height: what a picture leaves of it stays empty, at the bottom
_LONGEST = 110  # characters of a title
_SHOWN = 2_000  # of a line
_ENDING = 300  # of how it ended: the report has all of it
_NO_PICTURES = Message("No screenshots were recorded for this run.")
_LOADING = Message("Loading…")


class RunView(QWidget):
    """Shows one run; choosing a picture chooses its moment, and the other way round."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shots: Sequence[Shot] = ()
        self._moments: Sequence[Moment] = ()
        self._known: tuple[Path, str, int] | None = None  # what is shown: folder, ending, moments
        self._title = text_label(role="title")
        self._state = text_label(selectable=True)
        self.stage = Stage(self)
        self._caption = text_label(role="muted")
        self._caption.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.strip = Strip(self)
        self.timeline = Timeline(self)
        self._end = text_label(selectable=True)
        self._end.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left = QWidget()
        right = QWidget()
        pictures = column_of(left, self.stage, self._caption, self.strip, None, spacing=4)
        pictures.setStretch(0, _ALMOST_ALL)
        column_of(right, self.timeline, self._end, spacing=8, room=self.timeline)
        self._words = right
        self._panes = Panes((left, right), _SHARES, narrow_px=_NARROW_PX)
        column_of(self, self._title, self._state, self._panes, spacing=4, room=self._panes)
        self.strip.chosen.connect(self._show_picture)
        self.timeline.chosen.connect(self._show_moment)

    def clear(self, title: str = "") -> None:
        """Show nothing of a run but what its task is called, until it has been read."""
        self._known = None
        self._shots = ()
        self._moments = ()
        self._title.show_foreign(title)
        self._say("", "muted")
        self._show_parts()
        self.stage.clear(_LOADING if title else "")

    def show_run(self, run: RecordedRun) -> None:
        """Show a run, at its end; one that is shown already stays where the person has gone in it."""
        known = (run.summary.dir, run.summary.status, len(run.moments))
        if known == self._known:
            return
        self._known = known
        self._moments = [moment for moment in run.moments if moment.kind != "end"]
        self._shots = shots_of(run)
        self._title.show_foreign(visible(" ".join(run.summary.title.split()), _LONGEST))
        wording = status_wording(run.summary.status, run.summary.message)
        counts = figures(run.steps, run.summary.seconds, run.summary.cost)
        self._say(tr(join(" · ", (wording.word, *counts))), wording.tone)
        self._show_parts()
        words, detail = ending(run.summary.status, run.summary.message)
        said = visible(" ".join(tr(detail if wording.tone == "ok" else words).split()), _ENDING)
        end_text = "\n".join(filter(None, (said, *map(tr, facts_of(run.finished)))))
        self._end.show_foreign(end_text)
        self._end.setVisible(bool(end_text))
        if self._shots:
            self._show_picture(len(self._shots) - 1)
        else:
            self.stage.clear(_NO_PICTURES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the strip out in a low window, and the timeline in a narrow one, where the picture needs the room."""
        super().resizeEvent(event)
        self._words.setVisible(event.size().width() >= _NARROW_PX)
        self._show_strip()

    def _show_strip(self) -> None:
        self.strip.setVisible(len(self._shots) > 1 and self.height() >= _LOW_PX)

    def _show_parts(self) -> None:
        self.strip.show_shots(self._shots)
        self._show_strip()
        self.timeline.show_past(self._moments)
        self._caption.clear()
        self._end.hide()

    def _say(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_state(self._state, "role", tone)

    def _show_picture(self, number: int) -> None:
        """Show a picture that was chosen, and its first act."""
        shot = self._shots[number]
        acts = (n for n, moment in enumerate(shot.moments) if moment.proposal)
        row = shot.first + next(acts, 0)
        self._show(number, row)
        if row < len(self._moments):
            self.timeline.choose(row)
        else:
            self.timeline.clearSelection()
            self.timeline.scrollToBottom()

    def _show_moment(self, row: int) -> None:
        self._show(shot_at(self._shots, row), row)

    def _show(self, number: int, row: int) -> None:
        moment = self._moments[row] if row < len(self._moments) else None
        self._caption.show_foreign("" if moment is None else visible(moment.lines[0], _SHOWN))
        if number < 0:
            return
        self.strip.choose(number)
        shot = self._shots[number]
        self.stage.show_recorded(shot.dir, shot.frame)
        if moment is not None:
            self.stage.mark(moment)
