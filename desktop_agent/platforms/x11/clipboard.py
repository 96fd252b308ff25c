"""The selections of an X11 display, read as a pasting program would, within a short time."""

from __future__ import annotations

import os

from Xlib import X
from Xlib.error import XError

from desktop_agent.core.decision import Pasted
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES, OFFERED_WITHIN_S, KeeperProcess
from desktop_agent.platforms.x11.connection import Connection, connect, why_not_by
from desktop_agent.platforms.x11.offers import HINT, KEEPER, RefusedClient, text_offers, to_line
from desktop_agent.platforms.x11.selection_reader import SelectionReader
from desktop_agent.platforms.x11.windows import X11Windows
from desktop_agent.screen.clipboard import Selection

OURS = "desktop-agent"
_ATOMS: dict[Selection, str] = {"clipboard": "CLIPBOARD", "primary": "PRIMARY"}
_OUR_KEEPER = " -m desktop_agent."  # the process that gives back what was copied before we typed by way of a selection


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Clipboard:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Clipboard(connect())


class X11Clipboard:
    """The selections of one display, on a connection of its own; for one thread at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._keeper = connection, KeeperProcess(KEEPER)
        self._windows = X11Windows(connection)
        window = connection.display.screen().root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent)
        window.change_attributes(event_mask=X.PropertyChangeMask)
        self._reader = SelectionReader(connection, window, OFFERED_WITHIN_S, MOST_OFFERED_BYTES)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return what a selection offers, and the program of the window that owns it."""
        with self._connection.errors():
            try:
                owner = self._reader.owner(_ATOMS[selection])
                text = self._reader.read_text(_ATOMS[selection]) if owner else ""
                return None if text is None else Pasted(text, self._program_of(owner) if owner else "")
            except XError:
                return None

    def put(self, text: str) -> bool:
        """Have a process own the clipboard that outlives the run, until another program copies something."""
        offers = {name: offer for name, offer in text_offers(text).items() if name != HINT}  # it is no secret
        return self._keeper.keep(to_line({_ATOMS["clipboard"]: offers}, RefusedClient()))

    def close(self) -> None:
        """Disconnect."""
        self._keeper.close()
        self._connection.close()

    def _program_of(self, owner: int) -> str:
        window = self._windows.describe(owner)
        ours = window.pid == os.getpid() or _OUR_KEEPER in window.program
        return OURS if ours else window.program or window.app
