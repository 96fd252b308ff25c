"""Reads what comes on a descriptor as it comes, without ever waiting, and closes it at its end."""

from __future__ import annotations

import os

_PART = 65536


class Intake:
    """One descriptor to read from; it becomes ours."""

    def __init__(self, fd: int) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self.has_ended = False

    def read(self) -> bytes:
        """Return what has come; nothing where nothing has, or no more will."""
        parts: list[bytes] = []
        while not self.has_ended:
            try:
                part = os.read(self.fd, _PART)
            except BlockingIOError:
                break
            except OSError:  # a terminal whose other end has closed
                part = b""
            if not part:
                self.close()
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        """Let go of the descriptor; calling it again does nothing."""
        if not self.has_ended:
            self.has_ended = True
            os.close(self.fd)
