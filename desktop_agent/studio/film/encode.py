"""Chooses what writes a film: PyAV where there is one, else ffmpeg, else what OpenCV can; or says what to install."""

from __future__ import annotations

import importlib.util
import shutil
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message, sentences
from desktop_agent.installation import hint_for
from desktop_agent.studio.film.job import EncodeJob, FilmEncoder, FramePart
from desktop_agent.studio.film.options import FilmFormat

_AHEAD = 3  # frames that may wait: more would only take memory


def encoder(job: EncodeJob) -> FilmEncoder:
    """Return what writes a film of this kind here; RecordError where nothing can."""
    if _has("av"):
        if job.kind == "gif":
            from desktop_agent.studio.film.encode_av import GifEncoder

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
        Message("No program on this computer can create {name}.", name=name),
        sentences(Message("Install the ffmpeg package, or use --webm."), hint_for("video")),
    )


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


class EncoderBeside:
    """Gives frames to an encoder in a thread of its own, one after the other; what it raises comes out of here."""

    def __init__(self, encoder: FilmEncoder) -> None:
        self._encoder = encoder
        self._thread = ThreadPoolExecutor(1, "film-encoder")
        self._waiting: deque[Future[None]] = deque()

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show the parts of a frame from a tick on."""
        if len(self._waiting) >= _AHEAD:
            self._waiting.popleft().result()
        self._waiting.append(self._thread.submit(self._encoder.add, parts, tick))

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
