"""What stands under the task field: examples while it is empty, and what is not understood of the steps in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.offline.plan.unknown import UnknownStep
from desktop_agent.screen.commands import SAVE_AS, label_here
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_EDITOR = "mousepad"
IN_OWN_WORDS = (
    "Write a shopping list in the text editor",
    "Make a folder for this month in Documents",
    "Find the newest file in Downloads and open it",
)
_LONGEST = 80


def plain_steps() -> tuple[str, ...]:
    """Return examples for the built-in model, which finds what it reads: with the words that the editor shows here."""
    dialog, menu, entry = (label_here(name, _EDITOR) for name in SAVE_AS)
    return (
        (
            Message(
                'open "Mousepad"; type "Milk, eggs, bread"; press ctrl+s; wait for "{dialog}"; type '
                '"shopping.txt"; press enter; wait until "{dialog2}" is gone',
                dialog=dialog,
                dialog2=dialog,
            )
        ),
        f'click "{menu}"; click "{entry}"',
        'fill "Name" with "Anna"; tick "Newsletter"',
    )


class TaskHints(QWidget):
    """A sentence and buttons; pressing one writes its text into the task."""

    taken = Signal(str)  # an example
    mended = Signal()  # the step should be what it was probably meant to be

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._buttons: list[QPushButton] = []
        self._words = text_label(role="muted")
        self._words.setAccessibleName(tr("Hint"))
        self._row = WrapRow(spacing=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(self._row)
        self.clear()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def clear(self) -> None:
        """Show nothing."""
        self._show("", "muted", ())

    def offer(self, examples: tuple[str, ...]) -> None:
        """Offer tasks to begin with."""
        self._show("For example:", "muted", examples)

    def blame(self, step: UnknownStep, *, wholly: bool) -> None:
        """Say what is not understood, `wholly` with all that could be said instead."""
        meant = (Message("Change it to {near}", near=step.near),) if step.near else ()
        self._show(step.message if wholly else step.brief, "warn", meant, mends=True)

    def _show(self, words: str, role: str, choices: tuple[str, ...], *, mends: bool = False) -> None:
        set_state(self._words, "role", role)
        self._words.setText(words)
        self.setVisible(bool(words))
        if choices == self._shown:
            return
        self._shown = choices
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(text, mends=mends) for text in choices]
        for button in self._buttons:
            self._row.addWidget(button)
        self.updateGeometry()

    def _button(self, text: str, *, mends: bool) -> QPushButton:
        # An ampersand would become a mnemonic.
        button = text_button(visible(text, _LONGEST).replace("&", "&&"), name=text)
        set_state(button, "dense", "true")
        if mends:
            button.clicked.connect(lambda *_: self.mended.emit())
        else:
            button.clicked.connect(lambda *_: self.taken.emit(text))
        return button
