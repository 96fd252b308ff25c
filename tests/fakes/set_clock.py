"""A clock that a test sets, for programs that are started with its environment; compiled from `set_clock.c`."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_SOURCE = Path(__file__).with_suffix(".c")


def why_no_clock() -> str:
    """Return why none can be made here; empty where one can."""
    return "" if shutil.which("cc") else "no C compiler is installed"


class SetClock:
    """The time of day of some programs: it goes on by itself, in a zone, from where it was set last."""

    def __init__(self, folder: Path, zone: str, now: datetime) -> None:
        """Compile the clock into a folder, and set it."""
        library, self._file = folder / "set_clock.so", folder / "set_clock"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, _SOURCE, "-ldl"], check=True)
        self.zone = ZoneInfo(zone)
        self.environment = {"LD_PRELOAD": str(library), "SET_CLOCK": str(self._file), "TZ": zone}
        self._file.write_bytes(struct.pack("=q", 0))
        self.set(now)

    def set(self, now: datetime) -> None:
        """Set it; a program that waits notices once something wakes it."""
        with self._file.open("r+b") as file:
            file.write(struct.pack("=q", round(now.timestamp() - time.time())))

    def now(self) -> datetime:
        """Return what it shows, in its zone."""
        (ahead,) = struct.unpack("=q", self._file.read_bytes())
        return datetime.fromtimestamp(time.time() + ahead, self.zone)
