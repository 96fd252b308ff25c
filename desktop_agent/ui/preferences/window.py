"""The Settings window: common settings and their values' origins; changes are saved at once, for the next run."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop_agent.core.texts.message import Message, sentences, template
from desktop_agent.core.texts.translation import tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.model.profiles import DEFAULT
from desktop_agent.policy.remembered import RememberedApprovals
from desktop_agent.runtime.provider.resolve import where_sent
from desktop_agent.settings import confirmed
from desktop_agent.settings.answers import APPLICATIONS, REMEMBERED, AppPermissionStore, RememberedAnswers
from desktop_agent.settings.autostart import autostart
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.ui.preferences.confirm_window import ClickWatch, UnconfirmedChanges, watched_clicks
from desktop_agent.ui.preferences.editors import choose
from desktop_agent.ui.preferences.fields import ANOTHER_SERVER, PAGES, Preferences
from desktop_agent.ui.preferences.lists import allowed_apps, remembered_answers, stored_secrets
from desktop_agent.ui.preferences.row import AutostartRow, FieldRow, LabelledRow
from desktop_agent.ui.providers.dialog import open_dialog
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of, row_of
from desktop_agent.ui.qt.page_search import PageSearch
from desktop_agent.ui.qt.theme import use_theme
from desktop_agent.ui.qt.widgets import text_button, text_label

TITLE = Message("Desktop Agent — Settings")
_LOOK_MS = 1000
_SIZE = QSize(860, 640)
_NOTE = Message("Changes are saved immediately and apply to the next run.")
_OTHER_SETTINGS = template("Other settings are in the file {file}; Help lists them all under “settings”.")


def open_preferences(
    config_file: Path,
    *,
    environment: Mapping[str, str] = os.environ,
    approval_memory: RememberedApprovals | None = None,
    page: str = Message("Provider"),
    watch: ClickWatch | None = None,
) -> PreferencesWindow:
    """Show the window; it is destroyed when it is closed. Keep a reference until its `destroyed`.

    `approval_memory` is that of the current run; `page` is one of PAGES; `watch` tells a person's click from a
    program's.
    """
    window = PreferencesWindow(config_file, environment, watch or partial(watched_clicks, config_file, environment))
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
        self._error = text_label(role="bad")
        self._unconfirmed = UnconfirmedChanges(config_file.parent, self._written, watch)
        self._where = text_label()
        self._change = text_button(Message("Change…"), self._change_provider, name=Message("Change provider"))
        self._memory: RememberedApprovals | None = None
        self._allowed_apps = allowed_apps(lambda: AppPermissionStore(config_file.parent / APPLICATIONS))
        self._answers = remembered_answers(
            lambda: RememberedAnswers(config_file.parent / REMEMBERED), lambda: self._memory
        )
        self._secrets = stored_secrets(SecretStore(config_file.parent))
        self._autostart = AutostartRow(autostart(environment))
        self._search = PageSearch(self, self._narrow)
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

    def _narrow(self, words: str) -> bool:
        """Show only the settings and pages that these words are about; return whether there is one.

        Turn to the first page whose title, or the title of whose setting, has them; else to the first one.
        """
        wanted = words.casefold().split()
        ranks = {name: 2 for name in PAGES if _has(tr(name), wanted)}
        for row, name in self._rows.items():
            title = tr(row.field.title)
            row.setVisible(_has(f"{tr(name)} {title} {tr(row.field.says)} {row.field.key}", wanted))
            if not row.isHidden():
                ranks[name] = max(ranks.get(name, 0), int(_has(title, wanted)))
        names = list(PAGES)
        for number, name in enumerate(names):
            self._names.setRowHidden(number, name not in ranks)
        if wanted and ranks:
            self._names.setCurrentRow(names.index(max(ranks, key=ranks.__getitem__)))
        return bool(ranks)

    def _page(self, name: str) -> Scrolling:
        content = Page()
        layout = column_of(content, text_label(name, "title"), margins=(12, 4, 12, 4))
        if name == "Remembered answers":
            layout.addWidget(self._answers)
        rows = [FieldRow(self._preferences.filled(field), self._preferences, self._written) for field in PAGES[name]]
        self._rows |= dict.fromkeys(rows, name)
        for row in rows:
            layout.addWidget(row)
            if row.field.key == "provider.name":
                where = column_of(None, self._where, WrapRow(self._change), spacing=6)
                layout.addWidget(LabelledRow(text_label(Message("Where pictures go")), self._change, where))
                row.editor.activated.connect(partial(self._add_server, row))  # type: ignore[attr-defined]
        if name == "Applications":
            layout.addWidget(text_label(Message("Always allowed"), "heading"))
            layout.addWidget(self._allowed_apps)
        if name == "Privacy":
            layout.addWidget(text_label(Message("Secrets"), "heading"))
            layout.addWidget(self._secrets)
        if name == "This program" and sys.platform == "linux":
            layout.addWidget(self._autostart)
        layout.addStretch(1)
        return Scrolling(content, Message("{name} page", name=name)).fill()

    def _written(self) -> None:
        self._preferences.reload()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            use_theme(app, self._preferences.settings.ui.theme)
        self._show_values()
        self.changed.emit()

    def _add_server(self, row: FieldRow, chosen: int) -> None:
        if row.editor.itemData(chosen) == ANOTHER_SERVER:  # type: ignore[attr-defined]
            self._ask_provider("")

    def _change_provider(self) -> None:
        self._ask_provider(self._preferences.profile.name)

    def _ask_provider(self, name: str) -> None:
        """Show the window that changes a provider; an empty name: one that adds a server."""
        open_dialog(self, self._preferences.file, name, lambda _: self._written(), choose=True)

    def _show_values(self) -> None:
        for row in self._rows:
            if row.field.key == "provider.name":
                choose(row.editor, self._preferences.filled(row.field))
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


def _has(text: str, words: list[str]) -> bool:
    """Return whether each of these words, in lower case, is in a text."""
    return all(word in text.casefold() for word in words)
