"""The menu of saved tasks in tray and console: the chosen task is put into the console.

There it starts like a task that a person has written: they see its text and its place, and press *Start*. Lines begin
after *Start* in their form, and the console shows how they go.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop_agent.cli.flags import given_settings
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.desk.commands.flags import DESK_FLAGS, desk_order
from desktop_agent.host.provider import provider_of
from desktop_agent.host.registry import Offer
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from desktop_agent.tasks.windows.confirming import TaskConfirmation
from desktop_agent.ui.preferences.confirm_window import ClickWatch
from desktop_agent.ui.qt.window_places import bring
from desktop_agent.ui.session.task_order import TaskOrder

# The menu is there before the first window, and is opened later.
if TYPE_CHECKING:
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
        """Return the name and the title of each task, in the order of their names."""
        store = _store()
        return [(name, store.title(name)) for name in store.names()]

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
        if store.is_confirmed(file):
            self._ask_values(file)
        else:
            self._confirmation.ask(store, file, lambda: self._ask_values(file), self.failed.emit)

    def close(self) -> None:
        """Close the windows."""
        self._confirmation.end()
        self._close_form()

    def _ask_values(self, file: TaskFile) -> None:
        if not (file.task.variables or file.task.steps):
            self._begin(file, {}, on_desk=False)
            return
        from desktop_agent.tasks.windows.values_window import ValuesWindow

        self._close_form()
        form = self._form = ValuesWindow(file.task)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.destroyed.connect(self._forget)
        form.given.connect(lambda values: self._begin(file, values, on_desk=form.on_desk))
        bring(form)

    def _begin(self, file: TaskFile, given_values: Mapping[str, str], *, on_desk: bool) -> None:
        try:
            order = order_of(file, given_values, on_desk=on_desk)
        except DesktopAgentError as error:
            if self._form is None:
                self.failed.emit(error)
            else:
                self._form.tell(error)
            return
        self._close_form()
        (self.begun if order.lines else self.offered).emit(order)

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.close()

    def _forget(self) -> None:
        self._form = None


def order_of(file: TaskFile, given_values: Mapping[str, str], *, on_desk: bool = False) -> TaskOrder:
    """Return a task as an order for the console; SettingsError for an invalid value, or where it lacks a model.

    Changes on a desk always wait for the person, whatever the task's receipt setting: they are present.
    """
    from desktop_agent.tasks.saved.carry_out import Wanted, filled_task, spec_of
    from desktop_agent.tasks.saved.variables import words_of

    wanted: dict[str, object] = {**dict.fromkeys(DESK_FLAGS), "desk": on_desk}
    task, values, head = filled_task(file.task, given_values, wanted)
    settings = {key: value for key, value in given_settings(head).items() if value is not None}
    flags = {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}
    desk = desk_order(head)
    desk = replace(desk, receipt="keep") if desk else None
    if not task.steps:
        return TaskOrder(words_of(task, values, as_steps=_follows_steps(flags)), flags, desk=desk)
    spec = spec_of(file.book, Wanted(given_values), wanted)
    if spec.lines and not spec.lines.falls_back:
        flags["provider.name"] = "local"
    return TaskOrder(spec.task, flags, desk=desk, lines=spec.lines)


def _follows_steps(flags: Mapping[str, object]) -> bool:
    """Return whether the model reads the task as plain steps; if that is unknown, the console reports the error."""
    try:
        return provider_of(load(places().config_file, os.environ, flags).settings, os.environ).embedded
    except DesktopAgentError:
        return False


def _store() -> TaskStore:
    from desktop_agent.tasks.saved.store import TaskStore

    return TaskStore(places().config)


OFFER = Offer(SavedTaskMenu)
