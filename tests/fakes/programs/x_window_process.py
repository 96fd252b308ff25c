"""A bare window of another program over a part of a display, for as long as a `with` lasts."""

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay

_AGAIN_S = 0.002


@contextmanager
def covering(
    display: PrivateDisplay, x: int, y: int, width: int, height: int, *, stubborn: bool = False
) -> Iterator[None]:
    words = [str(word) for word in (x, y, width, height)] + (["stubborn"] if stubborn else [])
    with subprocess.Popen(
        [sys.executable, "-m", "tests.fakes.programs.x_window_process", *words],
        env=display.environment(), cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"shown\n"
        try:
            yield
        finally:
            process.stdin.write(b"hide\n")
            process.stdin.flush()
            assert process.stdout.readline() == b"hidden\n"


def main(words: list[str]) -> None:
    from Xlib import X

    from tests.fakes.programs.x_window import XWindow

    x, y, width, height = (int(word) for word in words[:4])
    with XWindow(x, y, width, height, 0x336699) as window:
        _say("shown")
        while not select.select([sys.stdin], [], [], _AGAIN_S if words[4:] else None)[0]:
            window.window.configure(stack_mode=X.Above)
            window._display.sync()
    _say("hidden")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
