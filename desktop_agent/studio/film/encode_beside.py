"""Lets an encoder work on one frame while the next is painted: Qt, NumPy and codecs all run without Python's lock."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor

from desktop_agent.studio.film.encode import FilmEncoder, FramePixels

_AHEAD = 3  # frames that may wait: more would only take memory


class EncoderBeside:
    """Gives frames to an encoder in a thread of its own, one after the other; what it raises comes out of here."""

    def __init__(self, encoder: FilmEncoder) -> None:
        """Take an encoder that nobody else uses from now on."""
        self._encoder = encoder
        self._thread = ThreadPoolExecutor(1, "film-encoder")
        self._waiting: deque[Future[None]] = deque()

    def add(self, pixels: FramePixels, tick: int) -> None:
        """Show a frame, which nobody paints on any more, from a tick on."""
        if len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._encoder.add, pixels, tick))

    def finish(self) -> None:
        """Wait for all frames, and write the end."""
        for each in self._waiting:
            each.result()
        self._thread.shutdown()
        self._encoder.finish()

    def discard(self) -> None:
        """Forget what waits, and let go of the file."""
        self._thread.shutdown(cancel_futures=True)
        self._encoder.discard()
