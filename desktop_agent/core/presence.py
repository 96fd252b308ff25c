"""The interface for the person's input, distinguished from ours: each event of ours is announced before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

InputKind = Literal["key", "button", "motion"]


@dataclass(frozen=True, slots=True)
class UserInput:
    """An input of the person: the pointer moved, a button, a key or the pause key pressed, or the screen locked.

    `hand` is any of the first three, where the system doesn't report which; `woke` is what looks like one as the
    computer wakes up from sleep.
    """

    what: Literal["pointer", "button", "key", "hand", "pause", "lock", "woke"]


_OLDEST_EVENT_S = 5.0
_WRAPS_MS = 1 << 32
OnUserInput = Callable[[UserInput], None]
OnStop = Callable[[str], None]  # gets the cause in words: “the Pause key was pressed”
OnLost = Callable[[str], None]  # gets, in sentences, what has gone, without which no one could stop the run


def ignore_loss(_why: str) -> None:
    """Do nothing."""


class Presence(Protocol):
    """Watches the input of one desktop; one for each process, on a thread of its own."""

    own: OwnInput  # where our own injections are announced

    @property
    def reports_source(self) -> bool:
        """Return whether `was_physical` can ever return True here."""

    @property
    def reports_touch(self) -> bool:
        """Return whether any touch of mouse or keyboard is noticed now, while nothing of ours is being sent.

        Then `was_physical` says of a press whether one came with it.
        """

    @property
    def unnoticed(self) -> str:
        """Why a touch, which pauses a run here, isn't noticed now, and what to do, in sentences; empty if it is."""

    @property
    def reports_chords(self) -> bool:
        """Return whether `held_for` can ever return more than 0.0 here; True if `reports_source` is."""

    @property
    def lacks(self) -> str:
        """The guarantees that don't hold in this session, in sentences; empty where all of them hold."""

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back on all input except our own, from the watcher's thread; return a function that ends it.

        Small bumps are left out. `on_lost` is called once where the input can no longer be watched, which no one has
        chosen. The callbacks must return at once and never raise.
        """

    def quiet_for(self) -> float:
        """Return the seconds since the person's last input; a bump counts only just after another input."""

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device pressed exactly this button at this time of the display server.

        The button's number is negative for a release. Each event counts once. May wait some milliseconds for the event
        to arrive.
        """

    def expects_press(self) -> None:
        """Note that a window is open that will ask about presses; called several times a second while it is open."""

    def key_presses(self) -> tuple[int, int]:
        """Return the numbers of key presses so far: of physical devices, and of programs, including this one.

        Repeats of a held key count as presses. May wait some milliseconds for events to arrive.
        """

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how many seconds exactly the physical keys of this chord have been held; 0.0 if they aren't.

        Names as in `core.actions.keys`.
        """

    def close(self) -> None:
        """End the watcher; never raises."""


class OwnInput(Protocol):
    """Receives an announcement of every press and motion that we inject; called from any thread.

    Nothing blocks but a `rest`.
    """

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press (`code` is the system's key code or button number) or motion (`code` 0) of ours."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Withdraw the announcement of an event that was not sent."""

    def let_go(self, kind: InputKind, code: int) -> None:
        """Announce a release of ours; only where no event's source is reported (`presence/silence.py`)."""

    def arrived(self) -> None:
        """Note that the system has taken everything announced so far; from the same callers as `let_go`."""

    def is_rest_due(self) -> bool:
        """Return whether to `rest` now, so that the person can be noticed."""

    def rest(self) -> None:
        """Return once the person could be noticed; after all that was announced has `arrived`."""

    def rest_unless(self, is_stopped: Callable[[], bool]) -> None:
        """Have no rest begin or go on once `is_stopped` returns True; from the run that begins, until the next does."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Treat all programs' input as ours while `is_ours` returns True, as our watchdog can't announce its events."""


class NoOwnInput:
    """The stand-in where nothing watches the person's input."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def let_go(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def arrived(self) -> None:
        """Do nothing."""

    def is_rest_due(self) -> bool:
        """Return False: no rest is awaited."""
        return False

    def rest(self) -> None:
        """Do nothing."""

    def rest_unless(self, is_stopped: Callable[[], bool]) -> None:
        """Do nothing: there is no rest."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Do nothing."""


def happened_at(now: float, server_ms: int) -> float:
    """Return when an event happened on the clock of `now` (monotonic seconds).

    A display server on this machine counts the same clock in ms; what does not look like it happened now.
    """
    age_ms = (round(now * 1000) - server_ms) % _WRAPS_MS
    return now - age_ms / 1000 if age_ms < _OLDEST_EVENT_S * 1000 else now
