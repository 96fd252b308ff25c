"""Pictures of a part of a picture, in the screen's own pixels, and pictures with numbers on controls.

They are made from the capture of the full picture, so they show nothing that is masked there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_agent.core.pictures import Frame, Pixels, Rect, Size, Viewport
from desktop_agent.screen.captures.capture_units import around_on_desktop, covering
from desktop_agent.screen.captures.compare import as_rows, changed_parts, patch, tiles_of
from desktop_agent.screen.captures.encode import PNG, encode_within

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
    return _developed(frame, part, _enlarged(pixels, factor), size, may_shrink=True)


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
    return _developed(frame, frame.viewport.screen, pixels, frame.viewport.image, may_shrink=False)


def changed_part(before: Frame, now: Frame) -> Rect | None:
    """Return the part of the desktop around all changes between two pictures; None where there are none."""
    size = now.pixels.size
    if before.viewport != now.viewport or before.pixels.size != size:
        return now.viewport.screen
    boxes, _ = changed_parts(before.pixels, now.pixels, np.zeros(tiles_of(size), dtype=bool))
    return around_on_desktop(Rect.union(*boxes), now.viewport.screen, size) if boxes else None


def _developed(frame: Frame, part: Rect, pixels: Pixels, image: Size, *, may_shrink: bool) -> Frame:
    media_type = PNG if frame.note else frame.media_type  # the part of a picture that was too large may be small enough
    picture = encode_within(pixels, image, media_type, may_shrink=may_shrink)
    viewport = Viewport(part, picture.size)
    return Frame(picture.data, picture.media_type, viewport, picture.digest, frame.scene, pixels, note=picture.note)


def _enlarged(pixels: Pixels, factor: int) -> Pixels:
    if factor == 1:
        return pixels
    rows = as_rows(pixels).repeat(factor, axis=0).repeat(factor, axis=1)
    return Pixels(Size(rows.shape[1], rows.shape[0]), rows.tobytes())
