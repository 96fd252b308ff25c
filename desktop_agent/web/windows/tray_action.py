"""*Watch in a browser…* in the tray's menu: the server starts with its window, and ends by a button, or with us.

A run that begins while it serves can be led from a browser; one that was begun before can be watched, stopped and
paused.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, gettext
from desktop_agent.installation import hint_for
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime.protocol.watching import serve_runs
from desktop_agent.runtime.registry import Offer
from desktop_agent.settings.confirmed import settings_for_run
from desktop_agent.ui.console.watchers import WatchersLine
from desktop_agent.ui.qt.layout import FollowsHeight, WrapRow, column_of
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.qt.window_places import bring

if TYPE_CHECKING:
    from desktop_agent.web.door import May

_TITLE = Message("Watch in a browser")
_WORDS = Message(
    "Each link opens one browser, once; then another link takes its place. Whoever has a link sees what the run does."
)
_ROWS: Mapping[May, str] = {"look": Message("To watch"), "act": Message("To watch and act")}
_LINK_PX = 420
_MARGINS = (20, 16, 20, 16)


class TrayWatch(QObject):
    """The server, and the window with its links."""

    linked = Signal(str, str)  # May, and the link
    warned = Signal(object)  # a Message

    def __init__(self, notify: Callable[[str, str], None]) -> None:
        super().__init__()
        self._notify = notify
        self._serving = ExitStack()
        self._window: LinkWindow | None = None
        self.warned.connect(partial(notify, _TITLE))

    def open(self) -> None:
        """Show the links, and serve if nothing does so far."""
        if self._window is None:
            try:
                self._serve()
            except DesktopAgentError as error:
                self._notify(_TITLE, str(error))
                return
            except ModuleNotFoundError:
                self._notify(_TITLE, hint_for("watch"))
                return
        if self._window is not None:
            bring(self._window)

    def close(self) -> None:
        """End the server and its window."""
        serve_runs(None)
        self._serving.close()
        if self._window is not None:
            self._window.deleteLater()
            self._window = None

    def _serve(self) -> None:
        from desktop_agent.web.server import Watch
        from desktop_agent.web.watching import offer_runs, place_of

        settings = settings_for_run(os.environ, {})
        window = LinkWindow(self.close)
        watch = Watch(self.linked.emit, settings.watch.approve, warn=self.warned.emit)
        over = threading.Event()
        self.linked.connect(window.show_link)
        try:
            self._serving.enter_context(watch.serving(place_of(settings)))
        except BaseException:
            window.deleteLater()
            raise
        self._window = window
        self._serving.callback(over.set)
        finding = threading.Thread(target=offer_runs, args=(watch, over, lambda _: True), name="find-runs", daemon=True)
        finding.start()
        serve_runs(watch)


class LinkWindow(QWidget):
    """The links, each with a button to copy it; closing the window leaves the server as it is."""

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__()
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=_TITLE))
        self._fields: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        for row, (may, words) in enumerate(_ROWS.items()):
            field = QLineEdit(readOnly=True)
            self._fields[may] = field
            field.setMinimumWidth(_LINK_PX)
            field.setAccessibleName(gettext("{words}", words=words))
            grid.addWidget(text_label(words, wraps=False), row, 0)
            grid.addWidget(field, row, 1)
            grid.addWidget(text_button(Message("Copy"), partial(_copy, field)), row, 2)
        buttons = WrapRow(text_button(Message("Stop serving"), end), None, text_button(Message("Close"), self.close))
        column = column_of(
            self, text_label(_TITLE, "heading"), text_label(_WORDS), grid, WatchersLine(), buttons, margins=_MARGINS
        )
        FollowsHeight(self, column, small=True)
        keep_on_screen(self)

    def show_link(self, may: str, link: str) -> None:
        """Show a link in place of the last one."""
        self._fields[may].setText(link)
        self._fields[may].setCursorPosition(0)


def _copy(field: QLineEdit) -> None:
    QGuiApplication.clipboard().setText(field.text())


OFFER = Offer(TrayWatch, text=Message("Watch in a browser…"), symbol="eye", anytime=True)
