"""One stream of pictures: its newest one, what is told of the pointer, and how the stream ended.

A compositor sends a picture when something has changed, and none while nothing does: so the newest is what is shown,
but for what is on its way, and for what mutter 43 now and then loses. A stream that is paused and set going again
brings a picture of all that the compositor has heard of: `ask_fresh`. The newest picture stays in the memory that it
came in until the next one comes, and is copied when somebody asks for it.

The library calls us on its own thread, and holds its loop's lock meanwhile. Whoever holds ours (`_news`) never waits
for that one.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.platforms.portal.pipewire.buffers import CursorBitmap, CursorNews, copied, mapped_rows, told_cursor
from desktop_agent.platforms.portal.pipewire.connection import PipewireConnection
from desktop_agent.platforms.portal.pipewire.formats import (
    FORMAT_PARAM,
    StreamFormat,
    agreed_format,
    offered_formats,
    wanted_buffers,
    wanted_cursor,
)
from desktop_agent.platforms.portal.pipewire.library import (
    HOOK_BYTES,
    BufferChanged,
    ParamChanged,
    Process,
    PwBuffer,
    StateChanged,
    StreamEvents,
    pipewire,
)
from desktop_agent.platforms.portal.pipewire.pods import PodObject, pod_length, read, written

FIRST_WITHIN_S = 10.0
_FIRST_ASKED_S, _ASKED_FOR_S = 2.0, 0.5  # between two tries to get a first picture, as one may be lost; of a try
_INPUT = 0
_AUTOCONNECT, _MAP_BUFFERS, _NO_RECONNECT = 1 << 0, 1 << 2, 1 << 7
_ERROR, _UNCONNECTED, _PAUSED = -1, 0, 2
_PROPERTIES = b"media.type=Video media.category=Capture media.role=Screen node.name=desktop-agent"
_AGAIN = Message("Start the task again.")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StreamFrame:
    """A picture of a stream, by its number; `at` is when it came, in monotonic seconds."""

    number: int
    at: float
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class StreamCursor:
    """Where the pointer was told to be last, in pixels of the picture, when, and what it looks like if that is told."""

    x: int
    y: int
    at: float
    bitmap: CursorBitmap | None = None


class FrameStream:
    """The stream of one node."""

    def __init__(self, connection: PipewireConnection, node: int, on_end: Callable[[], None] = lambda: None) -> None:
        """Connect; pictures come some time later. ScreenError where there is no such stream.

        `on_end` is called before somebody is told that there will be no more.
        """
        self._library, self._connection, self._on_end = pipewire(), connection, on_end
        self._news = threading.Condition()
        self._number, self._at = 0, 0.0  # of the newest picture
        self._asked = self._resumed = self._fresh_after = 0  # fresh pictures: asked for, and after which number
        self._cursor: StreamCursor | None = None
        self._trouble = ""  # why there will be no more; empty while there will
        self._copy: StreamFrame | None = None
        self._form: StreamFormat | None = None
        self._kept: int | None = None  # the address of the buffer that holds the newest picture
        self._events = StreamEvents(
            state_changed=StateChanged(self._guarded(self._change_state)),
            param_changed=ParamChanged(self._guarded(self._change_param)),
            remove_buffer=BufferChanged(self._guarded(self._lose_buffer)),
            process=Process(self._guarded(self._take_buffers)),
        )
        self._hook = ctypes.create_string_buffer(HOOK_BYTES)
        self._stream: int | None = None
        with connection.locked():
            self._connect(node)

    def newest(self, within_s: float = FIRST_WITHIN_S) -> StreamFrame:
        """Return the newest picture; before the first one, wait for that.

        ScreenError when there is none within this time, and once the stream has ended.
        """
        if not self.brings_one(within_s):
            raise ScreenError(
                Message("The desktop gives no picture."),
                Message("Check that the screen is switched on and unlocked, then try again."),
            )
        with self._connection.locked():
            return self._newest_copy()

    def brings_one(self, within_s: float) -> bool:
        """Wait for the first picture, and ask for one that may be lost; tell whether there is any. Errors as above."""
        until = time.monotonic() + within_s
        while not (there := self.wait_after(0, min(within_s, _FIRST_ASKED_S))) and time.monotonic() < until:
            self.wait_fresh(self.ask_fresh(), _ASKED_FOR_S)
        return there

    def wait_after(self, number: int, within_s: float) -> bool:
        """Wait for a picture after that of this number; tell whether there is one. ScreenError once it has ended."""
        with self._news:
            self._news.wait_for(lambda: self._number > number or bool(self._trouble), within_s)
            self._check()
            return self._number > number

    def now(self) -> tuple[int, float]:
        """Return the number of the newest picture, and when it came; ScreenError once the stream has ended."""
        with self._news:
            self._check()
            return self._number, self._at

    def size(self) -> Size:
        """Return the size of the pictures that come now; of none before the first one. ScreenError as above."""
        with self._news:
            self._check()
            return Size(0, 0) if self._form is None else self._form.size

    def ask_fresh(self) -> int:
        """Have the compositor draw a picture anew; return the ticket to wait with."""
        with self._connection.locked():
            self._asked += 1
            self._library.pw_stream_set_active(self._stream, False)  # noqa: FBT003 - as C has it
            return self._asked

    def wait_fresh(self, ticket: int, within_s: float) -> bool:
        """Wait for a picture drawn after `ask_fresh`; tell whether it came. ScreenError once the stream has ended."""
        with self._news:
            self._news.wait_for(lambda: bool(self._trouble) or self._is_fresh(ticket), within_s)
            self._check()
            came = self._is_fresh(ticket)
        if not came:
            with self._connection.locked():
                self._resume()  # nobody has said that it was paused
        return came

    def cursor(self) -> StreamCursor | None:
        """Return what is known of the pointer; None before it was on this monitor. ScreenError as above."""
        with self._news:
            self._check()
            return self._cursor

    def wait_for_cursor(self, at: float, within_s: float) -> bool:
        """Wait until something is told of the pointer after this moment; tell whether it was. ScreenError as above."""
        with self._news:
            self._news.wait_for(lambda: bool(self._trouble) or self._told_after(at), within_s)
            self._check()
            return self._told_after(at)

    def close(self) -> None:
        """End it; a second call does nothing."""
        if self._stream is None:
            return
        self._end(Message("The pictures of the screen were ended."))
        with self._connection.locked():
            stream, self._stream = self._stream, None
            self._library.pw_stream_destroy(stream)

    def _connect(self, node: int) -> None:
        library = self._library
        properties = library.pw_properties_new_string(_PROPERTIES)
        self._stream = library.pw_stream_new(self._connection.core, b"desktop-agent", properties)
        library.pw_stream_add_listener(self._stream, self._hook, ctypes.byref(self._events), None)
        flags = _AUTOCONNECT | _MAP_BUFFERS | _NO_RECONNECT
        with _pointers(offered_formats()) as (params, count):
            failed = library.pw_stream_connect(self._stream, _INPUT, node, flags, params, count) < 0
        if failed:
            self._end(Message("The desktop's stream of pictures cannot be connected to."))

    def _newest_copy(self) -> StreamFrame:
        """Return the newest picture, copied once; the library is kept from calling us."""
        with self._news:
            self._check()
            number, at = self._number, self._at
        if self._kept is not None and (self._copy is None or self._copy.number != number):
            self._copy = StreamFrame(number, at, self._copied(self._kept))
        if self._copy is None:
            raise ScreenError(Message("The desktop's picture was lost."), Message("Try again."))
        return self._copy

    def _copied(self, buffer: int) -> Pixels:
        rows = mapped_rows(PwBuffer.from_address(buffer))
        if rows is None or self._form is None:
            raise ScreenError(Message("The desktop's picture was lost."), Message("Try again."))
        return copied(rows, self._form.size)

    def _is_fresh(self, ticket: int) -> bool:
        return self._resumed >= ticket and self._number > self._fresh_after

    def _told_after(self, at: float) -> bool:
        return self._cursor is not None and self._cursor.at > at

    def _check(self) -> None:
        if self._trouble:
            if self._stream is not None:
                self._on_end()
            raise NoScreenError(self._trouble, _AGAIN)

    # From here on: called by the library, on its thread.

    def _change_state(self, _data: int, _old: int, new: int, error: bytes | None) -> None:
        reason = " ".join((error or b"").decode(errors="replace").split())
        if new == _ERROR:
            self._end(Message("The desktop gives no pictures ({part}).", part=reason or Message("it does not say why")))
        elif new == _UNCONNECTED and reason:
            self._end(
                Message("The desktop's pictures come by PipeWire, which has gone away ({reason}).", reason=reason)
            )
        elif new == _UNCONNECTED:
            self._end(Message("The desktop has ended its pictures."))
        elif new == _PAUSED and self._asked > self._resumed:
            self._resume()

    def _resume(self) -> None:
        with self._news:
            self._resumed, self._fresh_after = self._asked, self._number
        self._library.pw_stream_set_active(self._stream, True)  # noqa: FBT003 - as C has it

    def _change_param(self, _data: int, number: int, param: int | None) -> None:
        if number != FORMAT_PARAM or not param:
            return
        form = agreed_format(read(ctypes.string_at(param, pod_length(ctypes.string_at(param, 8)))))
        if form is None:
            self._end(Message("The desktop offers pictures of a kind that is not known here."))
            return
        self._form = form
        with _pointers(wanted_buffers(), wanted_cursor()) as (params, count):
            self._library.pw_stream_update_params(self._stream, params, count)

    def _lose_buffer(self, _data: int, buffer: int) -> None:
        if buffer == self._kept:
            if not self._trouble:  # new ones are on their way, and meanwhile this is what is shown
                self._newest_copy()
            self._kept = None

    def _take_buffers(self, _data: int) -> None:
        """Keep the newest picture's buffer, and give back every other one."""
        while buffer := self._library.pw_stream_dequeue_buffer(self._stream):
            content, now = PwBuffer.from_address(buffer), time.monotonic()
            news, has_picture = told_cursor(content), mapped_rows(content) is not None
            done, self._kept = (self._kept, buffer) if has_picture else (buffer, self._kept)
            if done is not None:
                self._library.pw_stream_queue_buffer(self._stream, done)
            with self._news:
                if news is not None:
                    self._cursor = self._followed(news, now)
                if has_picture:
                    self._number, self._at = self._number + 1, now
                self._news.notify_all()

    def _followed(self, news: CursorNews, now: float) -> StreamCursor:
        known = self._cursor.bitmap if self._cursor is not None else None
        return StreamCursor(news.x, news.y, now, news.bitmap or known)

    def _end(self, why: str) -> None:
        with self._news:
            self._trouble = self._trouble or why
            self._news.notify_all()

    def _guarded(self, call: Callable[..., None]) -> Callable[..., None]:
        """Return a callback that ends the stream when it fails: nobody catches what it would raise."""

        def guarded(*arguments: object) -> None:
            try:
                call(*arguments)
            except Exception as error:
                _log.exception("a callback of PipeWire's has failed")
                self._end(Message("The desktop's pictures cannot be read ({error}).", error=error))

        return guarded


@contextmanager
def _pointers(*pods: PodObject) -> Iterator[tuple[ctypes.Array[ctypes.c_void_p], int]]:
    """Give pods as the array of pointers that the library takes; it copies them."""
    kept = [ctypes.create_string_buffer(written(pod)) for pod in pods]
    yield (ctypes.c_void_p * len(kept))(*map(ctypes.addressof, kept)), len(kept)
