"""The watermark by which a capture shows that our window is there: a checker of two odd colours, pixel by pixel."""

from __future__ import annotations

from desktop_agent.core.frame import Pixels

SIDE_PX = 8
# Side by side and in turn, no picture has these two by chance (red, green, blue).
ODD = ((0x8E, 0x93, 0x9F), (0x91, 0x90, 0x9C))


def has_watermark(pixels: Pixels) -> bool:
    """Tell whether a capture shows the watermark anywhere: a row of it is enough."""
    flat = bytearray(pixels.bgrx)
    # The fourth byte of a pixel may be anything.
    flat[3::4] = bytes(len(flat) // 4)
    pair = b"".join(bytes((blue, green, red, 0)) for red, green, blue in ODD)
    row = pair * (SIDE_PX // 2)
    return row in flat or row[4:] + row[:4] in flat
