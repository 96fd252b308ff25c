"""Chains the lines of a journal, so that it shows when one was changed, left out, moved or added. No I/O.

A line ends in its own hash:

    {"event":…,"seq":7,…,"chain":"<64 digits>"}

The hash is the SHA-256 of all bytes between the end of the last line's own content and the end of this one's: the last
line from `,"chain":` on, its line break, and this line up to `,"chain":`. So every byte of the journal but the last
line's end is in some hash.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_END = re.compile(rb',"chain":"([0-9a-f]{64})"\}\n\Z')


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A line in two parts, and the hash that it states."""

    content: bytes
    end: bytes  # from `,"chain":` on, with the line break
    chain: str


def sealed_line(line: bytes) -> SealedLine | None:
    """Return a whole line in its two parts; None when it has no hash, or its end is of another form."""
    end = _END.search(line)
    return SealedLine(line[: end.start()], end[0], end[1].decode()) if end else None


def line_end(chain: str) -> bytes:
    """Return the rest of a line after its content, with its line break."""
    return f',"chain":"{chain}"}}\n'.encode()


def line_hash(last_end: bytes, content: bytes) -> str:
    """Return the hash of a line's content after the end of the line before; empty before the first."""
    return hashlib.sha256(last_end + content).hexdigest()
