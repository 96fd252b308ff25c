"""The console: where a task is started, and its run is watched, paused and stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError, RecordError
from desktop_agent.core.events import FrameTaken, PersonSaid, RunStarted, Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.mode import MODE_NAMES
from desktop_agent.core.translation import tr
from desktop_agent.host import registry
from desktop_agent.host.resume import Resumption
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.record.reader import read_events
from desktop_agent.record.wording import run_length, status_wording
from desktop_agent.run.desk_order import DeskOrder
from desktop_agent.run.result import RunResult
from desktop_agent.ui.console.outcome import OutcomeLine, in_a_window
from desktop_agent.ui.console.place import WhereChip, open_programs
from desktop_agent.ui.console.run_side import RunSide
from desktop_agent.ui.console.state import ConsoleState
from desktop_agent.ui.console.task import TaskEntry
from desktop_agent.ui.console.task_material import AttachLine, ExpectLine, files_in
from desktop_agent.ui.console.terms_line import Terms, TermsLine
from desktop_agent.ui.console.timeline_table import Timeline
from desktop_agent.ui.console.words import AFTER, ReplyPanel, ResumePanel, TalkLine, WordsLine
from desktop_agent.ui.offers import TaskPlace, saved_tasks
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.sway_places import bring
from desktop_agent.ui.qt.widgets import IconButton, text_label
from desktop_agent.ui.session.bridge import Bridge, WordsQuestion
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.status.state_icon import state_icon

TITLE = "Desktop Agent"
_SMALL, _SIZE = QSize(960, 330), QSize(1120, 700)  # before there is a run to be seen, and then
_SHARES, _DESK_SHARES = (700, 400), (250, 850)  # the person who works the desk wants it large
_ICON_PX = 24
_LOW_LINES = 36  # of height: below that the task box is low


class Console(QWidget):
    """The window: it shows a `ConsoleState`, decides nothing, and passes what is pressed to the bridge."""

    submitted = Signal(str)  # a task to run
    followed = Signal(str, Path)  # a task to run after the run in a folder

    def __init__(self, bridge: Bridge, about: Callable[[Mapping[str, object]], Terms]) -> None:
        """Show the run of a bridge; `about` returns what the settings, changed by flags, say of the next run."""
        super().__init__()
        self._bridge, self._about = bridge, about
        self.scope = WhereChip(open_programs, self)
        self.scope.failed.connect(self.tell)
        self._expected, self._attached = ExpectLine(self), AttachLine(self)
        self._folder, self._heard = Path(), 0
        self._shown: ConsoleState | None = None
        self._flat = False
        self._saved = saved_tasks(self)
        self.entry = TaskEntry(self._saved, self)
        self._timeline = Timeline(self)
        self._side = RunSide(bridge, self)
        self._places: list[TaskPlace] = [offer.create(self) for offer in registry.at("task-place")]
        self._reply = ReplyPanel(self)
        self._talk, self._after = TalkLine(self), WordsLine(Message("Now also"), Message("Go on"), AFTER)
        self._ended_in: Path | None = None  # the folder of the run that has ended last
        self._sign, self._state_words = QLabel(), text_label(role="heading", wraps=False)
        switches = [self._attached.button, self._expected.switch, *(place.switch for place in self._places)]
        starts = (self.entry.offers, self.entry.start)
        self.terms = TermsLine(self, chips=(self.scope, *switches), starts=starts)
        self._what = text_label(role="muted")
        self._outcome = OutcomeLine(self)
        self.resume = ResumePanel(self)
        self._pause = IconButton(Message("Pause"), "pause", bridge.pause)
        self._resume = IconButton(Message("Resume"), "play", bridge.resume)
        self._stop = IconButton(Message("Stop run"), "stop", bridge.stop)
        self.setWindowTitle(tr(TITLE))
        self.setAcceptDrops(True)
        self._page = Scrolling(self._middle()).fill()
        self._lay_out()
        self._connect()
        self.refresh()
        if bridge.running:
            self._catch_up()
        self.follow()

    def refresh(self) -> None:
        """Read again what may have changed while the window was hidden."""
        if not self._bridge.running:
            self._what.clear()
            self._show_next()

    def _show_next(self) -> None:
        """Show what holds for the next run; settings are read, and perhaps the keyring asked, once for all of it."""
        terms = self._about({**self._attached.flags, **self.terms.flags})
        self.terms.show_terms(terms)
        self.scope.begin_with(terms.scope)
        self.entry.expect(plain_steps=terms.plain_steps, problem=terms.problem)
        self._show_one_trouble()

    def bring(self) -> None:
        """Bring the window to the front, with the cursor where something can be written."""
        bring(self)
        (self._talk if self._bridge.hears else self.entry).take_keyboard()
        self.refresh()  # last: it reads files, and whoever begins to type is not kept waiting

    def order(self, task: str) -> TaskOrder:
        """Return the order for a task as everything stands here."""
        elsewhere = self._elsewhere()
        flags = {**self._attached.flags, **self._expected.flags, **self.terms.flags}
        if elsewhere is not None:
            return TaskOrder(task, flags, desk=elsewhere.order)
        return TaskOrder(task, {**self.scope.flags, **flags})

    def offer(self, task: str, flags: Mapping[str, object], desk: DeskOrder | None = None) -> None:
        """Put a task into the field with the terms it is to have; the person starts it, or changes it first."""
        self.entry.field.put(task)
        for place in self._places:
            place.take_over(desk)
        self._take_over(flags)

    def offer_resume(self, offer: Resumption, flags: Mapping[str, object], note: str) -> None:
        """Offer to go on with a run that was broken off: its last picture, its terms, and what is not certain of it."""
        self._take_over(flags)
        self.resume.show_offer(offer, note)
        self._open_timeline()
        self._side.show_offer(offer.picture)
        self._page.verticalScrollBar().setValue(0)

    def _take_over(self, flags: Mapping[str, object]) -> None:
        self.terms.take_over(self.scope.take_over(self._attached.take_over(self._expected.take_over(flags))))
        self.follow()

    def follow(self) -> None:
        """Show how the bridge's run and the task field are now."""
        self._side.follow()
        bridge = self._bridge
        now = ConsoleState(
            bridge.state,
            bridge.words,
            running=bridge.running,
            may_resume=bridge.may_resume,
            hears=bridge.hears,
            written=bool(self.entry.field.toPlainText().strip()),
            elsewhere=self._elsewhere() is not None,
            ended_in=self._ended_in,
        )
        if self._shown is None or now.state != self._shown.state:
            self._sign.setPixmap(state_icon(now.state).pixmap(_ICON_PX))
        self._shown = now
        self._state_words.setText(now.words)
        self.entry.set_running(now.running)
        for place in self._places:
            place.set_running(now.running)
        self.scope.set_running(not now.offers_scope)
        self.terms.set_running(now.running)
        self._expected.follow(written=now.written, running=now.running)
        self._attached.follow(written=now.written, running=now.running)
        talked = self._talk.has_keyboard
        self._talk.follow(hears=now.hears, paused=now.may_resume)
        if talked and not now.hears and now.state != "waiting":  # the line goes with the run
            self.entry.take_keyboard()
        self._after.setVisible(now.offers_more)
        self._run_buttons.setVisible(now.running)
        self._pause.setEnabled(now.may_pause)
        self._resume.setEnabled(now.may_resume)
        self._stop.setEnabled(now.running)

    def tell(self, text: str, role: str = "bad") -> None:
        """Show a message under the task; an empty text removes it."""
        self._outcome.tell(text, role)
        self._show_one_trouble()
        self._page.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        self._parts = parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        for number, part in enumerate((self.entry, self._page)):
            parts.addWidget(part)
            parts.setStretchFactor(number, number)
        column = column_of(
            self,
            WrapRow(self._sign, self._state_words, None, self._what),
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
        FollowsHeight(self, column, small=True)
        keep_on_screen(self, _SMALL)

    def _middle(self) -> Page:
        inside = Page(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        places = [place.widget for place in self._places]
        for widget in (
            self.terms,
            self.entry.hints,
            self._attached,
            self._expected,
            *places,
            self._outcome,
            self.resume,
        ):
            column.addWidget(widget)
        self._panes = panes = Panes((self._timeline, self._side), _SHARES)
        self._side.resized.connect(self._give_room)
        panes.hide()
        column.addWidget(panes, 1)
        column.addStretch()  # takes what is left while nothing else does
        return inside

    def _open_timeline(self) -> None:
        """Show the timeline once there is one, with room for it."""
        if self._panes.isHidden():
            self._panes.show()
            room = self.screen().availableGeometry().size()
            self.resize(self.size().expandedTo(_SIZE).boundedTo(room))

    def _show_one_trouble(self) -> None:
        """Show what is wrong with the next task alone, where something is, and not why the last one couldn't begin."""
        is_about_next = bool(self.entry.hints.text or self.terms.problem)
        self._outcome.setVisible(bool(self._outcome.text) and not (is_about_next and self._outcome.gives_way))
        if self._panes.isHidden():
            self._have_room_for_all()

    def _have_room_for_all(self) -> None:
        """Have the window as high as what is said in it needs, if the screen is."""
        seen = self._page.viewport()
        missing = self._page.sizeHint().height() - seen.height()
        if self.isVisible() and missing > 0:
            high = min(self.height() + missing, self.screen().availableGeometry().height())
            self.resize(self.width(), high)

    def _connect(self) -> None:
        bridge = self._bridge
        bridge.begun.connect(self._begin)
        bridge.ready.connect(self.terms.disclose)
        bridge.ready.connect(self.follow)
        self._talk.said.connect(bridge.say)
        self._after.said.connect(lambda task: self.followed.emit(task, self._ended_in or Path()))
        self._talk.resumed.connect(bridge.resume)
        bridge.heard.connect(self._hear)
        bridge.state_changed.connect(self.follow)
        bridge.words_grew.connect(lambda: self._timeline.show_so_far(bridge.live))
        bridge.asked.connect(self._ask)
        bridge.answered.connect(self._reply.hide)
        bridge.ended.connect(self._end)
        self.entry.submitted.connect(self.submitted)
        self.entry.hints.shown.connect(self._show_one_trouble)
        self.entry.hints.model_wanted.connect(self.terms.show_models)
        self.terms.changed.connect(self._show_next)
        self._attached.changed.connect(self._show_next)
        self._attached.changed.connect(self.follow)
        self.entry.field.given.connect(self._attached.add)
        self._expected.switch.toggled.connect(self._have_room_for_all)
        self.entry.field.textChanged.connect(self.follow)
        for place in self._places:
            place.changed.connect(self.follow)
        if self._saved is not None:
            self._saved.offered.connect(lambda order: self.offer(order.task, order.flags, order.desk))
            self._saved.failed.connect(lambda error: self.tell(in_a_window(error)))
            self.destroyed.connect(self._saved.close)

    def _give_room(self) -> None:
        """Have what stands beside the timeline large while the person works in it."""
        taken, high = self._side.wants_room, self._parts.height()
        self._panes.share(_DESK_SHARES if taken else _SHARES)
        task = self.entry.minimumSizeHint().height() if taken else self.entry.sizeHint().height()
        self.entry.lie_flat(taken or self._flat)
        self._parts.setSizes([task, max(0, high - task)])

    def _elsewhere(self) -> TaskPlace | None:
        """Return the other place that is chosen for the next task; None for the person's own desktop."""
        return next((place for place in self._places if place.is_on), None)

    def _catch_up(self) -> None:
        """Show what there was of the run before this window was made."""
        bridge = self._bridge
        self._begin(bridge.task)
        self.terms.disclose(bridge.privacy)
        if bridge.folder is not None:
            with suppress(RecordError):  # what comes is shown all the same
                for stamped in read_events(bridge.folder):
                    self._hear(stamped)

    def _begin(self, task: str) -> None:
        self._heard, self._ended_in = 0, None
        self._open_timeline()
        self.entry.show_running(task)
        self._timeline.begin()
        self._side.begin()
        self.resume.take_back()
        self._talk.begin(plain_steps=self.terms.plain_steps)
        self.tell("")

    def _hear(self, stamped: Stamped) -> None:
        if stamped.seq <= self._heard:  # it was read in the record already
            return
        event, self._heard = stamped.event, stamped.seq
        if isinstance(event, RunStarted):
            self._folder = Path(event.dir)
            self._what.setText(
                Message(
                    "{mode} · {provider}: {model}",
                    mode=next((name for known, name in MODE_NAMES.items() if known == event.mode), event.mode),
                    provider=event.provider,
                    model=event.model,
                )
            )
        if isinstance(event, FrameTaken) and not event.is_extra:
            self._side.show_file(self._folder / event.path if event.path else None)
        if isinstance(event, PersonSaid):
            self._talk.receive(event.text)
        self._side.take(stamped)
        row = self._timeline.take(stamped)
        if row is not None and row.proposal is not None:
            self._side.show_action(row, row.proposal)

    def _ask(self, question: WordsQuestion) -> None:
        self._reply.ask(question)
        bring(self)

    def _end(self, outcome: RunResult | DesktopAgentError) -> None:
        self._reply.hide()
        self._side.end()
        self._ended_in = outcome.dir if isinstance(outcome, RunResult) else None
        if self._ended_in is not None:  # they have been sent, and belong to that task
            self._attached.replace(())
            self.terms.forget("run.like")
        self.follow()
        if isinstance(outcome, DesktopAgentError):
            self.tell(in_a_window(outcome))
        else:
            wording = status_wording(outcome.status, outcome.message)
            took = run_length(outcome.seconds, outcome.cost)
            self._outcome.tell(
                Message("{text} ({took})", text=wording.text, took=took), wording.tone, folder=outcome.dir
            )
            self._show_one_trouble()
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of a low window to what happens in it."""
        flat = not self._panes.isHidden() and event.size().height() < _LOW_LINES * self.fontMetrics().lineSpacing()
        if flat != self._flat:
            self._flat = flat
            self.entry.lie_flat(flat)
            task = self.entry.sizeHint().height()
            self._parts.setSizes([task, max(0, event.size().height() - task)])
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if files_in(event.mimeData()) and not self._bridge.running:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files."""
        self._attached.add(files_in(event.mimeData()))
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Only hide during a run, so that whoever opens the window again sees the whole run."""
        if self._bridge.running:
            event.ignore()
            self.hide()
