"""The system calls that lead past the walls, as a filter for bubblewrap.

Two things are parted by no namespace. A key that its owner may read by its number is the person's and the desk's alike,
as both are the same user to the kernel; and a socket of a virtual machine (AF_VSOCK) leads to its host from every
network namespace. So the calls for keys are not there, and sockets are of the families that a network namespace parts.

One thing goes past every filter: what is ordered by a ring of io_uring, the kernel does itself. So there are no rings.

User namespaces stay: Chromium, and all that is made with it, builds its own sandbox of them and does not start without
(so `--disable-userns` of bubblewrap is no way). Whoever makes one has all rights in it, and with them reaches parts of
the kernel that nobody needs on a desk and where most holes of the last years were: its packet filter, packets made by
hand, and the newer calls that make file systems. So these are not there. What mounts by the old call stays, for
programs that put up walls of their own by bubblewrap.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOAD, _EQUAL, _AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06  # BPF: ld, jeq, jge, and, ret
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32  # where a call's own parts are
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_FAMILIES = (0, 1)  # unspecified, unix
_INTERNET, _KERNEL = (2, 10), 16  # IPv4 and IPv6; netlink
_KIND, _BY_HAND = 0xF, (3, 10)  # SOCK_RAW and, in another family's name, SOCK_PACKET
_FILTERS = (6, 12)  # of netlink: xfrm, netfilter
# These have one number on all architectures: io_uring's three, open_tree, move_mount, fsopen, fsconfig, fsmount,
# fspick; mount_setattr.
_UNNEEDED = (*range(425, 434), 442)
_FOREIGN_CALLS = 0x40000000  # x32, in which each call has a second number
_SOCKET = 1  # of the calls behind `socketcall`
_VSOCK = Path("/dev/vsock")


@dataclass(frozen=True, slots=True)
class CallNumbers:
    """The numbers of the calls on one architecture, and what the kernel calls that."""

    architecture: int
    keys: tuple[int, int, int]  # add_key, request_key, keyctl
    socket: int
    socketcall: int | None = None  # its arguments cannot be looked at


_X86_64 = CallNumbers(0xC000003E, (248, 249, 250), 41)
_I386 = CallNumbers(0x40000003, (286, 287, 288), 359, 102)
_ARM64 = CallNumbers(0xC00000B7, (217, 218, 219), 198)
_ARM = CallNumbers(0x40000028, (309, 310, 311), 281)
_RISCV64 = CallNumbers(0xC00000F3, (217, 218, 219), 198)
# What a machine runs: its own programs first.
_MACHINES = {"x86_64": (_X86_64, _I386), "aarch64": (_ARM64, _ARM), "riscv64": (_RISCV64,)}


def call_filter() -> bytes:
    """Return the filter in the kernel's own form; nothing for a machine whose numbers are not known here."""
    known = _MACHINES.get(platform.machine(), ())
    if not known:
        return b""
    blocks = b"".join(_block(one) for one in known)
    return _line(_LOAD, _ARCHITECTURE) + blocks + _line(_RETURN, _FAIL | errno.ENOSYS)


def _block(one: CallNumbers) -> bytes:
    """Return what is done with the calls of one architecture."""
    inner = _line(_LOAD, _NUMBER)
    if one is _X86_64:
        inner += _refused_if(_AT_LEAST, _FOREIGN_CALLS, errno.ENOSYS)
    for key in (*one.keys, *_UNNEEDED):
        inner += _refused_if(_EQUAL, key, errno.ENOSYS)
    # Who reaches the host of this machine by no other way need not be kept from it.
    if one.socketcall is not None and _VSOCK.exists():
        inner += _only_for(one.socketcall, [_refused_if(_EQUAL, _SOCKET, errno.EAFNOSUPPORT), _line(_RETURN, _ALLOW)])
    inner += _only_for(one.socket, [*_sockets(), _line(_RETURN, _FAIL | errno.EAFNOSUPPORT)])
    inner += _line(_RETURN, _ALLOW)
    return _line(_EQUAL, one.architecture, no=len(inner) // 8) + inner


def _sockets() -> Iterator[bytes]:
    """Yield lines that look at what a socket is to be, and go on for families that there are not."""
    for family in _FAMILIES:
        yield _where(family, [_line(_RETURN, _ALLOW)])
    refused = (_refused_if(_EQUAL, kind, errno.EPERM) for kind in _BY_HAND)
    by_hand = [_line(_LOAD, _SECOND), _line(_AND, _KIND), *refused]
    for family in _INTERNET:
        yield _where(family, [*by_hand, _line(_RETURN, _ALLOW)])
    filters = [_refused_if(_EQUAL, number, errno.EPROTONOSUPPORT) for number in _FILTERS]
    yield _where(_KERNEL, [_line(_LOAD, _THIRD), *filters, _line(_RETURN, _ALLOW)])


def _where(value: int, lines: Sequence[bytes]) -> bytes:
    inner = b"".join(lines)
    return _line(_EQUAL, value, no=len(inner) // 8) + inner


def _only_for(number: int, lines: Sequence[bytes]) -> bytes:
    """Return lines that look at the first argument of one call, and that are left out for all others."""
    return _where(number, [_line(_LOAD, _FIRST), *lines])


def _refused_if(test: int, value: int, number: int) -> bytes:
    return _line(test, value, no=1) + _line(_RETURN, _FAIL | number)


def _line(code: int, value: int, *, no: int = 0) -> bytes:
    """Return one step; where its test does not hold, so many steps are left out."""
    return struct.pack("=HBBI", code, 0, no, value)
