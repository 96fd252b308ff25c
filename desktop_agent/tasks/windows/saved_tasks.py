"""The menu of saved tasks in tray and console: the chosen task is put into the console.

There it starts like a task that a person has written: they see its text and its place, and press *Start*. Lines begin
after *Start* in their form, and the console shows how they go. A form opens with what was given last, or with the
values of the run that is to be repeated.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop_agent.cli.flags import given_settings
from desktop_agent.core.errors import DesktopAgentError, RecordError, SettingsError
from desktop_agent.core.runs.events import RunStarted
from desktop_agent.core.texts.passwords import is_covered
from desktop_agent.desk.commands.place import DESK_FLAGS, desk_order
from desktop_agent.lib.paths import places
from desktop_agent.record.reader import read_ends
from desktop_agent.record.store import is_foreign
from desktop_agent.runtime.provider.resolve import provider_of
from desktop_agent.runtime.registry import Offer
from desktop_agent.settings import load
from desktop_agent.tasks.windows.task_window import TaskConfirmation
from desktop_agent.ui.preferences.confirm_window import ClickWatch
from desktop_agent.ui.qt.window_places import bring
from desktop_agent.ui.session.task_order import TaskOrder

# The menu is there before the first window, and is opened later.
if TYPE_CHECKING:
    from desktop_agent.tasks.saved.kept_values import KeptForms
    from desktop_agent.tasks.saved.store import TaskFile, TaskStore
    from desktop_agent.tasks.windows.values_window import ValuesWindow


class SavedTaskMenu(QObject):
    """The menu, with one form at a time; `watch` distinguishes a person's clicks from injected ones."""

    offered = Signal(object)  # TaskOrder
    begun = Signal(object)  # TaskOrder
    failed = Signal(object)  # DesktopAgentError

    def __init__(self, parent: QObject | None = None, *, watch: ClickWatch | None = None) -> None:
        super().__init__(parent)
        self._confirmation = TaskConfirmation(watch)
        self._form: ValuesWindow | None = None

    def listed(self) -> Sequence[tuple[str, str]]:
        """Return the name of each task and what lists call it, in the order of their names."""
        store = _store()
        return [(name, store.label(name)) for name in store.names()]

    def templates(self) -> Sequence[tuple[str, str]]:
        """Return the name and the title of each template."""
        return [(file.name, file.task.title) for file in _store().templates()]

    def open(self, name: str) -> None:
        """Ask for a task's confirmation if it has none, then show its form, if it needs one."""
        store = _store()
        try:
            file = store.read(name)
        except SettingsError as error:
            self.failed.emit(error)
            return
        kept = _forms().load(name)
        self._open_confirmed(Chosen(file, kept.values, kept.on_desk))

    def repeat(self, started: RunStarted) -> bool:
        """Open the task that a run carried out, with the values that it had; return whether there is one.

        The steps that a run took by itself need no confirmation, and those of another computer are asked about one by
        one.
        """
        from desktop_agent.tasks.saved.source import repeated_task, run_folder

        folder = run_folder(started)
        try:
            repeated = repeated_task(started, folder)
        except DesktopAgentError as error:
            self.failed.emit(error)
            return True
        if repeated is None:
            return False
        chosen = Chosen(
            repeated.file,
            repeated.values,
            bool(started.desk),
            path=repeated.path,
            is_kept=repeated.is_kept,
            foreign=is_foreign(folder, places().runs),
        )
        if chosen.is_kept:
            self._open_confirmed(chosen)
        else:
            self._ask_values(chosen)
        return True

    def forget_passwords(self, folder: Path) -> None:
        """Drop the values that the run in a folder, which has ended, has found to be passwords."""
        with suppress(RecordError):
            started, _ = read_ends(folder)
            if started is not None and started.source is not None:
                covered = {each.name for each in started.source.values if is_covered(each.text)}
                _forms().drop(started.source.name, covered)

    def close(self) -> None:
        """Close the windows."""
        self._confirmation.end()
        self._close_form()

    def _open_confirmed(self, chosen: Chosen) -> None:
        store = _store()
        if store.is_confirmed(chosen.file):
            self._ask_values(chosen)
        else:
            self._confirmation.ask(store, chosen.file, lambda: self._ask_values(chosen), self.failed.emit)

    def _ask_values(self, chosen: Chosen) -> None:
        task = chosen.file.task
        if not (task.variables or task.steps):
            self._emit_order(chosen, {}, on_desk=False)
            return
        from desktop_agent.tasks.windows.values_window import ValuesWindow

        self._close_form()
        form = ValuesWindow(task, chosen.file.title, chosen.values, on_desk=chosen.on_desk)
        self._form = form
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.destroyed.connect(self._forget)
        form.given.connect(lambda values: self._emit_order(chosen, values, on_desk=form.on_desk))
        bring(form)

    def _emit_order(self, chosen: Chosen, given_values: Mapping[str, str], *, on_desk: bool) -> None:
        if chosen.is_kept and chosen.path is None:
            has_choice = self._form is not None and self._form.offers_desk
            _forms().keep(chosen.file.name, chosen.file.task, given_values, on_desk=on_desk if has_choice else None)
        try:
            allowed = self._form.allowed if self._form is not None else ()
            order = order_of(chosen, given_values, on_desk=on_desk, allowed=allowed)
        except DesktopAgentError as error:
            if self._form is None:
                self.failed.emit(error)
            else:
                self._form.show_error(error)
            return
        self._close_form()
        (self.begun if order.lines else self.offered).emit(order)

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.close()

    def _forget(self) -> None:
        self._form = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that a person has chosen, and what its form begins with; `path` is that of a file that isn't saved here.

    `is_kept`: it is kept somewhere, so that a run can name it. Lines that are `foreign` come from another computer.
    """

    file: TaskFile
    values: Mapping[str, str] = field(default_factory=dict)
    on_desk: bool | None = None
    path: Path | None = None
    is_kept: bool = True
    foreign: bool = False


def order_of(
    chosen: Chosen, given_values: Mapping[str, str], *, on_desk: bool = False, allowed: Sequence[str] = ()
) -> TaskOrder:
    """Return a task as an order for the console; SettingsError for an invalid value, or where it lacks a model.

    `allowed` is where the person lets it work besides what its own terms say, as `--allow` writes it.
    Changes on a desk always wait for the person, whatever the task's receipt setting: they are present.
    """
    from desktop_agent.tasks.saved.carry_out import Wanted, filled_task, spec_of
    from desktop_agent.tasks.saved.source import source_of
    from desktop_agent.tasks.saved.variables import words_of

    file = chosen.file
    source = source_of(file, given_values, path=chosen.path) if chosen.is_kept else None
    wanted: dict[str, object] = {**dict.fromkeys(DESK_FLAGS), "desk": on_desk}
    task, values, head = filled_task(file.task, given_values, wanted)
    settings = {key: value for key, value in given_settings(head).items() if value is not None}
    flags = {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}
    if allowed:
        own = flags.get("run.allow")
        flags["run.allow"] = (*(own if isinstance(own, tuple) else _usual_scope(flags)), *allowed)
    desk = desk_order(head)
    desk = replace(desk, receipt="keep") if desk else None
    if not task.steps:
        return TaskOrder(words_of(task, values, as_steps=_follows_steps(flags)), flags, desk=desk, source=source)
    spec = spec_of(file.book, Wanted(given_values), wanted, foreign=chosen.foreign, source=source)
    if spec.lines and not spec.lines.falls_back:
        flags["provider.name"] = "local"
    return TaskOrder(spec.task, flags, desk=desk, lines=spec.lines, source=source)


def _follows_steps(flags: Mapping[str, object]) -> bool:
    """Return whether the model reads the task as plain steps; if that is unknown, the console reports the error."""
    try:
        return provider_of(load(places().config_file, os.environ, flags).settings, os.environ).embedded
    except DesktopAgentError:
        return False


def _usual_scope(flags: Mapping[str, object]) -> tuple[str, ...]:
    """Return where the person's settings let every run work, as `--allow` writes it."""
    return tuple(map(str, load(places().config_file, os.environ, flags).settings.run.allow))


def _store() -> TaskStore:
    from desktop_agent.tasks.saved.store import TaskStore

    return TaskStore(places().config)


def _forms() -> KeptForms:
    from desktop_agent.tasks.saved.kept_values import KeptForms

    return KeptForms(places().data)


OFFER = Offer(SavedTaskMenu)
