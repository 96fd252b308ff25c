"""How soon after a stop is the last input event? In another client's log, on the X server's clock.

`python -m tests.bench.stop [200]` stops so many actions, a quarter of each kind, at random moments. The server counts
its time in whole milliseconds of the clock that `time.monotonic` reads.
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
from pathlib import Path

from desktop_agent.core.actions import Action, Click, Drag, Type
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.stop import Stopped
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.backend import InputBackend
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.run.control import ThreadStop
from tests.fakes.x_event_log import XEvent, XEventLog
from tests.input.killing import Onlooker
from tests.input.performer_bench import permit_for
from tests.input.targets import Target, target

LIMIT_MS = 100
MARK = (3, 3)
PATH = tuple(ImagePoint(200 + 40 * n, 150 + n % 2 * 400) for n in range(16))
WRAPS_MS = 1 << 32


def main(stops: int) -> None:
    """Print one line for each kind of action."""
    with PrivateDisplay() as display, tempfile.TemporaryDirectory() as home:
        os.environ.update(display.environment())
        hands = choose()
        with target("qt", display, Path(home)) as qt, XEventLog(os.environ) as log, Onlooker(display.name) as other:
            print(f"{'ms from stop to last event':<28}{'stops':>6}{'p50':>7}{'p95':>7}{'p99':>7}{'max':>7}"
                  f"{'after ' + str(LIMIT_MS) + ' ms':>14}{'still down':>12}")  # fmt: skip
            kinds = _actions(qt)
            runs: list[tuple[float, int, bool]] = []
            for name, action in kinds.items():
                runs += [_stopped(action, qt, hands, log, other) for _ in range(stops // len(kinds))]
                _print(name, runs[-(stops // len(kinds)) :])
            _print("all", runs)
        hands.close()


def _actions(qt: Target) -> Mapping[str, tuple[Action, ...]]:
    return {
        "typing, by keys": (Type("Aa <3 ~Z " * 2000, secret=True),),
        "typing, by the selection": tuple(Type("Ωμέγα 日本 " * 50) for _ in range(400)),
        "a drag": tuple(Drag(PATH) for _ in range(20)),
        "between clicks": tuple(Click(qt.surface(20 * (n % 5)), count=1 + n % 3) for n in range(400)),
    }


def _stopped(
    actions: tuple[Action, ...], qt: Target, backend: InputBackend, log: XEventLog, other: Onlooker
) -> tuple[float, int, bool]:
    """Return the ms from the stop to the last event (0: none came), the events after the limit, and what is down."""
    stop = ThreadStop()
    hands = ActionExecutor(backend, redeem=lambda _permit: None, stop=stop)
    qt.empty()
    hands.perform(permit_for(Click(qt.field())))
    began = len(log.events())
    thread = threading.Thread(target=_work, args=(hands, actions))
    thread.start()
    log.wait_for(began + 3)
    threading.Event().wait(random.uniform(0, 0.3))
    stop.set("human")
    set_ms = time.monotonic() * 1000
    thread.join()
    events = _until_marked(log, other, began)
    # The end of the event's millisecond, as its moment is not known better.
    after = [(event.time_ms + 1 - set_ms) % WRAPS_MS for event in events]
    later = [ms for ms in after if ms < WRAPS_MS / 2]
    return max(later, default=0.0), sum(ms > LIMIT_MS for ms in later), bool(other.down())


def _work(hands: ActionExecutor, actions: tuple[Action, ...]) -> None:
    with suppress(Stopped):
        for action in actions:
            hands.perform(permit_for(action))


def _until_marked(log: XEventLog, other: Onlooker, began: int) -> tuple[XEvent, ...]:
    """Return the events since then that came before a mark, which is a move of the pointer by somebody else."""
    # Time for what should not come.
    threading.Event().wait(2 * LIMIT_MS / 1000)
    other.move(*MARK)
    while (log.events()[-1].x, log.events()[-1].y) != MARK:
        threading.Event().wait(0.001)
    return tuple(event for event in log.events()[began:] if (event.x, event.y) != MARK)


def _print(name: str, runs: list[tuple[float, int, bool]]) -> None:
    cuts = statistics.quantiles([ms for ms, _, _ in runs], n=100, method="inclusive")
    worst, late, down = max(ms for ms, _, _ in runs), sum(n for _, n, _ in runs), sum(held for _, _, held in runs)
    figures = "".join(f"{ms:>7.1f}" for ms in (cuts[49], cuts[94], cuts[98], worst))
    print(f"{name:<28}{len(runs):>6}{figures}{late:>14}{down:>12}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
