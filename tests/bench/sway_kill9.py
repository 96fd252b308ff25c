"""Is anything still down in sway after `kill -9`? By what the compositor tells a terminal of its keys and buttons.

`python -m tests.bench.sway_kill9 [100]` kills so many programs that press and release a key and a button, at random
moments.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from desktop_agent.demo.private_sway import PrivateSway
from tests.fakes.runs_in_sway import agent_environment
from tests.fakes.seat_log import SeatLog, seat_log
from tests.fakes.waiting import wait_until

LIMIT_S, STAYS_S = 0.5, 5.0
VICTIM = """
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.input.backends.wlroots import create
hands = create()
for n in range(100_000):
    hands.move(ScreenPoint(300 + n % 200, 300))
    if n % 40 == 0:
        hands.key("shift", down=True)
        hands.button("left", down=True)
    if n % 40 == 39:
        hands.button("left", down=False)
        hands.key("shift", down=False)
    hands.sync()
"""


def until_up(sway: PrivateSway, log: SeatLog, home: Path) -> float:
    """Return how many seconds after the kill something was still down; infinity where it stays."""
    victim = subprocess.Popen([sys.executable, "-c", VICTIM], env=agent_environment(sway, home))
    wait_until(log.down, "something held")
    threading.Event().wait(random.uniform(0, 0.1))
    killed = last = time.monotonic()
    victim.kill()
    while time.monotonic() < killed + (STAYS_S if log.down() else LIMIT_S):
        if log.down():
            last = time.monotonic()
        threading.Event().wait(0.002)
    victim.wait()
    return float("inf") if log.down() else last - killed


def main(kills: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, PrivateSway(1280, 800, hertz=240) as sway:
        took = []
        for batch in range(0, kills, 10):  # a log of a moderate size is read fast
            with seat_log(sway, Path(folder) / str(batch)) as log:
                took += [until_up(sway, log, Path(folder)) for _ in range(min(10, kills - batch))]
    took.sort()
    late, stay = sum(seconds > LIMIT_S for seconds in took), sum(seconds == float("inf") for seconds in took)
    print(f"{kills} programs killed (load {os.getloadavg()[0]:.0f}): a key or button down after {LIMIT_S} s: {late},")
    print(f"and after {STAYS_S:g} s: {stay}")
    print(f"until everything is up: median {took[len(took) // 2] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
