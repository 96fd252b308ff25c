"""Pastes text: owns the selections, presses Shift+Insert, and serves the text until the application asks no more.

Shift+Insert pastes on every layout, while Ctrl+V needs a Latin v (measured: it fails on `ru`). Toolkits paste the
CLIPBOARD by it, terminals and vim PRIMARY. Which one cannot be known beforehand, so both are owned, and neither brings
in what the person has there. Applications ask several times for one paste: Chromium 4 times after it has read,
LibreOffice Calc reads twice, up to 76 ms apart, and both drop the paste when the owner has changed meanwhile (measured
on Debian 12). So the old content is restored, by a process of its own, only when nobody has asked for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from Xlib import Xatom

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.programs import may_paste_primary
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import NotTakenError
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.clipboard_keeper import KeeperProcess
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.hanging import hangs
from desktop_agent.platforms.x11.input.keyboard import X11Keyboard
from desktop_agent.platforms.x11.input.paste_progress import QUIET_S, SHORT_QUIET_S, PasteProgress
from desktop_agent.platforms.x11.offers import Offers, RefusedClient, text_offers
from desktop_agent.platforms.x11.selection_reader import SelectionReader
from desktop_agent.platforms.x11.selection_server import SelectionServer
from desktop_agent.platforms.x11.window_picture import WindowPicture

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

KEPT_WITHIN_S, MOST_KEPT_BYTES = 1.0, 16 * 1024 * 1024  # for reading what was there before
_POLL_S = 0.02  # how often the stop token is looked at meanwhile
_MARKS_WITHIN_S = 0.15
_HANGS_AFTER_S = 0.5


class SelectionRoute:
    """Text of any length and any script, through CLIPBOARD and PRIMARY."""

    name = "selection"
    private = False
    pastes = True

    def __init__(self, name: str, keyboard: X11Keyboard) -> None:
        """Open a connection of its own to the display called `name`."""
        self._name = name
        self._keyboard = keyboard
        self._connection = Connection(name)
        self._display = self._connection.display
        self._clients = Clients(self._connection)
        self._server = SelectionServer(self._connection, self._clients)
        self._reader = SelectionReader(self._connection, self._server.window, KEPT_WITHIN_S, MOST_KEPT_BYTES)
        self._keeper = KeeperProcess()
        # A Python that starts on a busy machine takes longer than a paste: it gets ready meanwhile.
        self._keeper.start()
        self._protocols = self._server.atom("WM_PROTOCOLS")
        self._ping = self._server.atom("_NET_WM_PING")
        self._old: dict[str, Offers] = {}
        self._refused = RefusedClient()
        # Programs, by client and process, that were seen to paste PRIMARY or something that was not offered; and those
        # that have taken a paste.
        self._by_primary: set[tuple[int, int]] = set()
        self._takers: set[tuple[int, int]] = set()
        self._quiet_s: dict[tuple[int, int], float] = {}

    def takes(self, text: str) -> bool:
        """Take any text that is not empty."""
        return bool(text)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into what has the keyboard; return when it has arrived and the application asks no more."""
        with self._connection.errors():
            focus = self._clients.with_keyboard()
            names = self._selections_for(focus)
            self._remember(names)
            self._server.refused = RefusedClient()
            self._server.own(dict.fromkeys(names, text_offers(text)))
            # On a large screen a picture takes as long as a paste: one is taken where nothing is known yet.
            program = self._clients.identity(focus.id)
            before = (
                None if program in self._takers else WindowPicture.of(self._display, self._clients.top_level(focus))
            )
            early = [fetch for fetch in self._server.serve(0.0) if not self._clients.same(fetch.requestor, focus.id)]
            if {*names} - {*self._server.owns()}:
                raise UntypableTextError("Another program took the clipboard.", "Look at the screen and try again.")
        if stop.is_set():
            raise Stopped
        self._refused = RefusedClient(*program)
        self._keyboard.key("shift", down=True)
        try:
            self._keyboard.key("insert", down=True)
            self._keyboard.key("insert", down=False)
        finally:
            self._keyboard.key("shift", down=False)
        paste = PasteProgress(focus.id, program, self._quiet_s.get(program, QUIET_S), time.monotonic())
        paste.others = any(fetch.text for fetch in early)  # a clipboard manager, most likely
        self._wait_until_over(paste, before, stop, stands)

    def finish(self) -> None:
        """Restore the old content, unless another program has taken the selections since.

        The application does not get the old content while it may still be busy with the paste.
        """
        old, self._old = self._old, {}
        refused, self._refused = self._refused, RefusedClient()
        with self._connection.errors():
            tuple(self._server.serve(0.0))
            owned_names = self._server.owns()
            restored = {name: offers for name, offers in old.items() if name in owned_names and offers}
            handed = bool(restored) and self._keeper.keep(restored, refused)
            for name in owned_names:
                if not (handed and name in restored):
                    self._server.disown(name)
            self._server.forget()

    def close(self) -> None:
        """Leave the clipboard to its keeper and disconnect."""
        self._keeper.close()
        self._connection.close()

    def _remember(self, names: tuple[str, ...]) -> None:
        tuple(self._server.serve(0.0))
        owned_names = self._server.owns()
        for name in names:
            if name not in self._old and name not in owned_names:
                owner = self._reader.owner(name)
                kept = self._keeper.content(name, owner)
                self._old[name] = kept if kept is not None else self._reader.read(name) if owner else {}

    def _wait_until_over(
        self, paste: PasteProgress, before: WindowPicture | None, stop: StopToken, stands: Callable[[], bool]
    ) -> None:
        while not paste.too_late(time.monotonic()) and not stop.is_set():
            self._note_requests(paste)
            if paste.over(time.monotonic()):
                self._learn(paste)
                return self._end(paste)
            # An application that shows the text has done with the paste, whatever else it may ask.
            if paste.has_text and stands():
                return self._end(paste)
            if paste.rests(time.monotonic()) and self._is_gone(paste):
                break
        # The application may still get to the keys: it must then paste neither the text a second time, when that has
        # gone by another route, nor the old content.
        self._refused = self._server.refused = replace(self._refused, firmly=True)
        if stop.is_set():
            raise Stopped
        self._refuse_the_dead(paste)
        if paste.last or paste.others:
            raise UntypableTextError(
                "The application asked for the text but did not take it.", "Look at the screen and try again."
            )
        if before is None or before.has_changed():
            self._by_primary.add(paste.program)
            raise UntypableTextError(
                "The application did not take the text, and may have put in something else.",
                "Look at the screen, and undo what is wrong.",
            )
        raise NotTakenError

    def _learn(self, paste: PasteProgress) -> None:
        """Remember whether a program asks on after it has the text: only then is it waited for so long again."""
        if paste.asks_on:
            self._quiet_s[paste.program] = QUIET_S
        else:
            self._quiet_s.setdefault(paste.program, SHORT_QUIET_S)

    def _note_requests(self, paste: PasteProgress) -> None:
        for fetch in self._server.serve(_POLL_S):
            if self._clients.same(fetch.requestor, paste.focus):
                paste.note(fetch, time.monotonic())
                if fetch.text and fetch.selection == "PRIMARY":
                    self._by_primary.add(paste.program)
            else:
                paste.others = paste.others or fetch.text

    def _end(self, paste: PasteProgress) -> None:
        if self._is_gone(paste):
            raise InputError("The application ended while it took the text.", "Look at the screen.")
        self._takers.add(paste.program)

    def _is_gone(self, paste: PasteProgress) -> bool:
        return paste.program[1] != 0 and self._clients.pid_of(paste.focus) == 0

    def _refuse_the_dead(self, paste: PasteProgress) -> None:
        """Raise InputError where no other route is any better: the application is gone, or hangs."""
        if self._is_gone(paste):
            raise InputError("The application ended before it took the text.", "Look at the screen.")
        if hangs(self._name, paste.focus, _HANGS_AFTER_S):
            self._refused = self._server.refused = replace(self._refused, hangs=True)
            raise InputError(
                "The application does not answer, so the text was not entered.", "Wait, and look at the screen."
            )

    def _selections_for(self, focus: Window) -> tuple[str, ...]:
        """Return the selections to own so that Shift+Insert pastes the text.

        A toolkit that loses PRIMARY drops what is marked in its own field, and the text would not replace it: PRIMARY
        stays with the program that has the keyboard, unless that pastes it.
        """
        if not self._pastes_primary(focus) and self._has_marked(focus):
            return ("CLIPBOARD",)
        return ("CLIPBOARD", "PRIMARY")

    def _has_marked(self, focus: Window) -> bool:
        """Tell whether the focused program owns what is marked; toolkits take PRIMARY a moment after the key."""
        until = time.monotonic() + _MARKS_WITHIN_S - self._idle_s()
        while not ((owner := self._reader.owner("PRIMARY")) and self._clients.same(owner, focus.id)):
            if time.monotonic() > until:
                return False
            time.sleep(_POLL_S)
        return True

    def _idle_s(self) -> float:
        """Return how long ago the last key, button or motion was; 0 where the server does not say."""
        if not self._display.has_extension("MIT-SCREEN-SAVER"):
            return 0.0
        return int(self._display.screen().root.screensaver_query_info().idle) / 1000

    def _pastes_primary(self, window: Window) -> bool:
        """Tell whether Shift+Insert pastes PRIMARY there: seen before, a terminal, or a program older than toolkits.

        GTK and Qt answer pings, Xt does not (all seen on Debian 12).
        """
        if self._clients.identity(window.id) in self._by_primary:
            return True
        while window.id != self._display.screen().root.id:
            protocols = window.get_full_property(self._protocols, Xatom.ATOM)
            if protocols is not None:
                names = window.get_wm_class() or ()
                is_known = any(map(may_paste_primary, names))
                return is_known or self._ping not in protocols.value
            window = window.query_tree().parent
        return False
