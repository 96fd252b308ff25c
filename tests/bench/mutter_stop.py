"""How soon after a stop is the last input event in GNOME's compositor? In a terminal's log of what reached it.

`python -m tests.bench.mutter_stop [90]` stops so many actions, a third of each kind, at random moments. The library of
the terminal and this program read the same clock. Mutter hands on with its next frame what was on its way when it was
stopped, so that this counts it too; how soon our own last call was answered is printed beside it.
"""

import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.actions import Action, Click, Drag, Type
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.stop import Stopped
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.portal.choose import ASKED_BY, open_session
from desktop_agent.platforms.portal.input.remote_input import create
from desktop_agent.run.control import ThreadStop
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.seat_log import SeatLog, seat_log_in_mutter
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import permit_for

LIMIT_MS, STAYS_S = 100, 2.0
WRAPS_US = 1 << 32
PATH = tuple(ImagePoint(200 + 40 * n, 150 + n % 2 * 400) for n in range(16))
KINDS: Mapping[str, tuple[Action, ...]] = {
    "typing": (Type("Aa <3 ~Z " * 400, secret=True),),
    "a drag": tuple(Drag(PATH) for _ in range(20)),
    "between clicks": tuple(Click(ImagePoint(200 + 20 * (n % 5), 200), count=1 + n % 3) for n in range(400)),
}


@dataclass(frozen=True, slots=True)
class LastEvent:
    """One stop: ms to our last call's answer and to the last event (0: none came), and whether something stays down."""

    answered_ms: float
    last_ms: float
    down: bool


def stopped(actions: tuple[Action, ...], make: ActionExecutor, stop: ThreadStop, log: SeatLog) -> LastEvent:
    """Begin, stop at a random moment, and return how that went."""
    began = len(log.events("key", "button", "motion"))
    thread = threading.Thread(target=_work, args=(make, actions))
    thread.start()
    wait_until(lambda: len(log.events("key", "button", "motion")) > began + 3, "the work")
    threading.Event().wait(random.uniform(0, 0.3))
    stop.set("human")
    at_us = time.time() * 1e6 % WRAPS_US
    thread.join()
    answered_ms = (time.time() * 1e6 - at_us) % WRAPS_US / 1000
    threading.Event().wait(STAYS_S)  # time for what should not come
    last = log.events("key", "button", "motion")[-1].ms
    after = (last * 1000 - at_us) % WRAPS_US
    return LastEvent(answered_ms, after / 1000 if after < WRAPS_US / 2 else 0.0, bool(log.down()))


def _work(make: ActionExecutor, actions: tuple[Action, ...]) -> None:
    with suppress(Stopped):
        for action in actions:
            make.perform(permit_for(action))


def _print(name: str, runs: list[LastEvent]) -> None:
    figures = ""
    for times in ([one.answered_ms for one in runs], [one.last_ms for one in runs]):
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        figures += "".join(f"{ms:>7.1f}" for ms in (cuts[49], cuts[98], max(times)))
    late, down = sum(one.last_ms > LIMIT_MS for one in runs), sum(one.down for one in runs)
    print(f"{name:<18}{len(runs):>6}{figures}{late:>14}{down:>12}", flush=True)


def main(stops: int) -> None:
    """Print one line for each kind of action."""
    print(f"load {os.getloadavg()[0]:.0f}")
    print(f"{'ms from the stop':<24}{'to our last answer':>21}{'to the last event':>21}")
    print(f"{'':<18}{'stops':>6}{'p50':>7}{'p99':>7}{'max':>7}{'p50':>7}{'p99':>7}{'max':>7}"
          f"{'after ' + str(LIMIT_MS) + ' ms':>14}{'still down':>12}")  # fmt: skip
    everything = list[LastEvent]()
    with PrivateMutter() as mutter, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        here = mutter.environment() | {ASKED_BY: "mutter"}
        session = open_session(here)
        hands = create(session, environment=here)
        for name, actions in KINDS.items():
            runs = list[LastEvent]()
            for number in range(stops // len(KINDS)):
                with seat_log_in_mutter(mutter, Path(folder) / f"{name}{number // 10}") as log:
                    stop = ThreadStop()
                    make = ActionExecutor(hands, redeem=lambda _permit: None, stop=stop)
                    runs.append(stopped(actions, make, stop, log))
            _print(name, runs)
            everything += runs
        _print("all", everything)
        session.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 90)
