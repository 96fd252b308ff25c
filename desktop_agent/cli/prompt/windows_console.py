"""The console of Windows as a terminal to ask on; not yet run on a real Windows."""

from __future__ import annotations

import asyncio
import shutil
import sys

_POLL_S = 0.05

if sys.platform == "win32":
    import msvcrt

    class WindowsConsole:
        """The console that this program was started from."""

        @staticmethod
        def is_there() -> bool:
            """Tell whether a person sits at the console: stdin is none when something is piped in."""
            return sys.stdin is not None and sys.stdin.isatty()

        @property
        def columns(self) -> int:
            """Return how many characters fit on a line now."""
            return shutil.get_terminal_size().columns

        async def write(self, text: str) -> None:
            """Write text unchanged."""
            for char in text:
                msvcrt.putwch(char)

        async def line(self, prompt: str) -> str | None:
            """Discard typed-ahead input, write the prompt, return the line typed after it; None at Ctrl+Z."""
            while msvcrt.kbhit():
                msvcrt.getwch()
            await self.write(prompt)
            typed = ""
            while True:
                if not msvcrt.kbhit():
                    await asyncio.sleep(_POLL_S)
                    continue
                char = msvcrt.getwch()
                if char in "\r\n":
                    await self.write("\r\n")
                    return typed.strip()
                if char == "\x1a":
                    return None
                typed = typed[:-1] if char == "\b" else typed + char
                await self.write("\b \b" if char == "\b" else char)

        def leave(self) -> None:
            """Put the cursor on a new line, after a question that nobody answered."""
            for char in "\r\n":
                msvcrt.putwch(char)

        def close(self) -> None:
            """Do nothing: the console is not ours to close."""
