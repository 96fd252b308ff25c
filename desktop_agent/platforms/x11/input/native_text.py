"""Types text key by key: on the keys of the layout, and as a last resort on borrowed keycodes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from desktop_agent.core.errors import InputError
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.keyboard import Watch, X11Keyboard
from desktop_agent.platforms.x11.input.spare_keycodes import BorrowedCodes
from desktop_agent.platforms.x11.keymap import LOCK, KeyboardState, Keymap, Stroke
from desktop_agent.platforms.x11.keysyms import symbol_of_char
from desktop_agent.platforms.x11.xkb import KeyboardExtension

LONGEST = 160  # characters; pasting takes a few ms for any length
SYNC_EVERY = 16
_CORRECTED = frozenset("\"'")  # word processors and spreadsheets make these curly as they are typed, not as pasted


class KeysRoute:
    """Text on the keys of the layout, in any of its groups."""

    name = "keys"
    private = True
    pastes = False

    def __init__(
        self, connection: Connection, extension: KeyboardExtension, keyboard: X11Keyboard, watch: Watch
    ) -> None:
        self._connection = connection
        self._extension = extension
        self._keyboard = keyboard
        self._watch = watch
        self._group = 0  # the one that is locked now, while text is typed

    def takes(self, text: str) -> bool:
        """Tell whether the text is short, on the layout, and without characters that programs autocorrect."""
        return len(text) <= LONGEST and not (_CORRECTED & {*text}) and not self.missing(text)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters that no group of the layout has, each once."""
        with self._connection.errors():
            keymap, state = self._extension.keymap(), self._extension.state()
        return tuple(char for char in dict.fromkeys(text) if keymap.char_in_any_group(char, state) is None)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release the key of each character."""
        with self._connection.errors(), self._plain_keyboard() as state:
            keymap = self._extension.keymap()
            for count, char in enumerate(text, 1):
                stroke = keymap.char_in_any_group(char, state)
                if stroke is None:
                    raise InputError("The keyboard's layout changed while text was typed.", "Try again.")
                if stop.is_set():
                    raise Stopped
                self._tap(keymap, stroke)
                if count % SYNC_EVERY == 0:
                    self._check_untouched()
            self._check_untouched()

    def finish(self) -> None:
        """Do nothing: nothing was borrowed."""

    def _check_untouched(self) -> None:
        """Wait until the server has taken the keys; InputError when somebody has changed what they mean meanwhile."""
        state = self._extension.state()
        self._connection.sync()
        if state.held:
            raise InputError(
                "A modifier key was held down while the text was typed: part of it may have become shortcuts.",
                "Look at the screen before you go on.",
            )
        if state.locked & LOCK:
            raise InputError(
                "CapsLock was switched on while the text was typed: part of it may stand there in other capitals.",
                "Look at the screen, and correct what is wrong.",
            )

    def _tap(self, keymap: Keymap, stroke: Stroke) -> None:
        codes = (*keymap.codes_for(stroke.modifiers), stroke.code)
        if stroke.group != self._group:
            self._extension.lock(group=stroke.group)
            self._group = stroke.group
        try:
            for code in codes:
                self._keyboard.code(code, down=True)
        finally:
            for code in reversed(codes):
                self._keyboard.code(code, down=False)

    @contextlib.contextmanager
    def _plain_keyboard(self) -> Iterator[KeyboardState]:
        """Switch CapsLock off meanwhile: its effect on anything but letters differs between toolkits."""
        before = self._extension.state()
        self._group = before.group
        self._watch.changing_locks(before.group, before.locked)
        if before.locked & LOCK:
            self._extension.lock(affect=LOCK, locks=0)
        try:
            yield KeyboardState(before.held, before.locked & ~LOCK, before.group)
        finally:
            group = before.group if self._group != before.group else None
            if group is not None or before.locked & LOCK:
                self._extension.lock(group=group, affect=before.locked & LOCK, locks=before.locked & LOCK)
                self._connection.flush()
            self._watch.restored_locks()


class BorrowedKeysRoute:
    """Text on spare keycodes, for characters that the layout lacks."""

    name = "borrowed keys"
    private = True
    pastes = False

    def __init__(self, keys: KeysRoute, borrowed: BorrowedCodes) -> None:
        self._keys = keys
        self._borrowed = borrowed

    def takes(self, text: str) -> bool:
        """Tell whether there is room for the missing characters."""
        return len(self._keys.missing(text)) <= self._borrowed.room()

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Assign spare keycodes to the missing characters and type."""
        missing = self._keys.missing(text)
        if missing:
            self._borrowed.lend(tuple(symbol_of_char(char) for char in dict.fromkeys(text) if char in missing))
        self._keys.enter(text, stop, stands)
        self._borrowed.touch()

    def finish(self) -> None:
        """Keep the keycodes assigned: they are emptied before the next use and at the end."""

    def close(self) -> None:
        """Empty the spare keycodes again; never raises."""
        with contextlib.suppress(InputError):
            self._borrowed.give_back()
