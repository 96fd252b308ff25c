"""The first start on one page: what the program does, which model does the work, and a first task."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.texts.message import Message, sentences, tr
from desktop_agent.lib.window_bounds import keep_on_screen, put_in_the_middle
from desktop_agent.presence.promises import promises
from desktop_agent.runtime import registry
from desktop_agent.runtime.provider.choices import FoundModels, find_models
from desktop_agent.runtime.provider.entry import TryModel, try_model
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.providers.keeping import KeepsProvider
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.welcome.checkup import ComputerCheck, RunChecks, look
from desktop_agent.ui.welcome.model_section import ModelSection
from desktop_agent.ui.welcome.share_picture import ShareExplained, is_asked

TITLE = Message("Desktop Agent — Welcome")
_HEADING = Message("Welcome to Desktop Agent")
_TASKS = Message("You write a task. A language model looks at your screen and uses the mouse and keyboard.")
_ASKS = Message("Before anything that can't be undone, a card shows what is about to happen. Only you can approve it.")
_PRACTICE = Message(
    "A practice form opens on this screen, and the built-in model fills it in, which takes one or "
    "two minutes. Nothing leaves this computer, and nothing is actually ordered."
)
_PRACTICE_ASKS = Message("A card asks for your approval, at the latest before it presses “Send”. Try both answers.")
_SIZE = QSize(760, 660)
_WIDEST_PX = 680  # a line of text that is still easy to read
_EDGE_PX = 24
_GAP_PX = 12
_BESIDE_BAR_PX = 6


class Welcome(QWidget):
    """Nothing is written before one of the buttons is pressed and the model has been tried."""

    finished = Signal(bool)  # the choice is kept; whether to start the first task

    def __init__(
        self,
        config_file: Path,
        look: RunChecks = look,
        find: Callable[[], FoundModels] = lambda: find_models(os.environ),
        try_model: TryModel = try_model,
    ) -> None:
        """Take the file for the choice, what checks this computer, what looks for models, and what tries one."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self._find = find
        self._practises = bool(registry.PLACES["practice-task"])
        self._model = ModelSection(config_file.parent / KEY_FILE)
        self._write = text_button(Message("Write a task"), lambda: self._go_on(first_task=False))
        self._start = text_button(Message("Start the first task"), lambda: self._go_on(first_task=True), role="primary")
        self._form = QWidget()
        self._keeping = KeepsProvider(config_file, try_model, (self._form, self._write, self._start), self)
        self._looking = BackgroundTask(self)
        self._wants_task = False
        self._lay_out(look)
        self._model.changed.connect(self._keeping.notice.hide)
        self._model.look_again.connect(lambda: self._looking.start(self._find))
        self._looking.done.connect(self._model.show_found)
        self._keeping.saved.connect(lambda _: self.finished.emit(self._wants_task))
        self._keeping.lacks_keyring.connect(self._ask_place)
        press_with_return(self)
        (self._start if self._practises else self._write).setFocus()
        QTimer.singleShot(0, self, lambda: self._looking.start(find))

    def _lay_out(self, look: RunChecks) -> None:
        promised = promises()
        parts: list[QWidget] = [
            text_label(sentences(_TASKS, _ASKS, promised.takes_over)),
            text_label(Message("Which model should do the work?"), "heading"),
            self._model,
        ]
        if registry.PLACES["computer-check"]:
            parts.append(ComputerCheck(look, brief=True))
        if self._practises:
            parts.append(text_label(Message("Try your first task"), "heading"))
            parts.append(text_label(sentences(_PRACTICE, promised.meanwhile, _PRACTICE_ASKS)))
            if is_asked(os.environ):
                parts.append(ShareExplained())
        column_of(self._form, *parts, spacing=_GAP_PX)
        inside = Page()
        margins = (0, 0, _BESIDE_BAR_PX, 0)
        column_of(inside, text_label(_HEADING, "title"), self._form, None, spacing=_GAP_PX, margins=margins)
        inside.setMaximumWidth(_WIDEST_PX)
        self._page = Scrolling(inside).fill()
        self._page.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QWidget()
        buttons.setLayout(WrapRow(None, self._write, self._start))
        margins = (_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        rows = (self._page, self._keeping.notice, buttons)
        column = column_of(self, *rows, spacing=_GAP_PX, margins=margins, room=self._page)
        self._start.setVisible(self._practises)
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)
        put_in_the_middle(self)

    def _go_on(self, *, first_task: bool) -> None:
        self._wants_task = first_task
        self._keeping.start(self._model.chosen())

    def _ask_place(self, trouble: str) -> None:
        self._model.ask_place(trouble)
        QTimer.singleShot(0, self._page, lambda: self._page.ensureWidgetVisible(self._model))
