"""The kernel's measure of the upload rate to the server, which limits the size of a picture.

Linux measures it for each connection; on other systems it is unknown, and pictures are not limited.
"""

from __future__ import annotations

import logging
import socket
import struct

_log = logging.getLogger(__name__)

UNNOTICED_S = 0.15  # the longest unnoticeable upload
# Offsets in the kernel's `struct tcp_info`, 64 bits each: confirmed bytes, and the time (in µs) with data in flight.
# The kernel's `delivery_rate` covers the last few packets only, and is often wrong by a factor of ten.
_ACKED_AT = 120
_BUSY_AT = 168
_SIZE = 176
_IN_BASE64 = 4 / 3


class UploadRate:
    """The rate of all uploads on the newest connection; set by the run's thread, read by the encoding thread."""

    def __init__(self) -> None:
        self.bytes_per_s: int | None = None

    def note(self, connection: socket.socket | None) -> None:
        """Read the kernel's measure for a connection over which a request was sent."""
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
            _log.debug("upload: %d bytes acknowledged in %d ms", acked, busy // 1000)

    def most_bytes(self) -> float:
        """Return the largest size in bytes of a picture with an unnoticeable upload; infinite for an unknown rate."""
        return float("inf") if self.bytes_per_s is None else self.bytes_per_s * UNNOTICED_S / _IN_BASE64
