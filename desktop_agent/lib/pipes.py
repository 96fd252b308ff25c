"""Pipes that another program writes into: read to their end, but no longer and no more than one is ready to."""

from __future__ import annotations

import os
import select
import time

_PIECE = 1 << 16


def read_whole(file: int, until: float, most: int) -> bytes | None:
    """Return all that comes until its end, and close it; None where that is more than `most` bytes, or late.

    `until` is a moment of `time.monotonic`.
    """
    parts, count = list[bytes](), 0
    try:
        while (left := until - time.monotonic()) > 0 and select.select([file], [], [], left)[0]:
            part = os.read(file, _PIECE)
            if not part:
                return b"".join(parts)
            parts.append(part)
            count += len(part)
            if count > most:
                return None
    finally:
        os.close(file)
    return None
