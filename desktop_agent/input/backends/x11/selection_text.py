"""Enters text by way of the selections: own them, press Shift+Insert, wait until the application has read the text.

Shift+Insert pastes on every layout, where Ctrl+V needs a Latin v (measured: it fails on `ru`). Toolkits paste the
CLIPBOARD by it, terminals the PRIMARY selection. Afterwards the old content is served again by a process of its own.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from Xlib import Xatom

from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import NotTakenError
from desktop_agent.input.backends.x11.connection import Connection, x_errors
from desktop_agent.input.backends.x11.keeper_process import KeeperProcess
from desktop_agent.input.backends.x11.keyboard import Keyboard
from desktop_agent.input.backends.x11.offers import Offers, text_offers
from desktop_agent.input.backends.x11.programs import Programs
from desktop_agent.input.backends.x11.selection_reader import SelectionReader
from desktop_agent.input.backends.x11.selection_server import SelectionServer

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

FIRST_SIGN_WITHIN_S = 2.0
READ_WITHIN_S = 10.0
_POLL_S = 0.02  # how often the stop token is looked at meanwhile
_TERMINALS = ("term", "konsole", "kitty", "alacritty", "urxvt", "rxvt", "st-", "tilix", "guake", "foot", "emacs")


class SelectionRoute:
    """Text of any length and any script, through CLIPBOARD and, where it is what Shift+Insert pastes, PRIMARY."""

    name = "selection"
    private = False

    def __init__(self, name: str, keyboard: Keyboard) -> None:
        """Open a connection of its own to the display called `name`."""
        self._keyboard = keyboard
        self._connection = Connection(name)
        self._display = self._connection.display
        self._programs = Programs(self._connection)
        self._server = SelectionServer(self._connection, self._programs)
        self._reader = SelectionReader(self._connection, self._server)
        self._keeper = KeeperProcess()
        # A Python that starts on a busy machine takes longer than a paste: it gets ready meanwhile.
        self._keeper.start()
        self._protocols = self._server.atom("WM_PROTOCOLS")
        self._ping = self._server.atom("_NET_WM_PING")
        self._old: dict[str, Offers] = {}
        self._refuse = 0

    def takes(self, text: str) -> bool:
        """Take everything but nothing."""
        return bool(text)

    def enter(self, text: str, stop: StopToken) -> None:
        """Paste the text and return when the application that has the keyboard has read it."""
        with x_errors():
            focus = self._programs.with_keyboard()
            offers = text_offers(text)
            names = ("CLIPBOARD", "PRIMARY") if self._pastes_primary(focus) else ("CLIPBOARD",)
            self._remember(names)
            self._server.refused = 0
            self._server.own(dict.fromkeys(names, offers))
        if stop.is_set():
            raise Stopped
        self._keyboard.key("shift", down=True)
        try:
            self._keyboard.key("insert", down=True)
            self._keyboard.key("insert", down=False)
        finally:
            self._keyboard.key("shift", down=False)
        self._wait_until_read(focus.id, stop)

    def finish(self) -> None:
        """Have the old content served again, unless somebody else has taken the selections since."""
        old, self._old = self._old, {}
        refuse, self._refuse = self._refuse, 0
        with x_errors():
            tuple(self._server.serve(0.0))
            ours = self._server.owns()
            kept = {name: offers for name, offers in old.items() if name in ours and offers}
            handed = bool(kept) and self._keeper.keep(kept, refuse)
            for name in ours:
                if not (handed and name in kept):
                    self._server.disown(name)
            self._server.forget()

    def close(self) -> None:
        """Leave the clipboard to its keeper and disconnect."""
        self._keeper.close()
        self._connection.close()

    def _remember(self, names: tuple[str, ...]) -> None:
        tuple(self._server.serve(0.0))
        mine = self._server.owns()
        for name in names:
            if name not in self._old and name not in mine:
                self._old[name] = self._reader.read(name) if self._reader.owner(name) else {}

    def _wait_until_read(self, focus: int, stop: StopToken) -> None:
        deadline = time.monotonic() + FIRST_SIGN_WITHIN_S
        asked, others = False, False
        while time.monotonic() < deadline:
            for fetch in self._server.serve(_POLL_S):
                if not self._programs.same(fetch.requestor, focus):
                    others = others or fetch.text
                    continue
                if fetch.done and fetch.text:
                    return
                if not asked:
                    asked, deadline = True, time.monotonic() + READ_WITHIN_S
            if stop.is_set():
                break
        # The application may still get to the keys: it must then paste neither the text a second time, when that has
        # gone by another route, nor the old content.
        self._refuse = self._server.refused = self._programs.client_of(focus)
        if stop.is_set():
            raise Stopped
        if asked or others:
            raise UntypableTextError(
                "The application asked for the text but did not take it.", "Look at the screen and try again."
            )
        raise NotTakenError

    def _pastes_primary(self, window: Window) -> bool:
        """Tell whether Shift+Insert pastes PRIMARY there: in terminals, and in programs older than toolkits.

        It is left alone elsewhere: a toolkit that loses PRIMARY drops what is marked in its own field, and the text
        would not replace it. GTK and Qt answer pings, Xt does not (all seen on Debian 12).
        """
        while window.id != self._display.screen().root.id:
            told = window.get_full_property(self._protocols, Xatom.ATOM)
            if told is not None:
                names = window.get_wm_class() or ()
                known = any(word in name.lower() for name in names for word in _TERMINALS)
                return known or self._ping not in told.value
            window = window.query_tree().parent
        return False
