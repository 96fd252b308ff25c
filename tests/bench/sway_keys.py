"""Keys in sway: what a virtual keyboard's presses count for, and how soon after the stop key a run's last event comes.

`python -m tests.bench.sway_keys [200]`: 1000 chords by a virtual keyboard not trusted, while the chord is bound
for another keyboard; and so many stops while keys are typed, the stop key pressed by a virtual keyboard that is trusted
for once. A headless sway has no other kind.
"""

import os
import statistics
import sys
import threading
import time

from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.input.wlroots import Wlroots, create
from desktop_agent.platforms.wayland.sway_presence import SwayPresence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.run.control import ThreadStop
from tests.fakes.waiting import wait_until

CHORD, TRIES = ("ctrl", "alt", "y"), 1000


def approvals(path: str, keyboard: Wlroots) -> int:
    """Return how many of the chords that a program presses are told as a press of the other keyboard's."""
    told: list[str] = []
    keys = StopKeys("+".join(CHORD), pauses_first=False)  # tells of each press, however short
    presence = SwayPresence(path, keys, None, lambda _inputs: ("1:1:AT_Translated_Set_2_keyboard",))
    presence.watch(lambda hand: told.append(hand.what), told.append)
    for _ in range(TRIES):
        for key in CHORD:
            keyboard.key(key, down=True)
        for key in reversed(CHORD):
            keyboard.key(key, down=False)
        keyboard.sync()
    presence.close()
    return len(told)


def stopped_ms(path: str, person: Wlroots, agent: Wlroots) -> float:
    """Return ms from before the stop key is pressed to after the agent's last key."""
    presence = SwayPresence(path, StopKeys(pauses_first=False), None, lambda _inputs: ("0:0:virtual_keyboard",))
    stop, last = ThreadStop(), [0.0]
    presence.watch(lambda _hand: None, lambda _said: stop.set("human"))

    def work() -> None:
        while not stop.is_set():
            for down in (True, False):
                agent.key("a", down=down)
            agent.sync()
            last[0] = time.monotonic()

    worker = threading.Thread(target=work)
    worker.start()
    wait_until(lambda: last[0], "the first key")
    began = time.monotonic()
    for down in (True, False):
        person.key("pause", down=down)
    person.sync()
    worker.join()
    presence.close()
    return max(0.0, last[0] - began) * 1000


def main(count: int) -> None:
    """Print both figures."""
    with PrivateSway(1280, 800, hertz=240) as sway:
        os.environ.update(sway.environment())
        person, agent, path = create(), create(), str(sway.ipc)
        print(f"presses of a virtual keyboard taken for a hand: {approvals(path, agent)} of {TRIES}", flush=True)
        times = [stopped_ms(path, person, agent) for _ in range(count)]
        cuts = statistics.quantiles(times, n=100, method="inclusive")
        print(
            f"stop key to last event, {count} stops: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f}, most {max(times):.1f}"
        )
        person.close()
        agent.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
