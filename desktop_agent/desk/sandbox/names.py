"""Writes a list of the names in the person's folders at a desk's start, to recognize deletions later."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write_names(file: str, lower: str | None, hidden: Iterable[str]) -> None:
    """Write the names below a folder atomically, none for None; without the right to write there is no file."""
    part = f"{file}.part"
    with contextlib.suppress(OSError):
        with open(part, "wb") as opened:
            # What was not seen is distinguished from what the desk has made by not being known.
            names = () if lower is None else _names(os.fsencode(lower), frozenset(map(os.fsencode, hidden)))
            opened.writelines(name + b"\0" for name in names)
        os.rename(part, file)


def _names(lower: bytes, hidden: frozenset[bytes]) -> Iterator[bytes]:
    """Yield the relative paths of all entries below a folder; links and hidden places are not entered."""
    waiting = [b""]
    while waiting:
        folder = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(os.path.join(lower, folder)) as entries:
            for entry in entries:
                name = os.path.join(folder, entry.name)
                if name in hidden:
                    continue
                yield name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(name)
