"""From a capture, or a part of it, to the picture that is sent: pointer, scale, encoding, digest, numbers.

They are made from the capture of the full picture, so they show nothing that is masked there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import ScreenError, SettingsError
from desktop_agent.core.pictures import Frame, Pixels, Rect, Size, Viewport
from desktop_agent.core.texts.message import Message
from desktop_agent.screen.captures.compare import as_channels, as_rows, changed_parts, patch, tiles_of
from desktop_agent.screen.captures.source import CursorImage, around_on_desktop, covering

if TYPE_CHECKING:
    import numpy.typing as npt


MEDIA_TYPES = ("image/png", "image/jpeg", "image/webp")
JPEG_QUALITY = 85
WEBP_QUALITY = 101  # without loss: of windows a third of the PNG, where 90 makes it larger and blurs words
PNG = "image/png"
JPEG = "image/jpeg"
# What leaves as base64: vendors refuse a picture of more than 5 MB, and clients of MCP a line of more than 10.
MOST_BASE64 = 3_500_000
MOST_BYTES = MOST_BASE64 // 4 * 3
_LOWER_QUALITIES = (JPEG_QUALITY, 60, 40)
_SMALLER = 0.7  # of each side at a time
COMPRESSED = "This picture was too large to send as it is, so it was compressed: fine details are blurred."


def check_media_type(media_type: str) -> str:
    """Return the media type if pictures can have it, else raise SettingsError."""
    if media_type not in MEDIA_TYPES:
        raise SettingsError(
            Message("“{media_type}” isn't a supported image format.", media_type=media_type),
            Message("Choose {media_types}.", media_types=", ".join(MEDIA_TYPES)),
        )
    return media_type


def encode(pixels: Pixels, image: Size, media_type: str = "image/png", *, small: bool = False) -> bytes:
    """Return the capture as a picture of `image` pixels; `small` takes twice the time for a PNG with fewer bytes.

    Each axis is scaled by itself. Raises SettingsError for a kind of picture that we do not make.
    """
    return _file(_scale(pixels, image), media_type, small=small)


def encode_within(pixels: Pixels, image: Size, media_type: str = PNG, *, may_shrink: bool = False) -> EncodedPicture:
    """Return the capture as a picture of `image` pixels that is small enough to send: `MOST_BYTES` at most.

    One that isn't becomes a JPEG, and where that isn't enough either, one with fewer details: with `may_shrink` it has
    fewer pixels; else it keeps its size, as points refer to its pixels.
    """
    data = encode(pixels, image, media_type)
    return (
        _picture(data, media_type, image)
        if len(data) <= MOST_BYTES
        else compressed(pixels, image, may_shrink=may_shrink)
    )


def compressed(pixels: Pixels, image: Size, *, may_shrink: bool) -> EncodedPicture:
    """Return the capture as a JPEG of `MOST_BYTES` at most, as good as that allows."""
    import cv2

    whole = _scale(pixels, image)
    for quality in _LOWER_QUALITIES:
        data = _file(whole, JPEG, quality=quality)
        if len(data) <= MOST_BYTES:
            return _picture(data, JPEG, image, note=COMPRESSED)
    share = 1.0
    while True:
        share *= _SMALLER
        size = Size(max(1, round(image.width * share)), max(1, round(image.height * share)))
        picture = np.asarray(cv2.resize(whole, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
        if not may_shrink:
            picture = np.asarray(cv2.resize(picture, (image.width, image.height)), np.uint8)
        data = _file(picture, JPEG, quality=_LOWER_QUALITIES[-1])
        if len(data) <= MOST_BYTES or size == Size(1, 1):
            return _picture(data, JPEG, size if may_shrink else image, note=COMPRESSED)


def _picture(data: bytes, media_type: str, image: Size, *, note: str = "") -> EncodedPicture:
    return EncodedPicture(data, media_type, digest(data), image, note)


def _file(
    picture: npt.NDArray[np.uint8], media_type: str, *, small: bool = False, quality: int = JPEG_QUALITY
) -> bytes:
    import cv2

    suffix, options = _encoder_options(media_type, small=small, quality=quality)
    done, data = cv2.imencode(suffix, picture, options)
    if not done:
        raise ScreenError(
            Message("The screenshot couldn't be encoded."),
            Message("Try again; if it keeps failing, restart the program."),
        )
    return data.tobytes()


def digest(data: bytes) -> str:
    """Return the SHA-256 of a picture, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def with_cursor_on(pixels: Pixels, cursor: CursorImage, screen: Rect) -> Pixels:
    """Return a capture of a part of the desktop with the pointer in its place."""
    left = (cursor.x - screen.x) * pixels.size.width // screen.width
    top = (cursor.y - screen.y) * pixels.size.height // screen.height
    return with_cursor(pixels, cursor, left, top)


def with_cursor(pixels: Pixels, cursor: CursorImage, left: int, top: int) -> Pixels:
    """Return the capture with the pointer drawn over it; `left` and `top` say where it is in the capture."""
    canvas = as_channels(pixels).copy()
    height = pixels.size.height
    width = pixels.size.width
    x_from = max(0, left)
    y_from = max(0, top)
    x_to = min(width, left + cursor.size.width)
    y_to = min(height, top + cursor.size.height)
    if x_from >= x_to or y_from >= y_to:
        return pixels
    sprite = np.frombuffer(cursor.bgra, np.uint8).reshape(cursor.size.height, cursor.size.width, 4)
    sprite = sprite[y_from - top : y_to - top, x_from - left : x_to - left]
    under = canvas[y_from:y_to, x_from:x_to, :3].astype(np.uint16)
    clear = 255 - sprite[:, :, 3:].astype(np.uint16)
    canvas[y_from:y_to, x_from:x_to, :3] = np.minimum(255, sprite[:, :, :3] + under * clear // 255)
    return Pixels(pixels.size, canvas.tobytes())


def _scale(pixels: Pixels, image: Size) -> npt.NDArray[np.uint8]:
    """Return blue, green and red of a capture, scaled by averaging whole areas.

    That keeps small text legible; the faster linear filter aliases it.
    """
    import cv2

    channels = as_channels(pixels)
    size = pixels.size
    if (size.width * 2, size.height * 2) == (image.width * 3, image.height * 3):
        channels = _transpose(_two_thirds(_transpose(_two_thirds(channels))))
    picture = cv2.cvtColor(channels, cv2.COLOR_BGRA2BGR)
    if picture.shape[:2] != (image.height, image.width):
        picture = cv2.resize(picture, (image.width, image.height), interpolation=cv2.INTER_AREA)
    return np.asarray(picture, np.uint8)


def _two_thirds(rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return two rows for every three, each the average of one and a half.

    1920x1080 to 1280x720 is what most screens need, and what OpenCV's own way is slowest at: it took 4.4 ms on two
    cores and 8.4 ms on one, this 2.6 ms on one (measured on Debian 12).
    """
    import cv2

    fewer = np.empty((rows.shape[0] * 2 // 3, *rows.shape[1:]), np.uint8)
    cv2.addWeighted(rows[0::3], 2 / 3, rows[1::3], 1 / 3, 0, dst=fewer[0::2])
    cv2.addWeighted(rows[1::3], 1 / 3, rows[2::3], 2 / 3, 0, dst=fewer[1::2])
    return fewer


def _transpose(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.transpose(pixels), np.uint8)


def _encoder_options(media_type: str, *, small: bool, quality: int) -> tuple[str, list[int]]:
    import cv2

    if check_media_type(media_type) == "image/jpeg":
        whole_colour = [cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444]
        return ".jpg", [cv2.IMWRITE_JPEG_QUALITY, quality, *whole_colour]
    if media_type == "image/webp":
        return ".webp", [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY]
    # Without a line filter, flat areas and repeated letters are what deflate finds best: on an editor at 1280x720
    # this took 4.6 ms and 58 KiB, the library's default 6.0 ms and 98 KiB. Level 5 makes of 73 KiB 57, and no one waits
    # for its 5 ms: a picture is made while the screen is still watched.
    fast = [cv2.IMWRITE_PNG_COMPRESSION, 6 if small else 5, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_DEFAULT]
    return ".png", [*fast, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE]


def unlimited() -> float:
    """Return that no picture is too large."""
    return float("inf")


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A picture as it is sent, its SHA-256 and its size in pixels; `note` says to the model what it lacks."""

    data: bytes = field(repr=False)
    media_type: str
    digest: str
    size: Size
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Encoding:
    """A capture being encoded, and the future picture."""

    pixels: Pixels
    image: Size
    media_type: str
    result: Future[EncodedPicture]

    def is_of(self, pixels: Pixels, image: Size, media_type: str) -> bool:
        return (self.image, self.media_type) == (image, media_type) and self.pixels == pixels


class AheadEncoder:
    """Encodes on a thread of its own; remembers the newest picture, so that the same one is not encoded twice.

    Mostly the picture that ends the wait is the one from a moment before; then encoding it costs no time. A picture
    that the line to the server would be slow to take is packed a little better, which takes longer and loses nothing.
    """

    def __init__(self, most_bytes: Callable[[], float]) -> None:
        """`most_bytes` returns, on that thread, the size up to which a picture need not be made smaller."""
        self._most_bytes = most_bytes
        self._thread = ThreadPoolExecutor(1, "desktop-agent-encode")
        self._newest: _Encoding | None = None

    def begin(self, pixels: Pixels, image: Size, media_type: str) -> Future[EncodedPicture]:
        """Start to encode a capture as a picture of `image` pixels, unless that has been done already."""
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
        if len(data) > MOST_BYTES:
            return compressed(pixels, image, may_shrink=False)
        return _picture(data, media_type, image)


_LEGIBLE = 240  # pixels that the longer side of a picture should have
_LARGEST_FACTOR = 8
_MARK = (0, 0, 200)
_ON_MARK = (255, 255, 255)
_LINE = 2
_TEXT_SCALE = 0.45
_PADDING = 3


def part_picture(frame: Frame, part: Rect) -> Frame:
    """Return the picture of a part of the desktop; a very small part is enlarged, each pixel to a square."""
    pixels = patch(frame.pixels, covering(part, frame.viewport.screen, frame.pixels.size))
    factor = max(1, min(_LARGEST_FACTOR, _LEGIBLE // max(pixels.size.width, pixels.size.height)))
    size = Size(pixels.size.width * factor, pixels.size.height * factor)
    return _part_frame(frame, part, _enlarged(pixels, factor), size, may_shrink=True)


def marked_picture(frame: Frame, boxes: Sequence[Rect]) -> Frame:
    """Return the full picture with a number on each of these boxes of the desktop, from 1."""
    import cv2

    size = frame.pixels.size
    canvas = np.frombuffer(frame.pixels.bgrx, np.uint8).reshape(size.height, size.width, 4).copy()
    drawn = np.ascontiguousarray(canvas[:, :, :3])
    scale = max(1.0, size.width / frame.viewport.image.width)
    for number, box in enumerate(boxes, start=1):
        part = covering(box, frame.viewport.screen, size)
        cv2.rectangle(drawn, (part.x, part.y), (part.right - 1, part.bottom - 1), _MARK, round(_LINE * scale / 2))
        font = cv2.FONT_HERSHEY_SIMPLEX
        font_scale = _TEXT_SCALE * scale
        (width, height), _ = cv2.getTextSize(str(number), font, font_scale, 1)
        # Left of the box, so that its words can be read; inside of it at the picture's edge.
        left = part.x - width - 2 * _PADDING if part.x > width + 2 * _PADDING else part.x
        lower_right = (left + width + 2 * _PADDING, part.y + height + 2 * _PADDING)
        cv2.rectangle(drawn, (left, part.y), lower_right, _MARK, cv2.FILLED)
        baseline_start = (left + _PADDING, part.y + height + _PADDING)
        cv2.putText(drawn, str(number), baseline_start, font, font_scale, _ON_MARK, 1, cv2.LINE_AA)
    canvas[:, :, :3] = drawn
    pixels = Pixels(size, canvas.tobytes())
    return _part_frame(frame, frame.viewport.screen, pixels, frame.viewport.image, may_shrink=False)


def changed_part(before: Frame, now: Frame) -> Rect | None:
    """Return the part of the desktop around all changes between two pictures; None where there are none."""
    size = now.pixels.size
    if before.viewport != now.viewport or before.pixels.size != size:
        return now.viewport.screen
    boxes, _ = changed_parts(before.pixels, now.pixels, np.zeros(tiles_of(size), dtype=bool))
    return around_on_desktop(Rect.union(*boxes), now.viewport.screen, size) if boxes else None


def _part_frame(frame: Frame, part: Rect, pixels: Pixels, image: Size, *, may_shrink: bool) -> Frame:
    media_type = PNG if frame.note else frame.media_type  # the part of a picture that was too large may be small enough
    picture = encode_within(pixels, image, media_type, may_shrink=may_shrink)
    viewport = Viewport(part, picture.size)
    return Frame(picture.data, picture.media_type, viewport, picture.digest, frame.scene, pixels, note=picture.note)


def _enlarged(pixels: Pixels, factor: int) -> Pixels:
    if factor == 1:
        return pixels
    rows = as_rows(pixels).repeat(factor, axis=0).repeat(factor, axis=1)
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())
