"""A run of very many turns: does it grow, does it keep files open, does it become slower?

`python -m tests.bench.long_run [2000]`: the real loop, client, rules and record against a scripted server in a process
of its own; hands and screen are small fakes. Once with history on the server, once with our own. What is held and open
is the system's word (/proc). Exits with 1 when memory grows by more than 1 KiB a turn over the second half, when the
number of open files changes there, or when a turn takes longer at the end than in the middle.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop_agent.core.actions import Action
from desktop_agent.core.events import Stamped, UsageReported
from desktop_agent.policy.limits import Limits
from desktop_agent.run.session import Session
from tests.fakes.open_files import open_files
from tests.fakes.quiet_person import QuietPerson
from tests.fakes.run_ports import world
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.source import ROOT
from tests.faults.canaries import KEY
from tests.faults.whole_run import FAST, PATIENT, Way, joining

MOST_KIB, MOST_SLOWER = 1.0, 1.25
WAYS = (Way("preview", stream=True, chain=True), Way("preview", stream=True, chain=False))


@dataclass
class Watching:
    """Notes after each turn what the system says of us, in numbers that take no room of their own."""

    at: array[float] = field(default_factory=lambda: array("d"))  # seconds of a monotonic clock
    kib: array[int] = field(default_factory=lambda: array("q"))  # held
    files: array[int] = field(default_factory=lambda: array("q"))  # open
    done: int = 0  # actions

    def __call__(self, stamped: Stamped) -> None:
        """Hear one event."""
        if isinstance(stamped.event, UsageReported):
            self.at.append(time.monotonic())
            self.kib.append(_held_kib())
            self.files.append(open_files())

    @property
    def middle(self) -> int:
        """The turn in the middle."""
        return len(self.at) // 2

    def grown_kib(self) -> float:
        """Return by how much memory grows with a turn, over the second half."""
        half = self.kib[self.middle :]
        return statistics.linear_regression(range(len(half)), half).slope

    def most_and_least_open(self) -> tuple[int, int]:
        """Return how many files were open at most and at least, over the second half."""
        return max(self.files[self.middle :]), min(self.files[self.middle :])

    def each_ms(self) -> float:
        """Return how long a turn takes, over the second half."""
        return (self.at[-1] - self.at[self.middle]) / (len(self.at) - 1 - self.middle) * 1000

    def slower(self) -> float:
        """Return how much longer a turn takes in the last quarter than in the second."""
        spent = [after - before for before, after in zip(self.at, self.at[1:], strict=False)]
        quarter = len(spent) // 4
        return statistics.median(spent[-quarter:]) / statistics.median(spent[quarter : 2 * quarter])


def run(way: Way, turns: int) -> Watching:
    """Do a run of so many turns; AssertionError when it did not do them all."""
    watching = Watching()
    scene = world([], limits=Limits(turns + 10, 600))

    def count(_: Action) -> None:
        watching.done += 1
        scene.executor.done.clear()  # or our own hands would grow

    scene.executor.then = count
    with tempfile.TemporaryDirectory(dir=FAST) as folder, _serving(turns) as url:
        join = joining(scene, way, url, Path(folder), watching, PATIENT)
        result = Session("Click here and there", "", join, QuietPerson()).run()
    assert (result.status, watching.done) == ("completed", turns), result
    return watching


def main(turns: int) -> int:
    """Print a line for each way; 1 when one has missed a goal."""
    print(f"{'way':<30}{'turns':>7}{'KiB/turn':>10}{'MiB':>8}{'files':>10}{'ms/turn':>9}{'slower':>8}")
    missed = False
    for way in WAYS:
        seen = run(way, turns)
        most, least = seen.most_and_least_open()
        print(
            f"{way!s:<30}{len(seen.at):>7}{seen.grown_kib():>10.2f}{seen.kib[-1] / 1024:>8.1f}"
            f"{least:>5}–{most:<4}{seen.each_ms():>9.1f}{seen.slower():>8.2f}"
        )
        missed |= seen.grown_kib() > MOST_KIB or most > least or seen.slower() > MOST_SLOWER
    return int(missed)


@contextmanager
def _serving(turns: int) -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.long_run", "--serve", str(turns)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.stdin.close()


def _serve(turns: int) -> None:
    clicks = [asks({"type": "click", "x": n % 190, "y": n // 190 % 90, "button": "left"}) for n in range(turns)]
    with ScriptedServer([*clicks, says("Done.")], key=KEY, strict=False) as server:
        print(server.base_url, flush=True)
        sys.stdin.read()


def _held_kib() -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    if "--serve" in sys.argv:
        _serve(int(sys.argv[-1]))
    else:
        sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
