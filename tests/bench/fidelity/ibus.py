"""An input method on a display: ibus, for programs that are started afterwards."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end
from tests.fakes.waiting import wait_until

_ASKED_FOR_BY = {"GTK_IM_MODULE": "ibus", "QT_IM_MODULES": "ibus", "XMODIFIERS": "@im=ibus"}


@contextmanager
def ibus(display: PrivateDisplay) -> Iterator[None]:
    """Run ibus with the plain keyboard as its engine; programs find it by their environment."""
    daemon = subprocess.Popen(
        ["ibus-daemon", "--xim", "--panel", "disable", "--replace"], env=display.environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.environ.update(_ASKED_FOR_BY)
    try:
        wait_until(lambda: _is_ready(display), "ibus")
        yield
    finally:
        end(daemon)


def _is_ready(display: PrivateDisplay) -> bool:
    asked = subprocess.run(
        ["ibus", "engine", "xkb:us::eng"], env=display.environment(), capture_output=True, check=False, timeout=60
    )
    return asked.returncode == 0
