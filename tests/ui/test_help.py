"""The *Help* window: its keys are those of the settings, and every page of the guide can be read there."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser
from shiboken6.Shiboken import delete

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.guide import page
from desktop_agent.settings import Settings
from desktop_agent.settings.sections import PersonSettings
from desktop_agent.ui.tray.help import HelpWindow
from tests.ui.conftest import said


@pytest.fixture
def help_text(app: QApplication) -> Iterator[str]:
    keys = Settings(person=PersonSettings(approve_chord="ctrl+alt+k"))
    opened = HelpWindow(keys)
    yield opened.findChildren(QTextBrowser)[0].toPlainText()
    delete(opened)


def test_the_keys_are_those_of_the_settings(on_display: PrivateDisplay, help_text: str) -> None:
    assert "Ctrl+Alt+K: presses a card's main button if you hold it" in help_text


def test_no_key_approves_where_the_session_tells_of_no_device(help_text: str) -> None:
    assert "main button" not in help_text
    assert "you can't pause or stop it with a key" in help_text


def test_a_search_lists_the_pages_that_hold_the_words_and_shows_the_place(app: QApplication) -> None:
    window = HelpWindow(Settings())
    names = window._names
    text = window._text

    window._search.field.setText("UNDO")
    listed = [names.item(row).text() for row in range(names.count()) if not names.isRowHidden(row)]
    assert "The receipt of a desk" in listed
    assert "Wayland" not in " ".join(listed)
    assert names.currentItem().text() == "First steps"
    assert text.textCursor().selectedText() == "undo"

    window._search.field.setText("zebra crossing")
    assert all(names.isRowHidden(row) for row in range(names.count()))
    assert "Nothing found." in said(window._search)

    window._search.field.clear()
    assert not any(names.isRowHidden(row) for row in range(names.count()))
    delete(window)


def test_a_page_with_pictures_shows_them(app: QApplication) -> None:
    window = HelpWindow(Settings())

    window.choose("templates")

    text = window._text
    named = re.findall(r"pictures/[a-z-]+\.png", page("templates"))
    assert len(named) == 4
    shown = [text.loadResource(QTextDocument.ResourceType.ImageResource, QUrl(name)) for name in named]
    assert [bool(picture) for picture in shown] == [True] * 4
    delete(window)
