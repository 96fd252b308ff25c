"""Captures of a Wayland session by wlr-screencopy: sway, and other compositors built on wlroots.

Windows and input are in logical units there, and a capture stays in pixels: on a monitor of scale 1.5, a box 100 wide
is 150 pixels wide. Where a box lies on several monitors they are put together, in the scale that all have, or in
logical units where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import CaptureDeniedError, GeometryChangedError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.capture_units import in_pixels
from desktop_agent.screen.source import CursorImage, Monitor
from desktop_agent.wayland.connection import WaylandConnection
from desktop_agent.wayland.outputs import Outputs, WaylandOutput
from desktop_agent.wayland.registry import Registry
from desktop_agent.wayland.screencopy import RED_FIRST, CopyFailedError, OutputCopy, ScreenCopier
from desktop_agent.wayland.session import on_session, why_not_by

if TYPE_CHECKING:
    import numpy.typing as npt

    PixelGrid = npt.NDArray[np.uint32]

_FLIPPED = 4  # transforms from here on mirror before they turn
_ALIKE = 0.01  # scales of monitors that are meant to be the same: sizes are whole numbers
_TRIES = 3  # a monitor that changes meanwhile gives no picture


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> WaylandCapture:
    """Return the backend for the session in the environment; NoScreenError when there is none that can be captured."""
    return on_session(WaylandCapture)


class WaylandCapture:
    """Pictures of a Wayland session; the pointer is not in them, and no program is told where it is."""

    def __init__(self, connection: WaylandConnection) -> None:
        """Raises NoScreenError where the compositor lets no program take pictures this way."""
        self._connection = connection
        registry = Registry(connection)
        self._outputs = Outputs(registry)
        self._copier = ScreenCopier(registry)
        self._glanced: tuple[Rect, Pixels] | None = None

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors as they are now."""
        listed = enumerate(self._outputs.refreshed(), 1)
        return tuple(
            Monitor(n, one.box.x, one.box.y, one.box.width, one.box.height, one.scale, one.name) for n, one in listed
        )

    def grab(self, box: Rect) -> Pixels:
        """Capture a box; GeometryChangedError where no monitor shows any of it."""
        for _ in range(_TRIES - 1):
            try:
                return self._grab(box)
            except CopyFailedError:
                continue
        try:
            return self._grab(box)
        except CopyFailedError as error:
            raise CaptureDeniedError(error.message, error.hint) from error

    def glance(self, box: Rect) -> Pixels:
        """Capture a box that is looked at again and again: at once where nothing has been drawn since."""
        still = self._copier.is_still(self._outputs.now())
        if not still or self._glanced is None or self._glanced[0] != box:
            self._glanced = box, self.grab(box)
        return self._glanced[1]

    def cursor(self) -> CursorImage | None:
        """Return None: no client is told where the pointer is."""
        return None

    def close(self) -> None:
        """Disconnect."""
        self._copier.close()
        self._connection.close()

    def _grab(self, box: Rect) -> Pixels:
        shown = self._outputs.refreshed()
        outputs = [one for one in shown if one.box.intersection(box)]
        if not outputs:
            raise GeometryChangedError("No monitor shows that part of the desktop.", "Take a new picture.")
        copies = self._copier.copy(outputs)
        if outputs[0].box == box and _is_as_seen(copies[0], outputs[0]):
            return Pixels(copies[0].form.size, copies[0].rows)
        pictures = [upright(copy, one) for one, copy in zip(outputs, copies, strict=True)]
        return _put_together(box, outputs, pictures, _scale(shown))


def upright(copy: OutputCopy, output: WaylandOutput) -> PixelGrid:
    """Return a copy as the person sees it, in rows of pixels (blue in the lowest byte).

    CopyFailedError where the output is not as large as it is said to be: it has changed in between.
    """
    size, width = copy.form.size, copy.form.stride // 4
    grid = np.frombuffer(copy.rows, "<u4").reshape(size.height, width)[:, : size.width]
    if copy.upside_down:
        grid = grid[::-1]
    grid = np.rot90(grid, -(output.transform % 4))
    if output.transform >= _FLIPPED:
        grid = grid[:, ::-1]
    if (output.pixels.height, output.pixels.width) != grid.shape:
        raise CopyFailedError("The monitor has changed while it was captured.", "Try again.")
    return _blue_first(grid) if RED_FIRST[copy.form.format] else grid


def _blue_first(grid: PixelGrid) -> PixelGrid:
    channels = np.ascontiguousarray(grid).view(np.uint8).reshape(*grid.shape, 4)[:, :, [2, 1, 0, 3]]
    return np.ascontiguousarray(channels).view("<u4").reshape(grid.shape)


def _is_as_seen(copy: OutputCopy, output: WaylandOutput) -> bool:
    """Tell whether a copy's rows can be taken as they are."""
    form = copy.form
    plain = not copy.upside_down and output.transform == 0 and not RED_FIRST[form.format]
    return plain and form.stride == 4 * form.size.width and form.size == output.pixels


def _put_together(box: Rect, outputs: Sequence[WaylandOutput], pictures: Sequence[PixelGrid], scale: float) -> Pixels:
    """Return a box of the desktop from pictures of the outputs that show a part of it; black where none does."""
    if outputs[0].box.intersection(box) == box:
        return _pixels(_cut(pictures[0], in_pixels(box, outputs[0].box, outputs[0].pixels)))
    size = Size(round(box.width * scale), round(box.height * scale))
    whole = np.zeros((size.height, size.width), np.uint32)
    for output, picture in zip(outputs, pictures, strict=True):
        if part := output.box.intersection(box):
            place = in_pixels(part, box, size)
            piece = _cut(picture, in_pixels(part, output.box, output.pixels))
            whole[place.y : place.bottom, place.x : place.right] = _resized(piece, place.size)
    return _pixels(whole)


def _cut(grid: PixelGrid, box: Rect) -> PixelGrid:
    return grid[box.y : box.bottom, box.x : box.right]


def _resized(grid: PixelGrid, size: Size) -> PixelGrid:
    if grid.shape == (size.height, size.width):
        return grid
    import cv2

    channels = np.ascontiguousarray(grid).view(np.uint8).reshape(*grid.shape, 4)
    resized = cv2.resize(channels, (size.width, size.height), interpolation=cv2.INTER_AREA)
    return resized.view(np.uint32).reshape(size.height, size.width)


def _scale(outputs: Sequence[WaylandOutput]) -> float:
    """Return the scale of pictures that several outputs show: their own where it is the same."""
    scales = [one.scale for one in outputs]
    return max(scales) if max(scales) - min(scales) < _ALIKE else 1.0


def _pixels(grid: PixelGrid) -> Pixels:
    return Pixels(Size(grid.shape[1], grid.shape[0]), grid.tobytes())
