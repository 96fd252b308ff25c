"""Pictures of random pixels, a program that shows them on the whole of a screen, and what a capture has of them."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from desktop_agent.core.pictures import Pixels
from tests.fakes.source import ROOT


class ShownPictures:
    def __init__(self, orders: subprocess.Popen[str], folder: Path, size: tuple[int, int]) -> None:
        self._orders = orders
        self._folder = folder
        self._size = size

    def show(self, number: int) -> None:
        assert self._orders.stdin is not None
        self._orders.stdin.write(f"{_written(self._folder, self._size, number)}\n")
        self._orders.stdin.flush()

    def is_in(self, pixels: Pixels, number: int) -> bool:
        if (pixels.size.width, pixels.size.height) != self._size:
            return False
        shown = Image.frombytes("RGB", self._size, pixels.bgrx, "raw", "BGRX")
        return shown.tobytes() == _picture(self._size, number).tobytes()


@contextmanager
def shown_pictures(environment: dict[str, str], folder: Path, size: tuple[int, int]) -> Iterator[ShownPictures]:
    """Show picture 0, of this size, until the end.

    Whoever looks at its pointer starts it after the session that moves that: to a program that takes its pointer only
    once that is in its window, mutter 43 sends an `enter` of serial 0, and Qt never sets a pointer for such a one.
    """
    command = [sys.executable, "-m", "tests.fakes.programs.picture_window", str(_written(folder, size, 0))]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, text=True) as window:
        yield ShownPictures(window, folder, size)
        assert window.stdin is not None
        window.stdin.close()


def _picture(size: tuple[int, int], number: int) -> Image.Image:
    return Image.frombytes("RGB", size, random.Random(number).randbytes(3 * size[0] * size[1]))


def _written(folder: Path, size: tuple[int, int], number: int) -> Path:
    file = folder / f"{number}.png"
    if not file.exists():
        _picture(size, number).save(file, compress_level=0)
    return file
