"""What it costs to keep parts of the screen back: the time of a picture on a desk of ten windows, with and without.

The two kinds take turns in one run. Run as `python -m tests.bench.private_parts`.
"""

import os
import statistics
import time
from contextlib import ExitStack, closing

from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from tests.fakes.x_window import XWindow

WINDOWS, ROUNDS = 10, 60
KINDS = {
    "nothing hidden": HiddenParts(),
    "a region": HiddenParts(regions=(Rect(100, 100, 400, 300),)),
    "a window by title": HiddenParts(windows=("Window 5",)),
    "five patterns, none there": HiddenParts(windows=("keepassxc", "bank", "class:signal", "mail*", "title:diary")),
}


def main() -> None:
    """Print the medians, in milliseconds."""
    with ExitStack() as stack:
        os.environ.update(stack.enter_context(PrivateDisplay()).environment())
        for number in range(WINDOWS):
            window = XWindow(20 + 40 * number, 20 + 30 * number, 400, 300, 0x406080 + number * 999, managed=True)
            stack.enter_context(window).name(f"Window {number}")
        cameras = {"before": ScreenCamera(choose_capture(), choose_windows())}
        for name, hidden in KINDS.items():
            windows = choose_windows()
            cameras[name] = ScreenCamera(choose_capture(), windows, hidden=PrivateParts(windows, hidden))
        took: dict[str, list[float]] = {name: [] for name in cameras}
        for camera in cameras.values():
            stack.enter_context(closing(camera)).grab()
        for _ in range(ROUNDS):
            for name, camera in cameras.items():
                began = time.perf_counter()
                camera.grab()
                took[name].append((time.perf_counter() - began) * 1000)
        for name, times in took.items():
            slow = sorted(times)[-len(times) // 10]
            print(f"{name}: median {statistics.median(times):.2f} ms, slowest tenth {slow:.2f}")


if __name__ == "__main__":
    main()
