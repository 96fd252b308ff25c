"""How soon after the person's hand has moved does the program let go? And does trembling make it let go for nothing?

`python -m tests.bench.takeover [300] [--minutes 10]`. Three tables: from a motion or key of a person's device to the
watcher's word, while our own hands move every 5 ms; from there to the last event of a whole run, in another client's
log; and how often ±2 px of jitter was taken for a hand (one minute unless more are asked for).
"""

import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.choose import choose
from desktop_agent.presence.choose import choose_presence
from tests.fakes.driven import driven, now, works
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog
from tests.input.targets import Target, target

LIMIT_MS = 50
EVERY_S = 0.005


@contextmanager
def hands_at_work(presence: Presence) -> Iterator[None]:
    """Move the pointer with our own hands meanwhile."""
    over = threading.Event()

    def work() -> None:
        with closing(choose(own=presence.own)) as backend:
            step = 0
            while not over.wait(EVERY_S):
                step += 1
                backend.move(ScreenPoint(400 + step % 400, 300 + step % 9))

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def touch(kind: str, hand: PhysicalHand, by_px: int) -> None:
    """Touch the mouse or the keyboard, as a person does."""
    if kind == "motion":
        hand.nudge(by_px, 0)
    else:
        hand.tap("shift")


def noticed(count: int, kind: str, hand: PhysicalHand) -> list[float]:
    """Return the ms from each touch to the word of the watcher; a touch that went unnoticed fails."""
    heard, at = threading.Event(), [0.0]

    def on_hand(_hand: UserInput) -> None:
        at[0] = time.perf_counter()
        heard.set()

    spent = []
    with closing(choose_presence()) as presence, hands_at_work(presence):
        presence.watch(on_hand, lambda _said: None)
        for n in range(count):
            threading.Event().wait(random.uniform(0.005, 0.03))
            heard.clear()
            began = time.perf_counter()
            touch(kind, hand, 7 * (-1) ** n)
            assert heard.wait(2), "a touch went unnoticed"
            spent.append((at[0] - began) * 1000)
    return spent


def let_go(
    count: int, kind: str, qt: Target, hand: PhysicalHand, log: XEventLog
) -> Iterator[tuple[str, list[float], int]]:
    """Give for each kind of work the ms to the last event of each interruption, and the events after the limit."""
    for name, work in works(qt).items():
        last, late = list[float](), 0
        with driven(work, log, hand) as run:
            for _ in range(count):
                run.busy()
                threading.Event().wait(random.uniform(0, 0.2))
                if run.session.paused:
                    raise SystemExit("The run paused though nobody had touched anything.")
                moment = now()
                touch(kind, hand, 9)
                wait_until(lambda: run.session.paused, "the pause")
                after = run.after(moment)
                last.append(max(after, default=0.0))
                late += sum(ms > LIMIT_MS for ms in after)
                run.session.resume()
        yield name, last, late


def false_pauses(minutes: float, hand: PhysicalHand) -> tuple[int, int]:
    """Return how many hands were seen in so many minutes of jitter around one place, and how often it jittered."""
    hands, at, events = list[str](), (0, 0), 0
    with closing(choose_presence()) as presence, hands_at_work(presence):
        presence.watch(lambda hand: hands.append(hand.what), hands.append)
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            to = (random.randint(-2, 2), random.randint(-2, 2))
            hand.nudge(to[0] - at[0], to[1] - at[1])
            at, events = to, events + 1
            threading.Event().wait(random.choice((0.004, 0.02, 0.1, 0.4)))
    return len(hands), events


def row(name: str, spent: Sequence[float], rest: str = "") -> None:
    """Print one line of a table."""
    cuts = statistics.quantiles(spent, n=100, method="inclusive")
    figures = "".join(f"{ms:>8.2f}" for ms in (cuts[49], cuts[94], cuts[98], max(spent)))
    print(f"{name:<40}{len(spent):>6}{figures}{rest}", flush=True)


def main(count: int, minutes: float) -> None:
    """Print the tables."""
    with PrivateDisplay() as display, tempfile.TemporaryDirectory() as home:
        os.environ.update(display.environment(), DESKTOP_AGENT_HOME=home)
        with PhysicalHand() as hand, XEventLog(os.environ) as log, target("qt", display, Path(home)) as qt:
            print(f"{'ms to the word of the watcher':<40}{'count':>6}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}")
            for kind in ("motion", "key"):
                row(f"a {kind}", noticed(count, kind, hand))
            print(f"{'ms to the last event of a run':<40}{'':>38}   later than {LIMIT_MS} ms")
            for kind in ("motion", "key"):
                for name, last, late in let_go(count // 6, kind, qt, hand, log):
                    row(f"a {kind}, {name}", last, f"{late:>20}")
            hands, events = false_pauses(minutes, hand)
            print(f"{'hands seen in jitter by ±2 px':<40}{hands:>6} of {events} motions in {minutes:g} minutes")


if __name__ == "__main__":
    words = sys.argv[1:]
    long = float(words.pop(words.index("--minutes") + 1)) if "--minutes" in words else 1.0
    main(int(next((word for word in words if word.isdecimal()), 300)), long)
