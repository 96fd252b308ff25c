"""The two protocols that every input backend implements: the keyboard and pointer, and a route for text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import DesktopChords
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.runs.waiting import StopToken
from desktop_agent.core.texts.message import Message

# For reading the clipboard's former content before a text is pasted: the time for a busy program to send all of it.
KEPT_WITHIN_S = 3.0
MOST_KEPT_BYTES = 16 * 1024 * 1024


class NotTakenError(Exception):
    """The application accepted none of the text by this route, so another route may be tried."""


class ReleasedWhileSuspendedError(InputError):
    """This process was suspended, and its keys and buttons were released meanwhile; raised once, before a press."""

    def __init__(self) -> None:
        super().__init__(
            Message("The run was suspended, so all keys and buttons were released."),
            Message("Look at the new screenshot."),
        )


class KeyboardLeftError(InputError):
    """The keyboard belongs to another program than the one that keys are for; raised before a key."""

    def __init__(self) -> None:
        super().__init__(
            Message("Another program got the keyboard, so no more keys were pressed."),
            Message("Look at the screen before you continue."),
        )


class Route(Protocol):
    """One way to enter text exactly: without control characters, except for line breaks and Tabs if it `pastes`."""

    name: str
    private: bool  # no program but the application sees the text
    pastes: bool  # line breaks and Tabs go in as characters, and no program autocorrects the text

    def takes(self, text: str) -> bool:
        """Return whether this route can enter every character, and accepts the text's length.

        UntypableTextError from a route that knows why none can.
        """

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Enter the text into the control that has the keyboard, and return when it has arrived.

        `stands` returns whether the field contains the text; False if unknown. Raises Stopped between two input
        events, NotTakenError, InputError.
        """

    def finish(self) -> None:
        """Restore the state that entering text has changed; called once after the last piece, also after an error."""


class InputBackend(Protocol):
    """The keyboard and pointer of one desktop; each method sends at most one event of each kind, immediately."""

    name: str
    reports_modifiers: bool  # whether `modifiers_down` works here

    def await_watchdog(self) -> None:
        """Return once the watchdog runs, which releases all keys and buttons after our end.

        InputDeniedError when it can't run. Nothing is pressed without it.
        """

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer; OffScreenError when the point is not on the desktop."""

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before, if possible without waiting for an answer of the system."""

    def pointer(self) -> ScreenPoint:
        """Return the pointer's position, as the system reports it."""

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button on this top-level window (None: the bare desktop), with all windows frozen for the check.

        InputError when another window is under the pointer; False when the display was locked by another client. In
        both cases nothing is pressed. A system that can't check presses without.
        """

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch, checked as `press_on` does."""

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch: one of the two is 1 or -1, the other 0."""

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when this keyboard cannot press one of the keys; presses nothing."""

    def taker_of(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program will get this chord instead of the window; otherwise empty.

        InputError when the system acts on the chord itself and no program gets it.
        """

    def desktop_chords(self) -> DesktopChords:
        """Return the chords that the desktop takes now, as far as it reports; may be called from another thread."""

    def restrict_keys(self, window: int | None) -> None:
        """Send keys only to the program of this top-level window from now on; None lifts the restriction."""

    def keys_arrive(self) -> bool:
        """Return whether that program has the keyboard now; True if the system doesn't report it."""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release a key, named as in `core.actions.keys`; KeyboardLeftError: its program lost the keyboard."""

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the modifiers that are down, held here or elsewhere; empty where the system does not report them."""

    def in_dialog(self) -> bool:
        """Return whether the window with the keyboard is a dialog; False if the system doesn't report it."""

    def is_stopped(self) -> bool:
        """Return whether the program with the keyboard is suspended, so that keys wait; False if unknown."""

    def buttons_down(self) -> tuple[Button, ...]:
        """Return the buttons that are down, held here or elsewhere; empty where the system does not report them."""

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        """Return when the last click has arrived and the clicked control has the keyboard; `pause` may raise."""

    def sync(self) -> None:
        """Return when the system has processed all events; InputError when it refused one, LetGoError."""

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return the routes for text, the preferred one first; in a terminal typed text isn't autocorrected."""

    def close(self) -> None:
        """Restore borrowed keycodes and the clipboard, and disconnect; never raises."""
