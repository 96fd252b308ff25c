"""What a picture would cost without OpenCV: scaling and encoding by Pillow and by numpy, beside ours, in one run.

`python -m tests.bench.without_opencv [ROUNDS]`. The screen is a picture of our windows at 1920x1080. Pillow's PNG is
made without a line filter, as ours is: as a picture of single bytes, three times as wide. The least of all rounds is
told, so that a busy machine counts for less.
"""

import sys
import time
from collections.abc import Callable
from io import BytesIO

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.encode import _scale, encode
from tests.fakes.source import ROOT

SCREEN, PICTURE = Size(1920, 1080), Size(1280, 720)
Rows = npt.NDArray[np.uint8]
_BAND = 48  # rows that the processor's cache holds


def main(rounds: int) -> None:
    """Print how long each way takes, by ours, and by how much its picture differs."""
    whole = cv2.resize(_opened("console.png"), (SCREEN.width, SCREEN.height), interpolation=cv2.INTER_CUBIC)
    screen = Pixels(SCREEN, cv2.cvtColor(whole, cv2.COLOR_BGR2BGRA).tobytes())
    ours = _scale(screen, PICTURE)
    small = Pixels(PICTURE, cv2.cvtColor(ours, cv2.COLOR_BGR2BGRA).tobytes())
    one_to_one = _pillow(small, PICTURE)
    scaling = _ms(lambda: _scale(screen, PICTURE), rounds)
    print(f"scaled: ours {scaling:.1f} ms")
    for name, way in (("Pillow's box", _pillow), ("numpy", _numpy)):
        apart = np.abs(np.asarray(way(screen, PICTURE), np.int16)[:, :, ::-1] - ours)
        times = _ms(lambda way=way: way(screen, PICTURE), rounds) / scaling  # type: ignore[misc]
        print(
            f"  {name}: {times:.1f} times as long; {(apart > 0).mean():.1%} of values differ, at most by {apart.max()}"
        )
    for kind, made in (("image/png", _png), ("image/jpeg", _jpeg)):
        spent, size = _ms(lambda kind=kind: encode(small, PICTURE, kind), rounds), len(encode(small, PICTURE, kind))  # type: ignore[misc]
        times = _ms(lambda made=made: made(one_to_one), rounds) / spent  # type: ignore[misc]
        theirs = len(made(one_to_one))
        print(f"{kind}: ours {spent:.1f} ms, {size} bytes; Pillow {times:.1f} times as long, {theirs} bytes")


def _opened(name: str) -> Rows:
    return np.asarray(cv2.imread(str(ROOT / "assets" / name)), np.uint8)


def _ms(act: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1000)
    return min(spent)


def _pillow(pixels: Pixels, image: Size) -> Image.Image:
    whole = Image.frombuffer("RGB", (pixels.size.width, pixels.size.height), pixels.bgrx, "raw", "BGRX", 0, 1)
    size = (image.width, image.height)
    return whole if whole.size == size else whole.resize(size, Image.Resampling.BOX)


def _numpy(pixels: Pixels, _: Size) -> Rows:
    """Return two thirds of a picture, each pixel the average of one and a half."""
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(pixels.size.height, pixels.size.width, 4)
    low = _two_thirds(rows)
    return np.ascontiguousarray(_two_thirds(low.transpose(1, 0, 2)).transpose(1, 0, 2)[:, :, 2::-1])


def _two_thirds(rows: Rows) -> Rows:
    fewer = np.empty((rows.shape[0] * 2 // 3, *rows.shape[1:]), np.uint8)
    for top in range(0, rows.shape[0], _BAND):
        one, two, three = (rows[top + n : top + _BAND : 3].astype(np.uint16) for n in range(3))
        fewer[top * 2 // 3 : (top + _BAND) * 2 // 3 : 2] = (one * 171 + two * 85 + 128) >> 8
        fewer[top * 2 // 3 + 1 : (top + _BAND) * 2 // 3 : 2] = (two * 85 + three * 171 + 128) >> 8
    return fewer


def _png(image: Image.Image) -> bytes:
    """Return what takes as long and as many bytes as a PNG without a line filter."""
    flat = Image.frombuffer("P", (image.width * 3, image.height), image.tobytes(), "raw", "P", 0, 1)
    flat.putpalette(bytes(range(256)) * 3)
    file = BytesIO()
    flat.save(file, "PNG", compress_level=5)
    return file.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", quality=85, subsampling=0)
    return file.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 40)
