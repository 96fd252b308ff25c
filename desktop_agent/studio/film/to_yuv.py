"""Turns painted frames into what encoders take (YUV, BT.709), and only those rows that differ from the last frame."""

from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from desktop_agent.studio.film.encode import FramePixels

_ROWS = 32  # that are converted together: of even number, as two share their colour
_AROUND = 2  # rows beside a change, which colours reach


class YuvConverter:
    """Converts the frames of one film, all of one size; `pixels` is yuv420p or yuv444p."""

    def __init__(self, width: int, height: int, pixels: str) -> None:
        """Start with nothing converted."""
        self._format, self._part = pixels, 2 if pixels == "yuv420p" else 1
        wide, high = width // self._part, height // self._part
        flat = np.zeros(width * height + 2 * wide * high, np.uint8)
        luma, colour = width * height, wide * high
        # All planes in one, as PyAV takes them, and each by itself.
        self._whole = flat.reshape((height * 3 // 2, width) if self._part > 1 else (3, height, width))
        self._planes = (
            flat[:luma].reshape(height, width),
            flat[luma : luma + colour].reshape(high, wide),
            flat[luma + colour :].reshape(high, wide),
        )
        self._last: FramePixels | None = None
        self._reformatter = VideoReformatter()

    def frame(self, pixels: FramePixels) -> av.VideoFrame:
        """Return a frame of an encoder."""
        for top, bottom in self._changed(pixels):
            self._convert(pixels[top:bottom], top, bottom)
        self._last = pixels
        frame = av.VideoFrame.from_ndarray(self._whole, format=self._format)
        frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
        return frame

    def _changed(self, pixels: FramePixels) -> list[tuple[int, int]]:
        """Return from which rows to which a frame differs from the last one."""
        height = pixels.shape[0]
        if self._last is None:
            return [(0, height)]
        now, before = (one.reshape(height, -1).view(np.uint64) for one in (pixels, self._last))
        runs: list[tuple[int, int]] = []
        for row in np.flatnonzero((now != before).any(axis=1)).tolist():
            top = max(0, row - _AROUND) // _ROWS * _ROWS
            bottom = min(height, -(-(row + 1 + _AROUND) // _ROWS) * _ROWS)
            if runs and top <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(bottom, runs[-1][1]))
            else:
                runs.append((top, bottom))
        return runs

    def _convert(self, part: FramePixels, top: int, bottom: int) -> None:
        made = self._reformatter.reformat(
            av.VideoFrame.from_ndarray(part, format="bgra"), format=self._format, dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG, threads=1,
        ).to_ndarray().reshape(-1)  # fmt: skip
        start = 0
        for plane, halved in zip(self._planes, (1, self._part, self._part), strict=True):
            rows, wide = (bottom - top) // halved, plane.shape[1]
            plane[top // halved : bottom // halved] = made[start : start + rows * wide].reshape(rows, wide)
            start += rows * wide
