"""What recording costs the loop and the disk, and what is left after `kill -9`: `python -m tests.bench.journal [200]`.

A run is recorded line by line as a loop does, with pictures of office windows at 1280x800; calls are timed, the
one fsync apart. Then so many recorders are killed at random moments: what they had said to be written has to be there,
and the run has to open everywhere. What was written is each child's own word on a pipe, sent after the call returned.
"""

from __future__ import annotations

import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent.core.events import ActionStarted, RunFinished, Stamped
from desktop_agent.core.frame import Frame
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.record.check import check_run
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture
from desktop_agent.screen.window import NoWindows
from tests.fakes.apps import running
from tests.fakes.debian_apps import file_manager, mousepad, xterm
from tests.fakes.hands import Hands
from tests.fakes.office import office
from tests.fakes.recorded import frame, tell_whole_run

OPENED: Mapping[str, Callable[[PrivateDisplay, Path, Path], AbstractContextManager[object]]] = {
    "Writer": lambda private, home, _: office("writer", private, home),
    "Calc": lambda private, home, _: office("calc", private, home),
    "mousepad": mousepad,
    "gvim": lambda private, home, text: running(["gvim", "-f", str(text)], private, home, "notes"),
    "xterm": lambda private, home, text: xterm(private, home, f"less {text}"),
    "pcmanfm": lambda private, home, text: file_manager(private, home, text.parent),
}
PAINTED_S = 4.0
SHOTS, STEPS, LONGEST_S = 5, 200, 0.25
KIB = 1024


class TimedWrites:
    """A recorder whose calls are timed: pictures, lines, and lines that wait for the disk."""

    def __init__(self, real: RunRecorder) -> None:
        self.real = real
        self.ms: dict[str, list[float]] = {"picture": [], "line": [], "line with fsync": []}

    @property
    def run(self) -> str:
        """Return the id of the run."""
        return self.real.run

    @property
    def dir(self) -> Path:
        """Return the folder of the run."""
        return self.real.dir

    def keep(self, shot: Frame) -> str | None:
        """Store a picture."""
        began = time.perf_counter()
        path = self.real.keep(shot)
        self.ms["picture"].append((time.perf_counter() - began) * 1000)
        return path

    def write(self, stamped: Stamped) -> Stamped:
        """Append a line."""
        began = time.perf_counter()
        written = self.real.write(stamped)
        waits = isinstance(stamped.event, ActionStarted | RunFinished)
        self.ms["line with fsync" if waits else "line"].append((time.perf_counter() - began) * 1000)
        return written


def office_pictures() -> Iterator[tuple[str, bytes]]:
    """Yield pictures of office windows as they are sent: at their start, and after some lines and pages."""
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder, "notes.txt")
        text.write_text(f"{__doc__}\n{Path(__file__).read_text('utf-8')}", "utf-8")
        for name, opened in OPENED.items():
            with PrivateDisplay(1280, 800) as private:
                os.environ.update(private.environment())
                home = Path(folder, name)
                home.mkdir()
                try:
                    with opened(private, home, text):
                        yield from ((name, data) for data in _shots(Hands(private)))
                except (AssertionError, FileNotFoundError) as error:
                    print(f"{name} did not show a window: {error}")


def _shots(hands: Hands) -> Iterator[bytes]:
    camera = ScreenCamera(choose_capture(), NoWindows())
    try:
        time.sleep(PAINTED_S)
        for number in range(SHOTS):
            yield camera.grab().data
            hands.type(f"Item {number} of the order, 3 pieces at 12.50")
            hands.press("Return" if number % 2 else "Next")
            time.sleep(1)
    finally:
        camera.close()


def print_disk(pictures: list[tuple[str, bytes]]) -> None:
    """Print what a step takes on the disk: its picture and its lines."""
    with tempfile.TemporaryDirectory() as folder:
        shots = iter([data for _, data in pictures] * 2)
        recorder = RunStore(Path(folder)).create("Bench", datetime.now(UTC), "aaaaaa")
        tell_whole_run(recorder, "x", recorder.run, turns=STEPS // 10, draw=lambda _: next(shots))
        recorder.close()
        lines = (recorder.dir / "events.jsonl").stat().st_size / (STEPS // 10)
    for name in dict.fromkeys(name for name, _ in pictures):
        sizes = [len(data) + lines for one, data in pictures if one == name]
        print(f"bytes of a step, {name:<22} median {statistics.median(sizes) / KIB:7.1f} KiB of {len(sizes)}")
    sizes = [len(data) + lines for _, data in pictures]
    print(f"bytes of a step, all: median {statistics.median(sizes) / KIB:.1f} KiB, of them lines {lines / KIB:.1f} KiB")


def print_cost(pictures: list[tuple[str, bytes]]) -> None:
    """Print how long the calls take."""
    with tempfile.TemporaryDirectory() as folder:
        recorder = RunStore(Path(folder)).create("Bench", datetime.now(UTC), "aaaaaa")
        timed = TimedWrites(recorder)
        # Each picture a little different, so that none is stored twice.
        tell_whole_run(
            timed, "x", recorder.run, turns=STEPS,
            draw=lambda number: pictures[number % len(pictures)][1] + number.to_bytes(4, "big"),
        )  # fmt: skip
        recorder.close()
    for what, ms in timed.ms.items():
        cuts = statistics.quantiles(ms, n=100, method="inclusive")
        print(f"ms for one {what:<16} p50 {cuts[49]:.2f}  p99 {cuts[98]:.2f}  max {max(ms):.2f}  of {len(ms)}")


def print_kills(kills: int) -> None:
    """Kill so many recorders, and print what was lost."""
    lost, unopened, unfound = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(kills):
            store = RunStore(Path(folder) / str(number))
            said = _killed(store)
            for run in store.folders():
                if not (run / "events.jsonl").exists():  # killed before there was a line to lose
                    lost += len(said)
                    continue
                journal = (run / "events.jsonl").read_bytes()
                lost += sum(chain not in journal for chain in said)
                unopened += not _opens(store, run)
                unfound += check_run(run).is_whole
    print(f"{kills} recorders killed: {lost} lines lost that were written, {unopened} runs do not open, ", end="")
    print(f"{unfound} called whole")


def _killed(store: RunStore) -> list[bytes]:
    """Record in a process of its own and kill it at a random moment; return the hashes that it said it had written."""
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        os.close(reads)
        _record_forever(store, writes)
    os.close(writes)
    time.sleep(random.uniform(0, LONGEST_S))
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reads, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said.split()


def _record_forever(store: RunStore, writes: int) -> None:
    recorder = store.create("Bench", datetime.now(UTC), "aaaaaa")

    class _SaysSo:
        def keep(self, shot: Frame) -> str | None:
            return recorder.keep(shot)

        def write(self, stamped: Stamped) -> Stamped:
            written = recorder.write(stamped)
            os.write(writes, written.chain.encode() + b"\n")
            return written

        run, dir = recorder.run, recorder.dir

    tell_whole_run(_SaysSo(), "x", recorder.run, turns=100_000, draw=lambda number: number.to_bytes(4, "big") * 10_000)


def _opens(store: RunStore, run: Path) -> bool:
    return bool(store.all()) and read_run(run).summary.status == "cut off" and write_report(run).stat().st_size > 0


def main(kills: int) -> None:
    """Print all of it."""
    pictures = list(office_pictures())
    print_disk(pictures)
    print_cost([(name, frame(data).data) for name, data in pictures])
    print_kills(kills)
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
