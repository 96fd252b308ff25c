"""Pastes text in a remote session: owns its clipboard, presses Ctrl+V, and gives the text to the program that asks.

Desktops ask, too, to keep a copy of what is copied: they do so before the keys are pressed, and are no proof.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.remote_session import RemoteSession, SharedClipboard
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import NotTakenError
from desktop_agent.platforms.portal.clipboard import TEXT_TYPES
from desktop_agent.platforms.portal.input.remote_keys import RemoteKeys

_KEPT_WITHIN_S, _MOST_KEPT = 1.0, 16 * 1024 * 1024  # for reading what was there before
_COPIED_WITHIN_S = 2.0  # by the desktop's own keeper of copies, where there is one
_ASKS_WITHIN_S, _READS_WITHIN_S, _QUIET_S = 2.0, 10.0, 0.1
_POLL_S = 0.02
_SECRET = {"x-kde-passwordManagerHint": b"secret"}  # asks keepers of copies not to keep it


class RemotePaste:
    """Text of any length and any script, by the clipboard."""

    name = "clipboard"
    private = False
    pastes = True

    def __init__(self, session: RemoteSession, clipboard: SharedClipboard, keys: RemoteKeys) -> None:
        self._session, self._clipboard, self._keys = session, clipboard, keys
        self._old: Mapping[str, bytes] | None = None
        self._is_copied = True  # whether the desktop keeps copies, as far as is known

    def takes(self, text: str) -> bool:
        """Take any text that is not empty."""
        return bool(text)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into what has the keyboard; return when it has been fetched."""
        if self._old is None:
            self._old = self._clipboard.read(_KEPT_WITHIN_S, _MOST_KEPT)
        before = self._clipboard.given()
        self._clipboard.own(dict.fromkeys(TEXT_TYPES, text.encode()) | _SECRET)
        if self._is_copied:
            self._is_copied = self._await_copy(before, stop)
        if not self._clipboard.owns():
            raise UntypableTextError("Another program took the clipboard.", "Look at the screen and try again.")
        if stop.is_set():
            raise Stopped
        asked, given = self._clipboard.asked(), self._clipboard.given()
        self._press()
        self._wait_until_over(asked, given, stop, stands)

    def finish(self) -> None:
        """Restore the old content, unless another program has copied something since."""
        old, self._old = self._old, None
        if old is None or not self._clipboard.owns():
            return
        if old:
            self._clipboard.own(old)
        else:
            self._clipboard.disown()

    def _await_copy(self, given: int, stop: StopToken) -> bool:
        until = time.monotonic() + _COPIED_WITHIN_S
        while self._clipboard.given() == given and time.monotonic() < until and not stop.is_set():
            self._clipboard.wait(_POLL_S)
        return self._clipboard.given() > given

    def _press(self) -> None:
        self._keys.key("ctrl", down=True)
        try:
            self._keys.key("v", down=True)
            self._keys.key("v", down=False)
        finally:
            self._keys.key("ctrl", down=False)
        self._session.sync()

    def _wait_until_over(self, before: int, given: int, stop: StopToken, stands: Callable[[], bool]) -> None:
        asked, last = before, time.monotonic()
        while time.monotonic() - last < (_READS_WITHIN_S if asked > before else _ASKS_WITHIN_S) and not stop.is_set():
            self._clipboard.wait(_POLL_S)
            now = self._clipboard.asked()
            if now > asked:
                asked, last = now, time.monotonic()
            is_given = self._clipboard.given() - given >= asked - before > 0
            if is_given and (time.monotonic() - last >= _QUIET_S or stands()):
                return
        # The program may still get to the keys: it must not paste the text a second time.
        self._clipboard.disown()
        if stop.is_set():
            raise Stopped
        if asked > before:
            raise InputError(
                "The application asked for the text but did not take all of it.", "Look at the screen and try again."
            )
        raise NotTakenError
