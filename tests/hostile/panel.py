"""A plain window of another program that changes when it is told to: `python -m tests.hostile.panel`.

Each line on stdin is the name of a change; "ok" is the answer once it is on the screen. It ends with its stdin.
"""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from tests.fakes.x_window import XWindow

BOX = (400, 250, 480, 300)
BLUE, WHITE, RED = 0x2563EB, 0xFFFFFF, 0xB91C1C
AT = (640, 400)


class Panel:
    """The window's process; a context manager."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it; it is on the screen when this returns."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.panel"],
            env=dict(environment), cwd=Path(__file__).parents[2], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._answered()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def do(self, change: str) -> None:
        """Have it changed: "nothing", "cover" or "swap"; it has changed when this returns."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{change}\n")
        self._process.stdin.flush()
        self._answered()

    def _answered(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ok\n"


def _panel() -> XWindow:
    made = XWindow(*BOX, BLUE)
    made.paint(220, 140, 60, 40, WHITE)
    return made


def _serve(stack: ExitStack) -> None:
    stack.enter_context(_panel())
    _say_ok()
    for line in sys.stdin:
        match line.strip():
            case "cover":
                stack.enter_context(XWindow(AT[0] - 80, AT[1] - 60, 160, 120, RED))
            case "swap":
                stack.enter_context(_panel())
            case _:
                pass
        _say_ok()


def _say_ok() -> None:
    sys.stdout.write("ok\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with ExitStack() as closing:
        _serve(closing)
