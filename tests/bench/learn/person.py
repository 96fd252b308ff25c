"""A person who shows something: reads the screen to find things, moves there, waits a moment, clicks and types.

The hands are xdotool's. Nothing of what is measured tells the person anything.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

from desktop_agent.core.geometry import Rect
from desktop_agent.screen.choose import choose_capture
from desktop_agent.screen.encode import encode
from desktop_agent.screen.ocr.reader import OcrReader
from tests.fakes.hands import Hands

BEFORE_CLICK_S, AFTER_S = 0.45, 0.6
_SEEN_WITHIN_S = 20.0


class ShowingPerson:
    """Finds words on the screen and acts at human speed."""

    def __init__(self, hands: Hands, reader: OcrReader, environment: Mapping[str, str] = os.environ) -> None:
        """Work the display of the environment."""
        self._hands, self._reader = hands, reader
        self._source = choose_capture(environment)

    def click(self, words: str, *, dx: int = 0, dy: int = 0, count: int = 1, button: int = 1) -> None:
        """Click on words that stand on the screen, or so far beside them."""
        x, y = self.see(words)
        self.click_at(x + dx, y + dy, count=count, button=button)

    def click_at(self, x: int, y: int, *, count: int = 1, button: int = 1) -> None:
        """Click at a place."""
        self._hands.move(x, y)
        time.sleep(BEFORE_CLICK_S)
        self._hands.click(x, y, button=button, count=count)
        time.sleep(AFTER_S)

    def drag(self, words: str, to: tuple[int, int]) -> None:
        """Drag from words on the screen by so many pixels."""
        x, y = self.see(words)
        self._hands.move(x, y)
        time.sleep(BEFORE_CLICK_S)
        self._hands.drag((x, y), (x + to[0], y + to[1]))
        time.sleep(AFTER_S)

    def type(self, text: str) -> None:
        """Type."""
        self._hands.type(text)
        time.sleep(AFTER_S)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._hands.press(key)
            time.sleep(AFTER_S)

    def see(self, words: str) -> tuple[int, int]:
        """Wait for words on the screen, and return where their middle is."""
        deadline = time.monotonic() + _SEEN_WITHIN_S
        while time.monotonic() < deadline:
            found = self._find(words)
            if found is not None:
                return found
            time.sleep(0.3)
        raise AssertionError(f"“{words}” isn't on the screen")

    def close(self) -> None:
        """Look no longer."""
        self._source.close()

    def _find(self, words: str) -> tuple[int, int] | None:
        desktop = Rect.union(*(one.box for one in self._source.monitors()))
        pixels = self._source.grab(desktop)
        lines = [line for line in self._reader.read(encode(pixels, pixels.size)) if words in line.text]
        # What is nothing but these words is meant, before a sentence that holds them.
        best = min(lines, key=lambda line: len(line.text), default=None)
        if best is None:
            return None
        share = (best.text.index(words) + len(words) / 2) / len(best.text)
        return round(best.left + share * best.width), best.top + best.height // 2
