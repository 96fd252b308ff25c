"""XTEST: pointer, keys and text of one X11 display; the default on X11."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from Xlib import X
from Xlib.ext import xtest

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords
from desktop_agent.core.errors import (
    DesktopAgentError,
    InputDeniedError,
    InputError,
    OffScreenError,
    UntypableTextError,
)
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.presence import OwnInput
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import Route
from desktop_agent.lib.programs import is_stopped
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.held_keys import HeldKeys
from desktop_agent.platforms.x11.input.keyboard import BorrowedCodes, X11Keyboard
from desktop_agent.platforms.x11.input.selection_text import PastePriority, PasteSupport, SelectionRoute
from desktop_agent.platforms.x11.keysyms import symbol_of_char
from desktop_agent.platforms.x11.xkb import LOCK, KeyboardExtension, KeyboardState, KeyFilters, Keymap, Stroke

_log = logging.getLogger(__name__)

_BUTTONS: dict[Button, int] = {"left": 1, "middle": 2, "right": 3, "back": 8, "forward": 9}
_BUTTON_BITS: dict[Button, int] = {"left": X.Button1Mask, "middle": X.Button2Mask, "right": X.Button3Mask}
_WHEEL = {(0, -1): 4, (0, 1): 5, (-1, 0): 6, (1, 0): 7}
LONGEST = 160  # characters; pasting takes a few ms for any length
LONGEST_UNPASTED = 1_000  # where nothing is known of pasting
PATIENT_S = 5.0  # that keys may wait where text can be pasted
LONGEST_WAIT_S = 60.0  # where it can't
SYNC_EVERY = 16
_CORRECTED = frozenset("\"'")  # word processors and spreadsheets make these curly as they are typed, not as pasted


def why_not() -> str:
    """Return why this way cannot be used here; empty when it can."""
    if not os.environ.get("DISPLAY"):
        return Message("There is no X display (DISPLAY isn't set).")
    try:
        _connect().close()
    except DesktopAgentError as cause:
        return str(cause)
    except BaseException as cause:
        return Message("python-xlib can't be used: {cause}", cause=cause)
    return ""


def create(ledgers: Path | None = None, own: OwnInput | None = None) -> XTest:
    """Connect to the display in DISPLAY and start the watchdog.

    `ledgers` is the folder that remembers what is down even when the watchdog is killed as well; what an earlier run
    has left down is released first. Every press and motion is announced to `own` just before it leaves. Raises
    InputDeniedError when the display can't be reached or has no XTEST.
    """
    name = os.environ.get("DISPLAY", "")
    connection = _connect()
    extension = KeyboardExtension(connection.display)
    borrowed = BorrowedCodes(connection, extension)
    _log.info("input by XTEST; keys held by a killed run can be found: %s", ledgers is not None)
    held_keys = HeldKeys(connection, name, ledgers, own)
    keyboard = X11Keyboard(connection, extension, borrowed, held_keys)
    paste_support = PasteSupport(connection)
    keys = KeysRoute(connection, extension, keyboard, paste_support)
    return XTest(
        connection,
        held_keys,
        keyboard,
        Clients(connection),
        keys,
        SelectionRoute(name, keyboard, paste_support),
        BorrowedKeysRoute(keys, borrowed, paste_support),
    )


class XTest:
    """One X display."""

    name = "xtest"
    reports_modifiers = True

    def __init__(
        self, connection: Connection, held_keys: HeldKeys, keyboard: X11Keyboard, programs: Clients,
        keys: KeysRoute, selection: SelectionRoute, borrowed: BorrowedKeysRoute,
    ) -> None:  # fmt: skip
        self._connection = connection
        self._held_keys = held_keys
        self._keyboard = keyboard
        self._programs = programs
        self._keys = keys
        self._selection = selection
        self._borrowed = borrowed
        self._pressed: dict[Button, int] = {}
        self.check = keyboard.check
        self.key = keyboard.key
        self.restrict_keys = keyboard.restrict_keys
        self.keys_arrive = keyboard.keys_arrive
        self.taker_of = keyboard.taker_of
        self.lacking_key = keyboard.lacking_key
        self.modifiers_down = keyboard.modifiers_down

    def await_watchdog(self) -> None:
        """Return once the watchdog is ready; InputDeniedError if none can be started."""
        self._held_keys.await_watchdog()

    def take_let_go(self) -> bool:
        """Return, once, whether the watchdog has released everything because this process was suspended."""
        return self._held_keys.take_let_go()

    def desktop_chords(self) -> DesktopChords:
        """Return none: X reports that a chord is grabbed, but not its purpose."""
        return NO_CHORDS

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer; a point outside is refused, since the server would move it to the nearest edge."""
        with self._connection.errors():
            size = self._connection.display.screen().root.get_geometry()
        if not (0 <= at.x < size.width and 0 <= at.y < size.height):
            raise OffScreenError(
                Message("Point ({x}, {y}) isn't on the desktop.", x=at.x, y=at.y), Message("Take a new screenshot.")
            )
        self.move_back(at)

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to a point that was on the desktop."""
        self._held_keys.moving()
        self._fake(X.MotionNotify, 0, at)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        with self._connection.errors():
            pointer = self._connection.display.screen().root.query_pointer()
        return ScreenPoint(int(pointer.root_x), int(pointer.root_y))

    def buttons_down(self) -> tuple[Button, ...]:
        """Return the buttons that are down, of the three that the server reports."""
        with self._connection.errors():
            mask = self._connection.display.screen().root.query_pointer().mask
        return tuple(name for name, bit in _BUTTON_BITS.items() if mask & bit)

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button, whichever it is by the person's pointer settings."""
        if down:
            self._pressed[button] = self._physical_button(_BUTTONS[button], button)
            self._button(self._pressed[button], self.pointer(), down=True)
        elif number := self._pressed.pop(button, 0):  # what was refused isn't down
            self._button(number, None, down=False)

    def note_press(self, button: Button) -> None:
        """Write down a button that a library is about to press here."""
        self._held_keys.record_library_press(_BUTTONS[button], self.pointer())

    def note_release(self, button: Button) -> None:
        """Write down that a library has released a button here."""
        self._held_keys.record_button_release(_BUTTONS[button])

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button on this window only; False if the display was blocked for a while."""
        self.sync()  # the pointer's motion comes first
        self._programs.await_tooltip_gone()
        self._pressed[button] = self._physical_button(_BUTTONS[button], button)
        return self._held_keys.press_on(self._pressed[button], window, self.pointer(), releases=False)

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch on this window only; False if the display was blocked for a while."""
        self.sync()
        return self._held_keys.press_on(self._wheel_button(right, down), window, None, releases=True)

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        """Return when the last click was delivered and the clicked window has the keyboard."""
        self._programs.await_click(_BUTTONS[button], pause)

    def in_dialog(self) -> bool:
        """Return whether the window with the keyboard has the type of a dialog."""
        with self._connection.errors():
            return self._programs.is_dialog(self._programs.with_keyboard())

    def is_stopped(self) -> bool:
        """Return whether the program with the keyboard is stopped."""
        with self._connection.errors():
            return is_stopped(self._programs.pid_of(self._programs.with_keyboard().id))

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel: on X11 that is a button of its own for each direction."""
        number = self._wheel_button(right, down)
        for pressed in (True, False):
            self._button(number, None, down=pressed)

    def sync(self) -> None:
        """Return when the server has taken all events."""
        self._connection.sync()
        self._held_keys.served()
        self._connection.drop_events()

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return keys for what the layout has, then the selection, and borrowed keycodes last."""
        return (self._keys.in_terminal() if to_terminal else self._keys, self._selection, self._borrowed)

    def close(self) -> None:
        """Empty borrowed keycodes, leave the clipboard to its keeper, disconnect, end the watchdog."""
        self._borrowed.close()
        self._selection.close()
        # A connection that is closed with answers unread may be torn down before the server has taken the last release.
        with suppress(InputError):
            self.sync()
        self._connection.close()
        self._held_keys.close()

    def _wheel_button(self, right: int, down: int) -> int:
        return self._physical_button(_WHEEL[right, down], Message("scroll"))

    def _physical_button(self, role: int, name: str) -> int:
        """Return the button that counts as the one with this number; InputError where none does.

        A left-handed person has the first and the third swapped, others the wheel's directions.
        """
        self._keyboard.use_modifiers()
        with self._connection.errors():
            roles = list(self._connection.display.get_pointer_mapping())
        if role in roles:
            return role if roles[role - 1 : role] == [role] else roles.index(role) + 1
        raise InputError(
            Message("The pointer settings of this desktop have no {button} button.", button=name),
            Message("Use the keyboard instead."),
        )

    def _button(self, number: int, at: ScreenPoint | None, *, down: bool) -> None:
        if down:
            self._held_keys.record_button_press(number, at)
        self._fake(X.ButtonPress if down else X.ButtonRelease, number)
        if not down:
            self._held_keys.record_button_release(number)

    def _fake(self, kind: int, detail: int, at: ScreenPoint | None = None) -> None:
        with self._connection.errors():
            xtest.fake_input(self._connection.display, kind, detail, x=at.x if at else 0, y=at.y if at else 0)
            self._connection.flush()


def _connect() -> Connection:
    connection = Connection(os.environ.get("DISPLAY", ""))
    if connection.display.query_extension("XTEST") is None:
        connection.close()
        raise InputDeniedError(
            Message("This display doesn't allow programs to press keys (no XTEST)."), Message("Use another display.")
        )
    return connection


class KeysRoute:
    """Text on the keys of the layout, in any of its groups."""

    name = "keys"
    private = True
    pastes = False

    def __init__(
        self,
        connection: Connection,
        extension: KeyboardExtension,
        keyboard: X11Keyboard,
        paste_support: PasteSupport,
        corrected: frozenset[str] = _CORRECTED,
    ) -> None:
        self._connection = connection
        self._extension = extension
        self._keyboard = keyboard
        self._paste_support = paste_support
        self._corrected = corrected
        self._filters = KeyFilters()
        self._group = 0  # the one that is locked now, while text is typed

    def in_terminal(self) -> KeysRoute:
        """Return the same where no program autocorrects."""
        return KeysRoute(self._connection, self._extension, self._keyboard, self._paste_support, corrected=frozenset())

    def takes(self, text: str) -> bool:
        """Return whether the text is on the layout, and whether keys are better than a paste for it."""
        pasting = self._paste_support.pasting()
        if pasting is PastePriority.FIRST:
            return False
        is_usual = pasting is PastePriority.USUAL
        is_plain = len(text) <= (LONGEST if is_usual else LONGEST_UNPASTED) and not (
            is_usual and self._corrected & {*text}
        )
        return is_plain and self.wait_s(text) <= PATIENT_S and not self.missing(text)

    def wait_s(self, text: str) -> float:
        """Return how long the keys of a text have to wait for a person's settings."""
        with self._connection.errors():
            return self._extension.filters().wait_s(text)

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the characters that no group of the layout has, each once."""
        with self._connection.errors():
            keymap = self._extension.keymap()
            state = self._keyboard.state()
        return tuple(char for char in dict.fromkeys(text) if keymap.char_in_any_group(char, state) is None)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Press and release the key of each character."""
        with self._connection.errors(), self._without_caps_lock() as state:
            keymap = self._extension.keymap()
            for count, char in enumerate(text, 1):
                stroke = keymap.char_in_any_group(char, state)
                if stroke is None:
                    raise InputError(
                        Message("The keyboard layout changed while text was being typed."), Message("Try again.")
                    )
                if stop.is_set():
                    raise Stopped
                self._tap_stroke(keymap, stroke, state.locked)
                if count % SYNC_EVERY == 0:
                    self._check_untouched()
            self._check_untouched()

    def finish(self) -> None:
        """Do nothing: nothing was borrowed."""

    def _check_untouched(self) -> None:
        """Wait until the server has taken the keys; InputError if a modifier or Caps Lock has changed their meaning."""
        state = self._keyboard.state()
        self._connection.sync()
        if state.held:
            raise InputError(
                Message(
                    "A modifier key was held down while the text was being typed, so part of it may have "
                    "triggered shortcuts."
                ),
                Message("Look at the screen before you continue."),
            )
        if state.locked & LOCK:
            raise InputError(
                Message(
                    "Caps Lock was turned on while the text was being typed, so part of it may be in the wrong case."
                ),
                Message("Look at the screen, and correct anything that's wrong."),
            )

    def _tap_stroke(self, keymap: Keymap, stroke: Stroke, locked: int) -> None:
        held, locks = keymap.modifiers_to_hold(stroke.modifiers, stroke.group, locked, locks_all=self._filters.is_set)
        codes = (*held, stroke.code)
        if stroke.group != self._group:
            self._extension.lock(group=stroke.group)
            self._group = stroke.group
        if locks:
            self._extension.lock(affect=locks, locks=locks)
        try:
            for code in codes:
                self._keyboard.code(code, down=True)
        finally:
            for code in reversed(codes):
                self._keyboard.code(code, down=False)
            if locks:
                self._extension.lock(affect=locks, locks=0)

    @contextlib.contextmanager
    def _without_caps_lock(self) -> Iterator[KeyboardState]:
        """Switch CapsLock off meanwhile: its effect on anything but letters differs between toolkits."""
        self._extension.unlatch()
        self._filters = self._keyboard.read_filters()
        before = self._keyboard.state()
        self._group = before.group
        self._keyboard.changing_locks(before)
        if before.locked & LOCK:
            self._extension.lock(affect=LOCK, locks=0)
        try:
            yield KeyboardState(before.held, before.locked & ~LOCK, before.group)
        finally:
            group = before.group if self._group != before.group else None
            if group is not None or before.locked & LOCK:
                self._extension.lock(group=group, affect=before.locked & LOCK, locks=before.locked & LOCK)
                self._connection.flush()
            self._keyboard.restored_locks()


class BorrowedKeysRoute:
    """Text on spare keycodes, for characters that the layout lacks."""

    name = "borrowed keys"
    private = True
    pastes = False

    def __init__(self, keys: KeysRoute, borrowed: BorrowedCodes, paste_support: PasteSupport) -> None:
        self._keys = keys
        self._borrowed = borrowed
        self._paste_support = paste_support

    def takes(self, text: str) -> bool:
        """Return whether enough keycodes are spare for the missing characters; UntypableTextError if it'd be slow."""
        wait_s = self._keys.wait_s(text)
        if wait_s > LONGEST_WAIT_S:
            raise UntypableTextError(
                Message(
                    "Typing this text would take {seconds} s because slow keys or bounce keys are on.",
                    seconds=round(wait_s),
                ),
                Message("Enter the text in smaller parts."),
            )
        missing = len(self._keys.missing(text))
        return not missing or (missing <= self._borrowed.room() and self._paste_support.takes_borrowed_keys())

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
