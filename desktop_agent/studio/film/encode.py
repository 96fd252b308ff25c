"""Chooses what writes a film: PyAV where there is one, else ffmpeg, else what OpenCV can; or says what to install."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.installation import hint_for
from desktop_agent.studio.film.options import FilmFormat
from desktop_agent.studio.film.timeline import Chapter, Subtitle

FramePixels = NDArray[np.uint8]  # height x width x 4: blue, green, red, unused
# Frames a second. A GIF counts in hundredths: 8 of them are exact, so that no rounding adds up.
RATES = {
    "mp4": Fraction(30), "webm": Fraction(30), "gif": Fraction(25, 2), "avif": Fraction(25, 2), "stills": Fraction(30),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """What an encoder needs to know; a tick is one frame's time."""

    part: Path  # the file that it writes
    kind: FilmFormat
    size: Size
    ticks: int
    title: str
    chapters: tuple[Chapter, ...]
    subtitles: tuple[Subtitle, ...]  # empty where none go into the film
    sharp: bool
    samples: Callable[[], Iterator[FramePixels]]  # frames from all over the film, for a palette

    @property
    def rate(self) -> Fraction:
        """Return how many frames a second has."""
        return RATES[self.kind]


class FilmEncoder(Protocol):
    """Writes one file; a frame stays until the next one."""

    def add(self, pixels: FramePixels, tick: int) -> None:
        """Show a frame from a tick on."""

    def finish(self) -> None:
        """Write the end."""

    def discard(self) -> None:
        """Let go of the file; what was written is removed by whoever named it."""


def encoder(job: EncodeJob) -> FilmEncoder:
    """Return what writes a film of this kind here; RecordError where nothing can."""
    if _has("av"):
        if job.kind == "gif":
            from desktop_agent.studio.film.encode_gif import GifEncoder

            return GifEncoder(job)
        from desktop_agent.studio.film.encode_av import AvEncoder

        return AvEncoder(job)
    if job.kind != "avif" and (program := shutil.which("ffmpeg")):
        from desktop_agent.studio.film.encode_ffmpeg import FfmpegEncoder

        return FfmpegEncoder(job, program)
    if job.kind in {"webm", "avif"}:
        from desktop_agent.studio.film.encode_cv import AvifEncoder, WebmEncoder

        return WebmEncoder(job) if job.kind == "webm" else AvifEncoder(job)
    raise missing_codec(job.kind)


def check_codec(kind: FilmFormat) -> None:
    """Raise RecordError where nothing here writes this kind; said before anything is painted."""
    if kind in {"mp4", "gif"} and not _has("av") and shutil.which("ffmpeg") is None:
        raise missing_codec(kind)


def missing_codec(kind: FilmFormat) -> RecordError:
    """Return what to say where nothing writes this kind of film."""
    name = {"mp4": "an MP4", "gif": "a GIF", "webm": "a WebM", "avif": "an AVIF", "stills": "stills"}[kind]
    return RecordError(
        Message("Nothing on this computer can write {name}.", name=name),
        f"Install the package ffmpeg, or use --webm. {hint_for('video')}",
    )


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
