"""The person's own input, told apart from ours: each event of ours is announced before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

InputKind = Literal["key", "button", "motion"]


@dataclass(frozen=True, slots=True)
class UserInput:
    """The person did something: moved the pointer, pressed a button, a key or the pause key, or locked the screen.

    `hand` is any of the first three, where no more is told.
    """

    what: Literal["pointer", "button", "key", "hand", "pause", "lock"]


OnUserInput = Callable[[UserInput], None]
OnStop = Callable[[str], None]  # how it was asked for, in words: “the Pause key was pressed”


class Presence(Protocol):
    """Watches the input of one desktop; one for each process, on a thread of its own."""

    own: OwnInput  # where our own injections are announced

    @property
    def tells_source(self) -> bool:
        """Return whether `was_physical` can ever say yes here."""

    @property
    def tells_chords(self) -> bool:
        """Return whether `held_for` can ever say more than 0.0 here; true wherever `tells_source` is."""

    @property
    def lacks(self) -> str:
        """What people may rely on elsewhere and not here, in sentences; empty where everything holds."""

    def watch(self, on_hand: OnUserInput, on_stop: OnStop) -> Callable[[], None]:
        """Call back on everything that is not our own injection, from the watcher's thread; returns how to end it.

        Small bumps are left out. Both callbacks return at once and never raise.
        """

    def quiet_for(self) -> float:
        """Return for how many seconds the person has touched nothing; bumps count just after a touch only."""

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device pressed exactly this button at this time of the display server.

        The button's number is negative for a release. Each event counts once. May wait some milliseconds for the news
        to arrive.
        """

    def expects_press(self) -> None:
        """Take note that a window is open that will ask about presses; said several times a second meanwhile."""

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys have gone down so far: by physical devices, and by anything else, ourselves included.

        Repeats of a held key count as presses. May wait some milliseconds for the news to arrive.
        """

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how many seconds physical keys have been down that make this chord, and nothing else; 0.0 if not.

        Names as in `core.keys`.
        """

    def close(self) -> None:
        """End the watcher; never raises."""


class OwnInput(Protocol):
    """Is told of every press and motion that we are about to inject; called from any thread, never blocks."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press (`code` is the system's key code or button number) or motion (`code` 0) of ours."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Take back an announcement of what was not sent after all."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Take whatever programs do for ours while this says yes: what our watchdog does can't be announced here."""


class NobodyWatches:
    """The stand-in where nothing watches the person's input."""

    def expect(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def retract(self, kind: InputKind, code: int) -> None:
        """Do nothing."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Do nothing."""
