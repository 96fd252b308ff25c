"""What a compositor tells a program of keys and buttons, as the Wayland library of a terminal notes each event."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.apps import end, home_of_its_own
from tests.fakes.sway_commands import SwaySession
from tests.fakes.sway_windows import focused
from tests.fakes.waiting import wait_until

_EVENT = re.compile(r"^\[ *([\d.]+)\] +(wl_keyboard|wl_pointer)@\d+\.(\w+)\(([^)]*)\)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """One event: when the library took it (ms of its clock), `key`, `button`, `motion` and so on, and the numbers."""

    ms: float
    kind: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatLog:
    """The terminal's window has the keyboard, and the pointer where it is."""

    process: subprocess.Popen[bytes]
    file: Path

    def events(self, *kinds: str) -> list[SeatEvent]:
        """Return all events of some kinds, oldest first."""
        text = self.file.read_text(errors="replace")
        whole = text[: text.rfind("\n") + 1]
        told = (SeatEvent(float(ms), kind, tuple(rest.split(", "))) for ms, _, kind, rest in _EVENT.findall(whole))
        return [one for one in told if one.kind in kinds]

    def down(self) -> set[tuple[str, str]]:
        """Return the keys and buttons that are down, by their codes."""
        held = set[tuple[str, str]]()
        for one in self.events("key", "button"):
            _, _, code, state = one.numbers
            (held.add if state == "1" else held.discard)((one.kind, code))
        return held


@contextmanager
def seat_log(sway: SwaySession, home: Path) -> Iterator[SeatLog]:
    """Show a terminal that fills the screen and takes everything; give its log once it has the keyboard."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "seat.log"
    environment = sway.environment() | home_of_its_own(home) | {"WAYLAND_DEBUG": "client"}
    with file.open("wb") as log:
        process = subprocess.Popen(
            ["foot", "--title=seat", "sh", "-c", "exec cat >/dev/null"], env=environment, cwd=home,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
    try:
        made = SeatLog(process, file)
        wait_until(lambda: focused(sway, "seat"), "the terminal with the keyboard")
        yield made
    finally:
        end(process)
