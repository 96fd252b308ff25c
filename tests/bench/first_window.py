"""How soon the tray program is there: from the start of its process to its first window on the screen.

`python -m tests.bench.first_window [ROUNDS]`. The moments are those at which the X server tells another client that a
window of that process is mapped, or put into the panel. The first start of each kind, which may compile, is left out.
"""

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from statistics import median

from Xlib import X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.xobject.drawable import Window

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end
from tests.fakes.tray_program import known_user, panel

ROUNDS, GOAL_S, WITHIN_S = 5, 1.0, 30.0
Prepare = Callable[[PrivateDisplay, Path], AbstractContextManager[object]]


def first_window(display: PrivateDisplay, home: Path) -> float:
    """Start the program; return after how many seconds its first window was there."""
    environment = display.environment() | {"DESKTOP_AGENT_HOME": str(home)}
    with _watching(display) as (client, pid_atom):
        began = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "desktop_agent"], env=environment, stdin=subprocess.DEVNULL)
        try:
            for window in _shown(client, began + WITHIN_S):
                if _pid_of(window, pid_atom) == process.pid:
                    return time.monotonic() - began
        finally:
            end(process)
    raise SystemExit("No window came.")


def measured(rounds: int) -> Mapping[str, list[float]]:
    """Return the seconds of each kind of start."""
    return {name: _starts(prepare, rounds) for name, prepare in KINDS.items()}


def _starts(prepare: Prepare, rounds: int) -> list[float]:
    with PrivateDisplay() as display, tempfile.TemporaryDirectory() as folder, prepare(display, Path(folder)):
        return [first_window(display, Path(folder, "agent")) for _ in range(rounds + 1)][1:]


def _with_tray(display: PrivateDisplay, folder: Path) -> AbstractContextManager[object]:
    known_user(folder / "agent")
    return panel(display, folder)


def _without_tray(_: PrivateDisplay, folder: Path) -> AbstractContextManager[object]:
    known_user(folder / "agent")
    return nullcontext()


def _new_user(display: PrivateDisplay, folder: Path) -> AbstractContextManager[object]:
    return nullcontext()


KINDS: Mapping[str, Prepare] = {
    "icon in the tray": _with_tray,
    "small window, without a tray": _without_tray,
    "a new user's first window": _new_user,
}


@contextmanager
def _watching(display: PrivateDisplay) -> Iterator[tuple[Display, int]]:
    """Give a client that is told of every window at the root."""
    os.environ["XAUTHORITY"] = display.environment()["XAUTHORITY"]
    client = Display(display.name)
    client.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
    client.sync()
    try:
        yield client, client.intern_atom("_NET_WM_PID")
    finally:
        client.close()


def _shown(client: Display, until: float) -> Iterator[Window]:
    while time.monotonic() < until:
        if not client.pending_events():
            select.select([client.fileno()], [], [], 0.5)
            continue
        event = client.next_event()
        if event.type in {X.MapNotify, X.ReparentNotify}:
            yield event.window


def _pid_of(window: Window, atom: int) -> int:
    try:
        found = window.get_full_property(atom, X.AnyPropertyType)
    except XError:
        return 0  # it is gone again
    return int(found.value[0]) if found else 0


def main() -> int:
    """Print the figures; 1 when the goal is missed."""
    figures = measured(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    print(f"{'seconds from the start':<32}{'median':>8}{'most':>8}")
    for name, seconds in figures.items():
        print(f"{name:<32}{median(seconds):>8.2f}{max(seconds):>8.2f}")
    print(f"goal: {GOAL_S:g} s; load average {os.getloadavg()[0]:.1f}")
    return int(max(map(median, figures.values())) > GOAL_S)


if __name__ == "__main__":
    sys.exit(main())
