"""Reads the controlling terminal, by polling, so that a stop can cancel it.

A blocked read in a thread cannot be cancelled, kqueue cannot watch `/dev/tty`, and a background job must not read at
all (the system would suspend the whole program, with keys held down).
"""

from __future__ import annotations

import asyncio
import os
import sys

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

        await self._until_in_front()
        try:
            termios.tcflush(self._fd, termios.TCIFLUSH)
        except termios.error:
            await self._hung_up()
            return None
        await self.write(prompt)
        typed = b""
        while not typed.endswith((b"\n", b"\r")):
            part = await self._part()
            if not part or len(typed) > _LONGEST_ANSWER:
                await self._hung_up()
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

    async def _part(self) -> bytes:
        while True:
            await self._until_in_front()
            try:
                return os.read(self._fd, 4096)
            except BlockingIOError:
                await asyncio.sleep(_POLL_S)
            except OSError:
                return b""

    async def _hung_up(self) -> None:
        """Give the signal of a closed terminal time to stop the run: that is an end, not a refusal."""
        try:
            os.tcgetpgrp(self._fd)
        except OSError:
            await asyncio.sleep(_SIGNAL_WITHIN_S)

    async def _until_in_front(self) -> None:
        while self._in_background():  # noqa: ASYNC110 - the system does not announce that `fg` brings a job back
            await asyncio.sleep(_POLL_S)

    def _in_background(self) -> bool:
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
