"""Reads lines from the controlling terminal, and decides whether a person typed them.

A blocked read in a thread cannot be cancelled, kqueue cannot watch `/dev/tty`, and a background job must not read at
all (the system would suspend the whole program, with keys held down).
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.programs import PARENT, stat_of
from desktop_agent.ui.proof.guard import ARM_S, CHORD_S

_POLL_S = 0.05
_SIGNAL_WITHIN_S = 1.0
_LONGEST_ANSWER = 64_000
_COLUMNS = 80  # where the terminal does not say


class ControllingTerminal:
    """`/dev/tty`, whatever stdin and stdout are."""

    def __init__(self, descriptor: int) -> None:
        self._fd = descriptor

    @property
    def columns(self) -> int:
        """Return how many characters fit on a line now."""
        try:
            return os.get_terminal_size(self._fd).columns or _COLUMNS
        except OSError:
            return _COLUMNS

    async def write(self, text: str) -> None:
        """Write text unchanged; does nothing when the terminal was closed."""
        data = text.encode("utf-8", "backslashreplace")
        while data:
            try:
                data = data[os.write(self._fd, data) :]
            except BlockingIOError:
                await asyncio.sleep(_POLL_S)
            except OSError:
                return

    async def line(self, prompt: str) -> str | None:
        """Discard typed-ahead input, write the prompt, return the line typed after it; None at end of file."""
        import termios

        await self._wait_for_foreground()
        try:
            termios.tcflush(self._fd, termios.TCIFLUSH)
        except termios.error:
            await self._wait_if_hung_up()
            return None
        await self.write(prompt)
        typed = b""
        while not typed.endswith((b"\n", b"\r")):
            part = await self._read_part()
            if not part or len(typed) > _LONGEST_ANSWER:
                await self._wait_if_hung_up()
                return None
            typed += part
        return typed.decode("utf-8", "replace").strip()

    def leave(self) -> None:
        """Put the cursor on a new line, after a question without an answer."""
        try:
            os.write(self._fd, b"\n")
        except OSError:
            return

    def close(self) -> None:
        """Close the terminal."""
        os.close(self._fd)

    async def _read_part(self) -> bytes:
        while True:
            await self._wait_for_foreground()
            try:
                return os.read(self._fd, 4096)
            except BlockingIOError:
                await asyncio.sleep(_POLL_S)
            except OSError:
                return b""

    async def _wait_if_hung_up(self) -> None:
        """Give the signal of a closed terminal time to stop the run: that is an end, not a refusal."""
        try:
            os.tcgetpgrp(self._fd)
        except OSError:
            await asyncio.sleep(_SIGNAL_WITHIN_S)

    async def _wait_for_foreground(self) -> None:
        while self._is_in_background():  # noqa: ASYNC110 - the system does not announce that `fg` brings a job back
            await asyncio.sleep(_POLL_S)

    def _is_in_background(self) -> bool:
        try:
            return os.tcgetpgrp(self._fd) != os.getpgrp()
        except OSError:
            return False  # hung up: the read will report it


def controlling_terminal() -> ControllingTerminal | None:
    """Return the terminal that this program was started from; None without one, as always on Windows."""
    if sys.platform == "win32":
        return None
    try:
        return ControllingTerminal(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK))
    except OSError:
        return None


# The line and the count of its keys arrive by different routes, in either order.
_COUNT_AFTER_S = 0.05
_COUNT_WITHIN_S = 0.3
_LOOK_EVERY_S = 0.01
_LOOK_FOR_CHORD_S = 0.1


class KeyCounter(Protocol):
    """The part of `core.presence.Presence` that this file needs."""

    @property
    def reports_source(self) -> bool:
        """Return whether physical keys can be distinguished from injected ones."""

    def key_presses(self) -> tuple[int, int]:
        """Return the number of key presses so far: from physical devices, and from other sources."""


def four_digits() -> str:
    """Return a challenge that no one can predict."""
    return f"{secrets.randbelow(10_000):04}"


@dataclass(frozen=True, slots=True)
class ChordAtTerminal:
    """The chord that means yes, as an alternative to typing; `held_for` returns how long (s) these keys are down."""

    keys: tuple[str, ...]
    held_for: Callable[[Sequence[str]], float]

    async def held(self) -> None:
        """Wait until the chord is held long enough; a hold that began before or right after this call doesn't count."""
        ready = time.monotonic() + ARM_S
        while not self._is_held(ready):  # noqa: ASYNC110 - no event reports how long keys are down
            await asyncio.sleep(_LOOK_FOR_CHORD_S)

    def _is_held(self, ready: float) -> bool:
        held_s = self.held_for(self.keys)
        return held_s >= CHORD_S and time.monotonic() - held_s >= ready


@dataclass(frozen=True, slots=True)
class GuardedPrompt:
    """One prompt: the digits a yes must contain (empty without a challenge), and the key presses counted before it.

    `chord` says yes as well, where it can be proved.
    """

    digits: str = ""
    keys: KeyCounter | None = None
    before: tuple[int, int] = (0, 0)
    here: bool = False
    chord: ChordAtTerminal | None = None

    async def counts(self, presses: int) -> bool:
        """Return whether the person typed a line that takes this many key presses."""
        if self.keys is None:
            return True
        began = asyncio.get_running_loop().time()
        settled = began + _COUNT_AFTER_S
        ends = began + _COUNT_WITHIN_S
        while True:
            physical, foreign = (now - then for now, then in zip(self.keys.key_presses(), self.before, strict=True))
            if foreign:
                return False
            now = asyncio.get_running_loop().time()
            if (physical >= presses or not self.here) and now > settled:
                return True
            if now > ends:
                return False
            await asyncio.sleep(_LOOK_EVERY_S)

    def without_digits(self, typed: str) -> str:
        """Return the text before the challenge's digits, or y without any; empty if the line fails the challenge."""
        if not self.digits:
            return typed
        before, met, after = typed.partition(self.digits)
        return "" if not met or after.strip() else before.strip() or "y"


class LineGuard:
    """Guards the lines of one terminal.

    `keys` counts presses on the controlled display (None: nothing does); `here` returns whether the terminal's window
    is on it; with `challenge` a yes is four digits that only the terminal shows, whatever device types them, or the
    `chord`.
    """

    def __init__(
        self,
        keys: KeyCounter | None = None,
        here: Callable[[], bool] = lambda: False,
        *,
        challenge: bool = False,
        digits: Callable[[], str] = four_digits,
        chord: ChordAtTerminal | None = None,
    ) -> None:
        self._keys = keys if keys is not None and keys.reports_source else None
        self._here = here
        self._challenge = challenge
        self._digits = digits
        self._chord = chord

    def why_not(self) -> str:
        """Return why no line typed here can count as a yes; empty when one can."""
        if self._keys is not None or self._challenge or not self._here():
            return ""
        return Message(
            "Refused: this terminal is on the controlled screen, where your typing can't be "
            "distinguished from the agent's. Set person.approve_with to “challenge”, or start the "
            "program from another computer."
        )

    def guarded_prompt(self, *, challenged: bool) -> GuardedPrompt:
        """Begin to count key presses for one prompt; to be called before typed-ahead input is discarded."""
        here = self._here()
        if self._challenge and (here or self._keys is not None):
            return GuardedPrompt(self._digits() if challenged else "", chord=self._chord if challenged else None)
        return (
            GuardedPrompt("", self._keys, self._keys.key_presses(), here) if self._keys is not None else GuardedPrompt()
        )


def is_on_screen() -> bool:
    """Return whether this terminal's window is on the controlled screen, judged by the parent processes.

    False where that is unknown: over a network, in a multiplexer, and outside Linux.
    """
    from desktop_agent.screen.choose import choose_windows
    from desktop_agent.screen.controls.own_programs import own_programs

    terminal_pids = (own_programs() | set(_ancestors(os.getpid()))) - {os.getpid()}
    try:
        with closing(choose_windows()) as windows:
            return any(windows.describe(window.id).pid in terminal_pids for window in windows.scene().windows)
    except ScreenError:
        return False


def _ancestors(pid: int) -> Iterator[int]:
    """Yield the ids of the parent processes, nearest first; none where the system does not report them."""
    while stat := stat_of(pid):
        pid = int(stat[PARENT])
        if pid <= 1:
            return
        yield pid
