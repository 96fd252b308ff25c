"""The program's ordinary windows: made when needed, destroyed when closed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.runs.events import RunStarted
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.record.reader import read_ends
from desktop_agent.record.spans import time_of
from desktop_agent.record.store import RunStore, is_foreign, summary_of
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime import registry, slices
from desktop_agent.runtime.continuation import Resumption, follow, resumption
from desktop_agent.runtime.material import NO_READER
from desktop_agent.settings import Settings
from desktop_agent.ui.console.terms_line import Terms
from desktop_agent.ui.console.window import Console
from desktop_agent.ui.offers import PracticeTask, saved_tasks
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.window_places import bring
from desktop_agent.ui.session.bridge import Bridge
from desktop_agent.ui.session.task_order import TaskOrder

if TYPE_CHECKING:
    from desktop_agent.ui.history.window import HistoryWindow

_OFFLINE = Message("plain steps only")
_WITHOUT = Message("Choose another model here, or remove the files.")
_LIMITS = ("run.max_steps", "run.max_minutes", "run.max_cost")
_FRESH = Message("It reached a limit. If you resume it, the same limit will apply again.")
_OLDEST = timedelta(days=3)  # older runs are in History


class Windows(QObject):
    """Console, welcome, check, history and settings."""

    ordered = Signal(object)  # TaskOrder
    task_written = Signal(bool)  # a task is being written; whether it has to be plain steps
    console_gone = Signal()

    def __init__(
        self,
        bridge: Bridge,
        config_file: Path,
        approval_memory: RememberedApprovals,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._config_file = config_file
        self._approval_memory = approval_memory
        self._open: dict[str, QWidget] = {}
        bridge.state_changed.connect(self._follow)
        bridge.ended.connect(self._read_again)
        self._first: PracticeTask | None = next((offer.create(self) for offer in registry.at("practice-task")), None)
        if self._first is not None:
            self._first.ready.connect(self.ordered)
            self._first.failed.connect(self._show_failure)
        self.saved_tasks = saved_tasks(self)
        if self.saved_tasks is not None:
            self.saved_tasks.offered.connect(self._offer_saved)
            self.saved_tasks.begun.connect(self._begin_saved)
            self.saved_tasks.failed.connect(self._show_failure)
        self.resuming = Resuming(bridge, self.console, self)
        self.resuming.ordered.connect(self.ordered)

    def console(self) -> Console:
        """Return the console; it exists at least as long as a run, to show all of it."""
        return cast("Console", self._window("console", self._new_console))

    def show_offer(self) -> None:
        """Show the resumable run in the console, if open."""
        if "console" in self._open:
            self.resuming.show(self.console())

    def outcome_window(self) -> QWidget | None:
        """Return the window with a run's outcome, if any; it may be hidden."""
        return self._open.get("console")

    def front(self) -> None:
        """Bring the welcome window to the front while it is open, else the console."""
        if (welcome := self._open.get("welcome")) is not None:
            bring(welcome)
        else:
            self.console().bring()

    def welcome(self) -> None:
        """Show the first start."""
        bring(self._window("welcome", self._new_welcome))

    def check(self) -> None:
        """Show the check of this computer."""
        from desktop_agent.ui.welcome import Checkup

        bring(self._window("check", Checkup))

    def practise(self) -> None:
        """Start the practice task."""
        if self._first is not None:
            self._first.start()

    def help(self, page: str) -> None:
        """Show a page of the help."""
        from desktop_agent.ui.tray.help import HelpWindow

        window = cast("HelpWindow", self._window("help", lambda: HelpWindow(_readable_settings())))
        window.choose(page)
        bring(window)

    def history(self) -> None:
        """Show the runs."""
        bring(self._window("history", self._new_history))

    def settings(self) -> None:
        """Show the settings."""
        bring(self._window("settings", self._new_settings))

    def close(self) -> None:
        """Close all windows, including the form of the first task."""
        if self._first is not None:
            self._first.close()
        if self.saved_tasks is not None:
            self.saved_tasks.close()
        for window in list(self._open.values()):
            window.close()

    @property
    def _history(self) -> HistoryWindow | None:
        return cast("HistoryWindow | None", self._open.get("history"))

    def _follow(self) -> None:
        if self._history is not None:
            self._history.set_live(live=self._bridge.running)

    def _read_again(self) -> None:
        """Update History after a run has ended, and what is kept of its values."""
        if self._history is not None:
            self._history.refresh()
        folder = self._bridge.folder
        if self.saved_tasks is not None and folder is not None and not self._bridge.is_foreign:
            self.saved_tasks.forget_passwords(folder)

    def _window(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        window = self._open.get(name)
        if window is None:
            window = make()
            self._open[name] = window
            window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            window.destroyed.connect(lambda: self._open.pop(name, None))
        return window

    def _new_console(self) -> QWidget:
        console = Console(self._bridge, about, self.saved_tasks)
        console.entry.written.connect(self.task_written)
        console.destroyed.connect(self.console_gone)
        console.terms.provider_asked.connect(partial(self._ask_provider, console))
        self.resuming.serve(console)
        console.submitted.connect(lambda task: self.ordered.emit(console.order(task)))
        console.followed.connect(partial(self._start_follow_up, console))
        console.again_asked.connect(self._repeat_last)
        console.entry.again_asked.connect(self.run_again)
        return console

    def _ask_provider(self, console: Console, name: str) -> None:
        """Show the window that adds a server, or changes a provider, and take it for this console's next task alone."""
        from desktop_agent.ui.provider_dialog import open_dialog

        open_dialog(console, self._config_file, name, console.terms.choose_provider, choose=False)

    def _start_follow_up(self, console: Console, task: str, folder: Path) -> None:
        """Order a follow-up task to a run, on the console's current terms."""
        try:
            continues = follow(RunStore(folder.parent), folder).continuation()
        except DesktopAgentError as error:
            console.show_outcome(error.window_text)
            return
        self.ordered.emit(replace(console.order(task), continues=continues))

    def _new_welcome(self) -> QWidget:
        from desktop_agent.ui.welcome import Welcome

        welcome = Welcome(self._config_file)
        welcome.finished.connect(self._on_welcome_end)
        return welcome

    def _new_history(self) -> QWidget:
        from desktop_agent.lib.paths import places
        from desktop_agent.record.store import RunStore
        from desktop_agent.ui.history.window import open_history

        history = open_history(RunStore(places().runs))
        history.again_asked.connect(self.run_again)
        history.continue_asked.connect(self.resuming.choose)
        history.set_live(live=self._bridge.running)
        return history

    def _new_settings(self) -> QWidget:
        from desktop_agent.ui.preferences.window import open_preferences

        settings = open_preferences(self._config_file, approval_memory=self._approval_memory)
        settings.changed.connect(self._refresh)
        return settings

    def _refresh(self) -> None:
        if "console" in self._open:
            self.console().refresh()

    def _offer_saved(self, order: TaskOrder) -> None:
        """Put a saved task into the console, without starting it."""
        console = self.console()
        console.bring()
        console.offer(order.task, order.flags, order.desk)

    def _begin_saved(self, order: TaskOrder) -> None:
        """Show the console, and begin a task there."""
        console = self.console()
        console.bring()
        if self._bridge.running:
            console.show_outcome(Message("Another run is in progress. Start this task again when it has ended."))
        else:
            self.ordered.emit(order)

    def _show_failure(self, error: DesktopAgentError) -> None:
        console = self.console()
        console.bring()
        console.show_outcome(error.window_text)

    def _repeat_last(self) -> None:
        """Offer the task of the last run again; where none began, its form opens with what was given."""
        source = self._bridge.source
        folder = self._bridge.folder
        started = started_in(folder) if folder is not None else None
        if started is not None:
            self.run_again(started)
        elif source is not None and self.saved_tasks is not None:
            self.saved_tasks.open(source.name)

    def run_again(self, started: RunStarted) -> None:
        """Open a saved task with the values of an earlier run, or put an earlier task with its terms into the console.

        Nothing is started yet.
        """
        from desktop_agent.lib.paths import places
        from desktop_agent.runtime.continuation import terms_of
        from desktop_agent.settings import load

        if self.saved_tasks is not None and self.saved_tasks.repeat(started):
            return
        console = self.console()
        console.bring()
        try:
            flags = terms_of(started, load(places().config_file, os.environ, {}).settings)
            if is_foreign(places().runs / started.run, places().runs):  # its paths are another computer's
                for name in ("run.attach", "run.like"):
                    flags.pop(name, None)
        except DesktopAgentError:
            flags = {}  # the console says what is wrong with the settings
        console.offer(started.task, flags, _repeated_desk_order(started))

    def _on_welcome_end(self, first_task: bool) -> None:  # noqa: FBT001 - as the signal gives it
        if (welcome := self._open.pop("welcome", None)) is not None:
            welcome.deleteLater()
        self.console().bring()
        if first_task:
            self.console().show_outcome(Message("Opening the practice form…"), "muted")
            self.practise()


def about(flags: Mapping[str, object]) -> Terms:
    """Return the terms of the next run by settings and flags, including a problem with these."""
    from desktop_agent.lib.paths import places
    from desktop_agent.model.profiles import DEFAULT, known_profiles
    from desktop_agent.runtime.provider.resolve import privacy, provider_of
    from desktop_agent.settings import load

    try:
        settings = load(places().config_file, os.environ, flags).settings
    except DesktopAgentError as error:
        return Terms(problem=error.window_text)
    run = settings.run
    profiles = known_profiles(settings.providers)
    named = {
        name: Message("{name}: {model}", name=profile.shown_name, model=_OFFLINE if name == DEFAULT else profile.model)
        for name, profile in sorted(
            profiles.items(), key=lambda item: (item[0] != DEFAULT, str(item[1].shown_name).lower())
        )
    }
    name = settings.provider.name or DEFAULT
    title = profiles[name].shown_name if name in profiles else name
    terms = Terms(
        run.mode, name, "", named, steps=run.max_steps, minutes=run.max_minutes, cost=run.max_cost, title=title,
        scope=run.allow, unaddressed=frozenset(each for each, it in profiles.items() if not it.base_url) - {DEFAULT},
    )  # fmt: skip
    try:
        provider = provider_of(settings, os.environ)
    except DesktopAgentError as error:
        return replace(terms, problem=error.window_text)
    chosen = replace(
        terms,
        provider=provider.profile.name,
        title=provider.profile.shown_name,
        model=_OFFLINE if provider.embedded else provider.model,
        plain_steps=provider.embedded,
        disclosure=privacy(provider, str(places().runs), pictures=run.record, attached=run.attach, like=run.like),
    )
    if provider.embedded and (run.attach or run.like):
        return replace(chosen, problem=sentences(NO_READER, _WITHOUT))
    return chosen


class Resuming(QObject):
    """Offers to resume an interrupted run in the console, and orders the person's choice.

    At most one offer at a time: the run that was cut off, or one that was chosen in History.
    """

    ordered = Signal(object)  # TaskOrder
    found = Signal(object)  # Resumption of an interrupted run

    def __init__(self, bridge: Bridge, console: Callable[[], Console], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._console = console
        self._offer: Resumption | None = None
        self._looking = BackgroundTask(self)
        self._reading = BackgroundTask(self)
        self._looking.done.connect(self._on_found)
        self._reading.done.connect(self._read)
        self._reading.failed.connect(self._failed)
        bridge.begun.connect(lambda _: self._drop())
        bridge.ended.connect(self._ended)

    @property
    def offer(self) -> Resumption | None:
        """Return the run that the console offers, or will once open."""
        return self._offer

    def look(self) -> None:
        """Look for an interrupted run in the background."""
        store = _store()
        self._looking.start(lambda: newest_interrupted_run(store))

    def choose(self, folder: Path) -> None:
        """Offer this run, and show the console."""
        store = _store()
        self._reading.start(lambda: resumption(store, folder))

    def serve(self, console: Console) -> None:
        """Connect to a console's buttons, and show the offer there."""
        console.resume.resumed.connect(self._resume)
        console.resume.left.connect(self._drop)
        self.show(console)

    def show(self, console: Console) -> None:
        """Show the offer in a console, if any."""
        if self._offer is not None and not self._bridge.running:
            self._show(console, self._offer)

    def _on_found(self, offer: object) -> None:
        if isinstance(offer, Resumption) and not self._bridge.running and self._offer is None:
            self._offer = offer
            self.found.emit(offer)

    def _read(self, offer: object) -> None:
        if isinstance(offer, Resumption) and not self._bridge.running:
            self._offer = offer
            console = self._console()
            console.bring()
            self._show(console, offer)

    def _failed(self, error: DesktopAgentError) -> None:
        console = self._console()
        console.bring()
        console.show_outcome(error.window_text)

    def _ended(self, outcome: RunResult | DesktopAgentError) -> None:
        """Offer the run whose process has crashed."""
        if isinstance(outcome, DesktopAgentError) and self._bridge.folder is not None and not self._bridge.is_foreign:
            self.look()

    def _show(self, console: Console, offer: Resumption) -> None:
        try:
            settings = _settings({})
            flags = offer.flags(settings, {})
            fresh = offer.fresh_limits(_settings(flags))
        except DesktopAgentError:
            # the console says what is wrong with the settings
            flags = {}
            fresh = {}
        terms = {key: value for key, value in flags.items() if not key.startswith("screen.")}
        console.offer_resume(offer, terms, _FRESH if fresh else "")

    def _resume(self, offer: Resumption) -> None:
        console = self._console()
        try:
            chosen = console.terms.flags
            usual = offer.flags(_settings({}), {})
            flags = {**usual, **console.scope.flags, **chosen}
            settings = _settings(flags)
            new_limits = {key: flags[key] for key in _LIMITS if key in chosen and chosen[key] != usual.get(key)}
            continues = offer.continuation(settings, {**offer.fresh_limits(settings), **new_limits})
        except DesktopAgentError as error:
            console.show_outcome(error.window_text)
            return
        self._drop()
        console.resume.take_back()
        started = offer.started
        self.ordered.emit(TaskOrder(started.task, flags, continues=continues, source=started.source))

    def _drop(self) -> None:
        self._offer = None


def _repeated_desk_order(started: RunStarted) -> DeskOrder | None:
    """Return the order for a desk like that of an earlier run; None for one that was on the person's own screen."""
    if not started.desk:
        return None
    desks = slices.resumed_desks
    try:
        return desks.repeated_order(DeskOrder(), started.desk)
    except DesktopAgentError:
        return DeskOrder()  # which folders it saw is no longer known: the person names them


def started_in(folder: Path) -> RunStarted | None:
    """Return the first event of a run; None where it can't be read."""
    with contextlib.suppress(DesktopAgentError):
        started, _ = read_ends(folder)
        return started
    return None


def _settings(flags: Mapping[str, object]) -> Settings:
    from desktop_agent.lib.paths import places
    from desktop_agent.settings import load

    return load(places().config_file, os.environ, flags).settings


def _readable_settings() -> Settings:
    """Return the settings, or the defaults where these are unreadable."""
    try:
        return _settings({})
    except DesktopAgentError:
        return Settings()


def _store() -> RunStore:
    from desktop_agent.lib.paths import places

    return RunStore(places().runs)


def newest_interrupted_run(store: RunStore) -> Resumption | None:
    """Return the last run, if it was interrupted recently; older ones are resumed from History."""
    for folder in store.folders()[:1]:
        run = summary_of(folder)
        at = time_of(run.started)
        if run.status == "cut off" and at is not None and datetime.now(UTC) - at <= _OLDEST:
            with contextlib.suppress(DesktopAgentError):
                return resumption(store, folder)
    return None
