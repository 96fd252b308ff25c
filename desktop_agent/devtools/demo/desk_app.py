"""Starts the demo app on a side desk, and knows when its window is there.

The app is ours, so our Python and this package are shown on the desk, only to be read.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.core.errors import ScreenError
from desktop_agent.desk.sandbox.plan import ExtraBind
from desktop_agent.desk.sandbox.side_desk import SideDesk
from desktop_agent.devtools.demo.app_process import READY_WITHIN_S

_PACKAGE = Path(__file__).parents[2]
_EVERYWHERE = Path("/usr")
_LOOK_EVERY_S = 0.02


def app_binds() -> tuple[ExtraBind, ...]:
    """Return what the desk has to show for the app to start there: what is not there in any case."""
    return tuple(ExtraBind(str(place), str(place)) for place in dict.fromkeys(_places()) if place.exists())


def start_on_desk(desk: SideDesk, seed: int, out: Path) -> None:
    """Start the app and wait until it shows; it writes to `out`, a path as it is on the desk.

    ScreenError when the app does not start; the message ends with the last thing that it said.
    """
    told = Path(desk.environment()["XDG_RUNTIME_DIR"]) / "demo"
    app = [sys.executable, "-m", "desktop_agent.devtools.demo.demo_app", "--seed", str(seed), "--out", str(out)]
    desk.start(
        [
            "sh",
            "-c",
            'mkdir -p "$1"; told=$2; shift 2; exec "$@" > "$told" 2>&1',
            "sh",
            str(out.parent),
            str(told),
            *app,
        ]
    )
    deadline, said = time.monotonic() + READY_WITHIN_S, ""
    while "ready" not in said.split():
        if time.monotonic() > deadline or desk.has_ended:
            last = said.strip().splitlines()[-1:] or [f"it said nothing for {READY_WITHIN_S:.0f} seconds."]
            raise ScreenError(f"The demo app did not start: {last[0]}", "Run: desktop-agent doctor")
        time.sleep(_LOOK_EVERY_S)
        said = told.read_text(errors="replace") if told.exists() else ""


def _places() -> Iterator[Path]:
    for prefix in (sys.prefix, sys.base_prefix):
        if not Path(prefix).is_relative_to(_EVERYWHERE):
            yield Path(prefix)
    if not _PACKAGE.is_relative_to(_EVERYWHERE) and not _PACKAGE.is_relative_to(sys.prefix):
        yield _PACKAGE
        yield _PACKAGE.parent / "assets" / "icon.svg"  # in a checkout
