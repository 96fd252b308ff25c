"""The *Help* window: the keys, what the program is, and the pages of the guide by subject."""

from __future__ import annotations

import os
from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QKeySequence,
    QShortcut,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QFrame, QListWidgetItem, QTextBrowser, QWidget

from desktop_agent.core.actions.keys import chord, chord_text
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.core.version import __version__
from desktop_agent.guide import FOLDER, SUBJECTS, TOPICS, found, page
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.presence.promises import Promises, promises
from desktop_agent.settings import Settings
from desktop_agent.ui.qt.layout import PageSearch, column_of, row_of
from desktop_agent.ui.qt.theme import colours

TITLE = Message("Desktop Agent — Help")
KEYS = "keys"
ABOUT = "about"
_OWN = {KEYS: Message("Keys"), ABOUT: Message("About Desktop Agent")}
_SIZE = QSize(940, 640)
_EDGE_PX = 12
_GAP_PX = 12
_ABOVE_HEADING_PX = 16
_BELOW_PX = 8


class HelpWindow(QWidget):
    """A list of pages, and the chosen page."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        """Show the keys; `settings` say which do what."""
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle(tr(TITLE))
        self._search = PageSearch(self, self._filter_pages)
        self._text = QTextBrowser()
        self._names = self._search.names
        self._text.setAccessibleName(gettext("The chosen page"))
        self._text.setOpenLinks(False)
        self._text.setSearchPaths([str(FOLDER)])  # of the pages' pictures
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.anchorClicked.connect(self._follow_link)
        self._fill_list()
        self._names.currentItemChanged.connect(self._show_page)
        row = row_of(None, self._search, self._text, spacing=_GAP_PX, room=self._text)
        column_of(self, row, margins=(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        keep_on_screen(self, _SIZE)
        self.choose(KEYS)

    def choose(self, name: str) -> None:
        """Turn to a page: `keys`, `about` or a topic of the guide."""
        for row in range(self._names.count()):
            if self._names.item(row).data(Qt.ItemDataRole.UserRole) == name:
                self._names.setCurrentRow(row)

    def _filter_pages(self, words: str) -> bool:
        """List the pages that hold these words alone, and turn to the best of them; return whether there is one."""
        pages = list(found(words)) if words.strip() else [*_OWN, *TOPICS]
        for row in range(self._names.count()):
            item = self._names.item(row)
            name = item.data(Qt.ItemDataRole.UserRole)
            item.setHidden(name not in pages and bool(name or words.strip()))
        if words.strip() and pages:
            self.choose(pages[0])
            self._select_first_match()
        return bool(pages)

    def _select_first_match(self) -> None:
        """Show the first place of what is searched for in the page."""
        if word := self._search.field.text().strip().partition(" ")[0]:
            self._text.moveCursor(QTextCursor.MoveOperation.Start)
            self._text.find(word)

    def _fill_list(self) -> None:
        for name, title in _OWN.items():
            self._add(tr(title), name)
        for subject, topics in SUBJECTS.items():
            heading = QListWidgetItem(tr(subject))
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._names.addItem(heading)
            for topic in topics:
                self._add(page(topic).partition("\n")[0].removeprefix("# "), topic)
        self._names.ensurePolished()
        self._search.setFixedWidth(min(self._names.sizeHintForColumn(0) + 2 * _GAP_PX, _SIZE.width() // 3))

    def _add(self, title: str, name: str) -> None:
        item = QListWidgetItem(title)
        item.setData(Qt.ItemDataRole.UserRole, name)
        self._names.addItem(item)

    def _show_page(self, now: QListWidgetItem | None) -> None:
        if now is None:
            return
        name = now.data(Qt.ItemDataRole.UserRole)
        words = {KEYS: _keys_page, ABOUT: _about_page}.get(name)
        self._text.setMarkdown(words(self._settings) if words else page(name))
        _style_document(self._text.document())
        self._select_first_match()

    def _follow_link(self, link: QUrl) -> None:
        """Turn to a page of the guide that a page names; anything else goes to the person's browser."""
        topic = link.fileName().removesuffix(".md")
        if link.isRelative() and topic in TOPICS:
            self.choose(topic)
        elif link.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(link)


def _style_document(document: QTextDocument) -> None:
    """Put space between headings, paragraphs and code, and let code break where the window ends."""
    block = document.begin()
    while block.isValid():
        now = block.blockFormat()
        after = block.next()
        is_code = now.hasProperty(QTextFormat.Property.BlockCodeFence)
        goes_on = after.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence) if is_code else after.textList()
        now.setTopMargin(_ABOVE_HEADING_PX if now.headingLevel() else now.topMargin())
        now.setBottomMargin(0 if goes_on and (is_code or block.textList()) else _BELOW_PX)
        now.setNonBreakableLines(False)
        if is_code:
            now.setBackground(QColor(colours().ground))
            now.setLeftMargin(_BELOW_PX)
        QTextCursor(block).setBlockFormat(now)
        block = after


def _keys_page(settings: Settings) -> str:
    """Return, as Markdown, the keys that do something in this session."""
    promised = promises()
    lines = [f"- **{tr(keys)}**: {tr(does)}" for keys, does in _key_lines(settings, promised)]
    return "\n".join([f"# {tr(_OWN[KEYS])}", "", *lines, "", tr(promised.takes_over)])


def _key_lines(settings: Settings, promised: Promises) -> Iterator[tuple[str, str]]:
    person = settings.person
    lacks = promised.lacks
    if "key" not in lacks:
        pauses = person.stop_key_first == "pause"
        does = Message("pauses a run; press it twice to stop") if pauses else Message("stops a run")
        yield chord_text(chord(person.stop_key)), does
    if not {"touch", "corner"} & lacks.keys():
        yield Message("Esc three times"), Message("stops a run")
    if "corner" not in lacks:
        yield Message("Flicking the pointer into the top-left corner"), Message("stops a run")
    if person.approve_with == "device" and promised.by_chord:
        yield chord_text(chord(person.approve_chord)), Message("presses a card's main button if you hold it")
    yield Message("Ctrl+Enter"), Message("starts the task written in the console")
    yield Message("Esc"), Message("closes a window")


def _about_page(_settings: Settings) -> str:
    """Return, as Markdown, which version this is and where it keeps things."""
    here = places(os.environ)
    lines = (
        Message("Desktop Agent lets a language model work on your computer while you watch."),
        Message("Version {version}", version=__version__),
        Message("Recordings of runs are kept in {folder}.", folder=f"`{here.runs}`"),
        Message("Settings are kept in {folder}.", folder=f"`{here.config_file}`"),
        Message("It doesn't send anything to its developers."),
    )
    return "\n\n".join([f"# {tr(_OWN[ABOUT])}", *map(tr, lines)])
