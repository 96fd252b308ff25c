"""The physical mice and keyboards of this machine, opened for reading alone and without a grab.

A device below sysfs' `devices/virtual` is a program's (uinput, and with it ydotool), or may be one's: it is never read.
Its place is asked for once the device is open: if its number has gone to another one meanwhile, what is open is dead.
"""

from __future__ import annotations

import os
import re
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path

from desktop_agent.platforms.evdev.reports import EVENT, DeviceReports, EvdevEvent

DEVICES = Path("/dev/input")
SYSFS = Path("/sys")
_NODE = re.compile(r"event[0-9]{1,4}")
_PROGRAMS = "/devices/virtual/"
_KEYBOARD_KEYS = (1, 28, 30)  # Esc, Return and A
_LEFT_BUTTON = 0x110
_TOUCH = 0x14A
_TOOLS = range(0x140, 0x150)
_AT_ONCE = 64 * EVENT.size
# EVIOCSCLOCKID: the clock by which compositors tell the times of events
_SET_CLOCK = 0x400445A0
_MONOTONIC = 1


@dataclass(frozen=True, slots=True)
class OpenDevice:
    """A physical device; `number` is new for each."""

    number: int
    descriptor: int
    reports: DeviceReports
    is_keyboard: bool
    is_pointer: bool


class InputDevices:
    """All that are there now: `look` again when something has come or gone."""

    def __init__(self, folder: Path = DEVICES, sysfs: Path = SYSFS) -> None:
        self.folder = folder
        self._sysfs = sysfs
        self._open: dict[str, OpenDevice] = {}
        self._not_ours: dict[str, int] = {}  # what is no device to read, by its number in the file system
        self._count = 0

    def __iter__(self) -> Iterator[OpenDevice]:
        """Yield those that are open."""
        yield from tuple(self._open.values())

    def look(self) -> tuple[list[OpenDevice], list[OpenDevice]]:
        """Return what has come and what has gone since; what cannot be opened yet is tried again the next time."""
        names = {entry.name for entry in _entries(self.folder) if _NODE.fullmatch(entry.name)}
        removed = [self._open.pop(name) for name in set(self._open) - names]
        for device in removed:
            os.close(device.descriptor)
        added = [self._opened(name) for name in sorted(names - set(self._open))]
        return [entry for entry in added if entry is not None], removed

    def read(self, device: OpenDevice) -> Iterator[EvdevEvent]:
        """Yield what it tells now; OSError once it has been taken away."""
        with suppress(BlockingIOError):
            while data := os.read(device.descriptor, _AT_ONCE):
                yield from device.reports.take(data)
            raise OSError("The device has gone.")

    def drop(self, device: OpenDevice) -> None:
        """Close one."""
        for name in [name for name, opened in self._open.items() if opened is device]:
            os.close(self._open.pop(name).descriptor)

    def _opened(self, name: str) -> OpenDevice | None:
        path = self.folder / name
        with suppress(OSError):
            if self._not_ours.get(name) == path.stat().st_ino:
                return None
            descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                device = self._device(name, descriptor)
            except OSError:
                os.close(descriptor)
                raise
            if device is None:
                self._not_ours[name] = os.fstat(descriptor).st_ino
                os.close(descriptor)
            else:
                self._open[name] = device
            return device
        return None

    def _device(self, name: str, descriptor: int) -> OpenDevice | None:
        if stat.S_ISCHR(os.fstat(descriptor).st_mode):
            ioctl(descriptor, _SET_CLOCK, struct.pack("@i", _MONOTONIC))
        place = (self._sysfs / "class/input" / name).resolve(strict=True)
        if _PROGRAMS in f"{place}/":
            return None
        keys = _bits((place / "device/capabilities/key").read_text("ascii", "replace"))
        is_keyboard = all(keys >> code & 1 for code in _KEYBOARD_KEYS)
        is_pointer = any(keys >> code & 1 for code in (_LEFT_BUTTON, _TOUCH))
        if not is_keyboard and not is_pointer:
            return None
        self._count += 1
        reports = DeviceReports(is_touched=any(keys >> code & 1 for code in _TOOLS))
        return OpenDevice(self._count, descriptor, reports, is_keyboard, is_pointer)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _bits(words: str) -> int:
    """Return the bits that sysfs shows as words of a C long in hexadecimal, the highest first."""
    digits = struct.calcsize("@l") * 2
    try:
        return int("".join(word.zfill(digits) for word in words.split()) or "0", 16)
    except ValueError:
        return 0
