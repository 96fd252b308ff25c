"""The selections of an X11 display, read as a pasting program would, within a short time; and who has changed them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace

from Xlib import X
from Xlib.error import XError
from Xlib.ext import xfixes

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.platforms.pasting import MOST_OFFERED_BYTES, OFFERED_WITHIN_S, ClipboardKeeperProcess
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection, connect, why_not_by
from desktop_agent.platforms.x11.selections import HINT, KEEPER, RefusedClient, SelectionReader, text_offers, to_line
from desktop_agent.platforms.x11.windows import X11Windows
from desktop_agent.screen.clipboard import Selection, SelectionChange

OURS = "desktop-agent"
_ATOMS: dict[Selection, str] = {"clipboard": "CLIPBOARD", "primary": "PRIMARY"}
_OUR_KEEPER = " -m desktop_agent."  # the process that gives back what was copied before we typed by way of a selection


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Clipboard:
    """Return the backend for the display in the environment; NoScreenError when there is none."""
    return X11Clipboard(connect(), connect())


class X11Clipboard:
    """The selections of one display, on connections of its own; for one thread at a time."""

    def __init__(self, connection: Connection, changes: Connection) -> None:
        """Take a connection for content, and another that receives nothing but the changes."""
        self._connection = connection
        self._keeper = ClipboardKeeperProcess(KEEPER)
        self._changes = SelectionChanges(changes)
        self._windows = X11Windows(connection)
        window = connection.display.screen().root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent)
        window.change_attributes(event_mask=X.PropertyChangeMask)
        self._reader = SelectionReader(connection, window, OFFERED_WITHIN_S, MOST_OFFERED_BYTES)

    def offered(self, selection: Selection) -> Pasted | None:
        """Return what a selection offers, and the program of the window that owns it."""
        with self._connection.errors():
            try:
                owner = self._reader.owner(_ATOMS[selection])
                if not owner:
                    return Pasted("")
                copied = self._reader.read_copied(_ATOMS[selection])
                return None if copied is None else replace(copied, program=self._program_of(owner))
            except XError:
                return None

    def holds(self, selection: Selection) -> bool:
        """Return whether a selection has an owner."""
        with self._connection.errors():
            return self._reader.owner(_ATOMS[selection]) != 0

    def changes(self) -> Sequence[SelectionChange] | None:
        """Return the changes of owners since the last call."""
        return self._changes.read()

    def put(self, text: str) -> bool:
        """Have a process that outlives the run own the clipboard, until another program copies something."""
        offers = {name: offer for name, offer in text_offers(text).items() if name != HINT}  # it is no secret
        return self._keeper.keep(to_line({_ATOMS["clipboard"]: offers}, RefusedClient()))

    def close(self) -> None:
        """Disconnect."""
        self._keeper.close()
        self._changes.close()
        self._connection.close()

    def _program_of(self, owner: int) -> str:
        window = self._windows.describe(owner)
        ours = window.pid == os.getpid() or _OUR_KEEPER in window.program
        return OURS if ours else window.program or window.app


class SelectionChanges:
    """Receives changes of the selections' owners from the server (XFixes); on a connection of its own."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clients = Clients(connection)
        self._selections = {connection.atom(name): selection for selection, name in _ATOMS.items()}
        self._is_reported = connection.display.has_extension(xfixes.extname)
        if self._is_reported:
            self._subscribe()

    def read(self) -> Sequence[SelectionChange] | None:
        """Return the changes since the last call; None if the server doesn't report them."""
        if not self._is_reported:
            return None
        display = self._connection.display
        changes = list[SelectionChange]()
        with self._connection.errors():
            display.sync()
            for _ in range(display.pending_events()):
                event = display.next_event()
                selection = self._selections.get(getattr(event, "selection", 0))
                if selection is not None:
                    owner = int(getattr(event.owner, "id", event.owner))
                    changes.append(SelectionChange(selection, self._clients.pid_of(owner) or None if owner else None))
        self._connection.forgive()
        return changes

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _subscribe(self) -> None:
        display = self._connection.display
        mask = (
            xfixes.XFixesSetSelectionOwnerNotifyMask
            | xfixes.XFixesSelectionWindowDestroyNotifyMask
            | xfixes.XFixesSelectionClientCloseNotifyMask
        )
        with self._connection.errors():
            display.xfixes_query_version()
            for atom in self._selections:
                display.xfixes_select_selection_input(display.screen().root, atom, mask)
            display.sync()
