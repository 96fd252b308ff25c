"""Writes films with the system's ffmpeg, whose standard input gets each frame once, in Matroska (RFC 9559).

Everything that could differ between two encodings is fixed: the number of threads, and the encoder's name in the file.
Quality is fixed instead of the bit rate. Colours are BT.709 and tagged so; untagged, players guess by the picture's
size. A GIF has one palette for the full film, no dither, and only the changes from frame to frame.

Raw video has no times, and an expression for them grows with the film until ffmpeg can't read it.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.errors import RecordError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message
from desktop_agent.films.film.script import FilmFormat
from desktop_agent.films.film.timeline import Caption
from desktop_agent.lib.child_process import ChildProcess, finish
from desktop_agent.record.work_folder import work_folder

_END_WITHIN_S = 600.0
_TO_YUV = "scale=out_color_matrix=bt709:out_range=tv:flags=area+accurate_rnd+bitexact"
_YUV = ("-pix_fmt", "yuv420p", "-color_range", "tv", "-colorspace", "bt709",
        "-color_primaries", "bt709", "-color_trc", "bt709", "-g", "240")  # fmt: skip
_CODECS: Mapping[FilmFormat, tuple[str, ...]] = {
    # Two thirds of the time of "superfast", for a quarter more bytes. Without adaptive quantization, a ghost of what
    # has faded stays on dark ground.
    "mp4": (*_YUV, "-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-tune", "animation", "-x264-params",
            "8x8dct=1:cabac=1:no-deblock=0:aq-mode=1:scenecut=0", "-movflags", "+faststart"),
    "gif": ("-loop", "0", "-final_delay", "8"),
}  # fmt: skip
FramePixels = NDArray[np.uint8]  # height x width x 4: blue, green, red, unused
# Frames a second. A GIF counts in hundredths: 8 of them are exact, so that no rounding adds up.
RATES: Mapping[FilmFormat, Fraction] = {
    "mp4": Fraction(25),
    "gif": Fraction(25, 2),
    "stills": Fraction(25),
}


@dataclass(frozen=True, slots=True)
class EncodeJob:
    """The input of an encoder."""

    part: Path  # the file that it writes
    kind: FilmFormat
    size: Size
    title: str
    chapters: tuple[Caption, ...]
    narration: Path | None  # a voice for an MP4, in any format that ffmpeg reads
    samples: Callable[[], Iterator[FramePixels]]  # sample frames of the full film, for a palette

    @property
    def rate(self) -> Fraction:
        """Return the frames per second."""
        return RATES[self.kind]


def ffmpeg() -> str:
    """Return the path of ffmpeg; RecordError where it is missing."""
    program = shutil.which("ffmpeg")
    if program is None:
        raise RecordError(
            Message("Videos are made with ffmpeg, which isn't installed on this computer."),
            Message("Install ffmpeg: sudo apt install ffmpeg (macOS: brew install ffmpeg)."),
        )
    return program


class FilmEncoder:
    """A running ffmpeg that writes one file; a frame lasts until the next one."""

    def __init__(self, job: EncodeJob) -> None:
        """Start ffmpeg; RecordError where that fails."""
        self._job = job
        self._program = ffmpeg()
        self._folders = ExitStack()
        self._work_folder = self._folders.enter_context(work_folder("desktop-agent-film"))
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = ChildProcess(
                [self._program, *self._arguments()], requests=True, output=subprocess.DEVNULL, errors=self._errors
            )
        except OSError as error:
            self._close_files()
            raise RecordError(Message("ffmpeg can't be started: {strerror}.", strerror=error.strerror)) from error
        try:
            self._write(head(job.size, job.rate))
        except BaseException:
            self.discard()
            raise

    def add(self, tick: int, frame: FramePixels) -> None:
        """Write the next frame, which is shown from a tick on, 1 / `rate` seconds each; RecordError where that fails.

        The first and the last tick of the film are among those that have a frame.
        """
        self._write(frame_head(tick, frame.nbytes))
        self._write(frame.data)

    def _write(self, data: bytes | memoryview) -> None:
        try:
            self._process.requests.write(data)
        except OSError as error:
            self._process.end()
            raise self._failure() from error

    def finish(self) -> None:
        """Wait for ffmpeg; RecordError where it failed."""
        self._process.end(_END_WITHIN_S)
        if self._process.exit_code != 0 or self._first_error():  # with a full disk, ffmpeg 5.1 may end with 0
            raise self._failure()
        self._close_files()

    def discard(self) -> None:
        """End ffmpeg without finishing the file; the caller removes the partial file."""
        self._process.kill()
        self._process.end()
        self._close_files()

    def _arguments(self) -> list[str]:
        job = self._job
        inputs = ["-f", FORMAT, "-i", "pipe:0"]
        if job.kind == "gif":
            inputs += ["-i", str(self._palette())]
            more = ["-lavfi", "[0:v][1:v]paletteuse=dither=none:diff_mode=rectangle"]
        else:
            notes = self._work_folder / "notes.txt"
            notes.write_text(_metadata(job), encoding="utf-8")
            inputs += ["-i", str(notes)]
            more = ["-lavfi", f"[0:v]{_TO_YUV}[v]", "-map", "[v]", "-map_metadata", "1", "-map_chapters", "1"]
        if job.kind == "mp4" and job.narration:
            inputs += ["-i", f"file:{job.narration}"]
            more += ["-map", "2:a", "-c:a", "aac", "-flags:a", "+bitexact"]
        exact = ["-vsync", "vfr", "-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
        return ["-v", "error", "-y", *inputs, *_CODECS[job.kind], *more, *exact, "-f", job.kind, str(job.part)]

    def _palette(self) -> Path:
        """Write a palette of the full film's colours and return its path."""
        palette = self._work_folder / "palette.png"
        size = self._job.size
        source = ["-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{size.width}x{size.height}", "-i", "pipe:0"]
        command = [self._program, "-v", "error", *source, "-vf", "palettegen=stats_mode=full", str(palette)]
        frames = b"".join(frame.tobytes() for frame in self._job.samples())
        with suppress(subprocess.TimeoutExpired):  # without a palette, the film fails
            self._errors.write(finish(command, within_s=_END_WITHIN_S, given=frames).stderr)
        return palette

    def _failure(self) -> RecordError:
        reason = self._first_error()[:300] or Message("no reason was given.")
        return RecordError(Message("ffmpeg couldn't write the video: {reason}", reason=reason))

    def _first_error(self) -> str:
        """Return the first error line of ffmpeg; empty without one."""
        self._errors.seek(0)
        return self._errors.readline().decode(errors="replace").strip()

    def _close_files(self) -> None:
        self._errors.close()
        self._folders.close()


def _metadata(job: EncodeJob) -> str:
    """Return title and chapters in ffmpeg's metadata format."""
    parts = [";FFMETADATA1", f"title={_escaped(job.title)}"]
    for chapter in job.chapters:
        parts += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={chapter.start_ms}", f"END={chapter.end_ms}"]
        parts += [f"title={_escaped(chapter.text)}"]
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "=;#\\\n" else char for char in text)


FORMAT = "matroska"  # as ffmpeg calls it
_NS_IN_S = 1_000_000_000
# RFC 9559, sections 5 and 6
_EBML = 0x1A45DFA3
_DOC_TYPE = 0x4282
_SEGMENT = 0x18538067
_INFO = 0x1549A966
_TIMESTAMP_SCALE = 0x2AD7B1  # in nanoseconds
_TRACKS = 0x1654AE6B
_TRACK_ENTRY = 0xAE
_TRACK_NUMBER = 0xD7
_TRACK_UID = 0x73C5
_TRACK_TYPE = 0x83
_CODEC_ID = 0x86
_DEFAULT_DURATION = 0x23E383  # in nanoseconds
_VIDEO = 0xE0
_PIXEL_WIDTH = 0xB0
_PIXEL_HEIGHT = 0xBA
_COLOUR_SPACE = 0x2EB524
_CLUSTER = 0x1F43B675
_TIMESTAMP = 0xE7
_SIMPLE_BLOCK = 0xA3
_UNTIL_THE_END = bytes.fromhex("01FFFFFFFFFFFFFF")  # instead of a length
_IS_VIDEO = 1
_BLOCK_HEAD = bytes.fromhex("81 0000 80")  # track 1, no time beside the cluster's, a key frame


def head(size: Size, rate: Fraction) -> bytes:
    """Return what precedes the frames; each is `size` pixels of blue, green, red and an unused byte.

    A tick lasts 1 / `rate` seconds, which have to be whole nanoseconds.
    """
    tick_ns = int(_NS_IN_S / rate)
    video = _number(_PIXEL_WIDTH, size.width) + _number(_PIXEL_HEIGHT, size.height) + _element(_COLOUR_SPACE, b"BGRA")
    track = (
        _number(_TRACK_NUMBER, 1)
        + _number(_TRACK_UID, 1)
        + _number(_TRACK_TYPE, _IS_VIDEO)
        + _element(_CODEC_ID, b"V_UNCOMPRESSED")
        + _number(_DEFAULT_DURATION, tick_ns)
        + _element(_VIDEO, video)
    )
    return (
        _element(_EBML, _element(_DOC_TYPE, b"matroska"))
        + _id(_SEGMENT)
        + _UNTIL_THE_END
        + _element(_INFO, _number(_TIMESTAMP_SCALE, tick_ns))
        + _element(_TRACKS, _element(_TRACK_ENTRY, track))
    )


def frame_head(tick: int, byte_count: int) -> bytes:
    """Return what precedes the bytes of a frame that is shown from a tick on."""
    at = _number(_TIMESTAMP, tick)
    block = _id(_SIMPLE_BLOCK) + _length(len(_BLOCK_HEAD) + byte_count) + _BLOCK_HEAD
    return _id(_CLUSTER) + _length(len(at) + len(block) + byte_count) + at + block


def _element(element: int, body: bytes) -> bytes:
    return _id(element) + _length(len(body)) + body


def _number(element: int, value: int) -> bytes:
    return _element(element, value.to_bytes(8))


def _id(element: int) -> bytes:
    return element.to_bytes((element.bit_length() + 7) // 8)


def _length(byte_count: int) -> bytes:
    return ((1 << 56) | byte_count).to_bytes(8)  # a one in front of seven bytes
