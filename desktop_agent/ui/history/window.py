"""The History window: all runs, the steps of one, and for each step what the model saw and what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.resume import may_be_resumed
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.record.desk_receipt import change_line, receipt_acts
from desktop_agent.record.export_run import export_run
from desktop_agent.record.recording import RecordedRun, RunSummary
from desktop_agent.record.report.page import write_report
from desktop_agent.record.retention import is_kept
from desktop_agent.record.sessions import continued_in, read_chain
from desktop_agent.record.store import RunStore, disk_use, is_being_recorded
from desktop_agent.record.wording import file_size
from desktop_agent.ui.console.live_picture import LivePicture
from desktop_agent.ui.history.rows import (
    DetailParagraph,
    HistoryRow,
    picture_in,
    rows_of,
    started_at,
    summed_up,
    title_of,
)
from desktop_agent.ui.history.run_list import RunList
from desktop_agent.ui.history.tables import WHAT, StepsModel, table_of
from desktop_agent.ui.offers import ButtonPlace, run_buttons
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, text_button, text_label

TITLE = Message("Desktop Agent — History")
_LOOK_MS = 1000
_SIZE = QSize(1280, 700)
_SHARES = (336, 604, 340)
_NO_RUNS = Message("No runs yet. Tasks you run will appear here.")
_NARROW_PX = 560  # of width
_LONGEST = 1_000  # characters that describe a picture


def open_history(
    store: RunStore, *, run: str | None = None, opener: Callable[[QUrl], bool] = QDesktopServices.openUrl
) -> HistoryWindow:
    """Show the window with the run of this id selected, else the newest; closing destroys it.

    Keep a reference until its `destroyed`. `opener` shows a file or folder in another program.
    """
    window = HistoryWindow(store, opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.refresh()
    window.choose(run)
    window.show()
    return window


class HistoryWindow(QWidget):
    """Shows runs and emits what the person wants of the one under way, or again; decides nothing."""

    resume_asked = Signal()
    pause_asked = Signal()
    stop_asked = Signal()
    again_asked = Signal(object)  # RunStarted of the run that is to be done again
    continue_asked = Signal(object)  # the folder of the run that is to be resumed

    def __init__(self, store: RunStore, opener: Callable[[QUrl], bool]) -> None:
        super().__init__()
        self._store, self._opener = store, opener
        self._folder: Path | None = None
        self._run: RecordedRun | None = None
        self._later: Path | None = None  # the run that continues it
        self._read_at: tuple[int, bool] | None = None  # how long the journal was, and whether it grew
        self.list, self._steps, self._detail = RunList(store), StepsModel(), Detail()
        self._table, self._bar, self._strip = table_of(self._steps), HistoryBar(), DeleteStrip(store)
        self._changed = text_label(selectable=True)
        self._changed.hide()
        self._status, self._empty = text_label(role="muted", selectable=True), text_label(_NO_RUNS, "muted")
        self._reading, self._reporting, self._exporting = (BackgroundTask(self) for _ in range(3))
        self._of_slices = [
            (button, file.create(ButtonPlace(button, self, self._reported, self._fail)))
            for file, button in self._bar.of_slices
        ]
        self._build()
        self._connect()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.refresh)

    def set_live(self, run: str | None, *, paused: bool = False, may_resume: bool = True) -> None:
        """Show the buttons for the run under way, if any, by whether it is paused and goes on from here."""
        self._bar.set_live(live=run is not None, paused=paused, may_resume=may_resume)
        self._follow_selection()

    def refresh(self) -> None:
        """Look for new runs, and for new events of the run that is shown."""
        self.list.refresh()
        self._pages.setCurrentIndex(0 if self.list.has_runs else 1)
        if self._folder is not None:
            self._read_if_changed(self._folder)
        self._follow_selection()

    def choose(self, run: str | None) -> None:
        """Show the run with this id, else the newest one."""
        if self.list.has_runs:
            self.list.choose(self._store.root / run if run else None)

    def _build(self) -> None:
        self.setWindowTitle(tr(TITLE))
        inside = Page()
        column_of(inside, Panes((self.list, self._table, self._detail), _SHARES, stretch=(3, 5, 4)))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedLayout()
        for page in (Scrolling(inside, Message("Runs and steps")).fill(), self._empty):
            self._pages.addWidget(page)
        layout = column_of(
            self,
            self._bar,
            self._changed,
            self._strip,
            self._pages,
            self._status,
            margins=(12, 10, 12, 8),
            room=self._pages,
        )
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence.StandardKey.Refresh, self, self._look_again)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._escape)
        self.list.view.setFocus()

    def _connect(self) -> None:
        bar, runs = self._bar, self.list
        self._reading.done.connect(self._show_run)
        self._reading.failed.connect(self._show_trouble)
        self._reporting.done.connect(self._reported)
        self._reporting.failed.connect(self._fail)
        self._exporting.done.connect(self._exported)
        self._exporting.failed.connect(self._fail)
        self._table.selectionModel().currentChanged.connect(self._step_chosen)
        runs.chosen.connect(self._run_chosen)
        runs.changed.connect(self._follow_selection)
        runs.failed.connect(self._show_trouble)
        runs.delete_wanted.connect(self._ask_to_delete)
        runs.menu_wanted.connect(self._show_menu)
        self._strip.done.connect(self._deleted)
        bar.resume.clicked.connect(self.resume_asked)
        bar.pause.clicked.connect(self.pause_asked)
        bar.stop.clicked.connect(self.stop_asked)
        bar.again.clicked.connect(self._do_again)
        bar.go_on.clicked.connect(lambda: self.continue_asked.emit(self._folder))
        bar.report.clicked.connect(self._make_report)
        bar.export.clicked.connect(self._export)
        bar.folder.clicked.connect(self._open_folder)
        bar.keep.clicked.connect(self.list.keep_or_let_go)
        bar.delete.clicked.connect(self._ask_to_delete)

    def _look_again(self) -> None:
        self.list.look_again()
        self._read_at = None
        self.refresh()

    def _escape(self) -> None:
        if self._strip.isVisible():
            self._strip.hide()
        else:
            self.close()

    def _run_chosen(self, folder: object) -> None:
        if folder == self._folder:
            return
        self._folder = folder if isinstance(folder, Path) else None
        self._run, self._later, self._read_at = None, None, None
        self._reading.drop()
        self._steps.show(())
        self._bar.tell("")
        self._changed.hide()
        self._detail.clear(Message("Reading…") if self._folder else "")
        self._status.clear()
        if self._folder is not None:
            self._read_if_changed(self._folder)

    def _follow_selection(self) -> None:
        """Show what can be done with what is selected, and take back a question about something else."""
        self._strip.follow(self.list.selected)
        self._bar.show_kept(kept=self._folder is not None and is_kept(self._folder))
        for button, of_slice in self._of_slices:
            button.setVisible(of_slice.offer(self._folder, self._run))
        self._bar.follow(
            has_run=self._folder is not None,
            may_go_on=self._later is None and self._run is not None and may_be_resumed(self._run.summary.status),
            may_repeat=self._run is not None and self._run.started is not None,
            may_delete=any(not is_being_recorded(each) for each in self.list.selected),
        )

    def _read_if_changed(self, folder: Path) -> None:
        """Read the run, unless it is as it was when it was last read."""
        now = _length(folder), is_being_recorded(folder)
        if now != self._read_at:
            self._read_at = now
            store, sessions = self._store, self.list.sessions(folder)
            self._reading.start(lambda: (read_chain(sessions), continued_in(store, folder)))

    def _show_run(self, read: object) -> None:
        run, later = read if isinstance(read, tuple) else (None, None)
        if not isinstance(run, RecordedRun) or run.summary.dir != self._folder:
            return
        before, self._run = self._run, run
        self._later = later
        at_end = self._table.currentIndex().row() == self._steps.rowCount() - 1
        self.list.runs.put(run.summary)
        if before is not None:
            self.list.measure(run.summary.dir)
        self._steps.show(rows_of(run))
        self._step_chosen(self._table.currentIndex())
        self._bar.tell(summed_up(run, later))
        self._changed.setText(change_line(receipt_acts(run.summary.dir)))
        self._changed.setVisible(bool(self._changed.text()))
        self._follow_selection()
        last = self._steps.rowCount() - 1
        if last < 0:
            self._detail.clear(Message("Nothing has happened in this run."))
        elif at_end or not self._table.currentIndex().isValid():
            row = last if run.summary.status == "running" else 0
            self._table.setCurrentIndex(self._steps.index(row, WHAT))

    def _show_trouble(self, error: object) -> None:
        self._steps.show(())
        self._bar.tell("")
        self._detail.clear(str(error))

    def _step_chosen(self, now: QModelIndex) -> None:
        if self._folder is not None and now.isValid():
            self._detail.show_row(self._folder, self._steps.rows[now.row()])

    def _do_again(self) -> None:
        if self._run is not None and self._run.started is not None:
            self.again_asked.emit(self._run.started)

    def _make_report(self) -> None:
        folder = self._folder
        if folder is not None:
            self._status.setText(Message("Writing the report…"))
            self._reporting.start(lambda: write_report(folder))

    def _reported(self, path: object) -> None:
        if isinstance(path, Path):
            self._open(path)
            self.list.measure(path.parent)

    def _export(self) -> None:
        """Ask where the run's zip file goes, and write it: as the terminal does, with everything that is recorded."""
        folder = self._folder
        if folder is None:
            return
        usual = str(Path.home() / f"{folder.name}.zip")
        name, _ = QFileDialog.getSaveFileName(self, gettext("Export this run"), usual, gettext("Zip files (*.zip)"))
        if name:
            self._status.setText(Message("Exporting…"))
            self._exporting.start(lambda: export_run(folder, Path(name)))

    def _exported(self, path: object) -> None:
        self._status.setText(Message("Exported to {path}", path=path))

    def _fail(self, error: DesktopAgentError) -> None:
        self._status.setText(str(error))

    def _open_folder(self) -> None:
        if self._folder is not None:
            self._open(self._folder)

    def _open(self, path: Path) -> None:
        opened = self._opener(QUrl.fromLocalFile(str(path)))
        self._status.setText(
            Message("Opened {path}", path=path)
            if opened
            else Message("No program on this computer can open {path}", path=path)
        )

    def _ask_to_delete(self) -> None:
        selected = self.list.selected
        over = [each for each in selected if not is_being_recorded(each)]
        if over:
            sizes = [self.list.runs.size(each) for each in over]
            size = sum(filter(None, sizes)) if None not in sizes else None
            runs = [self.list.runs.summary(each) for each in over]
            self._strip.ask(runs, size, one_stays=len(over) < len(selected))

    def _deleted(self, deleted: object) -> None:
        if isinstance(deleted, Deleted):
            self.list.look_again()
            self.refresh()
            self._status.setText(deleted.sentence)
            self.list.view.setFocus()

    def _show_menu(self, at: QPoint) -> None:
        """Offer the same as the buttons, where the pointer is."""
        menu = QMenu(self)
        for button in self._bar.in_menu:
            menu.addAction(button.icon(), button.text()).triggered.connect(button.click)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the buttons the room that there is."""
        self._bar.make_room(event.size().width())

    def showEvent(self, event: object) -> None:
        """Look for new events while the window is visible."""
        self._look.start()

    def hideEvent(self, event: object) -> None:
        """Stop looking."""
        self._look.stop()


def _length(folder: Path) -> int:
    try:
        return (folder / "events.jsonl").stat().st_size
    except OSError:
        return -2


class HistoryBar(WrapRow):
    """First what can be done with the runs selected, then what holds the run under way, while there is one.

    Each button keeps its place while it has nothing to do: no other comes under a pointer that is about to press.
    """

    def __init__(self) -> None:
        super().__init__()
        self._live = self._has_run = self._is_narrow = False
        self.resume, self.pause = IconButton(Message("Resume"), "play"), IconButton(Message("Pause"), "pause")
        self.stop = IconButton(Message("Stop run"), "stop")
        self.go_on = IconButton(Message("Resume run"), "play")
        self.again, self.report = IconButton(Message("Run again"), "again"), IconButton(Message("Open report"), "page")
        self.keep, self.export = IconButton(Message("Keep always"), "shield"), IconButton(Message("Export…"), "export")
        self.of_slices = [(file, IconButton(file.TEXT, file.SYMBOL)) for file in run_buttons()]
        of_every_run = [button for file, button in self.of_slices if file.EVERY_RUN]
        of_some_runs = [button for file, button in self.of_slices if not file.EVERY_RUN]
        self.folder, self.delete = IconButton(Message("Open folder"), "folder"), IconButton(Message("Delete"), "trash")
        self.for_selected = (
            self.again, self.report, *of_every_run, self.export, self.folder, self.keep, self.delete,
            *of_some_runs, self.go_on,
        )  # fmt: skip
        self._only_wide = (*of_every_run, self.export, self.keep)
        for each in self.for_selected:
            _keep_place(each, kept=True)
        self.show_kept(kept=True)
        width = self.keep.sizeHint().width()
        self.show_kept(kept=False)
        self.keep.setMinimumWidth(max(width, self.keep.sizeHint().width()))
        self._sum = text_label(role="muted", selectable=True)
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for each in (*self.for_selected, self.resume, self.pause, self.stop):
            each.hide()
            self.addWidget(each)
        self.spring()
        self.addWidget(self._sum)

    def set_live(self, *, live: bool, paused: bool, may_resume: bool) -> None:
        """Show what holds the run under way; `may_resume` tells whether it goes on from here."""
        self.resume.setVisible(live and paused and may_resume)
        self.pause.setVisible(live and not paused)
        self.stop.setVisible(live)
        self._live = live

    def follow(self, *, has_run: bool, may_go_on: bool, may_repeat: bool, may_delete: bool) -> None:
        """Show what can be done with the runs that are selected."""
        self.go_on.setVisible(may_go_on and not self._live)
        self.again.setVisible(may_repeat and not self._live)  # one run at a time
        self.report.setVisible(has_run)
        self._has_run = has_run
        self._show_what_fits()
        self.folder.setVisible(has_run)
        self.delete.setVisible(may_delete)

    def make_room(self, width: int) -> None:
        """Leave what has no room in a narrow window to the list's menu."""
        self._is_narrow = width < _NARROW_PX
        self._show_what_fits()

    @property
    def in_menu(self) -> list[IconButton]:
        """Return the buttons that can do something now, also those that have no room."""
        return [
            each for each in self.for_selected if not each.isHidden() or (each in self._only_wide and self._has_run)
        ]

    def show_kept(self, *, kept: bool) -> None:
        """Show what the button does that keeps the run."""
        words = Message("Keep no longer") if kept else Message("Keep always")
        self.keep.setText(words)
        self.keep.setAccessibleName(tr(words))

    def _show_what_fits(self) -> None:
        # A narrow window has no room for places without a button; what comes and goes stands last there, too.
        for each in self.for_selected:
            _keep_place(each, kept=each is self.report or not self._is_narrow)
        for each in self._only_wide:
            each.setVisible(self._has_run and not self._is_narrow)

    def tell(self, text: str) -> None:
        """Show a line beside the buttons."""
        self._sum.setText(text)


def _keep_place(button: IconButton, *, kept: bool) -> None:
    room = button.sizePolicy()
    room.setRetainSizeWhenHidden(kept)
    button.setSizePolicy(room)


@dataclass(frozen=True, slots=True)
class Deleted:
    """What came of deleting: how many runs are gone, how much space is free, and what went wrong."""

    runs: int
    size: int
    problem: str = ""

    @property
    def sentence(self) -> str:
        """Return it in words."""
        if self.problem:
            return self.problem
        runs = Message("One run was deleted") if self.runs == 1 else Message("{runs} runs were deleted", runs=self.runs)
        return Message("{runs}, freeing {size}.", runs=runs, size=file_size(self.size))


class DeleteStrip(QFrame):
    """A question in the window itself; nothing is asked a second time."""

    done = Signal(object)  # Deleted

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._folders: tuple[Path, ...] = ()
        self._sessions: tuple[tuple[Path, ...], ...] = ()  # that each of them stands for
        self._question = text_label()
        self._question.setAccessibleName(gettext("Items to be deleted"))
        self._keep = text_button(Message("Cancel"), self.hide)
        self._work = BackgroundTask(self)
        self._work.done.connect(self.done)
        self.setProperty("role", "panel")
        column_of(
            self,
            self._question,
            WrapRow(text_button(Message("Delete for good"), self._delete, role="no"), self._keep),
            margins=None,
        )
        self.hide()

    def ask(self, runs: Sequence[RunSummary], size: int | None, *, one_stays: bool) -> None:
        """Ask about these runs; `one_stays` says that one of those selected is under way."""
        self._folders = tuple(run.dir for run in runs)
        self._sessions = tuple((*run.earlier, run.dir) for run in runs)
        self._question.setText(_question(runs, size, one_stays=one_stays))
        self.show()
        self._keep.setFocus()

    def follow(self, selected: Sequence[Path]) -> None:
        """Take the question back where other runs are selected than it is about."""
        if not set(self._folders) <= set(selected):
            self.hide()

    def _delete(self) -> None:
        runs, store = self._sessions, self._store
        self.hide()
        self._work.start(lambda: _deleted(store, runs))


def _question(runs: Sequence[RunSummary], size: int | None, *, one_stays: bool) -> str:
    room = "" if size is None else Message(" ({size})", size=file_size(size))
    if len(runs) == 1:
        which = Message(
            "Delete “{title_of}” from {started_at}?", title_of=title_of(runs[0]), started_at=started_at(runs[0])
        )
        what = Message("Its record, screenshots and report will be removed from the disk{room}.", room=room)
    else:
        which = Message("Delete {runs} runs?", runs=len(runs))
        what = Message("Their records, screenshots and reports will be removed from the disk{room}.", room=room)
    stays = Message("The current run will be kept.") if one_stays else ""
    return sentences(which, what, Message("This can't be undone."), stays)


def _deleted(store: RunStore, runs: Sequence[Sequence[Path]]) -> Deleted:
    gone = size = 0
    problem = ""
    for sessions in runs:
        used = sum(map(disk_use, sessions))
        try:
            for folder in sessions:
                store.delete(folder)
        except DesktopAgentError as error:
            problem = str(error)
        else:
            gone, size = gone + 1, size + used
    return Deleted(gone, size, problem)


class Detail(QWidget):
    """Shows one row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = LivePicture()
        self._picture.setAccessibleName(gettext("The screen at that moment"))
        self._title = text_label(role="title", selectable=True)
        self._title.setAccessibleName(gettext("Selected step"))
        self._facts = QScrollArea()
        self._facts.setWidgetResizable(True)
        self._facts.setFrameShape(QFrame.Shape.NoFrame)
        self._facts.setAccessibleName(gettext("Details of the selected step"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._picture, 3)
        layout.addWidget(self._title)
        layout.addWidget(self._facts, 1)

    def show_row(self, folder: Path, row: HistoryRow) -> None:
        """Show a row of the run in a folder."""
        proposal = row.entry.proposal
        self._picture.show()
        if row.turn.seen is None:
            self._picture.show_none_yet()
        else:
            self._picture.show_file(picture_in(row.turn.folder or folder, row.turn.seen))
        if proposal is not None:
            self._picture.mark(proposal.action, visible(row.entry.account, _LONGEST), proposal.given_up)
        self._title.show_foreign(row.text)
        self._fill(row.paragraphs)

    def clear(self, why: str = "") -> None:
        """Show only why there is nothing to show."""
        self._picture.hide()
        self._title.setText(why)
        self._fill(())

    def _fill(self, paragraphs: tuple[DetailParagraph, ...]) -> None:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 8, 0)
        layout.setSpacing(6)
        for each in paragraphs:
            if each.head:
                layout.addWidget(text_label(each.head, "heading", selectable=True))
            said = text_label("", each.role, selectable=True)
            said.show_foreign(each.text)
            layout.addWidget(said)
        layout.addStretch(1)
        self._facts.setWidget(page)
