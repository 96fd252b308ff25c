"""Has a task confirmed by a person's own click, which sees all of its text."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.tasks.saved.store import TaskFile, TaskStore
from desktop_agent.ui.preferences.confirm_window import ClickWatch, Confirmation, ConfirmWords, watched_clicks


def confirm_words(name: str) -> ConfirmWords:
    """Return what is said around the text of a task."""
    return ConfirmWords(
        Message("Confirm only if you want exactly this every time the task runs."),
        f"desktop-agent tasks run {name}",
        Message("Confirm a task"),
        Message("Task text"),
        Message("Let this task run"),
    )


class TaskConfirmation:
    """Asks about one task at a time; `watch` tells a person's click from a program's."""

    def __init__(self, watch: ClickWatch | None = None) -> None:
        self._asking = Confirmation(watch or partial(watched_clicks, places().config_file, os.environ))

    def ask(
        self,
        store: TaskStore,
        file: TaskFile,
        confirmed: Callable[[], object],
        failed: Callable[[SettingsError], object],
        sibling: QWidget | None = None,
    ) -> None:
        """Show the text of a task; on a yes it is confirmed, and `confirmed` is called, else `failed`."""

        def confirm() -> None:
            try:
                store.confirm(file)
            except SettingsError as error:
                failed(error)
            else:
                confirmed()

        self._asking.ask(file.text.rstrip("\n").split("\n"), confirm_words(file.name), confirm, sibling)

    def end(self) -> None:
        """Close the window that asks."""
        self._asking.end()
