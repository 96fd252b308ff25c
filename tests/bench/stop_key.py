"""How soon after the stop key is the last input event of a whole run? In another client's log, on the server's clock.

`python -m tests.bench.stop_key [500]` begins so many runs and stops each by a key of the person's keyboard, at a random
moment of typing, of a drag, between clicks, while the model's answer hangs, and while the run waits after a takeover.
The key is pressed twice, and the time runs from the first press, which pauses.
"""

import os
import random
import statistics
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.driven import Driven, Work, driven, now, works
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker
from tests.input.targets import target

LIMIT_MS = 100
HANGS, PAUSED = "a request that hangs", "paused"


@dataclass(frozen=True, slots=True)
class Stopped:
    """One stop: ms to the last event and to the end of the run, events after the limit, and what was down then."""

    last_ms: float
    end_ms: float
    late: int
    down: bool
    status: str


def stopped(name: str, work: Work, hand: PhysicalHand, log: XEventLog, other: Onlooker) -> Stopped:
    """Begin a run, stop it in the middle, and return how that went."""
    with driven(work, log, hand, stall=name == HANGS) as run:
        _bring_to(name, run)
        moment = now()
        hand.tap("pause")
        hand.tap("pause")
        wait_until(run.running.ended.is_set, "the end of the run")
        end_ms = (now() - moment) * 1000
        after = run.after(moment)
        status = run.running.result().status
    late = sum(ms > LIMIT_MS for ms in after)
    return Stopped(max(after, default=0.0), end_ms, late, bool(other.down()), status)


def _bring_to(name: str, run: Driven) -> None:
    run.busy()
    if name == HANGS:
        wait_until(lambda: len(run.server.creates) > 1, "the request that hangs")
    elif name == PAUSED:
        run.hand.nudge(9, 9)
        wait_until(lambda: run.session.paused, "the pause")
    threading.Event().wait(random.uniform(0, 0.2))


def _print(name: str, stops: Sequence[Stopped]) -> None:
    cuts = statistics.quantiles([one.last_ms for one in stops], n=100, method="inclusive")
    figures = "".join(f"{ms:>8.1f}" for ms in (cuts[49], cuts[94], cuts[98], max(one.last_ms for one in stops)))
    ends = statistics.median(one.end_ms for one in stops)
    late, down = sum(one.late for one in stops), sum(one.down for one in stops)
    print(f"{name:<24}{len(stops):>6}{figures}{late:>14}{down:>12}{ends:>14.0f}", flush=True)


def main(count: int) -> None:
    """Print one line for each kind of work."""
    with PrivateDisplay() as display, tempfile.TemporaryDirectory() as home:
        os.environ.update(display.environment(), DESKTOP_AGENT_HOME=home)
        with (
            PhysicalHand() as hand,
            XEventLog(os.environ) as log,
            Onlooker(display.name) as other,
            target("qt", display, Path(home)) as qt,
        ):
            print(f"{'ms to the last event':<24}{'stops':>6}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}"
                  f"{'after ' + str(LIMIT_MS) + ' ms':>14}{'still down':>12}{'end, median':>14}")  # fmt: skip
            kinds = {**works(qt), HANGS: works(qt)["between clicks"], PAUSED: works(qt)["typing"]}
            everything: list[Stopped] = []
            for name, work in kinds.items():
                stops = [stopped(name, work, hand, log, other) for _ in range(count // len(kinds))]
                _print(name, stops)
                everything += stops
            _print("all", everything)
        if any(one.late or one.down or one.status != "stopped" for one in everything):
            raise SystemExit("A stop came late, left something down, or did not end the run as stopped.")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
