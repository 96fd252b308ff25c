"""Is anything still down after `kill -9`? And what does the ledger that sees to it cost, side by side with none?

`python -m tests.bench.kill9 [200]` kills so many programs at random moments of drags, held keys and typing; as a
control it also kills some together with their watchdogs. What is down is the X server's word, asked by another client.
"""

import os
import random
import signal
import statistics
import sys
import threading
import time

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.held_keys import HeldKeys
from desktop_agent.platforms.x11.input.keyboard import BorrowedCodes, X11Keyboard
from desktop_agent.platforms.x11.xkb import KeyboardExtension
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow
from tests.input.killing import Onlooker, Victim, lives, victims

SHIFT = 50
LIMIT_S = 0.5
ROUNDS, TAPS = 20, 500


class Unwatched:
    """Notes nothing."""

    def pressing_key(self, code: int) -> None:
        """Note nothing."""

    def released_key(self, code: int) -> None:
        """Note nothing."""

    def changing_locks(self, group: int, locks: int) -> None:
        """Note nothing."""

    def restored_locks(self) -> None:
        """Note nothing."""


def main(kills: int) -> None:
    """Print both tables."""
    with PrivateDisplay(800, 600) as display:
        os.environ.update(display.environment())
        _print_cost(display.name)
        with Onlooker(display.name) as onlooker, XWindow(0, 0, 800, 600) as window:
            window.focus()
            took = [_until_up(yours, onlooker) for yours in victims(kills, display.environment())]
            left = [_left_by_both(yours, onlooker) for yours in victims(max(20, kills // 10), display.environment())]
    late = sum(seconds > LIMIT_S for seconds in took)
    print(f"\n{kills} programs killed: {late} with a key or button down after {LIMIT_S * 1000:.0f} ms")
    print("ms until everything is up: " + _spread([seconds * 1000 for seconds in took]))
    print(f"control, watchdog killed as well: {sum(map(bool, left))} of {len(left)} left something down")


def _until_up(yours: Victim, onlooker: Onlooker) -> float:
    _work_a_while(yours, onlooker)
    killed = time.monotonic()
    yours.process.kill()
    last_down = killed
    # To the end: nothing may come after it was up, such as a press that was still on the way.
    while time.monotonic() < killed + LIMIT_S:
        if onlooker.down():
            last_down = time.monotonic()
        threading.Event().wait(0.001)
    yours.kill()
    return float("inf") if onlooker.down() else last_down - killed


def _left_by_both(yours: Victim, onlooker: Onlooker) -> set[str]:
    watchdog = yours.watchdog()
    _work_a_while(yours, onlooker)
    os.kill(watchdog, signal.SIGSTOP)
    yours.kill()
    os.kill(watchdog, signal.SIGKILL)
    wait_until(lambda: not lives(watchdog))
    left = onlooker.down()
    onlooker.release_all()
    return left


def _work_a_while(yours: Victim, onlooker: Onlooker) -> None:
    yours.go()
    wait_until(onlooker.down)
    threading.Event().wait(random.uniform(0, 0.4))


def _print_cost(name: str) -> None:
    connection = Connection(name)
    extension = KeyboardExtension(connection.display)
    watched = HeldKeys(connection, name, None)
    boards = {
        kind: X11Keyboard(connection, extension, BorrowedCodes(connection, extension), by)
        for kind, by in (("without", Unwatched()), ("with", watched))
    }
    spent: dict[str, list[float]] = {kind: [] for kind in boards}
    for _ in range(ROUNDS):
        for kind, board in boards.items():
            began = time.perf_counter()
            for _ in range(TAPS):
                board.code(SHIFT, down=True)
                board.code(SHIFT, down=False)
            spent[kind].append((time.perf_counter() - began) / TAPS / 2 * 1e6)
            connection.sync()
    connection.close()
    watched.close()
    for kind, each in spent.items():
        print(f"µs for an event {kind:>7} the ledger: {_spread(each)}")


def _spread(values: list[float]) -> str:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return f"p50 {cuts[49]:.1f}  p95 {cuts[94]:.1f}  p99 {cuts[98]:.1f}  max {max(values):.1f}"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
