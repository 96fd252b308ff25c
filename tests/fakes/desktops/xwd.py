"""A picture as an X server writes it into a file, for tests without one."""

import struct
from pathlib import Path

NAME = b"Xvfb :1.0\0\0\0"
COLOURS = 2


def header(across: int, down: int, **changed: int) -> bytes:
    words = {
        "length": 100 + len(NAME), "version": 7, "kind": 2, "depth": 24, "width": across, "height": down, "x": 0,
        "order": 0, "unit": 32, "bit_order": 0, "pad": 32, "bits": 32, "wide": 4 * across, "visual": 4, "red": 0xFF0000,
        "green": 0xFF00, "blue": 0xFF, "per_rgb": 8, "entries": 256, "colours": COLOURS, "window_width": across,
        "window_height": down, "window_x": 0, "window_y": 0, "border": 0,
    }  # fmt: skip
    return struct.pack(">25I", *(words | changed).values())


def write_picture(file: Path, across: int, down: int, pixel: int = 0x204060, **changed: int) -> Path:
    pixels = pixel.to_bytes(4, "little") * across * down
    file.write_bytes(header(across, down, **changed) + NAME + bytes(12 * COLOURS) + pixels)
    return file


def paint_rows(file: Path, width: int, top: int, count: int, pixel: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(100 + len(NAME) + 12 * COLOURS + 4 * width * top)
        opened.write(pixel.to_bytes(4, "little") * width * count)
