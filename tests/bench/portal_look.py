"""One look at a GNOME session's pictures, measured on bare mutter: a kept one, a fresh one, and a new one by a key.

`python -m tests.bench.portal_look [ROUNDS]`. The session is mutter's own, which asks nobody; PipeWire and the calls are
those of the portal. The key goes to a terminal, which shows its character.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median, quantiles

from desktop_agent.core.geometry import Rect
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.platforms.portal.capture import PortalCapture
from desktop_agent.platforms.portal.choose import ASKED_BY, open_session
from desktop_agent.platforms.portal.pipewire.connection import PipewireConnection
from desktop_agent.platforms.portal.pipewire.stream import FrameStream
from tests.fakes.private_mutter import PrivateMutter
from tests.fakes.waiting import wait_until

_KEY = 30  # a, by the kernel's code
_WHOLE = Rect(0, 0, 1280, 800)
_LONG_S = 20.0


def main() -> int:
    """Print the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    print(f"load {os.getloadavg()[0]:.1f}, {rounds} rounds; milliseconds: median, 95 of 100 below")
    with PrivateMutter(_WHOLE.width, _WHOLE.height) as mutter:
        environment = mutter.environment() | {ASKED_BY: "mutter"}
        os.environ["XDG_RUNTIME_DIR"] = environment["XDG_RUNTIME_DIR"]
        session = open_session(environment)
        began = time.perf_counter()
        capture = PortalCapture(session, environment)
        print(f"  {'to the first picture':28} {(time.perf_counter() - began) * 1000:7.2f}")
        with subprocess.Popen(["foot", "--log-level=none", "cat"], env=environment) as terminal:
            try:
                measure(capture, session, rounds)
            finally:
                terminal.kill()
        capture.close()
        session.close()
    return 0


def measure(capture: PortalCapture, session: RemoteSession, rounds: int) -> None:
    """Print what one session takes."""
    with PipewireConnection() as connection:
        stream = FrameStream(connection, session.monitors[0].node)
        wait_until(lambda: shows_key(stream, session), "the terminal")
        tell("from a key to a new picture", lambda: shows_key(stream, session), rounds)
        tell("a kept picture, taken again", stream.newest, rounds)
        stream.close()
    tell("a fresh picture", lambda: capture.grab(_WHOLE), rounds)
    tell("a glance just after", lambda: capture.glance(_WHOLE), rounds)
    tell("the list of monitors", capture.monitors, rounds)


def shows_key(stream: FrameStream, session: RemoteSession) -> bool:
    """Press a key, and wait until a picture has come."""
    number, _at = stream.now()
    session.key(_KEY, down=True)
    session.key(_KEY, down=False)
    return stream.wait_after(number, _LONG_S)


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
