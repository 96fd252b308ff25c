"""Pastes text: owns the clipboard, presses Shift+Insert, and gives the text to the program that asks for it.

Shift+Insert pastes on every layout; toolkits take the clipboard by it, terminals the primary selection. What the person
had copied is back when nobody has asked for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.programs import may_paste_primary
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import NotTakenError
from desktop_agent.platforms.wayland.data_control import Content, DataControl, SelectionName, text_content
from desktop_agent.platforms.wayland.input.clipboard_keeper import ClipboardKeeper
from desktop_agent.platforms.wayland.input.keyboard import NamedKeys

_KEPT_WITHIN_S, _MOST_KEPT = 1.0, 16 * 1024 * 1024  # for reading what was there before
_ASKS_WITHIN_S, _READS_WITHIN_S, _QUIET_S = 2.0, 10.0, 0.1
_POLL_S = 0.02


class PasteRoute:
    """Text of any length and any script, by the clipboard."""

    name = "clipboard"
    private = False
    pastes = True

    def __init__(self, control: DataControl, keys: NamedKeys, focused_app: Callable[[], str]) -> None:
        self._control, self._keys, self._focused_app = control, keys, focused_app
        self._keeper = ClipboardKeeper()
        self._keeper.start()  # a Python that starts on a busy machine takes longer than a paste
        self._old = dict[SelectionName, Content]()

    def takes(self, text: str) -> bool:
        """Take any text that is not empty."""
        return bool(text)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into what has the keyboard; return when it has been fetched."""
        names: tuple[SelectionName, ...] = ("clipboard",)
        if self._control.has_primary and may_paste_primary(self._focused_app()):
            names = ("clipboard", "primary")
        for name in names:
            if name not in self._old and not self._control.owns(name):
                self._old[name] = self._control.read(name, _KEPT_WITHIN_S, _MOST_KEPT)
            self._control.own(name, text_content(text))
        self._control.serve(_POLL_S)
        if not all(map(self._control.owns, names)):
            raise UntypableTextError("Another program took the clipboard.", "Look at the screen and try again.")
        if stop.is_set():
            raise Stopped
        self._press()
        self._wait_until_over(names, stop, stands)

    def finish(self) -> None:
        """Restore the old content, unless another program has copied something since."""
        old, self._old = self._old, {}
        self._control.serve(0.0)
        ours = {name: content for name, content in old.items() if self._control.owns(name)}
        held = {name: content for name, content in ours.items() if content}
        handed = bool(held) and self._keeper.keep(held)
        for name in ours:
            if not (handed and name in held):
                self._control.disown(name)
        self._control.serve(0.0)

    def close(self) -> None:
        """Leave the clipboard to its keeper."""
        self._keeper.close()

    def _press(self) -> None:
        self._keys.key("shift", down=True)
        try:
            self._keys.key("insert", down=True)
            self._keys.key("insert", down=False)
        finally:
            self._keys.key("shift", down=False)

    def _wait_until_over(self, names: tuple[SelectionName, ...], stop: StopToken, stands: Callable[[], bool]) -> None:
        before = self._asked(names)
        asked, last = before, time.monotonic()
        while time.monotonic() - last < (_READS_WITHIN_S if asked > before else _ASKS_WITHIN_S) and not stop.is_set():
            self._control.serve(_POLL_S)
            now = self._asked(names)
            if now > asked:
                asked, last = now, time.monotonic()
            given = sum(map(self._control.given, names)) >= asked > before
            if given and (time.monotonic() - last >= _QUIET_S or stands()):
                return
        # The program may still get to the keys: it must not paste the text a second time.
        for name in names:
            self._control.disown(name)
        self._control.serve(0.0)
        if stop.is_set():
            raise Stopped
        if asked > before:
            raise InputError(
                "The application asked for the text but did not take all of it.", "Look at the screen and try again."
            )
        raise NotTakenError

    def _asked(self, names: tuple[SelectionName, ...]) -> int:
        return sum(map(self._control.asked, names))
