"""Which program a process of macOS runs: AppKit names its executable, the kernel the words it was started with.

Sources: Apple's page on NSRunningApplication; sysctl(3) and `ps` in Apple's adv_cmds on KERN_PROCARGS2: the number of
words, the executable's path, zeros, and the words, each ended by a zero.
"""

from __future__ import annotations

import ctypes
import struct
from pathlib import PurePosixPath

from desktop_agent.core.programs import is_interpreter
from desktop_agent.screen.programs import named

_KERNEL, _WORDS = 1, 49  # CTL_KERN, KERN_PROCARGS2
_COUNT = struct.Struct("=i")


def program_at(executable: str, pid: int) -> str:
    """Return what `named` gives for a process with this executable; empty where what it runs cannot be told."""
    if not is_interpreter(executable):
        return executable
    program = named(executable, words_in(_told_of(pid)), "")
    script = program.removeprefix(executable).strip()
    # Where it runs is not asked, so that a script by a path from there is not known.
    return program if script.startswith("-") or PurePosixPath(script).is_absolute() else ""


def words_in(told: bytes) -> list[str]:
    """Return the words that a process was started with, by what the kernel tells; none where it tells nothing."""
    if len(told) < _COUNT.size:
        return []
    (count,) = _COUNT.unpack_from(told)
    _path, _, rest = told[_COUNT.size :].partition(b"\0")
    return [word.decode(errors="replace") for word in rest.lstrip(b"\0").split(b"\0")[:count]]


def _told_of(pid: int) -> bytes:
    """Ask the kernel; it tells of processes of the same person only."""
    system = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
    name, length = (ctypes.c_int * 3)(_KERNEL, _WORDS, pid), ctypes.c_size_t()
    if system.sysctl(name, 3, None, ctypes.byref(length), None, 0) != 0:
        return b""
    told = ctypes.create_string_buffer(length.value)
    if system.sysctl(name, 3, told, ctypes.byref(length), None, 0) != 0:
        return b""
    return told.raw[: length.value]
