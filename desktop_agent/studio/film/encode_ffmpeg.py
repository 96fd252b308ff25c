"""Writes a film with the system's ffmpeg: frames go into its standard input, one for each tick."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import ChildProcess
from desktop_agent.studio.film.job import X264, Canvas, EncodeJob, FramePart
from desktop_agent.studio.film.options import FilmFormat

_END_WITHIN_S = 600.0
_BT709 = ("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709",
          "-color_trc", "bt709")  # fmt: skip
_GIF = "[0:v]split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle"
_CODECS: dict[FilmFormat, tuple[str, ...]] = {
    "mp4": (*_BT709, "-c:v", "libx264", *(word for name, value in X264.items() for word in (f"-{name}", value)),
            "-movflags", "+faststart"),
    "webm": (*_BT709, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "7", "-crf", "30", "-b:v", "0",
             "-tune-content", "screen"),
    "gif": ("-filter_complex", _GIF, "-loop", "0"),
}  # fmt: skip


class FfmpegEncoder:
    """Writes one file."""

    def __init__(self, job: EncodeJob, program: str) -> None:
        """Start ffmpeg; RecordError where that fails."""
        self._job = job
        self._notes = Path(tempfile.mkdtemp(prefix="desktop-agent-film-")) / "chapters.txt"
        self._notes.write_text(_chapters(job), encoding="utf-8")
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = ChildProcess(
                [program, *self._arguments()], requests=True, output=subprocess.DEVNULL, errors=self._errors
            )
        except OSError as error:
            raise RecordError(Message("ffmpeg can't be started: {strerror}.", strerror=error.strerror)) from error
        self._canvas = Canvas(job.size)
        self._written = 0

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on."""
        self._fill(tick)
        self._canvas.take(parts)

    def finish(self) -> None:
        """Write the end, and wait for ffmpeg; RecordError with its last words where it failed."""
        self._fill(self._job.ticks)
        self._process.end(_END_WITHIN_S)
        if self._process.exit_code != 0:
            raise RecordError(Message("ffmpeg couldn't write the video: {reason}", reason=self._last_line()))
        self._tidy()

    def discard(self) -> None:
        """End ffmpeg."""
        self._process.kill()
        self._process.end()
        self._tidy()

    def _fill(self, tick: int) -> None:
        try:
            for _ in range(self._written, tick):
                self._process.requests.write(self._canvas.pixels.data)
        except OSError as error:
            self._process.end()
            raise RecordError(Message("ffmpeg couldn't write the video: {reason}", reason=self._last_line())) from error
        self._written = max(self._written, tick)

    def _arguments(self) -> list[str]:
        job = self._job
        size = f"{job.size.width}x{job.size.height}"
        source = ["-f", "rawvideo", "-pix_fmt", "bgra", "-s", size, "-r", str(job.rate), "-i", "pipe:0"]
        notes = [] if job.kind == "gif" else ["-i", str(self._notes), "-map_metadata", "1", "-map_chapters", "1"]
        pixels = "yuv444p" if job.sharp and job.kind == "mp4" else "yuv420p"
        how = [*_CODECS[job.kind], *([] if job.kind == "gif" else ["-map", "0:v", "-pix_fmt", pixels])]
        exact = ["-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
        return ["-v", "error", "-y", *source, *notes, *how, *exact, "-f", job.kind, str(job.part)]

    def _last_line(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:300] if lines else Message("no reason was given.")

    def _tidy(self) -> None:
        self._errors.close()
        self._notes.unlink(missing_ok=True)
        self._notes.parent.rmdir()


def _chapters(job: EncodeJob) -> str:
    """Return ffmpeg's own form of a title and chapters."""
    parts = [";FFMETADATA1", f"title={_escaped(job.title)}"]
    for one in job.chapters:
        parts += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={one.start_ms}", f"END={one.end_ms}"]
        parts += [f"title={_escaped(one.title)}"]
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "=;#\\\n" else char for char in text)
