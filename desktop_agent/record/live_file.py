"""The live picture of a run as files: rows that changed, packed, each picture with its time by the wall clock.

A file is a row of zstd frames, two for each picture: a skippable one with the picture's time and size, and one with a
bit for each row and the changed rows, XOR with the picture before. The first picture of a file stands alone. A file
that was cut off anywhere is read up to its last whole picture. Sizes are checked before anything is unpacked.

A run writes files of half a minute, and knows the digest of each.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.lib.files import Folder, write_all
from desktop_agent.record.journal import LIVE, LIVE_FILE

_HEAD = struct.Struct("<IIqIII")  # magic, length of what follows in the frame, ms since 1970, width, height, packed
_MAGIC = 0x184D2A5D
_INSIDE = _HEAD.size - 8
_LEVEL = 1
_MOST_SIDE = 16_384
_MOST_PIXELS = 40_000_000
_DWORD = 4  # bytes of a pixel
Rows = NDArray[np.uint32]
_FILE_MS = 30_000
_FREE_BYTES = 256 << 20  # kept free for the run's journal and everything else


@dataclass(frozen=True, slots=True)
class LiveHead:
    """One picture of a file: when it was on the screen, its size, and how many packed bytes follow."""

    at_ms: int
    size: Size
    packed: int


class LiveEncoder:
    """Turns pictures into the bytes of one file after the other; needs the extra `video`."""

    def __init__(self) -> None:
        import zstandard

        self._pack = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._last: Pixels | None = None
        self._xor_rows = np.zeros((0, 0), np.uint32)

    def begin(self) -> None:
        """Begin a file: its first picture is stored complete, not as a difference."""
        self._last = None

    def encode(self, at_ms: int, pixels: Pixels) -> bytes:
        """Return the bytes for a picture; empty where it is the one before."""
        last = self._last
        size = pixels.size
        if last is not None and last.size == size:
            if last.bgrx == pixels.bgrx:
                return b""
            if self._xor_rows.shape != (size.height, size.width):
                self._xor_rows = np.zeros((size.height, size.width), np.uint32)
            rows = np.bitwise_xor(_pixel_rows(pixels), _pixel_rows(last), out=self._xor_rows)
        else:
            rows = _pixel_rows(pixels)
        changed = rows.max(axis=1) > 0
        packed = self._pack.compress(np.packbits(changed).tobytes() + rows[changed].tobytes())
        self._last = pixels
        return _HEAD.pack(_MAGIC, _INSIDE, at_ms, size.width, size.height, len(packed)) + packed


class LiveReader:
    """Reads one file picture by picture; needs the extra `video`."""

    def __init__(self) -> None:
        import zstandard

        self._zstd = zstandard
        self._unpack = zstandard.ZstdDecompressor()

    def pictures(self, file: IO[bytes]) -> Iterator[tuple[int, Pixels]]:
        """Yield time and pixels of each picture, up to the first that is not whole."""
        rows: Rows | None = None
        while (head := _head(file)) is not None:
            shape = (head.size.height, head.size.width)
            xor_rows = self._unpacked_rows(file.read(head.packed), head)
            if xor_rows is None:
                return
            rows = xor_rows if rows is None or rows.shape != shape else rows ^ xor_rows
            yield head.at_ms, Pixels(head.size, rows.tobytes())

    def _unpacked_rows(self, packed: bytes, head: LiveHead) -> Rows | None:
        """Return the rows to XOR with the picture before; None where they are not whole, or larger than allowed."""
        flag_bytes = -(-head.size.height // 8)
        row_bytes = head.size.width * _DWORD
        try:
            length = self._zstd.frame_content_size(packed)
            if not flag_bytes <= length <= flag_bytes + head.size.height * row_bytes:
                return None
            data = self._unpack.decompress(packed)
        except self._zstd.ZstdError:
            return None
        changed = np.unpackbits(np.frombuffer(data, np.uint8, flag_bytes), count=head.size.height).astype(bool)
        if len(data) != flag_bytes + int(changed.sum()) * row_bytes:
            return None
        rows = np.zeros((head.size.height, head.size.width), np.uint32)
        rows[changed] = np.frombuffer(data, np.uint32, offset=flag_bytes).reshape(-1, head.size.width)
        return rows


def live_times(path: Path) -> tuple[LiveHead, ...]:
    """Return the heads of a file's whole pictures, without unpacking them; empty where it cannot be read."""
    heads: list[LiveHead] = []
    try:
        length = path.lstat().st_size
        with path.open("rb") as file:
            while (head := _head(file)) is not None and file.tell() + head.packed <= length:
                heads.append(head)
                file.seek(head.packed, 1)
    except OSError:
        return tuple(heads)
    return tuple(heads)


def live_files(folder: Path) -> tuple[str, ...]:
    """Return the names of a run's live files, as `live/000001.zst`, in order; links are left out."""
    where = folder / LIVE
    if where.is_symlink() or not where.is_dir():
        return ()
    names = sorted(f"{LIVE}/{path.name}" for path in where.iterdir() if path.is_file() and not path.is_symlink())
    return tuple(name for name in names if LIVE_FILE.fullmatch(name))


def _head(file: IO[bytes]) -> LiveHead | None:
    raw = file.read(_HEAD.size)
    if len(raw) < _HEAD.size:
        return None
    magic, inside, at_ms, width, height, packed = _HEAD.unpack(raw)
    is_sane = 0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE and width * height <= _MOST_PIXELS
    return LiveHead(at_ms, Size(width, height), packed) if (magic, inside) == (_MAGIC, _INSIDE) and is_sane else None


def _pixel_rows(pixels: Pixels) -> Rows:
    return np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)


class LiveWriter:
    """Appends pictures; for one thread. What was written stays readable, whatever happens next."""

    def __init__(self, run: Path) -> None:
        """Make the folder in a run's own; OSError where that fails."""
        with contextlib.closing(Folder(run)) as outer:
            self._folder = outer.make_folder(LIVE)
        self._encoder = LiveEncoder()
        self._fd: int | None = None
        self._is_closed = False
        self._began_ms = self._length = 0
        self._digest = hashlib.sha256()
        self._digests: dict[str, str] = {}

    @property
    def digests(self) -> Mapping[str, str]:
        """The SHA-256 of each file by its name in the run's folder; right once it is closed."""
        return self._digests

    def add(self, at_ms: int, pixels: Pixels) -> None:
        """Append a picture, if it differs from the last; OSError where it is not written, and then nothing of it is."""
        if self._is_closed:
            return
        if self._fd is None or at_ms - self._began_ms >= _FILE_MS:
            self._begin(at_ms)
        data = self._encoder.encode(at_ms, pixels)
        if not data or self._fd is None:
            return
        if shutil.disk_usage(self._folder.path).free < _FREE_BYTES:
            raise OSError(Message("The disk is nearly full"))
        try:
            write_all(self._fd, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, self._length)
            raise
        self._length += len(data)
        self._digest.update(data)

    def close(self) -> None:
        """End it; a second call does nothing."""
        self._is_closed = True
        self._end()
        self._folder.close()

    def _begin(self, at_ms: int) -> None:
        self._end()
        name = f"{len(self._digests) + 1:06d}.zst"
        self._fd = self._folder.create(name, os.O_WRONLY | os.O_APPEND)
        self._name = f"{LIVE}/{name}"
        self._began_ms = at_ms
        self._length = 0
        self._digest = hashlib.sha256()
        self._encoder.begin()

    def _end(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
            self._digests[self._name] = self._digest.hexdigest()
