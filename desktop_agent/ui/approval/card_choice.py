"""One of a few, chosen by a person's own click: how far the program may go in an application, and for how long."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.widgets import set_state, text_label


class ChoiceRow(QWidget):
    """Buttons of which one is chosen.

    They are not checkable: an assistive program can toggle what is, without a click.
    """

    doubted = Signal(str)
    changed = Signal()

    def __init__(self, label: str, names: Mapping[str, str], chosen: str, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        self._label = label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        head = text_label(label, "muted")
        head.setFixedWidth(104)
        row.addWidget(head)
        self._buttons = {name: ProvenButton(text, guard) for name, text in names.items()}
        for name, button in self._buttons.items():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            (button.proven if proof else button.clicked).connect(lambda *_, name=name: self.choose(name))
            button.doubted.connect(self.doubted.emit)
            row.addWidget(button)
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Make one the chosen one."""
        self.chosen = name
        for other, button in self._buttons.items():
            set_state(button, "chosen", "true" if other == name else "false")
            button.setAccessibleName(f"{self._label}: {button.text()}")
            button.setAccessibleDescription("chosen" if other == name else "not chosen")
        self.changed.emit()
