"""In how many frames of a film of a run one sees that it works and where, by a run of the tray program in an editor.

    python -m tests.bench.watched [FRAMES_A_SECOND]

The film is a capture of the screen by another X client. A frame counts as seen where two sides of the screen show the
colour of the frame around it, which is not the desktop's; the run lasts from the first event of its journal to the
last.
"""

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import mss

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import running
from tests.fakes.tray_program import TrayProgram, known_user, panel, tray_program
from tests.fakes.waiting import wait_until

TASK = '1. type "Hello"\n2. click "Edit"\n3. press escape\n4. click "Document"\n5. press escape\n6. press ctrl+s'
SETTINGS = '[provider]\nname = "local"\n[applications]\nfirst_time = "allow"\n[run]\nallow = ["mousepad"]\n'
Shot = tuple[float, tuple[int, ...], tuple[int, ...]]  # when, and the colour in the middle of the upper and left sides


@contextmanager
def film(display: PrivateDisplay, a_second: float) -> Iterator[list[Shot]]:
    """Note what two sides of the screen look like, so many times a second, until the end."""
    shots, ended = list[Shot](), threading.Event()
    os.environ.update(display.environment())
    width, height = display.size

    def capture() -> None:
        with mss.MSS() as screen:
            while not ended.wait(1 / a_second):
                whole = screen.grab(screen.monitors[1])
                shots.append((time.time(), whole.pixel(width // 2, 1), whole.pixel(1, height // 3)))

    thread = threading.Thread(target=capture)
    thread.start()
    try:
        yield shots
    finally:
        ended.set()
        thread.join()


def main(a_second: float) -> None:
    """Print the counts."""
    with tempfile.TemporaryDirectory() as folder, PrivateDisplay(1280, 800) as display:
        home, note = Path(folder) / "agent", Path(folder) / "note.txt"
        known_user(home, SETTINGS)
        note.write_text("")
        with (
            panel(display, Path(folder)),
            tray_program(display, home) as program,
            running(["mousepad", note], display, Path(folder) / "home", "Mousepad"),
        ):
            program.choose("New task…")
            with film(display, a_second) as shots:
                idle = display_colours(shots)
                program.write_task(TASK)
                began, ended = run_of(program)
    seen = [upper == left and (upper, left) != idle for at, upper, left in shots if began <= at <= ended]
    print(f"{len(seen)} frames of {ended - began:.1f} s, {sum(seen)} show the frame: {len(seen) - sum(seen)} do not")


def display_colours(shots: list[Shot]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what the two sides look like before the run."""
    wait_until(lambda: shots, "the first frame")
    return shots[0][1:]


def run_of(program: TrayProgram) -> tuple[float, float]:
    """Return when the run began and ended, in seconds since the epoch."""

    def events() -> list[str]:
        return [line for one in program.home.glob("data/runs/*/events.jsonl") for line in one.read_text().splitlines()]

    wait_until(lambda: any('"run.finished"' in line for line in events()), "the end of the run")
    times = [datetime.fromisoformat(json.loads(line)["at"]).timestamp() for line in events()]
    return times[0], times[-1]


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
