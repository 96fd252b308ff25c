"""What should be true at the end of the next task: a check box among the chips, and a field with a line for each.

Nothing can be expected of no task, so the box comes with the first letter of one.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.qt.widgets import text_label

_MEANS = Message(
    "What should be true at the end? One line for each. The run looks for itself, and the model's word doesn't count."
)
_LIKE = 'file:~/Notes/list.txt contains "milk"'
_LINES = 2


class ExpectLine(QWidget):
    """The field, once the check box is checked, which stands elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.switch = QCheckBox(gettext("Prove it"), self)
        self._field = QPlainTextEdit(self)
        self._field.setAccessibleName(gettext("What should be true at the end?"))
        self._field.setPlaceholderText(tr(_LIKE))
        self._field.setTabChangesFocus(True)
        self._field.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        around = (
            self._field.height() - self._field.viewport().height() + 2 * int(self._field.document().documentMargin())
        )
        self._field.setFixedHeight(self._field.fontMetrics().lineSpacing() * _LINES + max(around, 16))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text_label(_MEANS, "muted"))
        column.addWidget(self._field)
        self.switch.toggled.connect(self._switched)
        self.switch.hide()
        self.hide()

    @property
    def flags(self) -> Mapping[str, object]:
        """Return what is expected, as `section.key`; nothing where the box is not checked."""
        lines = tuple(line.strip() for line in self._field.toPlainText().splitlines() if line.strip())
        return {"run.expect": lines} if self.switch.isChecked() and lines else {}

    def take_over(self, flags: Mapping[str, object]) -> Mapping[str, object]:
        """Show what is expected by these flags, in place of what was written before, and return the other flags."""
        lines = flags.get("run.expect")
        self._field.setPlainText("\n".join(map(str, lines)) if isinstance(lines, tuple) else "")
        self.switch.setChecked(bool(lines))
        return {key: value for key, value in flags.items() if key != "run.expect"}

    def follow(self, *, written: bool, running: bool) -> None:
        """Be there where a task is written, and not while one is running: a change would not hold for it."""
        self.switch.setVisible(not running and (written or self.switch.isChecked()))
        self.setVisible(not running and self.switch.isChecked())

    def _switched(self, on: bool) -> None:  # noqa: FBT001 - Qt's own signal
        self.setVisible(on)
        if on:
            self._field.setFocus()
