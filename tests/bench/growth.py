"""What grows with a run, with the number of runs and with the number of browsers: processor seconds, sizes, ratios.

`python -m tests.bench.growth [makers] [history] [watchers]`. Makers are whole commands over runs of 100 and of 1,000
acts; linear is a ratio of 10 once the command's own start is subtracted. History is the window itself, over sessions
that continue each other.
"""

import asyncio
import io
import itertools
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np
from PIL import Image, ImageDraw

from desktop_agent.core.pictures import Size
from desktop_agent.lib.paths import places
from desktop_agent.record.store import RunStore
from desktop_agent.runtime.protocol.messages import Seen
from desktop_agent.web.pictures import Picture, Screen, Views, changed_parts, encoded
from tests.fakes.runs.filmed import NOW
from tests.fakes.runs.recorded import Story, run_finished, run_started

T = TypeVar("T")
_ACTS = (100, 1_000)
_SESSIONS = 2_000
_CHANGES = 60
_READ_S = 20.0  # in which what is read beside the window is read
_SCREEN = Size(1280, 800)
_ROOM = Size(900, 700)
_MAKERS: Mapping[str, Sequence[str]] = {
    "start alone": ("runs", "list", "--json"),
    "steps": ("run", "RUN", "--list"),
    "task": ("tasks", "add", "grown", "--from", "RUN"),
    "report": ("runs", "report", "RUN"),
    "how-to": ("runs", "guide", "RUN", "-o", "OUT/howto"),
    "export": ("runs", "export", "RUN", "-o", "OUT/run.zip"),
    "film": ("runs", "video", "RUN", "-o", "OUT/film.mp4"),
    "GIF": ("runs", "video", "RUN", "--gif", "-o", "OUT/film.gif"),
}


def drawn(number: int) -> bytes:
    """Return a picture like a form that fills."""
    image = Image.new("RGB", (1280, 720), (226, 232, 240))
    pen = ImageDraw.Draw(image)
    for row in range(number % 40):
        pen.rectangle(
            (80, 20 + row * 16, 300 + (number * 7) % 500, 30 + row * 16), fill=((number * 37) % 255, row, 120)
        )
    pen.text((600, 600), f"step {number}", fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def recorded(root: Path, acts: int) -> Path:
    """Record a run that clicks and types by turns, and return its folder."""
    recorder = RunStore(root).create("Many acts", NOW, "3fa9c1", pictures=True)
    story = Story(recorder, draw=drawn)
    story.tell(run_started(recorder.run, str(recorder.dir), "Fill in the forms"))
    story.show("start")
    for number in range(acts):
        story.think(f"Act {number}.")
        if number % 2:
            story.act({"kind": "type", "text": f"text {number}"})
        else:
            place = {"x": 400 + number % 300, "y": 180 + number % 300}
            story.act({"kind": "click", **place, "button": "left", "count": 1, "keys": []})
    story.think("All done.", message="Done.")
    story.tell(run_finished(acts + 1, acts))
    recorder.close()
    return recorder.dir


def spent(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, str]:
    """Return a command's processor seconds with those of its children, and why it failed, if it did."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "desktop_agent", *command], env=environment, capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, "" if done.returncode == 0 else (done.stderr or done.stdout).strip().splitlines()[-1][:120]


@contextmanager
def home() -> Iterator[tuple[Path, dict[str, str]]]:
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "DESKTOP_AGENT_HOME": folder, "QT_QPA_PLATFORM": "offscreen"}
        yield Path(folder), environment


def makers() -> None:
    rows = dict[str, list[str]]()
    for acts in _ACTS:
        with home() as (folder, environment):
            run = recorded(places(environment).runs, acts)
            pictures = sum(file.stat().st_size for file in (run / "frames").iterdir())
            for name, words in _MAKERS.items():
                command = [word.replace("RUN", run.name).replace("OUT", str(folder)) for word in words]
                seconds, trouble = spent(command, environment)
                rows.setdefault(name, []).append(trouble or f"{seconds:.1f} s")
            page = (run / "report.html").stat().st_size
            rows.setdefault("report over its pictures", []).append(f"{page / 1e6:.1f} MB, {page / pictures:.2f}")
    for name, values in rows.items():
        print(f"{name:28}", *(f"{value:>16}" for value in values), flush=True)


def history() -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.history.window import open_history

    app = QApplication.instance() or QApplication([])
    with TemporaryDirectory() as folder:
        store = RunStore(Path(folder) / "runs")
        before = ""
        for number in range(_SESSIONS):
            before = _session(store, number, before)
        open_history(RunStore(Path(folder) / "none"), opener=lambda _: True).close()  # what it loads is loaded then
        opened = time.monotonic()
        seconds, window = _timed(lambda: open_history(store, opener=lambda _: True), time.thread_time)
        while not window.runs.rowCount():
            app.processEvents()
        shown = time.monotonic() - opened
        print(f"{_SESSIONS} chained sessions: opening {seconds:.2f} s, first row {shown:.2f} s", flush=True)
        while time.monotonic() < opened + _READ_S:
            app.processEvents()
        _session(store, _SESSIONS, before)
        seconds, _ = _timed(window.refresh, time.thread_time)
        print(f"a new one: {seconds:.3f} s", flush=True)
        window.close()


def _session(store: RunStore, number: int, before: str) -> str:
    at = NOW + timedelta(seconds=number)
    recorder = store.create("Work", at, f"{number:06x}", pictures=False)
    started = run_started(recorder.run, str(recorder.dir), "Work")
    Story(recorder, now=at).tell(replace(started, provider="mcp", resumes=before))
    recorder.close()
    return recorder.dir.name


def watchers() -> None:
    rows = [("browsers", "each for itself", "shared")]
    for count in (1, 3, 10):
        own, _ = _timed(partial(_each_for_itself, count))
        shared, _ = _timed(partial(_watched_together, count))
        rows.append((str(count), f"{own:.2f} s", f"{shared:.2f} s"))
    for row in rows:
        print(*(f"{value:>16}" for value in row), flush=True)


def _changing() -> Iterator[Screen]:
    rows = np.random.default_rng(1).integers(0, 255, (20, 32, 4), np.uint8).repeat(40, 0).repeat(40, 1)
    screen = Screen()
    screen.take(Seen(_SCREEN, 0, rows.tobytes()))
    yield screen
    for number in range(_CHANGES):
        top = (number * 37) % 700
        rows[top : top + 60, 100:700] = (number * 31) % 255
        screen.take(Seen(_SCREEN, top, rows[top : top + 60].tobytes()))
        yield screen


def _each_for_itself(count: int) -> None:
    shown: list[Picture | None] = [None] * count
    for screen in _changing():
        for number in range(count):
            now = screen.scaled(screen.fitted(_ROOM))
            for box in changed_parts(shown[number], now):
                encoded(now[box.y : box.bottom, box.x : box.right])
            shown[number] = now


def _watched_together(count: int) -> None:
    asyncio.run(_shared(count))


async def _shared(count: int) -> None:
    screens = _changing()
    screen = next(screens)
    view = Views(screen).within(_ROOM)
    shown: list[tuple[int, Picture | None]] = [(0, None)] * count
    for _ in itertools.chain((screen,), screens):
        view.due_s = 0.0
        for number, (seen, picture) in enumerate(shown):
            await view.since(seen, picture)
            shown[number] = (view.number, view.picture)


def _timed(work: Callable[[], T], clock: Callable[[], float] = time.process_time) -> tuple[float, T]:
    before = clock()
    result = work()
    return clock() - before, result


if __name__ == "__main__":
    for name in sys.argv[1:] or ("makers", "history", "watchers"):
        {"makers": makers, "history": history, "watchers": watchers}[name]()
