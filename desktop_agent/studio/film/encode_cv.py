"""Writes what OpenCV can without anything else: WebM (VP8) and AVIF. It brings no encoder that GitHub's MP4 needs."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.studio.film.job import Canvas, EncodeJob, FramePart, FramePixels

_AVIF_QUALITY, _AVIF_SPEED = 60, 8


class WebmEncoder:
    """Writes one WebM file, a frame for each tick."""

    def __init__(self, job: EncodeJob) -> None:
        """Open it; RecordError where this OpenCV cannot."""
        size = (job.size.width, job.size.height)
        self._job, self._canvas, self._written = job, Canvas(job.size), 0
        self._file = job.part.with_name(f"{job.part.name}.webm")  # OpenCV goes by a name's ending
        self._writer = cv2.VideoWriter(
            str(self._file), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"VP80"), float(job.rate), size
        )
        if not self._writer.isOpened():
            raise RecordError(Message("This version of OpenCV can't write WebM files."), hint_for("video"))

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on."""
        self._fill(tick)
        self._canvas.take(parts)

    def finish(self) -> None:
        """Write the end."""
        self._fill(self._job.ticks)
        self._writer.release()
        self._file.replace(self._job.part)

    def discard(self) -> None:
        """Let go of the file."""
        self._writer.release()

    def _fill(self, tick: int) -> None:
        if self._written < tick:
            frame = np.ascontiguousarray(self._canvas.pixels[:, :, :3])
            for _ in range(self._written, tick):
                self._writer.write(frame)
        self._written = max(self._written, tick)


class AvifEncoder:
    """Writes one AVIF file; its frames are kept until the end, which is when OpenCV wants them."""

    def __init__(self, job: EncodeJob) -> None:
        self._job, self._canvas = job, Canvas(job.size)
        self._frames: list[FramePixels] = []
        self._ticks: list[int] = []

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on."""
        self._canvas.take(parts)
        self._frames.append(np.ascontiguousarray(self._canvas.pixels[:, :, :3]))
        self._ticks.append(tick)

    def finish(self) -> None:
        """Write all."""
        animation = cv2.Animation()
        animation.frames = self._frames
        ends = [*self._ticks[1:], self._job.ticks]
        lengths = [round((end - start) * 1000 / self._job.rate) for start, end in zip(self._ticks, ends, strict=True)]
        animation.durations = lengths
        how = [cv2.IMWRITE_AVIF_QUALITY, _AVIF_QUALITY, cv2.IMWRITE_AVIF_SPEED, _AVIF_SPEED]
        done, data = cv2.imencodeanimation(".avif", animation, how)
        if not done:
            raise RecordError(
                Message("This version of OpenCV can't write AVIF files."), Message("Make a WebM instead: --webm.")
            )
        self._job.part.write_bytes(np.asarray(data, dtype=np.uint8).tobytes())

    def discard(self) -> None:
        """Let go of the frames."""
        self._frames.clear()
