"""A system call filter for bubblewrap, against calls that lead past the walls.

Namespaces don't separate two things. A key that its owner may read by its number is the person's and the desk's alike,
as both are the same user to the kernel; and a socket of a virtual machine (AF_VSOCK) leads to its host from every
network namespace. So the calls for keys are not there, and sockets are of the families that a network namespace parts.

One thing goes past every filter: what is ordered by a ring of io_uring, the kernel does itself. So there are no rings.

User namespaces stay: Chromium, and all that is made with it, builds its own sandbox of them and does not start without
(so `--disable-userns` of bubblewrap is no way). A process that makes one has all rights in it, and with them reaches
parts of the kernel that no program needs on a desk and where most holes of the last years were: its packet filter,
packets made by hand, and the newer calls that make file systems. So these are not there. What mounts by the old call
stays, for programs that put up walls of their own by bubblewrap.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

# BPF: ld, jeq, jge, and, ret
_LOAD = 0x20
_EQUAL = 0x15
_AT_LEAST = 0x35
_AND = 0x54
_RETURN = 0x06
# offsets in `seccomp_data`
_NUMBER = 0
_ARCHITECTURE = 4
_FIRST = 16
_SECOND = 24
_THIRD = 32
_ALLOW = 0x7FFF0000
_FAIL = 0x00050000
_FAMILIES = (0, 1)  # unspecified, unix
# IPv4 and IPv6; netlink
_INTERNET = (2, 10)
_KERNEL = 16
# SOCK_RAW and, in another family's name, SOCK_PACKET
_KIND = 0xF
_BY_HAND = (3, 10)
_FILTERS = (6, 12)  # of netlink: xfrm, netfilter
# These have one number on all architectures: io_uring's three, open_tree, move_mount, fsopen, fsconfig, fsmount,
# fspick; mount_setattr.
_UNNEEDED = (*range(425, 434), 442)
_FOREIGN_CALLS = 0x40000000  # x32, in which each call has a second number
_SOCKET = 1  # of the calls behind `socketcall`
_VSOCK = Path("/dev/vsock")


@dataclass(frozen=True, slots=True)
class CallNumbers:
    """The call numbers of one architecture, and the kernel's number for it."""

    architecture: int
    keys: tuple[int, int, int]  # add_key, request_key, keyctl
    socket: int
    socketcall: int | None = None  # its arguments cannot be checked


_X86_64 = CallNumbers(0xC000003E, (248, 249, 250), 41)
_I386 = CallNumbers(0x40000003, (286, 287, 288), 359, 102)
_ARM64 = CallNumbers(0xC00000B7, (217, 218, 219), 198)
_ARM = CallNumbers(0x40000028, (309, 310, 311), 281)
_RISCV64 = CallNumbers(0xC00000F3, (217, 218, 219), 198)
# The architectures whose programs a machine runs, its own first.
_MACHINES = {"x86_64": (_X86_64, _I386), "aarch64": (_ARM64, _ARM), "riscv64": (_RISCV64,)}


def call_filter() -> bytes:
    """Return the filter as BPF code; empty for a machine whose call numbers are unknown."""
    known = _MACHINES.get(platform.machine(), ())
    if not known:
        return b""
    blocks = b"".join(_block(numbers) for numbers in known)
    return _line(_LOAD, _ARCHITECTURE) + blocks + _line(_RETURN, _FAIL | errno.ENOSYS)


def _block(numbers: CallNumbers) -> bytes:
    """Return the filter code for the calls of one architecture."""
    inner = _line(_LOAD, _NUMBER)
    if numbers is _X86_64:
        inner += _refused_if(_AT_LEAST, _FOREIGN_CALLS, errno.ENOSYS)
    for key in (*numbers.keys, *_UNNEEDED):
        inner += _refused_if(_EQUAL, key, errno.ENOSYS)
    # Without a way to the host of this machine, its sockets need no filter.
    if numbers.socketcall is not None and _VSOCK.exists():
        inner += _only_for(
            numbers.socketcall, [_refused_if(_EQUAL, _SOCKET, errno.EAFNOSUPPORT), _line(_RETURN, _ALLOW)]
        )
    inner += _only_for(numbers.socket, [*_sockets(), _line(_RETURN, _FAIL | errno.EAFNOSUPPORT)])
    inner += _line(_RETURN, _ALLOW)
    return _line(_EQUAL, numbers.architecture, no=len(inner) // 8) + inner


def _sockets() -> Iterator[bytes]:
    """Yield code that allows sockets of the permitted families, and continues for all others."""
    for family in _FAMILIES:
        yield _if_equal(family, [_line(_RETURN, _ALLOW)])
    refused = (_refused_if(_EQUAL, kind, errno.EPERM) for kind in _BY_HAND)
    by_hand = [_line(_LOAD, _SECOND), _line(_AND, _KIND), *refused]
    for family in _INTERNET:
        yield _if_equal(family, [*by_hand, _line(_RETURN, _ALLOW)])
    filters = [_refused_if(_EQUAL, number, errno.EPROTONOSUPPORT) for number in _FILTERS]
    yield _if_equal(_KERNEL, [_line(_LOAD, _THIRD), *filters, _line(_RETURN, _ALLOW)])


def _if_equal(value: int, lines: Sequence[bytes]) -> bytes:
    inner = b"".join(lines)
    return _line(_EQUAL, value, no=len(inner) // 8) + inner


def _only_for(number: int, lines: Sequence[bytes]) -> bytes:
    """Return code that checks the first argument of one call, and is skipped for all other calls."""
    return _if_equal(number, [_line(_LOAD, _FIRST), *lines])


def _refused_if(test: int, value: int, number: int) -> bytes:
    return _line(test, value, no=1) + _line(_RETURN, _FAIL | number)


def _line(code: int, value: int, *, no: int = 0) -> bytes:
    """Return one instruction; if its test fails, the next `no` instructions are skipped."""
    return struct.pack("=HBBI", code, 0, no, value)
