"""Chains the lines of a journal, so that it shows when one was changed, left out, moved or added. No I/O.

A line ends in its own hash, and where it is signed in the signature of that hash:

    {"event":…,"seq":7,…,"chain":"<64 digits>","sig":"ed25519:<key, 64 digits>:<signature, 128 digits>"}

The hash is the SHA-256 of all bytes between the end of the last line's own content and the end of this one's: the last
line from `,"chain":` on, its line break, and this line up to `,"chain":`. So every byte of the journal but the last
line's end is in some hash, and that end has one form only and a signature that tells whether it is right.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.seal import Seal

_END = re.compile(rb',"chain":"([0-9a-f]{64})"(?:,"sig":"(ed25519:[0-9a-f]{64}:[0-9a-f]{128})")?\}\n\Z')
_MOST_MENDED = 4_000  # bytes: each bit of them is tried
_SIGNED = b"journal of desktop-agent "


class Signer(Protocol):
    """Signs what a journal's hash is, once it has its key."""

    def sign(self, message: bytes, *, wait: bool) -> str | None:
        """Return the signature; None without a key. `wait`: for a while, where the key is still being looked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """A line in two parts: its content, up to where the seal begins, and the seal."""

    content: bytes
    seal: Seal

    @property
    def end(self) -> bytes:
        """Return the rest of the line, with its line break."""
        return end_of(self.seal)


def link_of(line: bytes) -> Link | None:
    """Return a whole line in its two parts; None when it has no seal, or one of another form."""
    found = _END.search(line)
    if found is None:
        return None
    sig = found[2].decode() if found[2] else None
    return Link(line[: found.start()], Seal(found[1].decode(), sig))


def end_of(seal: Seal) -> bytes:
    """Return what follows a line's content, with its line break."""
    signed = f',"sig":"{seal.sig}"' if seal.sig else ""
    return f',"chain":"{seal.chain}"{signed}}}\n'.encode()


def chained(last_end: bytes, content: bytes) -> str:
    """Return the hash of a line's content after the end of the line before; empty before the first."""
    return hashlib.sha256(last_end + content).hexdigest()


def mended(last_end: bytes, link: Link) -> tuple[int, bytes] | None:
    """Return which byte of a line's content has one wrong bit, and the content as it was; None where more is wrong."""
    if len(link.content) > _MOST_MENDED:
        return None
    before = hashlib.sha256(last_end)
    for at, byte in enumerate(link.content):
        rest = link.content[at + 1 :]
        for bit in range(8):
            was = bytes([byte ^ 1 << bit])
            tried = before.copy()
            tried.update(was + rest)
            if tried.hexdigest() == link.seal.chain:
                return at, link.content[:at] + was + rest
        before.update(bytes([byte]))
    return None


def signed_text(chain: str) -> bytes:
    """Return what is signed for a hash, which is no message that anything else signs."""
    return _SIGNED + chain.encode()
