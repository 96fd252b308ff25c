"""The *Guide* window: what a run did, as steps for others to follow, before it is written to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.studio.howto.crop import pictures_of
from desktop_agent.studio.howto.edits import Draft, write_draft
from desktop_agent.studio.howto.make import GuideKind, draft_of, make_guide
from desktop_agent.studio.windows.howto.step_list import StepList
from desktop_agent.studio.windows.howto.step_pane import StepPane
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.panes import Panes
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

TITLE = "Desktop Agent — Guide"
_SIZE = QSize(1040, 640)
_SHARES = (400, 600)
_LONGEST_TITLE = 300
_KINDS: tuple[tuple[GuideKind, str], ...] = (("html", "HTML"), ("markdown", "Markdown"), ("pdf", "PDF"))


def open_guide(folder: Path, *, opener: Callable[[QUrl], object] = QDesktopServices.openUrl) -> GuideWindow:
    """Show the window for the run in a folder; RecordError where it cannot be read. Closing destroys it.

    Keep a reference until its `destroyed`. `opener` shows a written file in another program.
    """
    window = GuideWindow(folder, draft_of(folder), opener)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


class GuideWindow(QWidget):
    """Edits one how-to. What is changed is kept beside the run when a file is written and when the window closes."""

    def __init__(self, folder: Path, draft: Draft, opener: Callable[[QUrl], object]) -> None:
        """Build the window with a draft in it."""
        super().__init__()
        self._folder, self._opener, self._kept = folder, opener, draft
        self.title = QLineEdit(draft.title)
        self.title.setMaxLength(_LONGEST_TITLE)
        self.title.setAccessibleName(tr("Title of the guide"))
        self.steps, self.pane = StepList(), StepPane()
        self._status = text_label(role="muted", selectable=True)
        self._writing = BackgroundTask(self)
        self._writing.done.connect(self._written)
        self._writing.failed.connect(self._failed)
        self._build()
        self.steps.chosen.connect(self._show_step)
        self.steps.changed.connect(self._say_nothing)
        self.pane.renamed.connect(self._rename)
        self.steps.show_steps(draft.steps)

    @property
    def draft(self) -> Draft:
        """Return the how-to as it stands now."""
        return Draft(self.title.text().strip() or self._kept.title, self.steps.steps)

    def export(self, kind: GuideKind) -> None:
        """Write a file of this kind beside the run, and open it."""
        if not self._keep():
            return
        folder, draft = self._folder, self.draft
        self._status.setText(tr("Writing the guide…"))
        self._writing.start(lambda: make_guide(folder, [kind], draft=draft))

    def _build(self) -> None:
        self.setWindowTitle(tr(TITLE))
        inside = Page()
        around = QVBoxLayout(inside)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Panes((self.steps, self.pane), _SHARES, stretch=(2, 3)))
        buttons = WrapRow()
        buttons.addWidget(text_label("Write as", wraps=False))
        for number, (kind, name) in enumerate(_KINDS):
            role = "" if number else "primary"
            button = text_button(
                name, partial(self.export, kind), role=role, name=Message("Write as {name}", name=name)
            )
            buttons.addWidget(button)
        buttons.spring()
        buttons.addWidget(text_button("Close", self.close))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(self.title)
        layout.addWidget(Scrolling(inside, "Steps").fill(), 1)
        layout.addWidget(self._status)
        layout.addLayout(buttons)
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.steps.view.setFocus()

    def _show_step(self) -> None:
        step = self.steps.current
        picture = next(pictures_of(self._folder, [step]), None) if step else None
        self.pane.show_step(step.text if step else "", picture.data if picture else b"")

    def _rename(self, text: str) -> None:
        step = self.steps.current
        if step is not None and text.strip():
            self.steps.rename(replace(step, text=text))

    def _keep(self) -> bool:
        """Keep what was changed, and tell whether that went well."""
        draft = self.draft
        if draft == self._kept:
            return True
        try:
            write_draft(self._folder, draft)
        except DesktopAgentError as error:
            self._failed(error)
            return False
        self._kept = draft
        return True

    def _say_nothing(self) -> None:
        self._status.setText("")

    def _written(self, paths: object) -> None:
        if isinstance(paths, list):
            self._status.setText(tr(Message("Written: {paths}", paths=paths[0])))
            self._opener(QUrl.fromLocalFile(str(paths[0])))

    def _failed(self, error: object) -> None:
        self._status.setText(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was changed; where that fails the window stays, and says why."""
        if self._keep():
            self._writing.drop()
            event.accept()
        else:
            event.ignore()
