"""The menu of saved tasks in tray and console: the chosen task is put into the console.

There it starts like a task that a person has written: they see its text and its place, and press *Start*. Plain steps
need no model: a process of their own plays them after *Start* in their form.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from desktop_agent.cli.flags import given_settings
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.desk.commands.flags import DESK_FLAGS, desk_order
from desktop_agent.host.provider import provider_of
from desktop_agent.host.registry import Offer
from desktop_agent.lib.paths import places
from desktop_agent.settings import load
from desktop_agent.tasks.saved.store import TaskFile, TaskStore
from desktop_agent.tasks.saved.variables import here_and_today, values_for, with_values, words_of
from desktop_agent.tasks.windows.confirming import TaskConfirmation
from desktop_agent.tasks.windows.values_window import ValuesWindow
from desktop_agent.ui.preferences.confirm_window import ClickWatch
from desktop_agent.ui.qt.sway_places import bring
from desktop_agent.ui.session.own_processes import OwnProcesses
from desktop_agent.ui.session.task_order import TaskOrder


class SavedTaskMenu(QObject):
    """The menu, with one form at a time; `watch` distinguishes a person's clicks from injected ones."""

    offered = Signal(object)  # TaskOrder
    failed = Signal(object)  # DesktopAgentError

    def __init__(self, parent: QObject | None = None, *, watch: ClickWatch | None = None) -> None:
        super().__init__(parent)
        self._confirmation = TaskConfirmation(watch)
        self._form: ValuesWindow | None = None
        self._processes = OwnProcesses(self)
        self._processes.failed.connect(lambda message: self.failed.emit(DesktopAgentError(message)))

    def listed(self) -> Sequence[tuple[str, str]]:
        """Return the name and the title of each task, in the order of their names."""
        store = _store()
        return [(name, store.title(name)) for name in store.names()]

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
        """Close the form, and end the steps that are being played."""
        self._confirmation.end()
        self._close_form()
        self._processes.close()

    def _ask_values(self, file: TaskFile) -> None:
        if not (file.task.variables or file.task.steps):
            self._begin(file, {})
            return
        self._close_form()
        form = self._form = ValuesWindow(file.task)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.destroyed.connect(self._forget)
        form.given.connect(lambda values: self._begin(file, values))
        bring(form)

    def _begin(self, file: TaskFile, given_values: Mapping[str, str]) -> None:
        try:
            if not file.task.steps:
                self.offered.emit(order_of(file, given_values))
            else:
                values_for(file.task, given_values, here_and_today())
                self._processes.start(
                    "run", file.name, *(f"--set={name}={text}" for name, text in given_values.items())
                )
        except DesktopAgentError as error:
            if self._form is None:
                self.failed.emit(error)
            else:
                self._form.tell(error)
            return
        self._close_form()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.close()

    def _forget(self) -> None:
        self._form = None


def order_of(file: TaskFile, given_values: Mapping[str, str]) -> TaskOrder:
    """Return a task in words as an order for the console; SettingsError for an invalid value.

    Changes on a desk always wait for the person, whatever the task's receipt setting: they are present.
    """
    values = values_for(file.task, given_values, here_and_today())
    head = with_values(file.task.flags, values)
    desk = desk_order({name: head.get(name) for name in DESK_FLAGS})
    settings = {key: value for key, value in given_settings(head).items() if value is not None}
    flags = {key: tuple(value) if isinstance(value, list) else value for key, value in settings.items()}
    words = words_of(file.task, values, as_steps=_follows_steps(flags))
    return TaskOrder(words, flags, desk=replace(desk, receipt="keep") if desk else None)


def _follows_steps(flags: Mapping[str, object]) -> bool:
    """Return whether the model reads the task as plain steps; if that is unknown, the console reports the error."""
    try:
        return provider_of(load(places().config_file, os.environ, flags).settings, os.environ).embedded
    except DesktopAgentError:
        return False


def _store() -> TaskStore:
    return TaskStore(places().config)


OFFER = Offer(SavedTaskMenu)
