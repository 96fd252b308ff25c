"""One look in a Wayland session, measured: at the refresh rates of a monitor and of the tests, beside grim.

`python -m tests.bench.wayland_look [ROUNDS]`. A copy comes with the output's next frame, so that the refresh rate is
what a look takes; grim takes its picture in a process of its own, as PPM, which it need not compress.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median, quantiles

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.capture import WaylandCapture
from desktop_agent.platforms.wayland.connection import connect_wayland
from tests.fakes.sway_commands import grim
from tests.fakes.waiting import wait_until

PART = Rect(400, 300, 200, 200)
_TEXT = ["foot", "--log-level=none", "sh", "-c", "ls -l /usr/bin | head -n 90; sleep 600"]


def main() -> int:
    """Print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"load {os.getloadavg()[0]:.1f}, {rounds} rounds; milliseconds: median, 95 of 100 below")
    for width, height, hertz in ((1280, 800, 60), (1280, 800, 240), (1920, 1080, 60)):
        with (
            PrivateSway(width, height, hertz=hertz) as sway,
            subprocess.Popen(_TEXT, env=sway.environment()) as terminal,
        ):
            try:
                wait_until(partial(shows_text, sway), "a page of text")
                print(f"{width}x{height} at {hertz} Hz")
                measure(sway, Rect(0, 0, width, height), rounds)
            finally:
                terminal.kill()
    return 0


def shows_text(sway: PrivateSway) -> bool:
    """Tell whether the terminal has written."""
    return len(set(grim(sway)[2])) > 20


def measure(sway: PrivateSway, whole: Rect, rounds: int) -> None:
    """Print what one session takes."""
    capture = WaylandCapture(connect_wayland(sway.environment(), NoScreenError, ScreenError))
    tell("the whole desktop", lambda: capture.grab(whole), rounds)
    tell("a part of 200x200", lambda: capture.grab(PART), rounds)
    tell("a glance when it is still", lambda: capture.glance(whole), rounds)
    tell("the list of monitors", capture.monitors, rounds)
    tell("grim, a process of its own", lambda: grim(sway), min(rounds, 40))
    capture.close()


def tell(name: str, look: Callable[[], object], rounds: int) -> None:
    """Measure one way, and print it."""
    look()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        look()
        took.append((time.perf_counter() - began) * 1000)
    print(f"  {name:28} {median(took):7.2f} {quantiles(took, n=20)[-1]:7.2f}")


if __name__ == "__main__":
    sys.exit(main())
