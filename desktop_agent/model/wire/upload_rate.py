"""Reads the kernel's measure of how fast the line to the server is, and so how large a picture may be.

Linux measures it for each connection; elsewhere nothing is known, and pictures stay as they are.
"""

from __future__ import annotations

import socket
import struct

UNNOTICED_S = 0.15  # an upload that takes no longer is not waited for, to speak of
# In the kernel's `struct tcp_info`, 64 bits each: what the other side has confirmed, and for how long (in µs) something
# was on its way. Its own `delivery_rate` is of the last few packets only, and off by ten times as often as not.
_ACKED_AT = 120
_BUSY_AT = 168
_SIZE = 176
_IN_BASE64 = 4 / 3


class UploadRate:
    """The rate of all uploads on the newest connection; used by the run's thread, and read by the one that encodes."""

    def __init__(self) -> None:
        self.bytes_per_s: int | None = None

    def note(self, connection: socket.socket | None) -> None:
        """Ask the kernel what it has measured on a connection over which a request was sent."""
        option = getattr(socket, "TCP_INFO", None)
        if connection is None or option is None:
            return
        try:
            info = connection.getsockopt(socket.IPPROTO_TCP, option, _SIZE)
        except OSError:
            return
        if len(info) == _SIZE:
            (acked,), (busy,) = (struct.unpack_from("=Q", info, at) for at in (_ACKED_AT, _BUSY_AT))
            self.bytes_per_s = acked * 1_000_000 // busy if busy else self.bytes_per_s

    def most_bytes(self) -> float:
        """Return the most bytes of a picture whose upload takes no noticeable time."""
        return float("inf") if self.bytes_per_s is None else self.bytes_per_s * UNNOTICED_S / _IN_BASE64
