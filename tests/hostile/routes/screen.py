"""The screen of a stage: one monitor, or two side by side, of which a run works on the first."""

import subprocess
from contextlib import suppress

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of
from tests.fakes.waiting import wait_until

_WIDTH, _SETTLED_S = 1280, 0.7
_MONITORS = (("near", "640/169x800/211+0+0", "screen"), ("beyond", "640/169x800/211+640+0", "none"))


class Screen:
    """A private display; with `whole` it is never divided."""

    def __init__(self, display: PrivateDisplay) -> None:
        self.whole, self.width, self._display = False, _WIDTH, display

    def divide(self, window: int) -> None:
        """Put a window onto the second monitor, again where the window manager that hears of them takes it back."""
        self.width = _WIDTH // len(_MONITORS)
        for monitor in _MONITORS:
            self._do("xrandr", "--setmonitor", *monitor)
        self._do("xdotool", "windowsize", str(window), "500", "600")
        wait_until(lambda: self._stays_beyond(window), "a window that stays on the second monitor")

    def _stays_beyond(self, window: int) -> bool:
        self._do("xdotool", "windowmove", str(window), str(self.width + 60), "60", "windowactivate", str(window))
        with suppress(AssertionError):
            wait_until(lambda: box_of(self._display, window)[0] < self.width, within_s=_SETTLED_S)
            return False
        return True

    def join(self) -> None:
        """Make it one monitor again, if it is not."""
        if self.width != _WIDTH:
            self.width = _WIDTH
            for name, *_ in _MONITORS:
                self._do("xrandr", "--delmonitor", name)

    def _do(self, *words: str) -> None:
        subprocess.run(words, env=self._display.environment(), capture_output=True, check=True, timeout=60)
