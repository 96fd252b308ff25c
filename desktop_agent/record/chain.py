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

from desktop_agent.core.events import Seal

_END = re.compile(rb',"chain":"([0-9a-f]{64})"(?:,"sig":"(ed25519:[0-9a-f]{64}:[0-9a-f]{128})")?\}\n\Z')
_LONGEST_REPAIRED = 4_000  # bytes: each bit of them is tried
_SIGNED = b"journal of desktop-agent "


class Signer(Protocol):
    """Signs the hashes of a journal, once it has its key."""

    def sign(self, message: bytes, *, wait: bool) -> str | None:
        """Return the signature; None without a key. `wait`: for a while, where the key is still being looked for."""


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A line in two parts: its content, up to where the seal begins, and the seal."""

    content: bytes
    seal: Seal

    @property
    def end(self) -> bytes:
        """Return the rest of the line, with its line break."""
        return seal_bytes(self.seal)


def sealed_line(line: bytes) -> SealedLine | None:
    """Return a whole line in its two parts; None when it has no seal, or one of another form."""
    seal = _END.search(line)
    if seal is None:
        return None
    sig = seal[2].decode() if seal[2] else None
    return SealedLine(line[: seal.start()], Seal(seal[1].decode(), sig))


def seal_bytes(seal: Seal) -> bytes:
    """Return the rest of a line after its content, with its line break."""
    signed = f',"sig":"{seal.sig}"' if seal.sig else ""
    return f',"chain":"{seal.chain}"{signed}}}\n'.encode()


def line_hash(last_end: bytes, content: bytes) -> str:
    """Return the hash of a line's content after the end of the line before; empty before the first."""
    return hashlib.sha256(last_end + content).hexdigest()


def one_bit_repair(last_end: bytes, line: SealedLine) -> tuple[int, bytes] | None:
    """Return the place of the one byte with a wrong bit, and the content as it was; None where more is wrong."""
    if len(line.content) > _LONGEST_REPAIRED:
        return None
    before = hashlib.sha256(last_end)
    for at, byte in enumerate(line.content):
        rest = line.content[at + 1 :]
        for bit in range(8):
            was = bytes([byte ^ 1 << bit])
            tried = before.copy()
            tried.update(was + rest)
            if tried.hexdigest() == line.seal.chain:
                return at, line.content[:at] + was + rest
        before.update(bytes([byte]))
    return None


def text_to_sign(chain: str) -> bytes:
    """Return the text that is signed for a hash; nothing else that is signed looks like it."""
    return _SIGNED + chain.encode()
