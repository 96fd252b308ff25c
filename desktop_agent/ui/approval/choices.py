"""The choices on a card: how far a program may go in an application, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.answer_words import LEVELS
from desktop_agent.core.decision import Duration, Target
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.programs import BROWSERS
from desktop_agent.core.translation import tr
from desktop_agent.policy import applications
from desktop_agent.policy.programs import is_one_of, short_name
from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.widgets import set_state, text_label

_WORDS = {"look": "Look", "click": "Harmless", "everything": "Nearly all"}  # on the smallest screens
# For one act there is a button of its own.
DURATIONS: Final[Sequence[tuple[Duration, str]]] = (("run", "This task"), ("always", "Always"))
_LONGEST_PLACE, _SHORT = 60, 12


class ChoiceRow(QWidget):
    """One of a few, chosen by a person's own click; below each other where their words are long.

    The buttons are not checkable: an assistive program can toggle what is, without a click.
    """

    doubted = Signal()
    changed = Signal()

    def __init__(self, label: str, names: Sequence[tuple[str, str]], chosen: str, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        self._label, self._names = label, dict(names)
        self._long = any(len(text) > _SHORT for _, text in names)
        self._head = text_label(label, "muted")
        self._buttons = {name: ProvenButton(text, guard) for name, text in names}
        for name, button in self._buttons.items():
            (button.proven if proof else button.clicked).connect(lambda *_, name=name: self.choose(name))
            button.doubted.connect(self.doubted.emit)
        self._lay_out()
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Make one the chosen one."""
        self.chosen = name
        for other, button in self._buttons.items():
            set_state(button, "chosen", "true" if other == name else "false")
            button.setAccessibleName(tr(f"{self._label}: {self._names[other]}"))
            button.setAccessibleDescription(tr("chosen" if other == name else "not chosen"))
        self.changed.emit()

    def set_dense(self, *, dense: bool, flat: bool) -> None:
        """Put the lines closer together, or apart again; `flat`: side by side, in a word each."""
        below = self._long and not flat
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if below else way.LeftToRight)
        self._rows.setSpacing(2 if dense else 4)
        self._head.setVisible(not flat or not self._long)
        for name, button in self._buttons.items():
            button.setText(_WORDS[name] if flat and self._long else self._names[name])
            set_state(button, "line", "true" if below else "false")
        self.updateGeometry()

    def _lay_out(self) -> None:
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self._head)
        for button in self._buttons.values():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._rows.addWidget(button)
        self.set_dense(dense=False, flat=False)


class AccessChoice(QWidget):
    """How far the program may go in the application that is asked about, and for how long."""

    doubted = Signal()
    changed = Signal()

    def __init__(self, target: Target, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        self._level = ChoiceRow(
            Message("In {target} it may do", target=place_of(target)), LEVELS, first_level(target), guard, proof=proof
        )
        self._duration = ChoiceRow("For how long", DURATIONS, "run", guard, proof=proof)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for row in (self._level, self._duration):
            row.doubted.connect(self.doubted.emit)
            column.addWidget(row)
        self._level.changed.connect(self.changed.emit)

    @property
    def level(self) -> AccessLevel:
        """Return how far it may go."""
        return next(level for level, _ in LEVELS if level == self._level.chosen)

    @property
    def duration(self) -> Duration:
        """Return for how long."""
        return next(one for one, _ in DURATIONS if one == self._duration.chosen)

    def choose(self, level: AccessLevel) -> None:
        """Choose a level."""
        self._level.choose(level)

    def set_dense(self, *, dense: bool, flat: bool) -> None:
        """Put the lines closer together, or apart again; `flat` where there is no room for a line a level."""
        for row in (self._level, self._duration):
            row.set_dense(dense=dense, flat=flat)
        self.updateGeometry()


def first_level(target: Target) -> AccessLevel:
    """Return the level that is chosen at first: a page calls its buttons what it likes."""
    if applications.sensitive(target.window):
        return "look"
    return "click" if target.site or is_one_of(target.window, BROWSERS) else "everything"


def place_of(target: Target) -> str:
    """Return what is let in, as people call it: a program, or a site in it."""
    program = short_name(target.window)
    host = urlsplit(target.site).netloc
    return visible(Message("{host} in {program}", host=host, program=program) if host else program, _LONGEST_PLACE)
