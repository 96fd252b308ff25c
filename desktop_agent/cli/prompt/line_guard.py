"""Says whether a line typed at the terminal is a person's, by counting the keys that were pressed for it.

The model's keys reach a terminal there as well as the person's, and the bytes that arrive do not tell whose they were.
So every key that goes down on the display while a question is open is counted: one that no physical device made voids
the line, and on a terminal of that display so does a line that is longer than the keys that were pressed for it.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

# The line and the news of its keys come by two ways, and either may be first.
_NEWS_AFTER_S, _NEWS_WITHIN_S = 0.05, 0.3
_LOOK_EVERY_S = 0.01


class KeyCounter(Protocol):
    """What is needed of `core.presence.Presence`."""

    @property
    def tells_source(self) -> bool:
        """Tell whether physical keys can be told from others."""

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys have gone down so far: by physical devices, and by anything else."""


def four_digits() -> str:
    """Return a challenge that nobody can foresee."""
    return f"{secrets.randbelow(10_000):04}"


@dataclass(frozen=True, slots=True)
class Opened:
    """One prompt: what a yes must hold (`digits`, empty without a challenge), and the keys gone down by then."""

    digits: str = ""
    keys: KeyCounter | None = None
    before: tuple[int, int] = (0, 0)
    here: bool = False

    async def counts(self, presses: int) -> bool:
        """Tell whether a line that takes so many key presses may be taken for the person's."""
        if self.keys is None:
            return True
        began = asyncio.get_running_loop().time()
        settled, ends = began + _NEWS_AFTER_S, began + _NEWS_WITHIN_S
        while True:
            physical, other = (now - then for now, then in zip(self.keys.key_presses(), self.before, strict=True))
            if other:
                return False
            now = asyncio.get_running_loop().time()
            if (physical >= presses or not self.here) and now > settled:
                return True
            if now > ends:
                return False
            await asyncio.sleep(_LOOK_EVERY_S)

    def without_digits(self, typed: str) -> str:
        """Return what is left of a line once the challenge is met: y where nothing else stands there; else nothing."""
        if not self.digits:
            return typed
        rest, met, after = typed.partition(self.digits)
        return "" if not met or after.strip() else rest.strip() or "y"


class LineGuard:
    """Watches over the lines of one terminal.

    `keys` counts presses on the worked display (None: nothing does); `here` tells whether the terminal's window stands
    on it; with `challenge` a yes is four digits that only the terminal shows, whoever types them.
    """

    def __init__(
        self,
        keys: KeyCounter | None = None,
        here: Callable[[], bool] = lambda: False,
        *,
        challenge: bool = False,
        digits: Callable[[], str] = four_digits,
    ) -> None:
        self._keys = keys if keys is not None and keys.tells_source else None
        self._here = here
        self._challenge = challenge
        self._digits = digits

    def why_not(self) -> str:
        """Return why nothing typed here can be a person's yes; empty when it can."""
        if self._keys is not None or self._challenge or not self._here():
            return ""
        return (
            "Taken as a no: this terminal stands on the screen that is worked, and whose keys arrive in it cannot be "
            "told here. Set person.approve_with to “challenge”, or start it from another computer."
        )

    def opened(self, *, challenged: bool) -> Opened:
        """Begin to watch one prompt; called before typed-ahead input is thrown away."""
        here = self._here()
        if self._challenge and (here or self._keys is not None):
            return Opened(self._digits() if challenged else "")
        return Opened("", self._keys, self._keys.key_presses(), here) if self._keys is not None else Opened()
