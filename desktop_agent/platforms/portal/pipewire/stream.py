"""One stream of pictures: its newest one, the pointer's metadata, and how the stream ended.

A compositor sends a picture when something has changed, and none while nothing does: so the newest shows the screen,
except for pictures on their way, and for those that mutter 43 now and then loses. A stream that is paused and resumed
brings a picture with everything that the compositor has received: `request_redraw`. The newest picture stays in its
buffer until the next one comes, and is copied when it is requested.

The library calls us on its own thread, and holds its loop's lock meanwhile. A thread that holds ours (`_news`) never
waits for that one.

No DRM modifiers are offered, and memory only that is mapped: so the compositor copies each picture for us.
The numbers are SPA's (spa/param/format.h, spa/param/buffers.h, spa/buffer/meta.h, spa/buffer/buffer.h).
"""

from __future__ import annotations

import ctypes
import logging
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures import Pixels, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.portal.pipewire.connection import (
    HOOK_BYTES,
    BufferChanged,
    ParamChanged,
    PipewireConnection,
    Process,
    PwBuffer,
    StateChanged,
    StreamEvents,
    pipewire,
)
from desktop_agent.platforms.portal.pipewire.pods import (
    PodChoice,
    PodFraction,
    PodId,
    PodObject,
    pod_length,
    read_object,
    written,
)

FIRST_WITHIN_S = 10.0
# between two tries to get a first picture, as one may be lost; of a try
_FIRST_ASKED_S = 2.0
_ASKED_FOR_S = 0.5
_INPUT = 0
_AUTOCONNECT = 1 << 0
_MAP_BUFFERS = 1 << 2
_NO_RECONNECT = 1 << 7
_ERROR = -1
_UNCONNECTED = 0
_PAUSED = 2
_PROPERTIES = b"media.type=Video media.category=Capture media.role=Screen node.name=desktop-agent"
_AGAIN = Message("Start the task again.")
_NO_MORE = Message("The desktop has stopped providing images of the screen.")
_log = logging.getLogger(__name__)
FORMAT_PARAM = 4
_ENUM_FORMAT = 3
_BUFFERS = 5
_META = 6
_FORMAT_OBJECT = 0x40003
_BUFFERS_OBJECT = 0x40004
_META_OBJECT = 0x40005
_MEDIA_TYPE = 1
_MEDIA_SUBTYPE = 2
_VIDEO_FORMAT = 0x20001
_VIDEO_SIZE = 0x20003
_FRAME_RATE = 0x20004
_VIDEO = 2
_RAW = 1
_RANGE = 1
_ENUM = 3
_FLAGS = 4
BGRX = 8
BGRA = 12
RGBA = 11
_BUFFER_COUNT = 1
_BUFFER_MEMORY = 6
_MAPPED_MEMORY = 1 << 1 | 1 << 2  # pointers and memory files
_META_KIND = 1
_META_SIZE = 2
CURSOR_META = 5
_LARGEST = Size(16384, 16384)
_OFTENEST = PodFraction(1000, 1)
# The pointer's position, its hotspot, and its picture of up to 1024x1024 pixels.
_CURSOR_BYTES = 28 + 20 + 256 * 256 * 4
_LARGEST_CURSOR_BYTES = 28 + 20 + 1024 * 1024 * 4
# One is held here. With four, mutter 43 runs out of them when windows open, and loses the last picture of a change.
_USUAL_BUFFERS = 16
_FEWEST_BUFFERS = 2
_MOST_BUFFERS = 32
_CORRUPTED = 1  # the flag of a buffer with the pointer alone
_CURSOR = struct.Struct("=IIiiiiI")
_BITMAP = struct.Struct("=IIIiI")
_NO_NEWS = 0


@dataclass(frozen=True, slots=True)
class MappedRows:
    """Where the rows of a picture lie in memory, and the bytes from one to the next."""

    address: int
    stride: int
    length: int


def mapped_rows(buffer: PwBuffer) -> MappedRows | None:
    """Return where the picture of a buffer lies; None where it brings none."""
    spa = buffer.buffer.contents
    if not spa.n_datas:
        return None
    data = spa.datas[0]
    chunk = data.chunk.contents
    if not data.data or not chunk.size or chunk.flags & _CORRUPTED:
        return None
    offset = chunk.offset % max(1, data.maxsize)
    return MappedRows(data.data + offset, chunk.stride, min(chunk.size, data.maxsize - offset))


def copied(rows: MappedRows, size: Size) -> Pixels:
    """Copy a picture of this size out of memory; ScreenError where the memory holds none."""
    width = 4 * size.width
    stride = rows.stride or width
    if stride < width or stride * (size.height - 1) + width > rows.length:
        raise ScreenError(
            Message("The desktop provided an image smaller than the size it reported."), Message("Try again.")
        )
    if stride == width:
        return Pixels(size, ctypes.string_at(rows.address, width * size.height))
    return Pixels(size, b"".join(ctypes.string_at(rows.address + y * stride, width) for y in range(size.height)))


def cursor_of(buffer: PwBuffer) -> StreamCursor | None:
    """Return a buffer's metadata of the pointer; None without any."""
    spa = buffer.buffer.contents
    for meta in spa.metas[: spa.n_metas]:
        if meta.type == CURSOR_META and meta.data:
            return parsed_cursor(ctypes.string_at(meta.data, meta.size))
    return None


@dataclass(frozen=True, slots=True)
class CursorBitmap:
    """The pointer's picture: 4 bytes a pixel (blue, green, red, alpha), and the pixel of it that points.

    The layout is SPA's (spa/buffer/meta.h): `spa_meta_cursor`, and a `spa_meta_bitmap` if it has one.

    It has no pixels while the pointer is not shown.
    """

    size: Size
    hot: tuple[int, int]
    bgra: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class StreamCursor:
    """Where the pointer is, in pixels of the stream's picture; no bitmap where it still looks the same.

    `at` is when that was reported, in monotonic seconds.
    """

    x: int
    y: int
    bitmap: CursorBitmap | None = None
    at: float = 0.0


def parsed_cursor(data: bytes) -> StreamCursor | None:
    """Parse the pointer's metadata; None if empty, as while the pointer is on another monitor or hidden."""
    if len(data) < _CURSOR.size:
        return None
    number, _flags, x, y, hot_x, hot_y, offset = _CURSOR.unpack_from(data)
    if number == _NO_NEWS:
        return None
    return StreamCursor(x, y, _parsed_bitmap(data, offset, (hot_x, hot_y)) if offset >= _CURSOR.size else None)


def _parsed_bitmap(data: bytes, at: int, hot: tuple[int, int]) -> CursorBitmap | None:
    if at + _BITMAP.size > len(data):
        return None
    form, width, height, stride, offset = _BITMAP.unpack_from(data, at)
    if not width or not height:  # it is hidden
        return CursorBitmap(Size(0, 0), hot, b"")
    first = at + offset
    if form not in {BGRA, RGBA} or stride < 4 * width or first + stride * height > len(data):
        return None
    rows = b"".join(data[first + y * stride : first + y * stride + 4 * width] for y in range(height))
    return CursorBitmap(Size(width, height), hot, _rgba_to_bgra(rows) if form == RGBA else rows)


def _rgba_to_bgra(rows: bytes) -> bytes:
    swapped = bytearray(rows)
    swapped[0::4] = rows[2::4]
    swapped[2::4] = rows[0::4]
    return bytes(swapped)


def offered_formats() -> PodObject:
    """Return the pictures that can be taken: four bytes a pixel, blue first, of any size."""
    return PodObject(
        _FORMAT_OBJECT,
        _ENUM_FORMAT,
        {
            _MEDIA_TYPE: PodId(_VIDEO),
            _MEDIA_SUBTYPE: PodId(_RAW),
            _VIDEO_FORMAT: PodChoice(_ENUM, (PodId(BGRX), PodId(BGRX), PodId(BGRA))),
            _VIDEO_SIZE: PodChoice(_RANGE, (Size(1280, 800), Size(1, 1), _LARGEST)),
            _FRAME_RATE: PodChoice(_RANGE, (PodFraction(0, 1), PodFraction(0, 1), _OFTENEST)),
        },
    )


def wanted_buffers() -> PodObject:
    """Return what memory the pictures are to be in."""
    count = PodChoice(_RANGE, (_USUAL_BUFFERS, _FEWEST_BUFFERS, _MOST_BUFFERS))
    memory = PodChoice(_FLAGS, (_MAPPED_MEMORY,))
    return PodObject(_BUFFERS_OBJECT, _BUFFERS, {_BUFFER_COUNT: count, _BUFFER_MEMORY: memory})


def wanted_cursor() -> PodObject:
    """Return the request for the pointer's position and picture."""
    size = PodChoice(_RANGE, (_CURSOR_BYTES, 28, _LARGEST_CURSOR_BYTES))
    return PodObject(_META_OBJECT, _META, {_META_KIND: PodId(CURSOR_META), _META_SIZE: size})


def agreed_size(format_pod: bytes) -> Size | None:
    """Return the size of a stream's pictures; None where its format is none that was offered."""
    values = read_object(format_pod)
    size = values.get(_VIDEO_SIZE)
    pixels = values.get(_VIDEO_FORMAT)
    is_offered = isinstance(size, Size) and size.width and size.height and pixels in {PodId(BGRX), PodId(BGRA)}
    return size if isinstance(size, Size) and is_offered else None


@dataclass(frozen=True, slots=True)
class StreamFrame:
    """A picture of a stream, by its number; `at` is when it came, in monotonic seconds."""

    number: int
    at: float
    pixels: Pixels


class FrameStream:
    """The stream of one node."""

    def __init__(self, connection: PipewireConnection, node: int, on_end: Callable[[], None] = lambda: None) -> None:
        """Connect; pictures come some time later. ScreenError without such a stream.

        `on_end` is called before the end of the pictures is reported.
        """
        self._library = pipewire()
        self._connection = connection
        self._on_end = on_end
        self._news = threading.Condition()
        # of the newest picture
        self._number = 0
        self._at = 0.0
        # fresh pictures: asked for, and after which number
        self._asked = 0
        self._resumed = 0
        self._fresh_after = 0
        self._cursor: StreamCursor | None = None
        self._trouble = ""  # why no more pictures will come; empty while they do
        self._copy: StreamFrame | None = None
        self._size: Size | None = None
        self._newest_buffer: int | None = None  # the address of the buffer that holds the newest picture
        self._events = StreamEvents(
            state_changed=StateChanged(self._guarded(self._on_state_changed)),
            param_changed=ParamChanged(self._guarded(self._on_param_changed)),
            remove_buffer=BufferChanged(self._guarded(self._on_remove_buffer)),
            process=Process(self._guarded(self._on_process)),
        )
        self._hook = ctypes.create_string_buffer(HOOK_BYTES)
        self._stream: int | None = None
        with connection.locked():
            self._connect(node)

    def newest(self, within_s: float = FIRST_WITHIN_S) -> StreamFrame:
        """Return the newest picture; before the first one, wait for that.

        ScreenError if none comes within this time, and once the stream has ended.
        """
        if not self.await_first(within_s):
            raise ScreenError(
                Message("The desktop isn't providing an image of the screen."),
                Message("Check that the screen is turned on and unlocked, then try again."),
            )
        with self._connection.locked():
            return self._newest_copy()

    def await_first(self, within_s: float) -> bool:
        """Wait for the first picture, and request it again if lost; return whether one came. Errors as above."""
        until = time.monotonic() + within_s
        while not (came := self.wait_after(0, min(within_s, _FIRST_ASKED_S))) and time.monotonic() < until:
            self.await_redraw(self.request_redraw(), _ASKED_FOR_S)
        return came

    def wait_after(self, number: int, within_s: float) -> bool:
        """Wait for a picture after that of this number; return whether one came. ScreenError once it has ended."""
        with self._news:
            self._news.wait_for(lambda: self._number > number or bool(self._trouble), within_s)
            self._check_running()
            return self._number > number

    def now(self) -> tuple[int, float]:
        """Return the number of the newest picture, and when it came; ScreenError once the stream has ended."""
        with self._news:
            self._check_running()
            return self._number, self._at

    def size(self) -> Size:
        """Return the size of the pictures that come now; of none before the first one. ScreenError as above."""
        with self._news:
            self._check_running()
            return self._size or Size(0, 0)

    def request_redraw(self) -> int:
        """Have the compositor draw a picture again; return the ticket to wait with."""
        with self._connection.locked():
            self._asked += 1
            self._library.pw_stream_set_active(self._stream, False)  # noqa: FBT003 - as C has it
            return self._asked

    def await_redraw(self, ticket: int, within_s: float) -> bool:
        """Wait for a picture drawn after `request_redraw`; return whether it came. ScreenError: it has ended."""
        with self._news:
            self._news.wait_for(lambda: bool(self._trouble) or self._is_fresh(ticket), within_s)
            self._check_running()
            came = self._is_fresh(ticket)
        if not came:
            with self._connection.locked():
                self._resume()  # the pause hasn't been reported
        return came

    def cursor(self) -> StreamCursor | None:
        """Return what is known of the pointer; None before it was on this monitor. ScreenError as above."""
        with self._news:
            self._check_running()
            return self._cursor

    def close(self) -> None:
        """End it; a second call does nothing."""
        if self._stream is None:
            return
        self._end(Message("The desktop's screen stream was closed."))
        with self._connection.locked():
            stream = self._stream
            self._stream = None
            self._library.pw_stream_destroy(stream)

    def _connect(self, node: int) -> None:
        library = self._library
        properties = library.pw_properties_new_string(_PROPERTIES)
        self._stream = library.pw_stream_new(self._connection.core, b"desktop-agent", properties)
        library.pw_stream_add_listener(self._stream, self._hook, ctypes.byref(self._events), None)
        flags = _AUTOCONNECT | _MAP_BUFFERS | _NO_RECONNECT
        with _pointers(offered_formats()) as (params, count):
            failed = library.pw_stream_connect(self._stream, _INPUT, node, flags, params, count) < 0
        _log.info("stream of node %d: connected: %s", node, not failed)
        if failed:
            self._end(Message("Could not connect to the desktop's screen stream."))
        self._connection.on_removed(node, lambda: self._end(_NO_MORE))

    def _newest_copy(self) -> StreamFrame:
        """Return the newest picture, copied once; the caller has locked the library."""
        with self._news:
            self._check_running()
            number = self._number
            at = self._at
        if self._newest_buffer is not None and (self._copy is None or self._copy.number != number):
            self._copy = StreamFrame(number, at, self._copy_buffer(self._newest_buffer))
        if self._copy is None:
            raise ScreenError(Message("The image of the desktop's screen was lost."), Message("Try again."))
        return self._copy

    def _copy_buffer(self, buffer: int) -> Pixels:
        rows = mapped_rows(PwBuffer.from_address(buffer))
        if rows is None or self._size is None:
            raise ScreenError(Message("The image of the desktop's screen was lost."), Message("Try again."))
        return copied(rows, self._size)

    def _is_fresh(self, ticket: int) -> bool:
        return self._resumed >= ticket and self._number > self._fresh_after

    def _check_running(self) -> None:
        if self._trouble:
            if self._stream is not None:
                self._on_end()
            raise NoScreenError(self._trouble, _AGAIN)

    # From here on: called by the library, on its thread.

    def _on_state_changed(self, _data: int, _old: int, new: int, error: bytes | None) -> None:
        reason = " ".join((error or b"").decode(errors="replace").split())
        if new == _ERROR:
            self._end(
                Message(
                    "The desktop isn't providing images of the screen ({part}).",
                    part=reason or Message("no reason given"),
                )
            )
        elif new == _UNCONNECTED and reason:
            self._end(
                Message(
                    "Screen capture on this desktop uses PipeWire, which has disconnected ({reason}).", reason=reason
                )
            )
        elif new == _UNCONNECTED:
            self._end(_NO_MORE)
        elif new == _PAUSED and self._asked > self._resumed:
            self._resume()

    def _resume(self) -> None:
        with self._news:
            self._resumed = self._asked
            self._fresh_after = self._number
        self._library.pw_stream_set_active(self._stream, True)  # noqa: FBT003 - as C has it

    def _on_param_changed(self, _data: int, number: int, param: int | None) -> None:
        if number != FORMAT_PARAM or not param:
            return
        size = agreed_size(ctypes.string_at(param, pod_length(ctypes.string_at(param, 8))))
        if size is None:
            self._end(Message("The desktop provides screen images in an unknown format."))
            return
        _log.info("a stream brings pictures of %dx%d", size.width, size.height)
        self._size = size
        with _pointers(wanted_buffers(), wanted_cursor()) as (params, count):
            self._library.pw_stream_update_params(self._stream, params, count)

    def _on_remove_buffer(self, _data: int, buffer: int) -> None:
        if buffer == self._newest_buffer:
            if not self._trouble:  # new ones are on their way, and meanwhile this is what is shown
                self._newest_copy()
            self._newest_buffer = None

    def _on_process(self, _data: int) -> None:
        """Hold the newest picture's buffer, and return every other one."""
        while buffer := self._library.pw_stream_dequeue_buffer(self._stream):
            content = PwBuffer.from_address(buffer)
            now = time.monotonic()
            news = cursor_of(content)
            has_picture = mapped_rows(content) is not None
            done, self._newest_buffer = (self._newest_buffer, buffer) if has_picture else (buffer, self._newest_buffer)
            if done is not None:
                self._library.pw_stream_queue_buffer(self._stream, done)
            with self._news:
                if news is not None:
                    known = self._cursor.bitmap if self._cursor is not None else None
                    self._cursor = replace(news, at=now, bitmap=news.bitmap or known)
                if has_picture:
                    self._number = self._number + 1
                    self._at = now
                self._news.notify_all()

    def _end(self, why: str) -> None:
        _log.debug("a stream has ended: %s", why)
        with self._news:
            self._trouble = self._trouble or why
            self._news.notify_all()

    def _guarded(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that ends the stream when it fails: its errors would be caught nowhere."""

        def guarded(*arguments: object) -> None:
            try:
                call(*arguments)
            except Exception as error:
                _log.exception("a callback of PipeWire's has failed")
                self._end(Message("The desktop's screen can't be read ({error}).", error=error))

        return guarded


@contextmanager
def _pointers(*pods: PodObject) -> Iterator[tuple[ctypes.Array[ctypes.c_void_p], int]]:
    """Yield pods as the array of pointers that the library takes; it copies them."""
    buffers = [ctypes.create_string_buffer(written(pod)) for pod in pods]
    yield (ctypes.c_void_p * len(buffers))(*map(ctypes.addressof, buffers)), len(buffers)
