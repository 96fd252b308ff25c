"""The cookie of a private display: whoever can read the file may connect."""

from __future__ import annotations

import secrets
import socket
import struct
from pathlib import Path

from desktop_agent.platforms.x11.root_client import COOKIE_NAME

_FAMILY_LOCAL, _FAMILY_WILD = 256, 65535


def write_cookie(path: Path) -> bytes:
    """Write an authority file for every display number, and return its cookie.

    python-xlib looks for the entry with our host's name.
    """
    cookie = secrets.token_bytes(16)
    entries = ((_FAMILY_LOCAL, socket.gethostname().encode()), (_FAMILY_WILD, b""))
    parts = ((host, b"", COOKIE_NAME, cookie) for _, host in entries)
    blocks = (b"".join(struct.pack(">H", len(part)) + part for part in block) for block in parts)
    path.touch(mode=0o600)
    path.write_bytes(
        b"".join(struct.pack(">H", family) + block for (family, _), block in zip(entries, blocks, strict=True))
    )
    return cookie
