"""What a compositor tells a program of keys and buttons, as the Wayland library of a terminal notes each event."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.desktops.private_mutter import PrivateMutter
from tests.fakes.desktops.sway_commands import SwaySession
from tests.fakes.programs.apps import end, home_of_its_own
from tests.fakes.programs.sway_windows import focused
from tests.fakes.waiting import wait_until

_EVENT = re.compile(r"^\[ *([\d.]+)\] +(wl_keyboard|wl_pointer)@\d+\.(\w+)\(([^)]*)\)", re.MULTILINE)
_SEEN = re.compile(r"wl_surface@\d+\.enter\(wl_output")


@dataclass(frozen=True, slots=True)
class SeatEvent:
    """One event: when the library took it (ms of the wall clock), `key`, `button`, `motion` and so on, its numbers."""

    ms: float
    kind: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatLog:
    process: subprocess.Popen[bytes]
    file: Path

    def events(self, *kinds: str) -> list[SeatEvent]:
        text = self.file.read_text(errors="replace")
        whole = text[: text.rfind("\n") + 1]
        reported = (SeatEvent(float(ms), kind, tuple(rest.split(", "))) for ms, _, kind, rest in _EVENT.findall(whole))
        return [one for one in reported if one.kind in kinds]

    def is_seen(self) -> bool:
        return _SEEN.search(self.file.read_text(errors="replace")) is not None

    def down(self) -> set[tuple[str, str]]:
        held = set[tuple[str, str]]()
        for one in self.events("key", "button"):
            _, _, code, state = one.numbers
            (held.add if state == "1" else held.discard)((one.kind, code))
        return held


@contextmanager
def seat_log(sway: SwaySession, home: Path) -> Iterator[SeatLog]:
    with _terminal(sway, home) as made:
        wait_until(lambda: focused(sway, "seat"), "the terminal with the keyboard")
        yield made


@contextmanager
def seat_log_in_mutter(mutter: PrivateMutter, home: Path) -> Iterator[SeatLog]:
    """Show such a terminal there; give its log once it is seen: a keyboard is there when somebody makes one."""
    with _terminal(mutter, home, "--fullscreen") as made:
        wait_until(made.is_seen, "the terminal on the monitor")
        yield made


@contextmanager
def _terminal(session: SwaySession, home: Path, *words: str) -> Iterator[SeatLog]:
    home.mkdir(parents=True, exist_ok=True)
    file = home / "seat.log"
    environment = session.environment() | home_of_its_own(home) | {"WAYLAND_DEBUG": "client"}
    with file.open("wb") as log:
        process = subprocess.Popen(
            ["foot", "--title=seat", *words, "sh", "-c", "exec cat >/dev/null"], env=environment, cwd=home,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
    try:
        yield SeatLog(process, file)
    finally:
        end(process)
