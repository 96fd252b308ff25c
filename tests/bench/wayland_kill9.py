"""Is anything still down after `kill -9` on Wayland? By what the compositor tells a terminal of its keys and buttons.

`python -m tests.bench.wayland_kill9 [100] [sway|mutter]` kills so many programs that press and release a key and a
button, at random moments.
"""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.portal.choose import ASKED_BY
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.runs_in_sway import agent_environment
from tests.fakes.seat_log import SeatLog, seat_log, seat_log_in_mutter
from tests.fakes.waiting import wait_until

LIMIT_S, STAYS_S = 0.5, 5.0
HANDS = {
    "sway": """
from desktop_agent.platforms.wayland.input.wlroots import create
hands = create()
""",
    "mutter": """
import os
from desktop_agent.platforms.portal.input.remote_input import create
from desktop_agent.platforms.portal.choose import open_session
hands = create(open_session(os.environ))
""",
}
PRESSES = """
from desktop_agent.core.geometry import ScreenPoint
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


@dataclass(frozen=True, slots=True)
class Killing:
    """Where the killed programs work: their code and environment, and a log of what they press."""

    code: str
    environment: Mapping[str, str]
    log: Callable[[Path], AbstractContextManager[SeatLog]]


def until_up(there: Killing, log: SeatLog) -> float:
    """Return how many seconds after the kill something was still down; infinity where it stays."""
    victim = subprocess.Popen([sys.executable, "-c", there.code], env=there.environment)
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


def measure(there: Killing, kills: int, home: Path) -> None:
    """Print the figures."""
    took = []
    for batch in range(0, kills, 10):  # a log of a moderate size is read fast
        with there.log(home / str(batch)) as log:
            took += [until_up(there, log) for _ in range(min(10, kills - batch))]
    took.sort()
    late, stay = sum(seconds > LIMIT_S for seconds in took), sum(seconds == float("inf") for seconds in took)
    print(f"{kills} programs killed (load {os.getloadavg()[0]:.0f}): a key or button down after {LIMIT_S} s: {late},")
    print(f"and after {STAYS_S:g} s: {stay}")
    print(f"until everything is up: median {took[len(took) // 2] * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms")


def main(kills: int, where: str) -> None:
    """Start a session, and kill there."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home, code = Path(folder), HANDS[where] + PRESSES
        if where == "sway":
            with PrivateSway(1280, 800, hertz=240) as sway:
                measure(Killing(code, agent_environment(sway, home), lambda at: seat_log(sway, at)), kills, home)
            return
        with PrivateMutter() as mutter:
            here = agent_environment(mutter, home) | {ASKED_BY: "mutter"}
            measure(Killing(code, here, lambda at: seat_log_in_mutter(mutter, at)), kills, home)


if __name__ == "__main__":
    _, *words = sys.argv
    main(int(words[0]) if words else 100, words[1] if len(words) > 1 else "sway")
