"""The watermark that reveals our windows in a capture: two unusual colours in alternation.

Questions have other colours than badge and frame, which may stay visible when a question is closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from desktop_agent.core.frame import Pixels

MarkKind = Literal["question", "watching"]
SIDE_PX = 8
# No picture has a row of these two colours by chance (red, green, blue).
COLOURS: dict[MarkKind, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "question": ((0x8E, 0x93, 0x9F), (0x91, 0x90, 0x9C)),
    "watching": ((0x3A, 0x78, 0xF4), (0x3D, 0x75, 0xF1)),
}


def has_watermark(pixels: Pixels, kinds: Iterable[MarkKind] = ("question", "watching")) -> bool:
    """Return whether a capture shows the watermark anywhere: a row of it is enough, or a column in a narrow capture."""
    flat = bytearray(pixels.bgrx)
    # The fourth byte of a pixel may be anything.
    flat[3::4] = bytes(len(flat) // 4)
    lines = [flat]
    if (width := pixels.size.width) < 2 * SIDE_PX:
        columns = memoryview(flat).cast("I")
        lines += [bytearray(columns[at::width].tobytes()) for at in range(width)]
    rows = [row for kind in kinds for row in _rows(kind)]
    return any(row in line for line in lines for row in rows)


def _rows(kind: MarkKind) -> tuple[bytes, bytes]:
    row = b"".join(bytes((blue, green, red, 0)) for red, green, blue in COLOURS[kind]) * (SIDE_PX // 2)
    return row, row[4:] + row[:4]
