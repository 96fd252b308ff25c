"""What the live picture costs: share of one core, pictures a second, and a capture of the loop beside it.

Run as `python -m tests.bench.live_video`. A window is typed into and scrolled for ten seconds in each size.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

from desktop_agent.core.frame import Pixels
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host import live_recorder
from desktop_agent.record.live_file import LiveWriter
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.looker import LiveThread
from desktop_agent.settings import Settings
from tests.fakes.x_window import XWindow

SECONDS, SIZES = 10, ((1280, 800), (1920, 1080))


def main() -> None:
    """Print one line for each size."""
    for width, height in SIZES:
        with PrivateDisplay(width, height) as display, tempfile.TemporaryDirectory() as place:
            os.environ.update(display.environment())
            vars(live_recorder)["own_windows"] = lambda *_: lambda _window: False
            print(f"{width}x{height}:", _measured(Path(place), width, height))


def _measured(folder: Path, width: int, height: int) -> str:
    camera = ScreenCamera(choose_capture(), choose_windows())
    with closing(camera), closing(LiveWriter(folder)) as writer, XWindow(0, 0, width, height, 0xF0F0F0) as window:
        without = _worked(camera, window, width, height)
        used, given = list[float](), list[int]()

        def keep(at_ms: int, pixels: Pixels) -> None:
            writer.add(at_ms, pixels)
            given.append(at_ms)
            used.append(time.clock_gettime(time.pthread_getcpuclockid(threading.get_ident())))

        thread = LiveThread(lambda: live_recorder.LiveEye(Settings(), {}, {}).open(None), keep)
        thread.start()
        beside = _worked(camera, window, width, height)
        thread.stop()
    share = (used[-1] - used[0]) / ((given[-1] - given[0]) / 1000)
    size = sum(path.stat().st_size for path in (folder / "live").iterdir()) / 1e6
    rate = len(given) / SECONDS
    return (
        f"{share:.1%} of a core, {rate:.1f} pictures/s, {thread.dropped} slots dropped, "
        f"{size / SECONDS * 60:.1f} MB/min, a picture of the loop {without:.1f} ms without, {beside:.1f} ms with it"
    )


def _worked(camera: ScreenCamera, window: XWindow, width: int, height: int) -> float:
    """Type and scroll; return the median time of a picture that the loop takes meanwhile, in ms."""
    took, ends, tick = [], time.monotonic() + SECONDS, 0
    while time.monotonic() < ends:
        tick += 1
        for _ in range(20):
            tick += 1
            window.paint(tick * 9 % width, tick // 90 * 18 % height, 8, 14, 0x101010 + tick)
            time.sleep(0.03)
        for line in range(40):
            window.paint(20, line * 18, (tick * 37 + line * 91) % (width - 40), 12, 0x303030 + tick)
        began = time.perf_counter()
        camera.grab()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    main()
