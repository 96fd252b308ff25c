"""Captures of a Wayland session by wlr-screencopy: sway, and other compositors built on wlroots.

Where a box lies on several monitors their pictures are put together (`screen/composed.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import CaptureDeniedError, GeometryChangedError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.wayland.connection import WaylandConnection
from desktop_agent.platforms.wayland.outputs import Outputs, WaylandOutput
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.platforms.wayland.screencopy import RED_FIRST, CopyFailedError, OutputCopy, ScreenCopier
from desktop_agent.platforms.wayland.session import on_session, why_not_by
from desktop_agent.screen.composed import MonitorPicture, common_scale, put_together
from desktop_agent.screen.source import CursorImage, Monitor

if TYPE_CHECKING:
    import numpy.typing as npt

    PixelGrid = npt.NDArray[np.uint32]

_FLIPPED = 4  # transforms from here on mirror before they turn
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
        pictures = [MonitorPicture(one.box, upright(copy, one)) for one, copy in zip(outputs, copies, strict=True)]
        return put_together(box, pictures, common_scale([one.scale for one in shown]))


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
