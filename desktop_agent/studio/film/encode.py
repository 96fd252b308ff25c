"""Writes films with the system's ffmpeg: frames go into its standard input, one for each tick.

Everything that could differ from one time to the next is fixed: the number of threads, and what a file says of its
maker. Quality is fixed instead of the bit rate. Colours are BT.709 and say so; without the tag players guess by the
size of the picture. A GIF has one palette for the whole film, no dither, and only what has changed from frame to frame.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

import cv2
import numpy as np

from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import ChildProcess, finish
from desktop_agent.studio.film.job import Canvas, EncodeJob, FramePart, cut
from desktop_agent.studio.film.options import FilmFormat

if TYPE_CHECKING:
    from numpy.typing import NDArray

_AHEAD = 3  # frames that may wait: more would only take memory
_END_WITHIN_S = 600.0
_YUV = ("-map", "0:v", "-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709",
        "-color_trc", "bt709", "-g", "240")  # fmt: skip
_CODECS: Mapping[FilmFormat, tuple[str, ...]] = {
    # Two thirds of the time of "superfast", for a quarter more bytes. Without adaptive quantization, a ghost of what
    # has faded stays on dark ground.
    "mp4": (*_YUV, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-tune", "animation", "-x264-params",
            "8x8dct=1:cabac=1:no-deblock=0:aq-mode=1:scenecut=0", "-movflags", "+faststart"),
    "webm": (*_YUV, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "7", "-crf", "30", "-b:v", "0",
             "-row-mt", "1", "-tune-content", "screen"),
    "gif": ("-lavfi", "[0:v][1:v]paletteuse=dither=none:diff_mode=rectangle", "-loop", "0"),
}  # fmt: skip
# Blue, green, red and a fourth byte to the Y, Cb and Cr of BT.709 in the range of television.
_BT709 = np.array([
    [0.0722 * 219, 0.7152 * 219, 0.2126 * 219, 0, 16 * 255],
    [0.5 * 224, -0.3854 * 224, -0.1146 * 224, 0, 128 * 255],
    [-0.0458 * 224, -0.4542 * 224, 0.5 * 224, 0, 128 * 255],
]) / 255  # fmt: skip


def ffmpeg() -> str:
    """Return where ffmpeg is; RecordError where it is missing, said before anything is painted."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise RecordError(
            Message("Videos are made with ffmpeg, which isn't installed on this computer."),
            Message("Install ffmpeg: sudo apt install ffmpeg (macOS: brew install ffmpeg)."),
        )
    return program


class FilmEncoder:
    """Writes one file, in a thread of its own; a frame stays until the next one, and what fails is raised here."""

    def __init__(self, job: EncodeJob) -> None:
        """Start ffmpeg; RecordError where that fails."""
        self._file = _FfmpegFile(job)
        self._thread = ThreadPoolExecutor(1, "film-encoder")
        self._waiting: deque[Future[None]] = deque()

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on: the last one with these parts over it; the first frame is one part."""
        if len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._file.add, parts, tick))

    def finish(self) -> None:
        """Wait for all frames, and write the end."""
        for each in self._waiting:
            each.result()
        self._thread.shutdown()
        self._file.finish()

    def discard(self) -> None:
        """Forget what waits, and let go of the file; what was written is removed by whoever named it."""
        self._thread.shutdown(cancel_futures=True)
        self._file.discard()


class _FfmpegFile:
    def __init__(self, job: EncodeJob) -> None:
        self._job, self._program = job, ffmpeg()
        self._canvas = Canvas(job.size) if job.kind == "gif" else YuvCanvas(job.size)
        self._written = 0
        self._beside = Path(tempfile.mkdtemp(prefix="desktop-agent-film-"))
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = ChildProcess(
                [self._program, *self._arguments()], requests=True, output=subprocess.DEVNULL, errors=self._errors
            )
        except OSError as error:
            self._tidy()
            raise RecordError(Message("ffmpeg can't be started: {strerror}.", strerror=error.strerror)) from error

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        self._fill(tick)
        self._canvas.take(parts)

    def finish(self) -> None:
        self._fill(self._job.ticks)
        self._process.end(_END_WITHIN_S)
        if self._process.exit_code != 0 or self._said():  # with a full disk, ffmpeg 5.1 may end as if all were well
            raise self._failure()
        self._tidy()

    def discard(self) -> None:
        self._process.kill()
        self._process.end()
        self._tidy()

    def _fill(self, tick: int) -> None:
        try:
            for _ in range(self._written, tick):
                self._process.requests.write(self._canvas.pixels.data)
        except OSError as error:
            self._process.end()
            raise self._failure() from error
        self._written = max(self._written, tick)

    def _arguments(self) -> list[str]:
        job = self._job
        given = [*_raw("bgra" if job.kind == "gif" else "yuv420p", job), "-r", str(job.rate), "-i", "pipe:0"]
        more: list[str] = []
        if job.kind == "gif":
            given += ["-i", str(self._palette())]
        else:
            notes = self._beside / "notes.txt"
            notes.write_text(_notes(job), encoding="utf-8")
            given += ["-i", str(notes)]
            more += ["-map_metadata", "1", "-map_chapters", "1"]
        if job.kind == "mp4" and job.srt:
            words = self._beside / "words.srt"
            words.write_text(job.srt, encoding="utf-8")
            given += ["-i", str(words)]
            more += ["-map", "2:s", "-c:s", "mov_text"]
        exact = ["-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
        return ["-v", "error", "-y", *given, *_CODECS[job.kind], *more, *exact, "-f", job.kind, str(job.part)]

    def _palette(self) -> Path:
        """Write a picture of the colours that the whole film needs."""
        made = self._beside / "palette.png"
        source = [*_raw("bgra", self._job), "-i", "pipe:0"]
        command = [self._program, "-v", "error", *source, "-vf", "palettegen=stats_mode=full", str(made)]
        frames = b"".join(frame.tobytes() for frame in self._job.samples())
        with suppress(subprocess.TimeoutExpired):  # the film then fails for want of it
            self._errors.write(finish(command, within_s=_END_WITHIN_S, given=frames).stderr)
        return made

    def _failure(self) -> RecordError:
        reason = self._said()[:300] or Message("no reason was given.")
        return RecordError(Message("ffmpeg couldn't write the video: {reason}", reason=reason))

    def _said(self) -> str:
        """Return the first error that ffmpeg told; empty where there was none."""
        self._errors.seek(0)
        return self._errors.readline().decode(errors="replace").strip()

    def _tidy(self) -> None:
        self._errors.close()
        shutil.rmtree(self._beside, ignore_errors=True)


class YuvCanvas:
    """The frame as it is now, as planes of Y, Cb and Cr, those two of half the size; only what differs is converted."""

    def __init__(self, size: Size) -> None:
        width, height = size.width, size.height
        self._canvas = Canvas(size)
        self.pixels: NDArray[np.uint8] = np.zeros(width * height * 3 // 2, np.uint8)
        luma, blue, red = np.split(self.pixels, (width * height, width * height * 5 // 4))
        self._luma = luma.reshape(height, width)
        self._colours = [plane.reshape(height // 2, width // 2) for plane in (blue, red)]

    def take(self, parts: Sequence[FramePart]) -> None:
        """Put the parts of the next frame over it."""
        self._canvas.take(parts)
        for part in parts:
            left, top = part.box.x // 2, part.box.y // 2
            half = Rect(left, top, (part.box.right + 1) // 2 - left, (part.box.bottom + 1) // 2 - top)
            whole = Rect(2 * half.x, 2 * half.y, 2 * half.width, 2 * half.height)
            yuv = cv2.transform(cut(self._canvas.pixels, whole), _BT709)
            cut(self._luma, whole)[:] = yuv[:, :, 0]
            small = cv2.resize(yuv[:, :, 1:], (half.width, half.height), interpolation=cv2.INTER_AREA)
            for number, plane in enumerate(self._colours):
                cut(plane, half)[:] = small[:, :, number]


def _raw(pixels: str, job: EncodeJob) -> list[str]:
    return ["-f", "rawvideo", "-pix_fmt", pixels, "-s", f"{job.size.width}x{job.size.height}"]


def _notes(job: EncodeJob) -> str:
    """Return ffmpeg's own form of a title and chapters."""
    parts = [";FFMETADATA1", f"title={_escaped(job.title)}"]
    for one in job.chapters:
        parts += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={one.start_ms}", f"END={one.end_ms}"]
        parts += [f"title={_escaped(one.title)}"]
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "=;#\\\n" else char for char in text)
