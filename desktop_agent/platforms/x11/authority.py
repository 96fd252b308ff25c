"""The cookie that lets a program connect to a display, from the user's authority file, as libXau and libxcb find it.

python-xlib doesn't know the family “wild”, which containers and some display managers write, and takes the cookies of
this computer for those of another one. A malformed file counts as one without cookies.
Sources: libXau's AuGetBest.c and AuRead.c, libxcb's xcb_auth.c.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

_COOKIE = b"MIT-MAGIC-COOKIE-1"
_INTERNET = 0
_INTERNET_6 = 6
_LOCAL = 256
_WILD = 0xFFFF
_PARTS = 4  # of an entry: address, number of the display, name of the method, data
_Entry = tuple[int, bytes, bytes, bytes, bytes]  # the family, and these


def cookie_for(
    connection: socket.socket, _display: str, _protocol: str | None, _host: str, number: int
) -> tuple[bytes, bytes]:
    """Return the method's name and the cookie for the display at the other end of a socket; both empty without one."""
    family, address = _peer_address(connection)
    for its_family, its_address, its_number, name, data in _entries(_file(os.environ)):
        is_match = its_family == _WILD or (its_family == family and its_address == address)
        if is_match and name == _COOKIE and its_number in {b"", str(number).encode()}:
            return name, data
    return b"", b""


def _peer_address(connection: socket.socket) -> tuple[int, bytes]:
    """Return the family and the address of a socket's peer."""
    if connection.family in {socket.AF_INET, socket.AF_INET6}:
        peer = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
        peer = getattr(peer, "ipv4_mapped", None) or peer
        if not peer.is_loopback:
            return _INTERNET if peer.version == 4 else _INTERNET_6, peer.packed  # noqa: PLR2004 - of IP
    return _LOCAL, socket.gethostname().encode()


def _file(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("XAUTHORITY") or Path(environment.get("HOME") or "/", ".Xauthority"))


def _entries(file: Path) -> Iterator[_Entry]:
    """Yield the entries of an authority file, up to the first incomplete one."""
    try:
        data = file.read_bytes()
    except (OSError, ValueError):
        return
    at = 0
    while at < len(data):
        try:
            (family,) = struct.unpack_from(">H", data, at)
            at += 2
            parts = list[bytes]()
            for _ in range(_PARTS):
                (length,) = struct.unpack_from(">H", data, at)
                parts.append(data[at + 2 : at + 2 + length])
                at += 2 + length
        except struct.error:
            return
        if at > len(data):
            return
        yield family, parts[0], parts[1], parts[2], parts[3]
