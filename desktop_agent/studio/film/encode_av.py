"""Writes MP4, WebM and AVIF with PyAV: still stretches are one frame, quality is fixed instead of the bit rate.

Everything that could differ from one time to the next is fixed: the number of threads, and what a file says of its
maker. Colours are BT.709 and say so; without the tag players guess by the size of the picture.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.reformatter import ColorRange

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message
from desktop_agent.studio.film.encode import EncodeJob, FramePixels
from desktop_agent.studio.film.options import FilmFormat
from desktop_agent.studio.film.timeline import Subtitle
from desktop_agent.studio.film.to_yuv import YuvConverter

_THREADS = 2
_LONGEST_STILL_S = 2  # a player that seeks, or begins in the middle, waits for a frame no longer than this
_BT709 = 1
_MS = Fraction(1, 1000)
# What the encoder of mov_text wants to know; players have their own ideas of it.
_STYLES = b"""[Script Info]
ScriptType: v4.00+
[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, \
StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True, slots=True)
class _Codec:
    name: str
    container: str
    options: dict[str, str]


_CODECS: dict[FilmFormat, _Codec] = {
    # Frames between frames would save a third of the bytes here, and take half as long again.
    "mp4": _Codec("libx264", "mp4", {"preset": "superfast", "crf": "23", "tune": "animation", "bf": "0"}),
    "webm": _Codec(
        "libvpx-vp9", "webm",
        {"deadline": "realtime", "cpu-used": "7", "crf": "30", "b": "0", "row-mt": "1", "tune-content": "screen"},
    ),
    "avif": _Codec("libsvtav1", "avif", {"preset": "8", "crf": "30", "svtav1-params": "lp=2:scm=1"}),
}  # fmt: skip


class AvEncoder:
    """Writes one file."""

    def __init__(self, job: EncodeJob) -> None:
        """Open it; RecordError where this PyAV lacks the codec."""
        self._job, codec = job, _CODECS[job.kind]
        self._pixels = "yuv444p" if job.sharp and job.kind == "mp4" else "yuv420p"
        av.logging.set_level(None)
        try:
            self._out = av.open(
                str(job.part), "w", format=codec.container, container_options={"fflags": "+bitexact"},
                options={"movflags": "+faststart"} if job.kind == "mp4" else {},
            )  # fmt: skip
        except (av.FFmpegError, ValueError) as error:
            raise RecordError(f"PyAV cannot write {job.kind} files: {error}.") from error
        self._stream = self._add_stream(codec)
        self._words = self._out.add_stream("mov_text") if job.subtitles and job.kind == "mp4" else None
        if self._words is not None:
            self._words.codec_context.subtitle_header = _STYLES
            self._words.codec_context.time_base = _MS
        self._describe()
        self._converter = YuvConverter(job.size.width, job.size.height, self._pixels)
        self._last: tuple[FramePixels, int] | None = None
        self._said = list(job.subtitles)

    def add(self, pixels: FramePixels, tick: int) -> None:
        """Show a frame from a tick on."""
        self._repeat_until(tick)
        self._last = (pixels, tick)
        self._write(pixels, tick)

    def finish(self) -> None:
        """Write the end."""
        self._repeat_until(self._job.ticks)
        if self._last and self._last[1] < self._job.ticks - 1:  # the last frame lasts as long as a usual one
            self._write(self._last[0], self._job.ticks - 1)
        self._say_until(None)
        self._out.mux(self._stream.encode(None))
        self._out.close()

    def discard(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(av.FFmpegError, OSError, ValueError):
            self._out.close()

    def _add_stream(self, codec: _Codec) -> av.VideoStream:
        try:
            stream = self._out.add_stream(codec.name, rate=self._job.rate, options=codec.options)
        except (av.FFmpegError, ValueError) as error:
            raise RecordError(
                Message("This PyAV has no encoder {name}.", name=codec.name), "Install another version of av."
            ) from error
        if not isinstance(stream, av.VideoStream):
            raise RecordError(Message("The encoder {name} of this PyAV writes no pictures.", name=codec.name))
        stream.width, stream.height = self._job.size.width, self._job.size.height
        stream.pix_fmt = self._pixels
        context = stream.codec_context
        context.time_base = 1 / self._job.rate
        context.thread_count = _THREADS
        context.gop_size = round(self._job.rate * 8)
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = ColorRange.MPEG
        return stream

    def _describe(self) -> None:
        self._out.metadata["title"] = self._job.title
        if self._job.kind == "avif":
            return
        self._out.set_chapters([
            {"id": number, "start": one.start_ms, "end": one.end_ms, "time_base": _MS, "metadata": {"title": one.title}}
            for number, one in enumerate(self._job.chapters)
        ])  # fmt: skip

    def _repeat_until(self, tick: int) -> None:
        """Show a long still again now and then: it costs nothing, and whoever seeks sees something soon."""
        longest = round(self._job.rate * _LONGEST_STILL_S)
        while self._last and tick - self._last[1] > longest:
            self._last = (self._last[0], self._last[1] + longest)
            self._write(*self._last)

    def _write(self, pixels: FramePixels, tick: int) -> None:
        frame = self._converter.frame(pixels)
        frame.pts, frame.time_base = tick, 1 / self._job.rate
        self._say_until(tick)
        self._out.mux(self._stream.encode(frame))

    def _say_until(self, tick: int | None) -> None:
        """Write the subtitles that begin before a tick; all that are left where there is none."""
        while self._said and (tick is None or self._said[0].start_ms * self._job.rate <= tick * 1000):
            self._say(self._said.pop(0))

    def _say(self, said: Subtitle) -> None:
        if self._words is None:
            return
        text = said.text.encode()[:0xFFFF]
        packet = av.Packet(len(text).to_bytes(2, "big") + text)
        packet.stream, packet.time_base = self._words, _MS
        packet.pts = packet.dts = said.start_ms
        packet.duration = said.end_ms - said.start_ms
        self._out.mux(packet)
