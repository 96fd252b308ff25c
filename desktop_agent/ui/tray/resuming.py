"""Offers in the console to go on with a run that was broken off, and orders what the person decides."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.resume import Resumption, resumption
from desktop_agent.record.store import RunStore
from desktop_agent.run.result import RunResult
from desktop_agent.settings import Settings
from desktop_agent.ui.console.outcome import in_a_window
from desktop_agent.ui.console.window import Console
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.session.bridge import Bridge
from desktop_agent.ui.session.cut_off import LEFT, leave, newest_cut_off
from desktop_agent.ui.session.task_order import TaskOrder

_LIMITS = ("run.max_steps", "run.max_minutes", "run.max_cost")
_FRESH = "It had reached a limit; resumed, it may go as far again."


class Resuming(QObject):
    """At most one offer at a time: the run that was cut off, or one that was chosen in History."""

    ordered = Signal(object)  # TaskOrder
    found = Signal(object)  # Resumption of a run that was cut off

    def __init__(self, bridge: Bridge, console: Callable[[], Console], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._console = bridge, console
        self._offer: Resumption | None = None
        self._looking, self._reading = BackgroundTask(self), BackgroundTask(self)
        self._looking.done.connect(self._found)
        self._reading.done.connect(self._read)
        self._reading.failed.connect(self._failed)
        bridge.begun.connect(lambda _: self._drop())
        bridge.ended.connect(self._ended)

    @property
    def offer(self) -> Resumption | None:
        """Return the run that the console offers, or will when it comes."""
        return self._offer

    def look(self) -> None:
        """Look whether a run was cut off, without keeping anybody waiting."""
        store, left = _store(), _left()
        self._looking.start(lambda: newest_cut_off(store, left))

    def choose(self, folder: Path) -> None:
        """Offer this run, and bring the console."""
        store = _store()
        self._reading.start(lambda: resumption(store, folder))

    def serve(self, console: Console) -> None:
        """Take what is pressed in a console, and show there what is offered."""
        console.resume.resumed.connect(self._resume)
        console.resume.left.connect(self._leave)
        self.show(console)

    def show(self, console: Console) -> None:
        """Show in a console what is offered, if anything is."""
        if self._offer is not None and not self._bridge.running:
            self._show(console, self._offer)

    def _found(self, offer: object) -> None:
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
        console.tell(in_a_window(error))

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
            flags, fresh = {}, {}  # the console says what is wrong with the settings
        terms = {key: value for key, value in flags.items() if not key.startswith("screen.")}
        console.offer_resume(offer, terms, _FRESH if fresh else "")

    def _resume(self, offer: Resumption) -> None:
        console = self._console()
        try:
            chosen = console.terms.flags
            usual = offer.flags(_settings({}), {})
            flags = {**usual, **console.scope.flags, **chosen}
            settings = _settings(flags)
            given = {key: flags[key] for key in _LIMITS if key in chosen and chosen[key] != usual.get(key)}
            continues = offer.continuation(settings, {**offer.fresh_limits(settings), **given})
        except DesktopAgentError as error:
            console.tell(in_a_window(error))
            return
        self._drop()
        console.resume.take_back()
        self.ordered.emit(TaskOrder(offer.started.task, flags, continues=continues))

    def _leave(self, offer: Resumption) -> None:
        self._drop()
        if offer.summary.status == "cut off":
            leave(_left(), offer.summary.id)

    def _drop(self) -> None:
        self._offer = None


def _settings(flags: Mapping[str, object]) -> Settings:
    from desktop_agent.lib.paths import places
    from desktop_agent.settings import load

    return load(places().config_file, os.environ, flags).settings


def _store() -> RunStore:
    from desktop_agent.lib.paths import places

    return RunStore(places().runs)


def _left() -> Path:
    from desktop_agent.lib.paths import places

    return places().data / LEFT
