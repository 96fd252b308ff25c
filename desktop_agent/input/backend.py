"""What every way to press keys and move the pointer can do: two protocols of few methods."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

from desktop_agent.core.actions import Button
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.stop import StopToken


class NotTakenError(Exception):
    """The application did not take text by this route, and nothing of it arrived: another route may be tried."""


class Route(Protocol):
    """One way to enter text exactly; without control characters, but for line breaks and Tabs where it `pastes`."""

    name: str
    private: bool  # nobody but the application sees the text on the way
    pastes: bool  # line breaks and Tabs are characters on it too, and no program corrects what is typed

    def takes(self, text: str) -> bool:
        """Tell whether every character can go this way, and whether the length is sensible for it."""

    def enter(self, text: str, stop: StopToken) -> None:
        """Enter the text into what has the keyboard and return when it is there.

        Raises Stopped between two input events, NotTakenError, InputError.
        """

    def finish(self) -> None:
        """Put back what entering text has disturbed; called once after the last piece, whatever happened."""


class InputBackend(Protocol):
    """The keyboard and the pointer of one desktop; each method sends at most one event of each kind, at once."""

    name: str
    reports_modifiers: bool  # whether `modifiers_down` can know

    def move(self, at: ScreenPoint) -> None:
        """Put the pointer there; OffScreenError when that is no point of the desktop."""

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is, as the system says."""

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""

    def still_on(self, window: int | None) -> AbstractContextManager[None]:
        """Keep all windows where they are for the time of the block, which holds one press and nothing that waits.

        InputError, before anything is sent, unless the pointer is on this top-level window (None: the bare desktop).
        Where that cannot be known nothing is kept, and nothing is refused.
        """

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch: one of the two is 1 or -1, the other 0."""

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when this keyboard cannot press one of the keys; presses nothing."""

    def taker_of(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program will get this chord in place of the window; empty where nobody will.

        InputError when no program would get it, as the system acts on it itself.
        """

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key, named as in `core.keys`."""

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the modifiers that are down now, whoever holds them; empty where the system does not say."""

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        """Return when a click has reached what was clicked and that has the keyboard; `pause` may raise."""

    def sync(self) -> None:
        """Return when the system has taken all events; InputError when it refused one."""

    def routes(self) -> tuple[Route, ...]:
        """Return the ways to enter text, the preferred one first."""

    def close(self) -> None:
        """Put back what was borrowed (keycodes, the clipboard) and let the connection go; never raises."""
