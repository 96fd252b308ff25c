"""Pictures out of memory, for any thread, by a file without a name.

Qt holds a lock while it looks for the format of a picture, for which any thread that loads another picture waits, with
Python's own lock in hand. A device that was made in Python needs Python's lock to be read, so the two could wait for
each other for ever. Qt's own file needs none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtGui import QImageReader


@contextmanager
def image_reader(data: bytes) -> Iterator[QImageReader]:
    """Give a reader of a picture, inside of the block; OSError where the system has no room for it."""
    with _memory_file(data) as name:
        yield QImageReader(name)


@contextmanager
def _memory_file(data: bytes) -> Iterator[str]:
    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("picture"), "wb") as file:
            file.write(data)
            file.flush()
            yield f"/proc/self/fd/{file.fileno()}"
        return
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder, "picture")
        name.write_bytes(data)
        yield str(name)
