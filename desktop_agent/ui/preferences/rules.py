"""The person's own rules: a table, and a form for one rule, checked as the rules in the file are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message, join
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.policy.rule import VERDICTS
from desktop_agent.settings.edit import RULES, put_rule, remove_rule, value_in
from desktop_agent.ui.preferences.fields import VERDICT_WORDS
from desktop_agent.ui.preferences.lists import ListEntry, ListOfLines
from desktop_agent.ui.preferences.row import scrolled
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.widgets import ComboBox, text_button, text_label

if TYPE_CHECKING:
    from desktop_agent.ui.preferences.fields import Preferences

RuleTable = Mapping[str, object]
TITLE = Message("Desktop Agent — Rule")
# The keys of a rule in the file, with their labels and examples.
_TEXTS = {
    "name": (Message("Name"), Message("a name for lists")),
    "action": (Message("Actions"), "click; type"),
    "chord": (Message("Keys"), "ctrl+w; alt+f4"),
    "text": (Message("Text"), Message("words, or a pattern such as invoice.*")),
    "scheme": (Message("Address begins with"), "https; mailto"),
    "host": (Message("Hosts"), "*.example.org"),
    "application": (Message("Applications"), "/usr/bin/thunderbird; firefox*"),
    "title": (Message("Window title"), Message("words, or a pattern such as .* - Mail")),
    "region": (Message("Part of the screen"), "0,0,800,600"),
    "from": (Message("From"), "22:30"),
    "to": (Message("To"), "07:00"),
}
_SEVERAL = {"action", "chord", "scheme", "host", "application"}


class RulesList(ListOfLines):
    """The rules in the file, with buttons to add, change and remove one."""

    def __init__(self, preferences: Preferences, changed: Callable[[], None]) -> None:
        """Show what the file holds; `changed` is called after each change."""
        super().__init__(
            Message("Your own rules"),
            (Message("Name"), Message("Decision"), Message("Applies to")),
            2,
            Message("Remove"),
            Message("You have no rules of your own."),
        )
        self._file, self._in_words, self._changed = preferences.file, preferences.in_words, changed
        self._open: RuleForm | None = None
        name = self.table.accessibleName()
        change = text_button(Message("Change…"), self._edit, name=Message("Change ({name})", name=name))
        self.buttons.addWidget(
            text_button(Message("Add rule…"), self._add, name=Message("Add rule ({name})", name=name))
        )
        self.buttons.addWidget(change)
        self.for_chosen(change)
        self.table.itemDoubleClicked.connect(lambda _item: self._edit())
        self.refresh()

    def refresh(self) -> None:
        """Read the file again."""
        try:
            tables = tables_in(self._file)
        except SettingsError as error:
            self.show_lines((), self._in_words(error))
            return
        self.show_lines([
            ListEntry((_written(table.get("name")) or Message("rule {part}", part=at + 1),
                 _decision(table), _where(table)),
                 partial(self._remove, at))
            for at, table in enumerate(tables)
        ])  # fmt: skip

    def _remove(self, at: int) -> None:
        remove_rule(self._file, at)
        self._changed()

    def _add(self) -> None:
        self._show_form({}, None)

    def _edit(self) -> None:
        at = self.chosen
        if at >= 0:
            self._show_form(tables_in(self._file)[at], at)

    def _show_form(self, table: RuleTable, at: int | None) -> None:
        self._open = RuleForm(table, lambda rule: put_rule(self._file, rule, at), self._in_words, self)
        self._open.accepted.connect(self._changed)
        self._open.open()


class RuleForm(QDialog):
    """One rule: all fields that are filled in must match."""

    def __init__(
        self, table: RuleTable, keep: Callable[[RuleTable], None], in_words: Callable[[object], str], parent: QWidget
    ) -> None:
        """Show a rule; `keep` writes it or raises SettingsError, and `in_words` turns that into a text."""
        super().__init__(parent)
        self._in_words = in_words
        self.setWindowTitle(tr(TITLE))
        self._keep = keep
        self._verdict = ComboBox()
        for verdict in VERDICTS:
            self._verdict.addItem(tr(VERDICT_WORDS[verdict]), verdict)
        self._verdict.setCurrentIndex(max(self._verdict.findData(_written(table.get("verdict")) or "ask"), 0))
        self._verdict.setMinimumHeight(QLineEdit().sizeHint().height())
        self._verdict.setAccessibleName(gettext("Decision"))
        self._texts = {key: QLineEdit(_written(table.get(key))) for key in _TEXTS}
        self._error = text_label(role="bad")
        self._error.hide()
        self._lay_out()

    def accept(self) -> None:
        """Write the rule; the form shows what is wrong with it."""
        try:
            self._keep(self._table())
        except SettingsError as error:
            self._error.setText(self._in_words(error))
            self._error.show()
            return
        super().accept()

    def _table(self) -> RuleTable:
        table: dict[str, object] = {"verdict": self._verdict.currentData()}
        for key, line in self._texts.items():
            text = line.text().strip()
            if text:
                table[key] = _several(text) if key in _SEVERAL else text
        return table

    def _lay_out(self) -> None:
        fields = QWidget()
        form = QFormLayout(fields)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(gettext("Decision"), self._verdict)
        for key, (label, example) in _TEXTS.items():
            self._texts[key].setAccessibleName(tr(label))
            self._texts[key].setPlaceholderText(tr(example))
            form.addRow(tr(label), self._texts[key])
        head = text_label(
            Message("A rule applies where all filled-in fields match. Separate several words with “;”."), "muted"
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        for standard, words in (
            (buttons.StandardButton.Save, Message("Save")),
            (buttons.StandardButton.Cancel, Message("Cancel")),
        ):
            button = buttons.button(standard)
            button.setText(tr(words))
            button.setAccessibleName(tr(words))
            button.setIcon(QIcon())  # the desktop's icons do not match ours
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for each in (head, scrolled(fields, Message("Rule")), self._error, buttons):
            layout.addWidget(each)
        FollowsHeight(self, layout, small=True)
        keep_on_screen(self, QSize(500, 620))


def tables_in(file: Path) -> list[RuleTable]:
    """Return the rules as the file has them; SettingsError where it cannot be read."""
    rules = value_in(file, RULES)
    return [table for table in rules if isinstance(table, Mapping)] if isinstance(rules, list) else []


def _decision(table: RuleTable) -> str:
    verdict = _written(table.get("verdict"))
    return next((words for each, words in VERDICT_WORDS.items() if each == verdict), verdict)


def _where(table: RuleTable) -> str:
    parts = [
        Message("{label}: {written}", label=_TEXTS[key][0], written=_written(table[key]))
        for key in _TEXTS
        if key in table and key != "name"
    ]
    return join(" · ", parts) or Message("everywhere")


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case list():
            return "; ".join(map(str, value))
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _several(text: str) -> object:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return parts[0] if len(parts) == 1 else parts
