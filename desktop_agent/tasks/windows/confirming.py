"""Asks a person to confirm a task by their own click, and shows its complete text."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.paths import places
from desktop_agent.ui.preferences.confirm_window import ClickWatch, Confirmation, ConfirmWords, watched_clicks

if TYPE_CHECKING:
    from desktop_agent.tasks.saved.store import TaskFile, TaskStore


def confirm_words(name: str) -> ConfirmWords:
    """Return the words around the text of a task."""
    return ConfirmWords(
        Message("Confirm only if you want exactly this every time the task runs."),
        f"desktop-agent run {name}",
        Message("Confirm a task"),
        Message("Task text"),
        Message("Let this task run"),
    )


class TaskConfirmation:
    """Asks about one task at a time; `watch` distinguishes a person's clicks from injected ones."""

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
        """Show the text of a task; a yes confirms it and calls `confirmed`, or `failed` if it can't be stored."""

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
