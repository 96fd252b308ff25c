"""Mice and keyboards as the kernel shows them: pipes that give what `/dev/input/event*` gives, and their sysfs."""

import os
import struct
import time
from pathlib import Path

REPORT = 0
KEY = 1
RELATIVE = 2
ABSOLUTE = 3
END = 0
DROPPED = 3
KEYBOARD = (1, 28, 30, 119)
MOUSE = (0x110, 0x111)
PAD = (0x110, 0x145, 0x14A)
PCI = "pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/0003:046D:C31C.0001/input"
_EVENT = struct.Struct("@llHHi")


def event(kind: int, code: int, value: int, at_ms: int = 1000) -> bytes:
    return _EVENT.pack(at_ms // 1000, at_ms % 1000 * 1000, kind, code, value)


def report(*events: tuple[int, int, int], at_ms: int = 1000) -> bytes:
    return b"".join(event(*one, at_ms) for one in (*events, (REPORT, END, 0)))


def key(code: int, value: int, at_ms: int = 1000) -> bytes:
    """A press (1), its repeat (2) or a release (0)."""
    return report((KEY, code, value), at_ms=at_ms)


def tap(*codes: int, at_ms: int = 1000) -> bytes:
    return b"".join(key(code, 1, at_ms) for code in codes) + b"".join(key(code, 0, at_ms) for code in reversed(codes))


def move(right: int, down: int, at_ms: int = 1000) -> bytes:
    return report((RELATIVE, 0, right), (RELATIVE, 1, down), at_ms=at_ms)


class InputNodes:
    """`devices` and `sysfs` in a folder that anybody may read; nodes come and go."""

    def __init__(self, folder: Path) -> None:
        self.devices = folder / "devices"
        self.sysfs = folder / "sys"
        for one in (self.devices, self.sysfs / "class/input"):
            one.mkdir(parents=True)
        self._files: dict[str, int] = {}

    def plug(self, name: str, keys: tuple[int, ...], place: str = PCI) -> None:
        device = self.sysfs / "devices" / place / f"input-{name}"
        (device / "capabilities").mkdir(parents=True, exist_ok=True)
        (device / "capabilities/key").write_text(_words(keys), encoding="ascii")
        (device / name).mkdir(exist_ok=True)
        (device / name / "device").unlink(missing_ok=True)
        (device / name / "device").symlink_to(device)
        (self.sysfs / "class/input" / name).unlink(missing_ok=True)
        (self.sysfs / "class/input" / name).symlink_to(device / name)
        os.mkfifo(self.devices / name, 0o644)
        self._files[name] = os.open(self.devices / name, os.O_RDWR | os.O_NONBLOCK)

    def play(self, name: str, data: bytes) -> None:
        os.write(self._files[name], data)

    def unplug(self, name: str) -> None:
        (self.devices / name).unlink()
        os.close(self._files.pop(name))

    def close(self) -> None:
        for name in tuple(self._files):
            self.unplug(name)


def now_ms() -> int:
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 10**6


def _words(bits: tuple[int, ...]) -> str:
    size = struct.calcsize("@l") * 8
    number = sum(1 << bit for bit in bits)
    words = [number >> at & (1 << size) - 1 for at in range(0, max(number.bit_length(), 1), size)]
    return " ".join(f"{word:x}" for word in reversed(words)) + "\n"
