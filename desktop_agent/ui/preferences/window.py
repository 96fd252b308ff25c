"""The Settings window: common settings and their values' origins; changes are saved at once, for the next run."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desktop_agent.core.texts.message import Message, sentences, template, tr
from desktop_agent.lib.setting import Setting
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.policy.remembered_approvals import RememberedApprovals
from desktop_agent.runtime.provider.resolve import where_sent
from desktop_agent.settings import confirmed
from desktop_agent.settings.answers import APPLICATIONS, REMEMBERED, AppPermissionStore, RememberedAnswers
from desktop_agent.settings.autostart import autostart
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.ui.preferences.confirm_window import ClickWatch, UnconfirmedChanges, click_watch
from desktop_agent.ui.preferences.fields import (
    ANOTHER_SERVER,
    MODELS,
    MORE_PROVIDERS,
    PAGES,
    PRIVACY,
    PROGRAM,
    RULES,
    WHERE,
    Preferences,
    choose,
    other_words,
)
from desktop_agent.ui.preferences.lists import add_secret, allowed_apps, remembered_answers, stored_secrets
from desktop_agent.ui.preferences.row import NAME as AUTOSTART
from desktop_agent.ui.preferences.row import AutostartRow, FieldRow, LabelledRow
from desktop_agent.ui.provider_dialog import open_dialog
from desktop_agent.ui.qt.layout import FollowsHeight, Page, PageSearch, Scrolling, WrapRow, column_of, row_of
from desktop_agent.ui.qt.theme import use_theme
from desktop_agent.ui.qt.widgets import text_button, text_label

TITLE = Message("Desktop Agent — Settings")
_LOOK_MS = 1000
_SIZE = QSize(920, 640)
_TO_REMOVE = Message(
    "To remove the program, and all that it keeps in your folders, run in a terminal: "
    "desktop-agent setup --remove --everything"
)
# what people call a list, besides its title
_CALLED_ALLOWED = Message("program, site, permission, remove, take back")
_CALLED_ANSWERS = Message("answers for always, yes, remove, take back")
_CALLED_SECRETS = Message("password, add, remove, delete")
_PAGE_RANK = 5  # above those of the parts
_NOTE = Message("Changes are saved immediately and apply to the next run.")
_OTHER_SETTINGS = template("Other settings are in the file {file}; Help lists them all under “settings”.")


def open_preferences(
    config_file: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    approval_memory: RememberedApprovals | None = None,
    page: str = MODELS,
    watch: ClickWatch | None = None,
) -> PreferencesWindow:
    """Show the window; it is destroyed when it is closed. Keep a reference until its `destroyed`.

    `approval_memory` is that of the current run; `page` is one of PAGES; `watch` distinguishes a person's click from a
    program's.
    """
    window = PreferencesWindow(config_file, environment, watch or partial(click_watch, config_file, environment))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.watch(approval_memory)
    window.choose(page)
    window.show()
    return window


class PreferencesWindow(QWidget):
    """Pages of settings."""

    changed = Signal()  # a setting was written

    def __init__(self, config_file: Path, environment: Mapping[str, str], watch: ClickWatch) -> None:
        super().__init__()
        # From here on, other changes are by other programs, even before the first run.
        confirmed.trust_initial(config_file.parent)
        self._preferences = Preferences(config_file, environment)
        self._rows: dict[FieldRow, str] = {}  # with the names of their pages
        self._parts: list[_SearchablePart] = []  # all that a search is about
        self._error = text_label(role="bad")
        self._unconfirmed = UnconfirmedChanges(config_file.parent, self._written, watch)
        self._where = text_label()
        self._change = text_button(Message("Change…"), self._change_provider, name=Message("Change provider"))
        self._memory: RememberedApprovals | None = None
        self._allowed_apps = allowed_apps(lambda: AppPermissionStore(config_file.parent / APPLICATIONS))
        self._answers = remembered_answers(
            lambda: RememberedAnswers(config_file.parent / REMEMBERED), lambda: self._memory
        )
        self._secrets = stored_secrets(SecretStore(config_file.parent), self._add_secret)
        self._autostart = AutostartRow(autostart(environment))
        self._search = PageSearch(self, self._filter_rows)
        self._pages = QStackedWidget()
        self._names = self._search.names
        self._build(config_file)
        self._show_values()
        self._look = QTimer(self, interval=_LOOK_MS)
        for part in (self._answers, self._autostart, self._secrets):
            self._look.timeout.connect(part.refresh)

    def watch(self, approval_memory: RememberedApprovals | None) -> None:
        """Show the remembered approvals of a run; None: no run is active."""
        self._memory = approval_memory
        self._answers.refresh()

    def choose(self, page: str) -> None:
        """Turn to a page."""
        self._names.setCurrentRow(list(PAGES).index(page) if page in PAGES else 0)

    def _build(self, config_file: Path) -> None:
        self.setWindowTitle(tr(TITLE))
        self._names.addItems([tr(page) for page in PAGES])
        self._names.ensurePolished()
        self._search.setFixedWidth(self._names.sizeHintForColumn(0) + 2 * self._names.frameWidth())
        self._names.currentRowChanged.connect(self._pages.setCurrentIndex)
        for name in PAGES:
            self._pages.addWidget(self._page(name))
        both = row_of(None, self._search, self._pages, room=self._pages)
        foot = text_label(sentences(_NOTE, Message(_OTHER_SETTINGS, file=config_file)), "muted", selectable=True)
        layout = column_of(self, self._error, self._unconfirmed, both, foot, margins=None, room=both)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        FollowsHeight(self, layout)
        keep_on_screen(self, _SIZE)

    def _filter_rows(self, words: str) -> bool:
        """Show only what these words are about, and the pages that have some of it; return whether there is any.

        Turn to the first page whose title, or the title of a part of which, has them; else to the first one.
        """
        wanted = words.casefold().split()
        ranks = {name: _PAGE_RANK for name in PAGES if _has(_in_both(name), wanted)}
        for part in self._parts:
            rank = part.rank(wanted)
            for widget in part.widgets:
                widget.setVisible(rank > 0)
            if rank:
                ranks[part.page] = max(ranks.get(part.page, 0), rank)
        names = list(PAGES)
        for number, name in enumerate(names):
            self._names.setRowHidden(number, name not in ranks)
        if wanted and ranks:
            self._names.setCurrentRow(names.index(max(ranks, key=ranks.__getitem__)))
        self._pages.setVisible(bool(ranks))
        return bool(ranks)

    def _page(self, name: str) -> Scrolling:
        content = Page()
        layout = column_of(content, text_label(name, "title"), margins=(12, 4, 12, 4))
        for field in PAGES[name]:
            if field not in RULES:
                layout.addWidget(self._row(name, field))
            if field.key == "provider.name":
                layout.addWidget(self._where_row())
        if name == WHERE:
            self._add_section(layout, name, Message("Always allowed"), _CALLED_ALLOWED, self._allowed_apps)
            self._add_section(layout, name, Message("Remembered answers"), _CALLED_ANSWERS, self._answers)
            layout.addWidget(text_label(Message("What you're asked about"), "heading"))
            for field in RULES:
                layout.addWidget(self._row(name, field))
        if name == PRIVACY:
            self._add_section(layout, name, Message("Secrets"), _CALLED_SECRETS, self._secrets)
        if name == PROGRAM:
            if sys.platform == "linux":
                layout.addWidget(self._autostart)
                self._parts.append(_SearchablePart(name, AUTOSTART, Message("log in, startup"), (self._autostart,)))
            remove = text_label(_TO_REMOVE, selectable=True)
            row = LabelledRow(text_label(Message("Remove it")), remove, column_of(None, remove))
            layout.addWidget(row)
            self._parts.append(
                _SearchablePart(name, Message("Remove it"), Message("uninstall, delete"), (row,), _TO_REMOVE)
            )
        layout.addStretch(1)
        return Scrolling(content, Message("{name} page", name=name)).fill()

    def _row(self, page: str, field: Setting) -> FieldRow:
        row = FieldRow(self._preferences.with_choices(field), self._preferences, self._written)
        self._rows[row] = page
        about = f"{tr(field.says)} {field.says} {field.key}"
        self._parts.append(_SearchablePart(page, field.title, other_words(field), (row,), about))
        if field.key == "provider.name":
            row.editor.activated.connect(partial(self._follow_choice, row))  # type: ignore[attr-defined]
        return row

    def _where_row(self) -> LabelledRow:
        """Return the row that says where pictures go, with the button that changes it."""
        where = column_of(None, self._where, WrapRow(self._change), spacing=6)
        title = Message("Where pictures go")
        row = LabelledRow(text_label(title), self._change, where)
        self._parts.append(_SearchablePart(MODELS, title, Message("server, address, wrong key, remove a key"), (row,)))
        return row

    def _add_section(self, layout: QVBoxLayout, page: str, title: str, other_words: str, section: QWidget) -> None:
        heading = text_label(title, "heading")
        layout.addWidget(heading)
        layout.addWidget(section)
        self._parts.append(_SearchablePart(page, title, other_words, (heading, section)))

    def _written(self) -> None:
        self._preferences.reload()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            use_theme(app, self._preferences.settings.ui.theme)
        self._show_values()
        self.changed.emit()

    def _follow_choice(self, row: FieldRow, chosen: int) -> None:
        match row.editor.itemData(chosen):  # type: ignore[attr-defined]
            case str() as name if name == ANOTHER_SERVER:
                self._ask_provider("")
            case str() as name if name == MORE_PROVIDERS:
                self._preferences.shows_all_providers = True
                self._show_values()
                row.editor.showPopup()  # type: ignore[attr-defined]
            case _:
                pass

    def _add_secret(self) -> None:
        add_secret(self, SecretStore(self._preferences.file.parent), self._secrets.refresh)

    def _change_provider(self) -> None:
        self._ask_provider(self._preferences.profile.name)

    def _ask_provider(self, name: str) -> None:
        """Show the window that changes a provider; an empty name: one that adds a server."""
        open_dialog(self, self._preferences.file, name, lambda _: self._written(), choose=True)

    def _show_values(self) -> None:
        for row in self._rows:
            if row.field.key == "provider.name":
                choose(row.editor, self._preferences.with_choices(row.field))
            row.show_value()
        profile = self._preferences.profile
        is_known = bool(profile.base_url) or profile.name == DEFAULT
        self._where.setText(where_sent(profile, profile.base_url) if is_known else Message("Its address is missing."))
        self._change.setEnabled(profile.name != DEFAULT)
        self._unconfirmed.refresh()
        error = self._preferences.error
        self._error.setText(self._preferences.in_words(error) if error else "")
        self._error.setVisible(error is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for new approvals while the window is visible."""
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop looking."""
        self._look.stop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the last input."""
        for row in self._rows:
            row.finish()
        self._unconfirmed.end()


@dataclass(frozen=True, slots=True)
class _SearchablePart:
    """Some widgets of a page, and what a search finds them by: a title, what else people call it, and a description."""

    page: str
    title: str
    other_words: str
    widgets: tuple[QWidget, ...]
    about: str = ""

    def rank(self, wanted: list[str]) -> int:
        """Return how well this is what these words, in lower case, look for; 0 if it isn't."""
        texts = (self.title, self.other_words, self.about, self.page)
        for number in range(1, len(texts) + 1):
            if _has(" ".join(map(_in_both, texts[:number])), wanted):
                return len(texts) - number + 1
        return 0


def _in_both(text: str) -> str:
    """Return a text in the person's language and in English."""
    return f"{tr(text)} {text}"


def _has(text: str, words: list[str]) -> bool:
    """Return whether each of these words, in lower case, is in a text."""
    return all(word in text.casefold() for word in words)
