"""A provider that is tried and kept, and what is shown of it: the same in its own window and in Welcome."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.runtime.provider.entry import ModelTrial, ProviderEntry, TryModel
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import set_state, text_label

_AGAIN = Message("Press the button again to keep it anyway.")


class KeepsProvider(QObject):
    """Keeps an entry unless its server refuses it, or could not be tried for the first time; `notice` says so."""

    saved = Signal(str)  # the name of the provider
    tried = Signal(object)  # the ModelTrial of what is not kept yet
    lacks_keyring = Signal(str)  # why the key can't go there

    def __init__(self, file: Path, try_it: TryModel, parts: Sequence[QWidget], parent: QObject) -> None:
        """Take the settings file, and the parts of the window that are disabled meanwhile."""
        super().__init__(parent)
        self._file = file
        self._try_it = try_it
        self._parts = parts
        self._untried: ProviderEntry | None = None  # what could not be tried, and is kept when it is wanted again
        self.notice = text_label()
        self.notice.hide()
        self._working = BackgroundTask(self)
        self._working.done.connect(self._finish)
        self._working.failed.connect(self._fail)

    def start(self, entry: ProviderEntry, *, keep: bool = True, choose: bool = True) -> None:
        """Try the entry, and keep it where it is to be kept; `choose`: as the provider of every run."""
        file = self._file
        try_it = self._try_it
        untried = self._untried
        self._set_busy(busy=True)
        self.show(Message("Trying the model…"), "muted")

        def work() -> str | ModelTrial:
            entry.check(file)
            trial = ModelTrial("works") if keep and entry == untried else entry.tried(file, try_it)
            return trial if trial.why or not keep else entry.save(file, choose=choose)

        self._untried = entry if keep else None
        self._working.start(work)

    def show(self, text: str, role: str) -> None:
        """Show what came of it."""
        set_state(self.notice, "role", role)
        self.notice.setText(text)
        self.notice.show()

    def _finish(self, result: str | ModelTrial) -> None:
        self._set_busy(busy=False)
        if isinstance(result, str):
            self.notice.hide()
            self.saved.emit(result)
            return
        if result.why:
            self.show(sentences(Message("Not tried yet: {doubt}", doubt=result.why), _AGAIN), "warn")
        self.tried.emit(result)

    def _fail(self, error: DesktopAgentError) -> None:
        self._untried = None
        self._set_busy(busy=False)
        self.show(str(error), "bad")
        if isinstance(error, KeyringError):
            self.lacks_keyring.emit(error.message)

    def _set_busy(self, *, busy: bool) -> None:
        for part in self._parts:
            part.setEnabled(not busy)
