"""Encodes a capture before it is asked for: while the screen is still being watched for whether it has come to rest.

Mostly the picture that ends the wait is the one from a moment before; then encoding it costs no time.

A picture that the line to the server would be slow to take is packed a little better, which takes longer and loses
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.encode import digest, encode

PNG = "image/png"


def unlimited() -> float:
    """Return that no picture is too large."""
    return float("inf")


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture as it is sent, and its SHA-256."""

    data: bytes = field(repr=False)
    media_type: str
    digest: str


@dataclass(frozen=True, slots=True)
class _Encoding:
    """What is being encoded, and what comes of it."""

    pixels: Pixels
    image: Size
    media_type: str
    result: Future[EncodedPicture]

    def is_of(self, pixels: Pixels, image: Size, media_type: str) -> bool:
        return (self.image, self.media_type) == (image, media_type) and self.pixels == pixels


class AheadEncoder:
    """Encodes on a thread of its own; remembers the newest picture, so that the same one is not encoded twice."""

    def __init__(self, most_bytes: Callable[[], float]) -> None:
        """`most_bytes` is asked, on that thread, up to which size a picture need not be made smaller."""
        self._most_bytes = most_bytes
        self._thread = ThreadPoolExecutor(1, "desktop-agent-encode")
        self._newest: _Encoding | None = None

    def begin(self, pixels: Pixels, image: Size, media_type: str) -> Future[EncodedPicture]:
        """Start to encode a capture as a picture of `image` pixels; what comes of it may be there already."""
        newest = self._newest
        if newest is None or not newest.is_of(pixels, image, media_type):
            if newest is not None:
                newest.result.cancel()
            newest = _Encoding(pixels, image, media_type, self._thread.submit(self._encode, pixels, image, media_type))
            self._newest = newest
        return newest.result

    def picture(self, pixels: Pixels, image: Size, media_type: str) -> EncodedPicture:
        """Return the picture of a capture; ScreenError when it cannot be encoded."""
        try:
            return self.begin(pixels, image, media_type).result()
        except ScreenError:
            self._newest = None  # the next try is a new one
            raise

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def _encode(self, pixels: Pixels, image: Size, media_type: str) -> EncodedPicture:
        data = encode(pixels, image, media_type)
        if len(data) > self._most_bytes() and media_type == PNG:
            data = min(data, encode(pixels, image, media_type, small=True), key=len)
        return EncodedPicture(data, media_type, digest(data))
