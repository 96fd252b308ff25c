"""What the tray program costs while it does nothing, before and after runs: share of a core, and resident memory.

    python -m tests.bench.idle [SECONDS]

The numbers are the kernel's (/proc/PID/stat and status), of the process and of all that it has started.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.tray_program import TrayProgram, known_user, panel, tray_program
from tests.journeys.test_tray import answer, ended, start

SECONDS, WARM_UP_S = 30.0, 5.0
MOST_CPU_PERCENT, MOST_MB = 0.5, 125.0
RUNS = 2


@dataclass(frozen=True, slots=True)
class Idle:
    """One measurement."""

    what: str
    seconds: float
    cpu_percent: float  # of one core
    resident_mb: float

    @property
    def good(self) -> bool:
        """Tell whether it costs no more than it may."""
        return self.cpu_percent < MOST_CPU_PERCENT and self.resident_mb <= MOST_MB


def measured(seconds: float = SECONDS) -> tuple[Idle, ...]:
    """Return the cost with the icon alone, and with the console open, each for so many seconds."""
    with tempfile.TemporaryDirectory() as folder, PrivateDisplay() as display:
        home = Path(folder) / "agent"
        known_user(home)
        with panel(display, home), tray_program(display, home) as program:
            program.icon()
            alone = _cost("icon in the tray", program, seconds)
            program.hand.click(*program.icon().centre)
            program.window("Desktop Agent")
            return alone, _cost("console open", program, seconds)


def after_runs(seconds: float = SECONDS) -> Iterator[Idle]:
    """Yield the cost after each of a few runs in an editor, with a card and the console open."""
    with tempfile.TemporaryDirectory() as folder, PrivateDisplay(1280, 800) as display:
        home = Path(folder) / "agent"
        known_user(home)
        note = Path(folder, "note.txt")
        note.touch()
        with (
            panel(display, home),
            tray_program(display, home) as program,
            running(["mousepad", note], display, Path(folder, "home"), "Mousepad"),
        ):
            for run in range(1, RUNS + 1):
                start(program, '1. type "Hello"\n2. press ctrl+s')
                answer(program, "Allow")
                ended(program, "Completed")
                yield _cost(f"after run {run}", program, seconds)


def _cost(what: str, program: TrayProgram, seconds: float) -> Idle:
    time.sleep(WARM_UP_S)
    pids = _family(program.process.pid)
    before, began = sum(map(_cpu_s, pids)), time.monotonic()
    time.sleep(seconds)
    took = time.monotonic() - began
    return Idle(what, took, 100 * (sum(map(_cpu_s, pids)) - before) / took, sum(map(_resident_mb, pids)))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def main() -> int:
    """Print the table; 1 when it costs more than it may."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    costs = (*measured(seconds), *after_runs(seconds))
    print(f"{'':<20}{'seconds':>9}{'CPU, % of a core':>18}{'resident, MB':>14}")
    for one in costs:
        print(f"{one.what:<20}{one.seconds:>9.1f}{one.cpu_percent:>18.2f}{one.resident_mb:>14.0f}")
    print(f"goal: less than {MOST_CPU_PERCENT} %, at most {MOST_MB:.0f} MB")
    return int(not all(one.good for one in costs))


if __name__ == "__main__":
    sys.exit(main())
