"""The screen of a stage: one monitor, or two side by side, of which a run works on the first."""

import subprocess

from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.apps import box_of
from tests.fakes.waiting import wait_until

_WIDTH = 1280
_MONITORS = (("near", "640/169x800/211+0+0", "screen"), ("beyond", "640/169x800/211+640+0", "none"))


class Screen:
    """A private display; with `whole` it is never divided."""

    def __init__(self, display: PrivateDisplay) -> None:
        self.whole, self.width, self._display = False, _WIDTH, display

    def divide(self, window: int) -> None:
        """Put a window onto the second monitor; they come after it, as a window manager at work on that maps none."""
        self.width = _WIDTH // len(_MONITORS)
        self._do("xdotool", "windowsize", str(window), "560", "600")
        self._do("xdotool", "windowmove", str(window), str(self.width + 40), "60")
        wait_until(lambda: box_of(self._display, window)[0] >= self.width, "the window on the second monitor")
        for monitor in _MONITORS:
            self._do("xrandr", "--setmonitor", *monitor)

    def join(self) -> None:
        """Make it one monitor again, if it is not."""
        if self.width != _WIDTH:
            self.width = _WIDTH
            for name, *_ in _MONITORS:
                self._do("xrandr", "--delmonitor", name)

    def _do(self, *words: str) -> None:
        subprocess.run(words, env=self._display.environment(), capture_output=True, check=True, timeout=60)
