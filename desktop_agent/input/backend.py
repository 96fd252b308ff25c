"""The two protocols that every input backend implements: the keyboard and pointer, and a route for text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.actions import Button
from desktop_agent.core.desktop_chords import DesktopChords
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.stop import StopToken

# For reading what was copied before a text is pasted: a program that is busy gets the time to give it whole.
KEPT_WITHIN_S, MOST_KEPT_BYTES = 3.0, 16 * 1024 * 1024


class NotTakenError(Exception):
    """The application took none of the text by this route, so another route may be tried."""


class LetGoError(InputError):
    """This process was suspended, and everything that it held was released meanwhile; raised once, before a press."""

    def __init__(self) -> None:
        super().__init__(
            Message("The run was suspended, so all keys and buttons were released."),
            Message("Look at the new screenshot."),
        )


class KeyboardLeftError(InputError):
    """Another program than the one that keys are for has the keyboard; raised before a key."""

    def __init__(self) -> None:
        super().__init__(
            Message("Another program got the keyboard, so no more keys were pressed."),
            Message("Look at the screen before you continue."),
        )


class Route(Protocol):
    """One way to enter text exactly. No control characters, except line breaks and Tabs where it `pastes`."""

    name: str
    private: bool  # no program but the application sees the text
    pastes: bool  # line breaks and Tabs go in as characters, and no program autocorrects the text

    def takes(self, text: str) -> bool:
        """Return whether this route can enter every character, and whether the length suits it.

        UntypableTextError from one that knows why no route can.
        """

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Enter the text into what has the keyboard, and return when it has arrived.

        `stands` asks the field itself whether it has; no where that cannot be known. Raises Stopped between two input
        events, NotTakenError, InputError.
        """

    def finish(self) -> None:
        """Restore what entering text has disturbed; called once after the last piece, whatever happened."""


class InputBackend(Protocol):
    """The keyboard and pointer of one desktop; each method sends at most one event of each kind, immediately."""

    name: str
    reports_modifiers: bool  # whether `modifiers_down` works here

    def await_watchdog(self) -> None:
        """Return once what releases all that is down after our end runs; InputDeniedError where it can't be had.

        Nothing is pressed without it.
        """

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer; OffScreenError when the point is not on the desktop."""

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before; where that can be, without a question that may stay unanswered."""

    def pointer(self) -> ScreenPoint:
        """Return where the system says the pointer is."""

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button, with all windows kept in place since it was seen what the pointer is on.

        InputError unless that is this top-level window (None: the bare desktop); False when the display let nobody in
        for a while. In both cases nothing is pressed. Systems that cannot tell press.
        """

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch in the same way."""

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch: one of the two is 1 or -1, the other 0."""

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when this keyboard cannot press one of the keys; presses nothing."""

    def taker_of(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program will get this chord instead of the window; otherwise empty.

        InputError when the system acts on the chord itself and no program gets it.
        """

    def desktop_chords(self) -> DesktopChords:
        """Return the chords that the desktop takes now, as far as it tells; may be called from another thread."""

    def aim_keys(self, window: int | None) -> None:
        """Let keys go only to the program that made this top-level window from now on; None lifts that."""

    def keys_arrive(self) -> bool:
        """Return whether that program has the keyboard now; yes where the system doesn't say."""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key, named as in `core.keys`; KeyboardLeftError."""

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the modifiers that are down, held here or elsewhere; empty where the system does not report them."""

    def in_dialog(self) -> bool:
        """Return whether the window with the keyboard is a dialog; no where the system does not say."""

    def is_stopped(self) -> bool:
        """Return whether the program with the keyboard is stopped, so that keys wait; no where that is not known."""

    def buttons_down(self) -> tuple[Button, ...]:
        """Return the buttons that are down, held here or elsewhere; empty where the system does not report them."""

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        """Return when the last click has arrived and what was clicked has the keyboard; `pause` may raise."""

    def sync(self) -> None:
        """Return when the system has taken all events; InputError when it refused one, LetGoError."""

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return the routes for text, the preferred one first; a terminal corrects nothing that is typed."""

    def close(self) -> None:
        """Restore what was borrowed (keycodes, the clipboard) and disconnect; never raises."""
