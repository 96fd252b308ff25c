"""A desk that is kept by nobody but the test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.desk_lock import LOCK, keep


@contextmanager
def keeping(folder: Path) -> Iterator[None]:
    fd = keep(str(folder / LOCK))
    try:
        yield
    finally:
        os.close(fd)
