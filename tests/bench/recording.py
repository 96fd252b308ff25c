"""Prints what recording costs: a line, a picture, an fsync, the list of runs, and the report of a long run.

Run it as `python -m tests.bench.recording`.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent.core.events import ActionStarted, Noticed, Stamped
from desktop_agent.core.frame import Frame
from desktop_agent.record.journal import RunRecorder
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.recorded import frame, tell_whole_run

PICTURE_BYTES = 140_000
TURNS = 50
RUNS = 200
ROUNDS = 50


def median_ms(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of one call."""
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def main() -> None:
    """Measure in a new folder next to the system's temporary files, and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = RunStore(Path(folder) / "runs")
        recorder = store.create("Bench", datetime.now(UTC), "aaaaaa")
        _writing(recorder)
        recorder.close()
        _reading(store)


def _writing(recorder: RunRecorder) -> None:
    notice = Stamped(1, "2026-11-20T10:15:30.123Z", 1, Noticed("info", "A line of usual length for a journal."))
    intent = Stamped(1, "2026-11-20T10:15:30.123Z", 1, ActionStarted("call_1", 0))
    shot: Frame = frame(_picture(1))
    _say("one line", median_ms(lambda: recorder.write(notice)))
    _say(f"one picture of {PICTURE_BYTES // 1000} kB", median_ms(lambda: recorder.keep(shot)))
    _say("the intent to act, with its fsync", median_ms(lambda: recorder.write(intent)))


def _reading(store: RunStore) -> None:
    for number in range(RUNS):
        recorder = store.create("Many runs", datetime.now(UTC), f"{number:06x}", pictures=number == 0)
        turns = TURNS if number == 0 else 3
        tell_whole_run(recorder, str(recorder.dir), recorder.run, turns=turns, draw=_picture)
        recorder.close()
    long = store.find(next(run.id for run in store.all() if run.turns > TURNS))
    size = (write_report(long).stat().st_size) / 1e6
    _say(f"list of {RUNS} runs", median_ms(store.all, 5))
    _say(f"read a run of {TURNS} turns", median_ms(lambda: read_run(long), 9))
    _say(f"report of {TURNS} turns ({size:.1f} MB)", median_ms(lambda: write_report(long), 9))


def _picture(number: int) -> bytes:
    return number.to_bytes(2, "big") * (PICTURE_BYTES // 2)


def _say(what: str, ms: float) -> None:
    print(f"{what:<40} {ms:9.3f} ms")


if __name__ == "__main__":
    main()
