"""The line in the console that says how the last task ended, or why none could begin; with the way to its report."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext
from desktop_agent.ui.offers import run_buttons
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import IconButton, set_state, set_tip, text_button, text_label


class OutcomeLine(QWidget):
    """The line that says how a run ended, or why none began.

    For a run with a folder it also has buttons for its report and its files; for a task whose words aren't in the task
    field, a button to run it again.
    """

    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._folder: Path | None = None
        self._words = text_label(selectable=True)
        self._more = text_label(selectable=True)
        self._buttons = run_buttons(self, _open, self._show_error)
        self._dismiss = IconButton("", "cross", lambda: self.show_words(""))
        self._dismiss.setAccessibleName(gettext("Dismiss"))
        set_tip(self._dismiss, Message("Dismiss"))
        self._again = text_button(Message("Run again"), self.again_asked.emit)
        buttons = [self._again, *(button for button, _ in self._buttons), self._dismiss]
        column_of(self, WrapRow(self._words, None, *buttons), self._more, spacing=4)
        self.show_words("")

    @property
    def text(self) -> str:
        """Return what is said."""
        return "\n".join(filter(None, (self._words.text(), self._more.text())))

    @property
    def may_be_replaced(self) -> bool:
        """Return whether it says what was wrong before any run: how a run ended stays until the next begins."""
        return self._folder is None and bool(self._words.property("role") == "bad")

    def show_words(
        self, text: str, role: str = "bad", *, folder: Path | None = None, more: str = "", can_repeat: bool = False
    ) -> None:
        """Say something, or nothing; `folder` is of the run that it is about, and `more` has no colour.

        With `can_repeat`, the run is one that a button runs again.
        """
        self._folder = folder
        self._again.setVisible(can_repeat)
        set_state(self._words, "role", role)
        self._words.setText(text)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        for button, of_slice in self._buttons:
            of_slice.stop()  # a player that opens would be in the way of the next task
            button.setVisible(of_slice.offer(folder))
        self.setVisible(bool(text))

    def _show_error(self, error: DesktopAgentError) -> None:
        self._more.setText(error.window_text)
        self._more.show()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
