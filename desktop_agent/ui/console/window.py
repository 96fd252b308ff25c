"""The console: a task goes in, and the run is seen as it goes on, with everything to hold it by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import FrameTaken, RunStarted, Stamped
from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.record.story import Row
from desktop_agent.record.versions import Versions
from desktop_agent.record.wording import run_length, status_wording
from desktop_agent.run.session import RunResult
from desktop_agent.ui.console.live import LivePicture
from desktop_agent.ui.console.meters import Meters
from desktop_agent.ui.console.reply import ReplyPanel
from desktop_agent.ui.console.task import TaskEntry
from desktop_agent.ui.console.task_history import Earlier
from desktop_agent.ui.console.timeline_table import TimelineModel, TimelineView
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.panes import Panes
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import AppState

TITLE = "Desktop Agent"
_SIZE = QSize(1120, 700)
_SHARES = (700, 400)
_ICON_PX = 24
_HOLDS: frozenset[AppState] = frozenset({"thinking", "acting"})


class Console(QWidget):
    """The window; it decides nothing: what is pressed here is told to the bridge."""

    wanted = Signal(str)  # a task that is to be done

    def __init__(self, bridge: Bridge, earlier: Earlier, about: Callable[[], str]) -> None:
        """Show the run of a bridge; `earlier` gives the tasks done before, `about` names mode and model."""
        super().__init__()
        self._bridge, self._earlier, self._about = bridge, earlier, about
        self._folder = Path()
        now = theme.colours()
        tones = {tone: QColor(str(getattr(now, tone))) for tone in ("text", "muted", "ok", "warn", "bad")}
        self.entry = TaskEntry(self._remember, self)
        self._model = TimelineModel(tones, self)
        self._timeline = TimelineView(self._model, self)
        self._picture = LivePicture(QColor(now.bad), self)
        self._meters = Meters(self)
        self._reply = ReplyPanel(self)
        self._sign, self._state_words, self._terms = QLabel(self), QLabel(self), QLabel(self)
        self._caption, self._privacy, self._message = QLabel(self), QLabel(self), QLabel(self)
        self._pause = _button("Pause", "pause", self)
        self._resume = _button("Resume", "play", self)
        self._stop = _button("Stop run", "stop", self)
        self.setWindowTitle(TITLE)
        self._page = Scrolling(self._middle()).fill()
        self._lay_out()
        self._connect()
        self.refresh()
        self.follow()

    def refresh(self) -> None:
        """Read again what may have changed since the window was last shown."""
        self._remember()
        if not self._bridge.running:
            self._terms.setText(self._about())

    def bring(self) -> None:
        """Show the window in front, the cursor where one writes next."""
        self.refresh()
        self.showNormal()
        self.raise_()
        self.activateWindow()
        self.entry.take_keyboard()

    def follow(self) -> None:
        """Show the state that the bridge is in."""
        state, running = self._bridge.state, self._bridge.running
        self._sign.setPixmap(state_icon(state).pixmap(_ICON_PX))
        self._state_words.setText(self._bridge.words)
        self._meters.follow(state)
        self.entry.set_running(running)
        self._pause.setEnabled(running and state in _HOLDS)
        self._resume.setEnabled(running and state == "paused")
        self._stop.setEnabled(running)

    def tell(self, text: str, role: str = "bad") -> None:
        """Say something under the task; an empty text takes it away."""
        self._message.setProperty("role", role)
        self._message.style().polish(self._message)  # the theme colours by role, and looks only when asked to
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._page.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        for label, role in ((self._state_words, "heading"), (self._terms, "muted"), (self._privacy, "muted")):
            label.setProperty("role", role)
        for label in (self._message, self._privacy, self._caption):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setVisible(False)
        self._terms.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addLayout(WrapRow(self._sign, self._state_words, None, self._terms))
        column.addWidget(self.entry)
        column.addWidget(self._page, 1)
        column.addWidget(self._reply)
        column.addLayout(WrapRow(self._pause, self._resume, self._stop))
        FollowsHeight(self, column, self.entry.lie_flat)
        keep_on_screen(self, _SIZE)

    def _middle(self) -> Page:
        inside = Page(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._message)
        column.addWidget(self._privacy)
        column.addWidget(Panes((self._timeline, self._side()), _SHARES), 1)
        return inside

    def _side(self) -> QWidget:
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._picture, 1)
        beside.addWidget(self._caption)
        beside.addWidget(self._meters)
        return side

    def _connect(self) -> None:
        bridge = self._bridge
        bridge.begun.connect(self._begin)
        bridge.ready.connect(self._show_privacy)
        bridge.heard.connect(self._hear)
        bridge.state_changed.connect(self.follow)
        bridge.words_grew.connect(self._show_words)
        bridge.asked.connect(self._ask)
        bridge.answered.connect(self._reply.close_question)
        bridge.ended.connect(self._end)
        self.entry.wanted.connect(self.wanted)
        self._pause.clicked.connect(bridge.pause)
        self._resume.clicked.connect(bridge.resume)
        self._stop.clicked.connect(bridge.stop)

    def _remember(self) -> None:
        self.entry.field.remember(self._earlier())

    def _begin(self, task: str) -> None:
        self.entry.show_running(task)
        self._model.clear()
        self._picture.clear()
        self._meters.begin()
        self._caption.setVisible(False)
        self.tell("")

    def _show_privacy(self, sentence: str) -> None:
        self._privacy.setText(sentence)
        self._privacy.setVisible(True)

    def _hear(self, stamped: Stamped) -> None:
        event = stamped.event
        if isinstance(event, RunStarted):
            self._folder = Path(event.dir)
            self._terms.setText(f"Mode {event.mode} · {event.provider}, model {event.model}")
        if isinstance(event, FrameTaken):
            self._picture.show_file(self._folder / event.path if event.path else None)
        self._meters.take(stamped)
        row = self._model.take(stamped)
        if row is not None and row.proposal is not None:
            self._show_action(row, row.proposal.versions)

    def _show_words(self) -> None:
        self._model.show_so_far(self._bridge.live)

    def _show_action(self, row: Row, versions: Versions) -> None:
        self._picture.mark(versions.action, row.text, versions.given_up)
        self._caption.setText(row.text)
        self._caption.setVisible(True)

    def _ask(self, asked: WordsQuestion) -> None:
        self._reply.ask(asked)
        self.showNormal()
        self.raise_()
        self.activateWindow()

    def _end(self, outcome: RunResult | DesktopAgentError) -> None:
        self._reply.close_question()
        if isinstance(outcome, DesktopAgentError):
            self.tell(str(outcome))
        else:
            wording = status_wording(outcome.status, outcome.message)
            took = run_length(outcome.turns, outcome.actions, outcome.seconds, outcome.cost)
            self.tell(f"{wording.text} ({took})", wording.tone)
        self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only hide while a run goes on: who opens it again sees the whole run."""
        if self._bridge.running:
            event.ignore()
            self.hide()


def _button(text: str, name: str, parent: QWidget) -> QPushButton:
    button = QPushButton(icons.icon(name, theme.colours().text), text, parent)
    button.setAccessibleName(text)
    return button
