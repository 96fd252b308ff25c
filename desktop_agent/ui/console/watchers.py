"""Who watches in a browser: a row for each that a link has let in, with a button that shuts it out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.texts.message import Message, template
from desktop_agent.runtime.protocol.watching import Watcher, follow_watchers, shut_out, watchers
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import set_state, set_tip, text_button, text_label

_WATCHES = template("A browser at {address} is watching.")
_ACTS = template("A browser at {address} is watching, and may act.")
_MAY_WATCH = template("A browser at {address} may watch. It isn't connected now.")
_MAY_ACT = template("A browser at {address} may watch and act. It isn't connected now.")
_END = Message("End")
_ENDS = template("Shut out the browser at {address}")
_WORDS = {(True, True): _ACTS, (False, True): _WATCHES, (True, False): _MAY_ACT, (False, False): _MAY_WATCH}


class _Changes(QObject):
    """Brings the news from the server's thread to that of the windows."""

    came = Signal()


class WatchersLine(QWidget):
    """The list; hidden while no one has been let in."""

    changed = Signal()  # it has another height

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QWidget(self)
        self._column = column_of(self, self._rows)
        self._listed: tuple[Watcher, ...] = ()
        changes = _Changes()
        self._changes = changes
        changes.came.connect(self.follow)
        self.destroyed.connect(follow_watchers(changes.came.emit))
        self.hide()
        self.follow()

    def follow(self) -> None:
        """Show who has been let in now."""
        now = watchers()
        if now == self._listed:
            return
        self._listed = now
        rows = QWidget(self)
        column_of(rows, *map(_row, now), spacing=2)
        self._column.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        self.setVisible(bool(now))
        self.changed.emit()


def _row(watcher: Watcher) -> WrapRow:
    words = Message(_WORDS[watcher.may_act, watcher.shows], address=watcher.address)
    end = text_button(_END, partial(shut_out, watcher.id), name=Message(_ENDS, address=watcher.address))
    set_state(end, "dense", "true")
    set_tip(end, Message(_ENDS, address=watcher.address))
    return WrapRow(text_label(words, wraps=False), end)
