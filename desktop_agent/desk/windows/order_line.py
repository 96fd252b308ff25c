"""The switch in the console for doing a task on a side desk, with the desk's folders and hosts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.run.ports import DeskOrder
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

MEANS = Message("You can keep working. None of the task's changes take effect until you review and approve them.")
_TRYING = Message("Checking whether this computer supports side desks…")
_NO_FOLDER = Message("None, or the folders you list here")
_NO_HOST = Message("None, or only the hosts you list here: example.org")
_APART = ";"


def _try_here() -> object:
    """Start a test desk on this computer; DeskError if it cannot have one."""
    from desktop_agent.desk.runs.desks import how_desks_work

    return how_desks_work()


class DeskLine(QWidget):
    """One line each for folders and hosts, visible while the check box is checked; the box itself lies elsewhere."""

    changed = Signal()

    def __init__(self, attempt: Callable[[], object], parent: QWidget | None = None) -> None:
        """Start unchecked; `attempt` runs on its own thread, and raises DesktopAgentError if there can be no desk."""
        super().__init__(parent)
        self._attempt = attempt
        self._works = False
        self._trial = BackgroundTask(self)
        self._trial.done.connect(self._on_supported)
        self._trial.failed.connect(self._on_unsupported)
        self._switch = QCheckBox(gettext("On a side desk"), self)
        self._words = text_label(MEANS, "muted")
        self._folders = QLineEdit(self)
        self._hosts = QLineEdit(self)
        self._more = QWidget(self)
        grid = QGridLayout(self._more)
        grid.setContentsMargins(0, 0, 0, 0)
        for row, (label, field, name) in enumerate(
            (
                (Message("Folders:"), self._folders, Message("Folders it sees")),
                (Message("Network:"), self._hosts, Message("Hosts it reaches")),
            )
        ):
            field.setAccessibleName(tr(name))
            grid.addWidget(text_label(label, "muted", wraps=False), row, 0)
            grid.addWidget(field, row, 1)
        grid.addWidget(text_button(Message("Add…"), self._ask_folder, name=Message("Add a folder it can see")), 0, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._words, self._more):
            column.addWidget(widget)
        self._folders.setPlaceholderText(tr(_NO_FOLDER))
        self._hosts.setPlaceholderText(tr(_NO_HOST))
        self._switch.toggled.connect(self._on_switched)
        self._update_visibility()

    @property
    def switch(self) -> QWidget:
        """Return the check box."""
        return self._switch

    @property
    def widget(self) -> QWidget:
        """Return the lines that belong to the check box."""
        return self

    @property
    def is_on(self) -> bool:
        """Return whether the next task is done on a desk."""
        return self._switch.isChecked()

    @property
    def order(self) -> DeskOrder | None:
        """Return the order for the next task's desk; None without one."""
        if not self.is_on:
            return None
        return DeskOrder(
            tuple(Path(name).expanduser() for name in _field_parts(self._folders)), _field_parts(self._hosts)
        )

    def take_over(self, order: DeskOrder | None) -> None:
        """Show a given order, or none; how its documents are settled is decided at the end."""
        self._folders.setText(f"{_APART} ".join(map(str, order.folders)) if order else "")
        self._hosts.setText(f"{_APART} ".join(order.hosts) if order else "")
        self._switch.setChecked(order is not None)

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Allow no change while a task is running, as it wouldn't affect that task."""
        self._switch.setVisible(not running)
        self.setVisible(not running)

    def _on_switched(self) -> None:
        if self.is_on and not self._works:
            self._set_note(_TRYING, "muted")
            self._trial.start(self._attempt)
        else:
            self._set_note(MEANS, "muted")
        self._update_visibility()
        self.changed.emit()

    def _on_supported(self, _how: object) -> None:
        self._works = True
        self._set_note(MEANS, "muted")

    def _on_unsupported(self, error: DesktopAgentError) -> None:
        self._switch.setChecked(False)
        self._set_note(str(error), "warn")
        self._update_visibility()

    def _set_note(self, words: str, role: str) -> None:
        set_state(self._words, "role", role)
        self._words.setText(words)

    def _update_visibility(self) -> None:
        self._more.setVisible(self.is_on)
        self._words.setVisible(self.is_on or self._words.property("role") == "warn")

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, gettext("A folder the side desk can see — Desktop Agent"))
        if path:
            self._folders.setText(f"{_APART} ".join((*_field_parts(self._folders), path)))


def _field_parts(field: QLineEdit) -> tuple[str, ...]:
    return tuple(part.strip() for part in field.text().split(_APART) if part.strip())


OFFER = Offer(lambda parent: DeskLine(_try_here, parent))
