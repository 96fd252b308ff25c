"""Captures of a Wayland session by wlr-screencopy: sway, and other compositors built on wlroots.

Where a box lies on several monitors their pictures are put together (`screen/captures/composed_capture.py`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import (
    CaptureDeniedError,
    DesktopAgentError,
    GeometryChangedError,
    NoScreenError,
    ScreenError,
)
from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.connection import (
    Registry,
    WaylandConnection,
    WaylandObject,
    create_on_session,
    why_not_by,
)
from desktop_agent.platforms.wayland.outputs import Outputs, WaylandOutput
from desktop_agent.platforms.wayland.protocols import SCREENCOPY_FRAME, SCREENCOPY_MANAGER, SHM
from desktop_agent.platforms.wayland.shm import BufferForm, ShmBuffer
from desktop_agent.screen.captures.composed_capture import MonitorPicture, common_scale, composed_pixels
from desktop_agent.screen.captures.source import CursorImage, Monitor

if TYPE_CHECKING:
    import numpy.typing as npt

    PixelGrid = npt.NDArray[np.uint32]

_log = logging.getLogger(__name__)
_FLIPPED = 4  # transforms from here on mirror before they turn
_TRIES = 3  # a monitor that changes meanwhile gives no picture
COPY_WITHIN_S = 3.0
_VERSION = 3  # from this one on a frame reports when it has announced all kinds of buffer
# The protocol's numbers of formats with 4 bytes a pixel; whether red comes first.
RED_FIRST = {0: False, 1: False, 0x34324241: True, 0x34324258: True}
_UPSIDE_DOWN = 1
_ON_DAMAGE = "copy_with_damage"


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> WaylandCapture:
    """Return the backend for the session in the environment; NoScreenError when there is none that can be captured."""
    return create_on_session(WaylandCapture)


class WaylandCapture:
    """Pictures of a Wayland session; the pointer is not in them, and its position isn't reported."""

    def __init__(self, connection: WaylandConnection) -> None:
        """Raises NoScreenError where the compositor lets no program take pictures this way."""
        self._connection = connection
        registry = Registry(connection)
        self._outputs = Outputs(registry)
        self._copier = ScreenCopier(registry)
        self._glanced: tuple[Rect, Pixels] | None = None

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors as they are now."""
        return self._outputs.monitors()

    def grab(self, box: Rect) -> Pixels:
        """Capture a box; GeometryChangedError where no monitor shows any of it."""
        for _ in range(_TRIES - 1):
            try:
                return self._grab(box)
            except CopyFailedError as error:
                _log.debug("a copy of the screen failed, and is tried again: %s", error)
                continue
        try:
            return self._grab(box)
        except CopyFailedError as error:
            raise CaptureDeniedError(error.message, error.hint) from error

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a box that is looked at again and again: at once where nothing has been drawn since."""
        still = self._copier.poll_unchanged(self._outputs.now())
        if not still or self._glanced is None or self._glanced[0] != box:
            self._glanced = box, self.grab(box)
        return self._glanced[1]

    def cursor(self) -> CursorImage | None:
        """Return None: the pointer's position isn't reported to clients."""
        return None

    def close(self) -> None:
        """Disconnect."""
        self._copier.close()
        self._connection.close()

    def _grab(self, box: Rect) -> Pixels:
        all_outputs = self._outputs.refreshed()
        outputs = [output for output in all_outputs if output.box.intersection(box)]
        if not outputs:
            raise GeometryChangedError(
                Message("No monitor shows that part of the desktop."), Message("Take a new screenshot.")
            )
        copies = self._copier.copy(outputs)
        if outputs[0].box == box and _is_upright_copy(copies[0], outputs[0]):
            return Pixels(copies[0].form.size, copies[0].rows)
        pictures = [
            MonitorPicture(output.box, upright(copy, output)) for output, copy in zip(outputs, copies, strict=True)
        ]
        return composed_pixels(box, pictures, common_scale([output.scale for output in all_outputs]))


def upright(copy: OutputCopy, output: WaylandOutput) -> PixelGrid:
    """Return a copy as the person sees it, in rows of pixels (blue in the lowest byte).

    CopyFailedError where the output is not as large as it was reported: it has changed in between.
    """
    size = copy.form.size
    width = copy.form.stride // 4
    grid = np.frombuffer(copy.rows, "<u4").reshape(size.height, width)[:, : size.width]
    if copy.upside_down:
        grid = grid[::-1]
    grid = np.rot90(grid, -(output.transform % 4))
    if output.transform >= _FLIPPED:
        grid = grid[:, ::-1]
    if (output.pixels.height, output.pixels.width) != grid.shape:
        raise CopyFailedError(Message("The monitor changed while it was being captured."), Message("Try again."))
    return _blue_first(grid) if RED_FIRST[copy.form.format] else grid


def _blue_first(grid: PixelGrid) -> PixelGrid:
    channels = np.ascontiguousarray(grid).view(np.uint8).reshape(*grid.shape, 4)[:, :, [2, 1, 0, 3]]
    return np.ascontiguousarray(channels).view("<u4").reshape(grid.shape)


def _is_upright_copy(copy: OutputCopy, output: WaylandOutput) -> bool:
    """Return whether a copy's rows can be taken as they are."""
    form = copy.form
    plain = not copy.upside_down and output.transform == 0 and not RED_FIRST[form.format]
    return plain and form.stride == 4 * form.size.width and form.size == output.pixels


@dataclass(frozen=True, slots=True)
class OutputCopy:
    """What an output shows, turned as its hardware has it: rows of 4 bytes a pixel, `form.stride` bytes each.

    A copy shows all that the compositor had heard of when it was asked for, and comes with the output's next frame: the
    refresh rate is how long it takes. A copy on damage comes when something changes, and on a still screen never.
    """

    form: BufferForm
    rows: bytes = field(repr=False)
    upside_down: bool


class CopyFailedError(ScreenError):
    """The output has changed, or is gone, since the copy was asked for: another try may do."""


class ScreenCopier:
    """Copies outputs; memory is kept for each."""

    def __init__(self, registry: Registry, denied: type[DesktopAgentError] = NoScreenError) -> None:
        """Raises `denied` where the compositor lets no program take pictures this way."""
        self._connection = registry.connection
        self._manager = registry.need(SCREENCOPY_MANAGER, _VERSION, denied)
        self._shm = registry.need(SHM, 1, denied)
        self._memory: dict[tuple[int, str], ShmBuffer] = {}
        self._watched: tuple[WaylandOutput, ...] = ()
        self._watch: list[_PendingCopy] = []

    def copy(self, outputs: Sequence[WaylandOutput], within_s: float = COPY_WITHIN_S) -> list[OutputCopy]:
        """Return what these outputs show, all at once.

        Raises:
            CopyFailedError: an output has changed or gone meanwhile.
            ScreenError: there is no next frame, as on a monitor that is switched off; the connection is broken.
        """
        frames = [_PendingCopy(self._manager, output.handle, "copy", self._buffer) for output in outputs]
        try:
            if not self._connection.wait_for(lambda: all(frame.is_over for frame in frames), within_s):
                _log.info("no frame of %d outputs came within %g s", len(frames), within_s)
                raise ScreenError(
                    Message("The screen isn't providing an image."),
                    Message("Check that the monitor is turned on, then try again."),
                )
            return [frame.result() for frame in frames]
        finally:
            for frame in frames:
                frame.end()

    def poll_unchanged(self, outputs: tuple[WaylandOutput, ...]) -> bool:
        """Return whether these have shown no other picture since this was asked before; False the first time.

        What was drawn for the next frame, and is not yet shown, does not count. Errors as `copy`.
        """
        self._connection.dispatch()
        if self._watch and self._watched == outputs and not any(frame.is_over for frame in self._watch):
            return True
        for frame in self._watch:
            frame.end()
        self._watched = outputs
        self._watch = [_PendingCopy(self._manager, output.handle, _ON_DAMAGE, self._buffer) for output in outputs]
        return False

    def close(self) -> None:
        """Give the memory back."""
        for copy in self._watch:
            copy.end()
        for buffer in self._memory.values():
            buffer.close()
        self._memory.clear()

    def _buffer(self, output: WaylandObject, how: str, form: BufferForm) -> ShmBuffer:
        buffer = self._memory.get((output.number, how))
        if buffer is None or buffer.form != form:
            if buffer is not None:
                buffer.close()
            buffer = ShmBuffer(self._shm, form)
            _log.debug("pictures of %s in format %#x, by %s", form.size, form.format, how)
            self._memory[output.number, how] = buffer
        return buffer


class _PendingCopy:
    """One copy on its way: asks for it as soon as it is known what memory it wants."""

    def __init__(
        self,
        manager: WaylandObject,
        output: WaylandObject,
        how: str,
        buffer_for: Callable[[WaylandObject, str, BufferForm], ShmBuffer],
    ) -> None:
        self.is_over = False
        self._output = output
        self._how = how
        self._buffer_for = buffer_for
        self._form: BufferForm | None = None
        self._buffer: ShmBuffer | None = None
        self._is_ready = False
        self._upside_down = False
        self._object = manager.create("capture_output", SCREENCOPY_FRAME, 0, output)
        self._object.on(
            buffer=self._on_buffer,
            buffer_done=self._request_copy,
            flags=self._flags,
            ready=self._ready,
            failed=self._failed,
        )

    def result(self) -> OutputCopy:
        """Return the copy; CopyFailedError when there is none."""
        if not self._is_ready or self._buffer is None:
            raise CopyFailedError(Message("The screen couldn't be captured."), Message("Run: desktop-agent doctor"))
        return OutputCopy(self._buffer.form, self._buffer.bytes(), self._upside_down)

    def end(self) -> None:
        """Give it back."""
        self._object.end()

    def _on_buffer(self, kind: int, width: int, height: int, stride: int) -> None:
        if kind in RED_FIRST:
            self._form = BufferForm(kind, Size(width, height), stride)

    def _request_copy(self) -> None:
        if self._form is None:
            self._failed()
            return
        self._buffer = self._buffer_for(self._output, self._how, self._form)
        self._object.request(self._how, self._buffer.handle)

    def _flags(self, flags: int) -> None:
        self._upside_down = bool(flags & _UPSIDE_DOWN)

    def _ready(self, *_: int) -> None:
        self._is_ready = True
        self.is_over = True

    def _failed(self) -> None:
        self.is_over = True
