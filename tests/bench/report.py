"""Prints what a report of many steps costs: to write, and to open in Chromium from the disk.

Run it as `python -m tests.bench.report [STEPS...]`; without numbers it takes 30, 500 and 20 000 steps. Pictures are of
lossless windows at 1280×800, as a run records them. Each page is opened three times, and the slowest counts.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from desktop_agent.record.report.page import write_report
from desktop_agent.record.store import RunStore
from tests.fakes.devtools import WHY_NOT, DevTools, chromium
from tests.fakes.recorded import picture, tell_whole_run

STEPS = (30, 500, 20_000)
OPENED = 3
_SIZE = (1280, 800)
_KINDS = 40  # pictures that differ
_TIMES = """
({paint: performance.getEntriesByType('paint')[0]?.startTime ?? 0,
  load: performance.getEntriesByType('navigation')[0].loadEventEnd})
"""


def main(words: list[str]) -> None:
    """Measure and print."""
    if WHY_NOT:
        raise SystemExit(WHY_NOT)
    heads = ("first paint", "load", "search", "JS heap", "CPU")
    print(f"{'steps':>8} {'written in':>11} {'size':>9} {' '.join(f'{head:>11}' for head in heads)}")
    with tempfile.TemporaryDirectory() as place, chromium(Path(place)) as browser:
        for steps in map(int, words or map(str, STEPS)):
            _measure(Path(place), browser, steps)


def _measure(place: Path, browser: DevTools, steps: int) -> None:
    pictures = [_pictured(number) for number in range(_KINDS)]
    recorder = RunStore(place / str(steps)).create("Save a note", datetime(2026, 11, 20, tzinfo=UTC), "00000a")
    tell_whole_run(
        recorder, str(recorder.dir), recorder.run, turns=steps, draw=lambda number: pictures[number % _KINDS]
    )
    recorder.close()
    began = time.perf_counter()
    path = write_report(recorder.dir)
    written = time.perf_counter() - began
    opened_times = [_open(browser, path, place) for _ in range(OPENED)]
    paint, load, heap, spent = (max(each) for each in zip(*opened_times, strict=True))
    search = browser.value(
        "(() => { const t = performance.now(), s = document.getElementById('search'); s.value = 'window went';"
        " s.dispatchEvent(new Event('input')); return new Promise(r => setTimeout(() => r(performance.now() - t - 80),"
        " 81)); })()"
    )
    size = path.stat().st_size / 1e6
    opened = f"{paint:>8.0f} ms {load:>8.0f} ms {search:>8.0f} ms {heap:>8.1f} MB {spent:>9.2f} s"
    print(f"{steps:>8} {written:>9.1f} s {size:>6.1f} MB {opened}", flush=True)


def _open(browser: DevTools, path: Path, home: Path) -> tuple[float, float, float, float]:
    browser.open("about:blank")
    before = _cpu_s(home)
    browser.open(path.as_uri())
    browser.until("document.readyState === 'complete' && performance.getEntriesByType('navigation')[0].loadEventEnd")
    times = browser.value(_TIMES)
    metrics = {one["name"]: one["value"] for one in browser.call("Performance.getMetrics")["metrics"]}
    return times["paint"], times["load"], metrics["JSHeapUsedSize"] / 1e6, _cpu_s(home) - before


def _cpu_s(home: Path) -> float:
    """Return the processor time of all processes of the browser that lives in this folder."""
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if str(home).encode() in (process / "cmdline").read_bytes():
                fields = (process / "stat").read_text().rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _pictured(number: int) -> bytes:
    """Return a picture with as much in it as a window of an office has: about 100 KB."""
    import cv2

    drawn = cv2.imdecode(np.frombuffer(picture(number, _SIZE), np.uint8), cv2.IMREAD_COLOR)
    assert drawn is not None
    noise = np.random.default_rng(number).integers(0, 255, (150, 200, 3), np.uint8)
    drawn[600:750, 40:240] = noise
    done, encoded = cv2.imencode(".png", drawn)
    assert done
    return encoded.tobytes()


if __name__ == "__main__":
    main(sys.argv[1:])
