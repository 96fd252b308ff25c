"""Writes films with PyAV: still stretches are one frame, quality is fixed instead of the bit rate.

Everything that could differ from one time to the next is fixed: the number of threads, and what a file says of its
maker. Colours are BT.709 and say so; without the tag players guess by the size of the picture. A GIF has one palette
for the whole film, no dither, and only what has changed from frame to frame. Its delays are whole hundredths of a
second, and the frames' times are multiples of eight of them: nothing is rounded, so the film is as long as it should
be.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from av.filter import Graph
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from desktop_agent.core.errors import RecordError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.core.message import Message
from desktop_agent.studio.film.job import X264, Canvas, EncodeJob, FramePart, FramePixels, cut
from desktop_agent.studio.film.options import FilmFormat
from desktop_agent.studio.film.timeline import Subtitle

if TYPE_CHECKING:
    from av.filter.context import FilterContext

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
_HUNDREDTHS = Fraction(1, 100)
_COLOURS = "palettegen=stats_mode=full"
_USE = "dither=none:diff_mode=rectangle"
_STEP = 64  # pixels: parts are converted in few sizes
_AROUND = 8  # pixels beside a change, which colours reach; of even number, as two share their colour


@dataclass(frozen=True, slots=True)
class _Codec:
    name: str
    container: str
    options: dict[str, str]


_CODECS: dict[FilmFormat, _Codec] = {
    "mp4": _Codec("libx264", "mp4", dict(X264)),
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
            raise RecordError(Message("PyAV can't write {kind} files: {error}.", kind=job.kind, error=error)) from error
        self._stream = self._add_stream(codec)
        self._words = self._out.add_stream("mov_text") if job.subtitles and job.kind == "mp4" else None
        if self._words is not None:
            self._words.codec_context.subtitle_header = _STYLES
            self._words.codec_context.time_base = _MS
        self._describe()
        self._converter = YuvConverter(job.size, self._pixels)
        self._last: int | None = None  # the tick of the last frame
        self._said = list(job.subtitles)

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on."""
        self._repeat_until(tick)
        self._converter.take(parts)
        self._write(tick)

    def finish(self) -> None:
        """Write the end."""
        self._repeat_until(self._job.ticks)
        if self._last is not None and self._last < self._job.ticks - 1:  # the last frame lasts as long as a usual one
            self._write(self._job.ticks - 1)
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
                Message("This version of PyAV has no {name} encoder.", name=codec.name),
                Message("Install another version of av."),
            ) from error
        if not isinstance(stream, av.VideoStream):
            raise RecordError(
                Message("The {name} encoder in this version of PyAV doesn't produce video.", name=codec.name)
            )
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
        while self._last is not None and tick - self._last > longest:
            self._write(self._last + longest)

    def _write(self, tick: int) -> None:
        self._last = tick
        frame = self._converter.frame()
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


class GifEncoder:
    """Writes one file."""

    def __init__(self, job: EncodeJob) -> None:
        self._job = job
        av.logging.set_level(None)
        self._graph, self._source, self._sink = self._with_palette(self._palette())
        self._out = av.open(
            str(job.part),
            "w",
            format="gif",
            container_options={"fflags": "+bitexact"},
            options={"loop": "0", "final_delay": "8"},
        )
        stream = self._out.add_stream("gif", rate=100)
        if not isinstance(stream, av.VideoStream):
            raise RecordError(Message("The GIF encoder in this version of PyAV doesn't produce images."))
        stream.width, stream.height, stream.pix_fmt = job.size.width, job.size.height, "pal8"
        stream.codec_context.time_base = _HUNDREDTHS
        self._stream, self._last, self._canvas = stream, -1, Canvas(job.size)

    def add(self, parts: Sequence[FramePart], tick: int) -> None:
        """Show a frame from a tick on."""
        self._last = tick
        self._canvas.take(parts)
        frame = _frame(self._canvas.pixels)
        frame.pts, frame.time_base = round(tick * 100 / self._job.rate), _HUNDREDTHS
        self._source.push(frame)
        self._pull()

    def finish(self) -> None:
        """Write the end: the last frame again, which says how long it was there."""
        if self._last < self._job.ticks - 1:
            self.add((), self._job.ticks - 1)
        self._source.push(None)
        self._pull()
        self._out.mux(self._stream.encode(None))
        self._out.close()

    def discard(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(av.FFmpegError, OSError, ValueError):
            self._out.close()

    def _pull(self) -> None:
        with contextlib.suppress(av.BlockingIOError, av.EOFError):
            while True:
                frame = _pulled(self._sink)
                frame.time_base = _HUNDREDTHS
                self._out.mux(self._stream.encode(frame))

    def _palette(self) -> av.VideoFrame:
        graph = Graph()
        source = self._buffer(graph)
        name, _, options = _COLOURS.partition("=")
        palette, sink = graph.add(name, options), graph.add("buffersink")
        source.link_to(palette)
        palette.link_to(sink)
        graph.configure()
        for number, pixels in enumerate(self._job.samples()):
            frame = _frame(pixels)
            frame.pts, frame.time_base = number, _HUNDREDTHS
            source.push(frame)
        source.push(None)
        return _pulled(sink)

    def _with_palette(self, palette: av.VideoFrame) -> tuple[Graph, FilterContext, FilterContext]:
        graph = Graph()
        source = self._buffer(graph)
        colours = graph.add_buffer(width=16, height=16, format=av.VideoFormat("bgra"), time_base=_HUNDREDTHS)
        use, sink = graph.add("paletteuse", _USE), graph.add("buffersink")
        source.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        palette.pts, palette.time_base = 0, _HUNDREDTHS
        colours.push(palette)
        colours.push(None)
        return graph, source, sink

    def _buffer(self, graph: Graph) -> FilterContext:
        size = self._job.size
        return graph.add_buffer(
            width=size.width, height=size.height, format=av.VideoFormat("bgra"), time_base=_HUNDREDTHS
        )


def _frame(pixels: FramePixels) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(pixels, format="bgra")


def _pulled(sink: FilterContext) -> av.VideoFrame:
    frame = sink.pull()
    if not isinstance(frame, av.VideoFrame):
        raise RecordError(Message("The filters in this version of PyAV don't produce video frames."))
    return frame


class YuvConverter:
    """Converts the frames of one film, all of one size; `pixels` is yuv420p or yuv444p."""

    def __init__(self, size: Size, pixels: str) -> None:
        width, height = size.width, size.height
        self._format, self._part = pixels, 2 if pixels == "yuv420p" else 1
        self._canvas, self._bounds = Canvas(size), Rect(0, 0, width, height)
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
        self._reformatters: dict[Size, VideoReformatter] = {}  # each keeps what it has worked out for one size

    def take(self, parts: Sequence[FramePart]) -> None:
        """Put the parts of the next frame over the last one."""
        self._canvas.take(parts)
        for part in parts:
            self._convert(_grown(part.box, _AROUND, self._bounds))

    def frame(self) -> av.VideoFrame:
        """Return the frame as it is now, for an encoder that takes it before the next parts come."""
        # PyAV lends our pixels to encoders where the height is a multiple of 4. All of these copy them at once.
        lends = self._format == "yuv420p" and self._bounds.height % 4 == 0
        frame = (av.VideoFrame.from_numpy_buffer if lends else av.VideoFrame.from_ndarray)(self._whole, self._format)
        frame.colorspace, frame.color_range = Colorspace.ITU709, ColorRange.MPEG
        return frame

    def _convert(self, box: Rect) -> None:
        """Convert a box, and what its edges take their colours from beside it."""
        around = _grown(_grown(box, _AROUND, self._bounds), _STEP, self._bounds)
        made = self._reformatters.setdefault(around.size, VideoReformatter()).reformat(
            av.VideoFrame.from_numpy_buffer(cut(self._canvas.pixels, around), format="bgra"),  # not copied
            format=self._format, dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG, threads=1,
        )  # fmt: skip
        for plane, converted, part in zip(self._planes, made.planes, (1, self._part, self._part), strict=True):
            rows = np.frombuffer(memoryview(converted), np.uint8).reshape(converted.height, converted.line_size)
            left, top = (box.x - around.x) // part, (box.y - around.y) // part
            wide, high = box.width // part, box.height // part
            goal = plane[box.y // part : box.bottom // part, box.x // part : box.right // part]
            goal[:] = rows[top : top + high, left : left + wide]


def _grown(box: Rect, by: int, bounds: Rect) -> Rect:
    """Return a box that is larger on each side, with edges that are multiples of this number."""
    left, top = max(bounds.x, (box.x - 1) // by * by), max(bounds.y, (box.y - 1) // by * by)
    right, bottom = (
        min(bounds.right, -(-(box.right + 1) // by) * by),
        min(bounds.bottom, -(-(box.bottom + 1) // by) * by),
    )
    return Rect(left, top, right - left, bottom - top)
