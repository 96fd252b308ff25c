"""Writes a GIF with PyAV: one palette for the whole film, no dither, and only what has changed from frame to frame.

Delays in a GIF are whole hundredths of a second, and the frames' times are multiples of eight of them: nothing is
rounded, so the film is as long as it should be.
"""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import TYPE_CHECKING

import av
from av.filter import Graph

from desktop_agent.core.errors import RecordError
from desktop_agent.studio.film.encode import EncodeJob, FramePixels

if TYPE_CHECKING:
    from av.filter.context import FilterContext

_HUNDREDTHS = Fraction(1, 100)
_COLOURS = "palettegen=stats_mode=full"
_USE = "dither=none:diff_mode=rectangle"


class GifEncoder:
    """Writes one file."""

    def __init__(self, job: EncodeJob) -> None:
        """Make the palette, and open the file."""
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
            raise RecordError("The GIF encoder of this PyAV writes no pictures.")
        stream.width, stream.height, stream.pix_fmt = job.size.width, job.size.height, "pal8"
        stream.codec_context.time_base = _HUNDREDTHS
        self._stream, self._last = stream, -1

    def add(self, pixels: FramePixels, tick: int) -> None:
        """Show a frame from a tick on."""
        self._last, self._kept = tick, pixels
        frame = _frame(pixels)
        frame.pts, frame.time_base = self._hundredths(tick), _HUNDREDTHS
        self._source.push(frame)
        self._pull()

    def finish(self) -> None:
        """Write the end: the last frame again, which says how long it was there."""
        if self._last < self._job.ticks - 1:
            self.add(self._kept, self._job.ticks - 1)
        self._source.push(None)
        self._pull()
        self._out.mux(self._stream.encode(None))
        self._out.close()

    def discard(self) -> None:
        """Let go of the file."""
        with contextlib.suppress(av.FFmpegError, OSError, ValueError):
            self._out.close()

    def _hundredths(self, tick: int) -> int:
        return round(tick * 100 / self._job.rate)

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
        raise RecordError("The filters of this PyAV give no pictures.")
    return frame
