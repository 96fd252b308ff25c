"""The console: where a task is started, and its run is watched, paused and stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desktop_agent.core.decisions.mode import MODE_NAMES
from desktop_agent.core.errors import DesktopAgentError, RecordError
from desktop_agent.core.runs.events import STEPS, DeskEnded, PersonSaid, RunStarted, Stamped, TouchNoticed
from desktop_agent.core.texts.message import Message, join, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.model.profiles import PROFILES
from desktop_agent.record.reader import read_events
from desktop_agent.record.status import facts
from desktop_agent.record.wording import ending, model_words, status_wording
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime import registry
from desktop_agent.runtime.continuation import Resumption
from desktop_agent.ui.console.outcome import OutcomeLine
from desktop_agent.ui.console.task import AttachLine, ExpectLine, TaskEntry, files_in
from desktop_agent.ui.console.terms_line import Terms, TermsLine, WhereChip, open_programs
from desktop_agent.ui.console.watchers import WatchersLine
from desktop_agent.ui.console.words import AFTER, ReplyPanel, ResumePanel, TalkLine, WordsLine
from desktop_agent.ui.offers import SavedTasks, TaskPlace
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, text_label
from desktop_agent.ui.qt.window_places import bring
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import AppState
from desktop_agent.ui.view.desk_control import TAKEN_OVER
from desktop_agent.ui.view.run_view import RunView

TITLE = "Desktop Agent"
_UNTIL_APPLIED = Message("What it changed on the desk takes effect only once you apply it.")
# before there is a run to be seen, and then
_SMALL = QSize(960, 330)
_SIZE = QSize(1120, 780)
_ICON_PX = 24
# between the parts of the page; in a low window
_GAP_PX = 10
_LOW_GAP_PX = 4
_LOW_SCREEN_PX = 600  # of a screen: at 200 % most are lower
_LOW_LINES = 36  # of height: below that the task box is low


class Console(QWidget):
    """The window: shows a `ConsoleState`, decides nothing, and passes button presses to the bridge."""

    submitted = Signal(str)  # a task to run
    followed = Signal(str, Path)  # a task to run after the run in a folder
    again_asked = Signal()  # for the task of the run that has ended last

    def __init__(
        self, bridge: Bridge, about: Callable[[Mapping[str, object]], Terms], saved: SavedTasks | None = None
    ) -> None:
        """Show the run of a bridge; `about` returns the terms of the next run by the settings and these flags.

        `saved` are the tasks in its menu.
        """
        super().__init__()
        self._bridge = bridge
        self._about = about
        self.scope = WhereChip(open_programs, self)
        self.scope.failed.connect(self.show_outcome)
        self._expected = ExpectLine(self)
        self._attached = AttachLine(self)
        self._last_seq = 0
        self._changes_wait = False  # those of the desk that the run worked on
        self._last_state: ConsoleState | None = None
        self._flat = False
        self.entry = TaskEntry(saved, self)
        self._run = RunView(self, pause=partial(bridge.pause, TAKEN_OVER), resume=bridge.resume)
        self._watchers = WatchersLine(self)
        self._places: list[TaskPlace] = [offer.create(self) for offer in registry.at("task-place")]
        self._reply = ReplyPanel(self)
        self._talk = TalkLine(self)
        self._after = WordsLine(Message("Now also"), Message("Go on"), AFTER)
        self._ended_in: Path | None = None  # the folder of the run that has ended last
        self._sign = QLabel()
        self._state_words = text_label(role="heading", wraps=False)
        # The scope's width and visibility change, so it stands last and moves no box.
        chips = (*(place.switch for place in self._places), self._expected.switch, self._attached.button, self.scope)
        self.terms = TermsLine(self, chips=chips, starts=(self.entry.offers, self.entry.start))
        self._what = text_label(role="muted")
        self._unnoticed = text_label(role="warn")  # that a touch doesn't pause the run now
        self._unnoticed.setParent(self)
        self._unnoticed.hide()
        self._outcome = OutcomeLine(self)
        self._outcome.again_asked.connect(self.again_asked)
        self.resume = ResumePanel(self)
        self._pause = IconButton(Message("Pause"), "pause", bridge.pause)
        self._resume = IconButton(Message("Resume"), "play", bridge.resume)
        self._stop = IconButton(Message("Stop run"), "stop")
        self._stop.pressed.connect(bridge.stop)
        self.setWindowTitle(tr(TITLE))
        self.setAcceptDrops(True)
        self._page = Scrolling(self._build_page()).fill()
        self._lay_out()
        self._connect()
        self.refresh()
        if bridge.running:
            self._show_past_events()
        self.follow()

    def refresh(self) -> None:
        """Reload what may have changed while the window was hidden."""
        if not self._bridge.running:
            self._what.clear()
            self._show_next_terms()

    def _show_next_terms(self) -> None:
        """Show the terms of the next run; settings and keyring are read once for all of them."""
        terms = self._about({**self._attached.flags, **self.terms.flags})
        self.terms.show_terms(terms)
        self.scope.begin_with(terms.scope)
        self.entry.expect(plain_steps=terms.plain_steps, problem=terms.problem)
        self._show_relevant_problem()

    def bring(self) -> None:
        """Bring the window to the front, with the focus in its text field."""
        bring(self)
        (self._talk if self._bridge.hears else self.entry).take_keyboard()
        self.refresh()  # last, as it reads files, and the person may be typing already

    def order(self, task: str) -> TaskOrder:
        """Return the order for a task with the current choices."""
        elsewhere = self._chosen_task_place()
        flags = {**self._attached.flags, **self._expected.flags, **self.terms.flags}
        if elsewhere is not None:
            return TaskOrder(task, flags, desk=elsewhere.order)
        return TaskOrder(task, {**self.scope.flags, **flags})

    def offer(self, task: str, flags: Mapping[str, object], desk: DeskOrder | None = None) -> None:
        """Put a task into the field with its terms; the person may change it and starts it."""
        self.entry.field.put(task)
        for place in self._places:
            place.take_over(desk)
        self._take_over(flags)

    def offer_resume(self, offer: Resumption, flags: Mapping[str, object], note: str) -> None:
        """Offer to resume an interrupted run, with its last picture, its terms, and its uncertain act."""
        self._take_over(flags)
        self.resume.show_offer(offer, note)
        self._open_timeline()
        self._run.clear()
        self._run.stage.show_file(offer.picture)
        self._page.verticalScrollBar().setValue(0)

    def _take_over(self, flags: Mapping[str, object]) -> None:
        self.terms.take_over(self.scope.take_over(self._attached.take_over(self._expected.take_over(flags))))
        self.follow()

    def follow(self) -> None:
        """Show the current state of the bridge's run and the task field."""
        self._run.follow(self._bridge.state, running=self._bridge.running)
        now = self._current_state()
        if self._last_state is None or now.state != self._last_state.state:
            self._sign.setPixmap(state_icon(now.state).pixmap(_ICON_PX))
        self._last_state = now
        self._state_words.setText(now.words)
        self._unnoticed.setText(now.unnoticed)
        self._unnoticed.setVisible(bool(now.unnoticed))
        self.entry.set_running(now.running)
        for place in self._places:
            place.set_running(now.running)
        self.scope.set_running(not now.offers_scope)
        self.terms.set_running(now.running)
        self._expected.follow(self.entry.field.toPlainText(), running=now.running, is_low=self._flat)
        self._attached.follow(written=now.written, running=now.running)
        self._follow_talk(now)
        self._after.setVisible(now.offers_more)
        self._run_buttons.setVisible(now.running)
        self._pause.setEnabled(now.may_pause)
        self._resume.setEnabled(now.may_resume)
        self._stop.setEnabled(now.running)

    def _current_state(self) -> ConsoleState:
        bridge = self._bridge
        return ConsoleState(
            bridge.state,
            bridge.words,
            unnoticed=bridge.live.unnoticed,
            running=bridge.running,
            may_resume=bridge.may_resume,
            hears=bridge.hears,
            written=bool(self.entry.field.toPlainText().strip()),
            elsewhere=self._chosen_task_place() is not None,
            ended_in=self._ended_in,
        )

    def _follow_talk(self, now: ConsoleState) -> None:
        """Show or hide the field for words to the run; once it is hidden, the task field gets its keyboard focus."""
        had_keyboard = self._talk.has_keyboard  # asked first, as a hidden field has none
        self._talk.follow(hears=now.hears, paused=now.may_resume)
        if had_keyboard and not now.hears and now.state != "waiting":
            self.entry.take_keyboard()

    def show_outcome(self, text: str, role: str = "bad") -> None:
        """Show a message under the task; an empty text removes it."""
        self._outcome.show_words(text, role)
        self._show_relevant_problem()
        self._page.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        parts = QSplitter(Qt.Orientation.Vertical)
        self._parts = parts
        parts.setChildrenCollapsible(False)
        for number, part in enumerate((self.entry, self._page)):
            parts.addWidget(part)
            parts.setStretchFactor(number, number)
        column = column_of(
            self,
            WrapRow(self._sign, self._state_words, None, self._what),
            self._unnoticed,
            parts,
            self._reply,
            self._talk,
            self._after,
            spacing=10,
            margins=None,
            room=parts,
        )
        self._run_buttons = QWidget()
        self._run_buttons.setLayout(WrapRow(self._pause, self._resume, self._stop))
        column.addWidget(self._run_buttons)
        FollowsHeight(self, column, small=True, low_px=_LOW_SCREEN_PX)
        keep_on_screen(self, _SMALL)

    def _build_page(self) -> Page:
        inside = Page(self)
        column = QVBoxLayout(inside)
        self._column = column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP_PX)
        places = [place.widget for place in self._places]
        for widget in (
            self.terms,
            self.entry.hints,
            self._attached,
            self._expected,
            *places,
            self._outcome,
            self.resume,
            self._watchers,
        ):
            column.addWidget(widget)
        self._run.control.changed_hands.connect(self._divide_height)
        self._run.hide()
        column.addWidget(self._run, 1)
        column.addStretch()  # fills the remaining room
        return inside

    def _open_timeline(self) -> None:
        """Show the timeline once there is one, with room for it."""
        if self._run.isHidden():
            self._run.show()
            room = self.screen().availableGeometry().size()
            self.resize(self.size().expandedTo(_SIZE).boundedTo(room))

    def _show_relevant_problem(self) -> None:
        """Show a problem of the next task, if any, instead of the last task's failure to start."""
        is_said_twice = bool(self.terms.problem) and self._outcome.may_be_replaced
        self._outcome.setVisible(bool(self._outcome.text) and not is_said_twice)
        if self._run.isHidden():
            self._grow_to_contents()

    def _grow_to_contents(self) -> None:
        """Enlarge the window to the height of its contents, at most to the screen's."""
        viewport = self._page.viewport()
        missing = self._page.sizeHint().height() - viewport.height()
        if self.isVisible() and missing > 0:
            high = min(self.height() + missing, self.screen().availableGeometry().height())
            self.resize(self.width(), high)

    def _connect(self) -> None:
        bridge = self._bridge
        bridge.begun.connect(self._show_started_run)
        bridge.desktop_asks.connect(self.terms.show_desktop_request)
        bridge.ready.connect(self.terms.disclose)
        bridge.ready.connect(self.follow)
        bridge.heard.connect(self._on_event)
        bridge.state_changed.connect(self.follow)
        bridge.desk_up.connect(self._run.show_desk)
        bridge.words_grew.connect(lambda: self._run.timeline.show_so_far(bridge.live))
        bridge.asked.connect(self._ask)
        bridge.answered.connect(self._reply.hide)
        bridge.ended.connect(self._end)

        self._talk.said.connect(bridge.say)
        self._talk.resumed.connect(bridge.resume)
        self._after.said.connect(lambda task: self.followed.emit(task, self._ended_in or Path()))

        self.entry.submitted.connect(self.submitted)
        self.entry.hints.shown.connect(self._show_relevant_problem)
        self.entry.hints.model_wanted.connect(self.terms.open_model_menu)
        self.entry.field.given.connect(self._attached.add)
        self.entry.field.textChanged.connect(self.follow)

        self.terms.changed.connect(self._show_next_terms)
        self._attached.changed.connect(self._show_next_terms)
        self._attached.changed.connect(self.follow)
        self._expected.switch.toggled.connect(self._grow_to_contents)
        self._watchers.changed.connect(self._grow_to_contents)
        for place in self._places:
            place.changed.connect(self.follow)

    def _divide_height(self) -> None:
        """Leave the height to the run's desk while the person works on it."""
        is_working = self._run.control.is_taken
        high = self._parts.height()
        task = self.entry.minimumSizeHint().height() if is_working else self.entry.sizeHint().height()
        self.entry.set_compact(is_working or self._flat)
        self._parts.setSizes([task, max(0, high - task)])

    def _chosen_task_place(self) -> TaskPlace | None:
        """Return the place chosen for the next task; None for the person's own desktop."""
        return next((place for place in self._places if place.is_on), None)

    def _show_past_events(self) -> None:
        """Show the part of the run from before this window was made."""
        bridge = self._bridge
        self._show_started_run(bridge.task)
        self.terms.disclose(bridge.privacy)
        if bridge.folder is not None:
            with suppress(RecordError):  # later events are shown all the same
                for stamped in read_events(bridge.folder):
                    self._on_event(stamped)

    def _show_started_run(self, task: str) -> None:
        self._last_seq = 0
        self._changes_wait = False
        self._ended_in = None
        self._open_timeline()
        self.entry.show_running(task)
        self._run.begin(self._bridge.desk, on_desk=self._bridge.on_desk)
        self.resume.take_back()
        self._talk.begin(plain_steps=self.terms.plain_steps)
        self.show_outcome("")

    def _on_event(self, stamped: Stamped) -> None:
        if stamped.seq <= self._last_seq:  # it was read in the record already
            return
        event = stamped.event
        self._last_seq = stamped.seq
        if isinstance(event, RunStarted):
            if event.provider == STEPS:
                self.entry.show_title()
            profile = PROFILES.get(event.provider)
            model = model_words(event, profile.shown_name if profile else "")
            mode = MODE_NAMES.get(event.mode, event.mode)
            self._what.setText(Message("{mode} · {model}", mode=mode, model=model))
        if isinstance(event, DeskEnded):
            self._changes_wait = event.changes_wait
        if isinstance(event, PersonSaid):
            self._talk.receive(event.text)
        if isinstance(event, TouchNoticed):
            self.follow()
        self._run.take(stamped)

    def _ask(self, question: WordsQuestion) -> None:
        self._reply.ask(question)
        bring(self)

    def _end(self, outcome: RunResult | DesktopAgentError) -> None:
        self._reply.hide()
        self._run.end()
        self._ended_in = outcome.dir if isinstance(outcome, RunResult) else None
        if self._ended_in is not None:  # the attachments were sent, and belong to that task
            self._attached.replace(())
            self.terms.forget("run.like")
        self.follow()
        if isinstance(outcome, DesktopAgentError):
            can_repeat = self._bridge.source is not None and not self._bridge.is_foreign
            self._outcome.show_words(outcome.window_text, can_repeat=can_repeat)
            self._show_relevant_problem()
            self._page.verticalScrollBar().setValue(0)
        else:
            words, detail = ending(outcome.status, outcome.message)
            tone = status_wording(outcome.status, outcome.message).tone
            certain = facts(outcome.outcome, outcome.files)
            waits = _UNTIL_APPLIED if self._changes_wait else ""
            more = join(" " if self._flat else "\n", filter(None, (detail, *certain, waits)))
            can_repeat = self._bridge.plays or self._bridge.source is not None
            self._outcome.show_words(words, tone, folder=outcome.dir, more=more, can_repeat=can_repeat)
            self._show_relevant_problem()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shrink the task box in a low window."""
        flat = not self._run.isHidden() and event.size().height() < _LOW_LINES * self.fontMetrics().lineSpacing()
        if flat != self._flat:
            self._flat = flat
            self.entry.set_compact(flat)
            self._column.setSpacing(_LOW_GAP_PX if flat else _GAP_PX)
            self.follow()
            task = self.entry.sizeHint().height()
            self._parts.setSizes([task, max(0, event.size().height() - task)])
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files while no run is active."""
        if files_in(event.mimeData()) and not self._bridge.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files."""
        self._attached.add(files_in(event.mimeData()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only hide during a run, so that the reopened window has the full run."""
        if self._bridge.running:
            event.ignore()
            self.hide()


_HOLDS: frozenset[AppState] = frozenset({"thinking", "acting"})


@dataclass(frozen=True, slots=True)
class ConsoleState:
    """The state of the run and of the task field, from which follows what can be seen and pressed."""

    state: AppState = "idle"
    words: str = ""  # the state in words
    unnoticed: str = ""  # why a touch doesn't pause the run now
    running: bool = False
    may_resume: bool = False
    hears: bool = False  # something can be said to the model
    written: bool = False  # a task is written
    elsewhere: bool = False  # the next task is done elsewhere than on the person's own desktop
    ended_in: Path | None = None  # the folder of the run that has ended last

    @property
    def may_pause(self) -> bool:
        """Return whether there is something to be paused."""
        return self.running and self.state in _HOLDS

    @property
    def offers_scope(self) -> bool:
        """Return whether it is asked where a task may work: on the person's own desktop, for the next one."""
        return not (self.running or self.elsewhere)

    @property
    def offers_more(self) -> bool:
        """Return whether a task can go on after the run that has ended."""
        return not self.running and self.ended_in is not None
