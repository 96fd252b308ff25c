"""A window of one colour at an exact place of a Wayland session: a terminal that shows nothing."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_agent.core.pictures import Rect
from tests.fakes.desktops.sway_commands import SwaySession, nodes, swaymsg
from tests.fakes.waiting import wait_until

_ID = "colour-window"


@contextmanager
def colour_window(sway: SwaySession, colour: int, box: Rect) -> Iterator[Callable[[], bool]]:
    """Show it floating, with its colour (0xRRGGBB) and its box in the units of the desktop.

    Yields what puts it there again and tells whether it is: a terminal chooses its size anew when the scale changes.
    """
    command = ["foot", f"--app-id={_ID}", "-o", f"colors.background={colour:06x}", "-o", "pad=0x0"]
    quiet = ["--log-level=none", "sh", "-c", r"printf '\033[?25l'; sleep 600"]
    with subprocess.Popen([*command, *quiet], env=sway.environment()) as terminal:
        try:
            wait_until(lambda: _is_placed(sway, box), "the window in its place")
            yield lambda: _is_placed(sway, box)
        finally:
            terminal.kill()


def _is_placed(sway: SwaySession, box: Rect) -> bool:
    for node in nodes(sway):
        if node.get("app_id") == _ID:
            shown = node["rect"]
            if [shown[key] for key in ("x", "y", "width", "height")] == [box.x, box.y, box.width, box.height]:
                return True
            size = f"resize set {box.width} {box.height}"
            swaymsg(sway, f"[app_id={_ID}] floating enable, border none, {size}")
            swaymsg(sway, f"[app_id={_ID}] move absolute position {box.x} {box.y}")
    return False
