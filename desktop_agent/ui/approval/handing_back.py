"""What a paused run shows: the banner, and the window in which the person writes what the model is told on Resume."""

from __future__ import annotations

from collections.abc import Callable

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.approval.secondary_window import WordsWindow, words_window
from desktop_agent.ui.qt.screen_units import free_part
from desktop_agent.ui.status.paused_banner import PausedBanner


class HandingBack:
    """A banner and its window; `give` takes the words, which may be empty, once the person has pressed *Resume*."""

    def __init__(self, banner: PausedBanner, monitor: Rect, give: Callable[[str], None]) -> None:
        self._banner, self._monitor = banner, monitor
        self._window: WordsWindow | None = None
        banner.resumed.connect(give)
        banner.words_wanted.connect(self._ask_words)

    def end(self) -> tuple[Rect, ...]:
        """Take both off the screen; return the pixels they covered."""
        return (*self._close(), self._banner.end())

    def _ask_words(self, so_far: str) -> None:
        self._close()
        self._window = window = words_window(so_far)
        window.sent.connect(self._keep)
        window.closed.connect(self._close)
        window.open_in(free_part(self._monitor), window.field)

    def _keep(self, words: str) -> None:
        self._banner.keep_words(words)
        self._close()

    def _close(self) -> tuple[Rect, ...]:
        window, self._window = self._window, None
        return () if window is None else (window.end(),)
