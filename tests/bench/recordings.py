"""Recordings in one table: runs the benches of what is made of runs, one after the other; goals beside figures.

`python -m tests.bench.recordings [--quick] [NAME …]`: hours; with `--quick` a sample of each; with names only those
rows. Each bench is a process of its own, and what it prints is shown as it is. Exits with 1 when a
bench fails; a figure without a goal has none.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

LIBRARIES = ("opencv-python-headless", "PySide6-Essentials", "cryptography", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Measured:
    """A bench, the words that it is started with in whole and for a sample, and which of its lines are figures."""

    name: str
    figure: str
    goal: str
    whole: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()
    last: int = 0  # so many lines from the end say it; 0: all

    def figures(self, printed: str) -> list[str]:
        """Return the lines that say what was measured."""
        lines = [line.strip() for line in printed.splitlines() if line.strip()]
        return lines[-self.last :] if self.last else lines


BENCHES = (
    Measured(
        "journal", "bytes on disk per step; recording's cost to the loop; `kill -9` of recorders",
        "60 KiB; 5 ms; 100 % open, 0 finished steps lost", ("250",), ("20",),
    ),
    Measured("resume_kill", "`kill -9` and resume", "0 acts repeated, 0 left out", ("200", "40"), ("12", "4")),
    Measured("recording", "a line, a picture, an fsync, the list of runs", ""),
    Measured(
        "film", "film of thirty acts, 1920x1080; GIF", "15 s on two cores, 8 MB; 4 MB, exact timing; the same twice"
    ),
    Measured("report", "report opened in Chromium", "500 steps in 2 s", (), ("30", "500")),
    Measured(
        "replays", "replay: same; moved; dark; 125 %; covered; renamed",
        "20 of 20; 19; 18; 18; 20 stop; 20 stop; 0 acts in a wrong place", (), ("--cases", "6"), last=6,
    ),
    Measured("learn", "show me once, played back", "9 of 10, 0 wrong acts", (), ("measure",), last=2),
    Measured("live_video", "the live picture: share of a core; pictures a second; beside it", "10 % of a core"),
    Measured("private_parts", "what it costs to keep parts of the screen back", ""),
    Measured("history_list", "History with many runs", "", ("500",), ("100",)),
)  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Run the benches, and print the table."""
    names = [word for word in words if not word.startswith("--")]
    unknown = set(names) - {bench.name for bench in BENCHES}
    if unknown:
        raise SystemExit(f"No such bench: {', '.join(sorted(unknown))}.")
    rows, failed = [], False
    for bench in BENCHES:
        if names and bench.name not in names:
            continue
        began = time.monotonic()
        code, printed = _run(bench.name, bench.quick if "--quick" in words else bench.whole)
        failed = failed or code != 0
        said = "; ".join(bench.figures(printed)).replace("|", "\\|")
        took, ended = time.monotonic() - began, "" if code == 0 else f" (**ended with {code}**)"
        rows.append(f"| {bench.name}: {bench.figure} | {bench.goal} | {said}{ended} | {took:.0f} s |")
    print(f"\n{_machine()}\n\n| figure | goal | measured | took |\n|---|---|---|---|")
    print("\n".join(rows))
    return int(failed)


def _run(name: str, words: Sequence[str]) -> tuple[int, str]:
    """Return how a bench ended and what it printed, which is shown at once too."""
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", f"tests.bench.{name}", *words]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return process.returncode, "".join(lines)


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.release()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {versions}; load average {os.getloadavg()[0]:.1f} at the end."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
