"""Windows above all others, a full screen too, by wlr-layer-shell: at a place of our choice, never with the keyboard.

The compositor lays such a window over its own drawing: no other window is moved or resized by it, and once `end` has
returned no picture that is asked for from then on has it (a copy shows all that the compositor had heard of).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.connection import Registry, WaylandConnection, WaylandObject, connect_wayland
from desktop_agent.platforms.wayland.outputs import Outputs, WaylandOutput
from desktop_agent.platforms.wayland.protocols import (
    COMPOSITOR,
    LAYER_SHELL,
    LAYER_SURFACE,
    POINTER,
    REGION,
    SEAT,
    SHM,
    SURFACE,
)
from desktop_agent.platforms.wayland.shm import BufferForm, PictureRows, ShmBuffer

_NAMESPACE = "desktop-agent"
_OVERLAY = 3
_TOP_LEFT = 1 | 4
_LIES_OVER_PANELS = -1
_ARGB = 0  # 32 bits a pixel, blue in the lowest byte, already multiplied by its alpha
_WHOLE_SCALES = 3
_POINTER_BIT = 1
_NEVER = 0

PointerStep = Literal["enter", "leave", "motion", "button", "wheel"]


@dataclass(frozen=True, slots=True)
class LayerPointer:
    """What the pointer did in a window: the place in logical units of the window, the server's time in ms.

    Of a button `code` is the kernel's number, and `down` whether it was pressed; of a wheel `across` and `along` are
    how far, in logical units.
    """

    what: PointerStep
    x: float = 0.0
    y: float = 0.0
    server_ms: int = 0
    code: int = 0
    down: bool = False
    across: float = 0.0
    along: float = 0.0


class LayerShell:
    """The windows of one connection; for the thread that owns it."""

    def __init__(self, connection: WaylandConnection) -> None:
        """Raises NoScreenError where the compositor has no such windows."""
        self._connection = connection
        registry = Registry(connection)
        self._shell = registry.need(LAYER_SHELL)
        self._compositor = registry.need(COMPOSITOR, _WHOLE_SCALES)
        self._shm = registry.need(SHM)
        self._outputs = Outputs(registry)
        self._shown: dict[int, LayerSurface] = {}
        self._steps: list[tuple[LayerSurface, LayerPointer]] = []
        self._under: LayerSurface | None = None
        self._at = (0.0, 0.0)
        self._pointer: WaylandObject | None = None
        if (seat := registry.bind(SEAT)) is not None:
            self._seat = seat.on(capabilities=self._on_capabilities)
        connection.round_trip()

    def fileno(self) -> int:
        """Return the socket, to wait for it with others."""
        return self._connection.fileno()

    def steps(self) -> Sequence[tuple[LayerSurface, LayerPointer]]:
        """Return what the pointer has done in our windows since the last call."""
        self._connection.dispatch()
        steps = self._steps
        self._steps = []
        return [(surface, step) for surface, step in steps if surface.is_shown]

    def sync(self) -> None:
        """Return when the compositor has done all that was asked."""
        self._connection.round_trip()

    def show(self, box: Rect, *, takes_clicks: bool) -> LayerSurface:
        """Make a window for a box of the desktop, in logical units; it is seen from its first picture on."""
        made = LayerSurface(self, box, takes_clicks=takes_clicks)
        self._shown[made.number] = made
        return made

    def output_of(self, box: Rect) -> WaylandOutput:
        """Return the output that shows the middle of a box, else any part of it, else the first one."""
        outputs = self._outputs.now()
        x = box.x + box.width // 2
        y = box.y + box.height // 2
        if not outputs:
            raise NoScreenError(Message("No monitor is turned on."), Message("Turn one on, then try again."))
        with_middle = (
            output
            for output in outputs
            if output.box.x <= x < output.box.right and output.box.y <= y < output.box.bottom
        )
        with_part = (output for output in outputs if output.box.intersection(box))
        return next(with_middle, None) or next(with_part, None) or outputs[0]

    def surface(self) -> WaylandObject:
        """Return a new surface."""
        return self._compositor.create("create_surface", SURFACE)

    def role(self, surface: WaylandObject, output: WaylandOutput) -> WaylandObject:
        """Make a surface a window above all others on an output."""
        return self._shell.create("get_layer_surface", LAYER_SURFACE, surface, output.handle, _OVERLAY, _NAMESPACE)

    def no_input(self, surface: WaylandObject) -> None:
        """Have every click go through a surface."""
        region = self._compositor.create("create_region", REGION)
        surface.request("set_input_region", region)
        region.end()

    def buffer(self, size: Size) -> ShmBuffer:
        """Return memory for a picture."""
        return ShmBuffer(self._shm, BufferForm(_ARGB, size, 4 * size.width))

    def wait_for(self, condition: Callable[[], bool]) -> bool:
        """Handle events until a condition is true; return whether it has become so."""
        return self._connection.wait_for(condition)

    def forget(self, surface: LayerSurface) -> None:
        """Take a window out of the list."""
        self._shown.pop(surface.number, None)
        if self._under is surface:
            self._under = None

    def close(self) -> None:
        """Disconnect."""
        self._connection.close()

    def _on_capabilities(self, bits: int) -> None:
        if bits & _POINTER_BIT and self._pointer is None:
            self._pointer = self._seat.create("get_pointer", POINTER).on(
                enter=self._enter, leave=self._leave, motion=self._motion, button=self._button, axis=self._wheel
            )
        elif not bits & _POINTER_BIT and self._pointer is not None:
            self._pointer.end()
            self._pointer = None

    def _enter(self, _serial: int, surface: WaylandObject | None, x: float, y: float) -> None:
        self._under = None if surface is None else self._shown.get(surface.number)
        self._at = (x, y)
        self._add_step("enter")

    def _leave(self, _serial: int, _surface: WaylandObject | None) -> None:
        self._add_step("leave")
        self._under = None

    def _motion(self, server_ms: int, x: float, y: float) -> None:
        self._at = (x, y)
        self._add_step("motion", server_ms)

    def _button(self, _serial: int, server_ms: int, code: int, state: int) -> None:
        self._add_step("button", server_ms, code=code, down=bool(state))

    def _wheel(self, server_ms: int, axis: int, way: float) -> None:
        self._add_step("wheel", server_ms, across=way if axis else 0.0, along=0.0 if axis else way)

    def _add_step(
        self,
        what: PointerStep,
        server_ms: int = 0,
        *,
        code: int = 0,
        down: bool = False,
        across: float = 0.0,
        along: float = 0.0,
    ) -> None:
        if self._under is not None:
            step = LayerPointer(what, *self._at, server_ms, code=code, down=down, across=across, along=along)
            self._steps.append((self._under, step))


class LayerSurface:
    """One window; `is_shown` until `end`, or until the compositor takes it away."""

    def __init__(self, shell: LayerShell, box: Rect, *, takes_clicks: bool) -> None:
        self._shell = shell
        self._output = shell.output_of(box)
        self._surface = shell.surface()
        self.number = self._surface.number
        self.is_shown = True
        self._box = box
        self._is_configured = False
        self._drawn: Size | None = None
        self._free: list[ShmBuffer] = []
        self._busy: list[ShmBuffer] = []
        self._role = shell.role(self._surface, self._output).on(configure=self._configure, closed=self._on_closed)
        self._role.request("set_anchor", _TOP_LEFT)
        self._role.request("set_exclusive_zone", _LIES_OVER_PANELS)
        self._role.request("set_keyboard_interactivity", _NEVER)
        if not takes_clicks:
            shell.no_input(self._surface)
        self._set_geometry()
        self._surface.request("commit")
        if not shell.wait_for(lambda: self._is_configured or not self.is_shown):
            raise ScreenError(
                Message("The compositor didn't show one of this program's windows."),
                Message("Run: desktop-agent doctor"),
            )

    @property
    def scale(self) -> int:
        """Return how many pixels a logical unit of its picture is to have."""
        return max(1, math.ceil(self._output.scale))

    def move(self, box: Rect) -> bool:
        """Have it cover another box from the next picture on; False where that takes a new window."""
        if self._shell.output_of(box).handle is not self._output.handle:
            return False
        if box != self._box:
            self._box = box
            self._set_geometry()
        return True

    def draw(self, size: Size, rows: PictureRows) -> None:
        """Show a picture: `scale` times as large as the box, rows of 4 bytes a pixel (blue first, alpha last)."""
        if not self.is_shown:
            return
        self._drawn = size
        buffer = self._free_buffer(size)
        buffer.write(rows)
        self._busy.append(buffer)
        self._surface.request("set_buffer_scale", self.scale)
        self._surface.request("attach", buffer.handle, 0, 0)
        self._surface.request("damage", 0, 0, 2**31 - 1, 2**31 - 1)
        self._surface.request("commit")

    def end(self) -> None:
        """Take it away; when this returns the compositor has done so.

        KWin fades out what is taken away, with the last picture of it; so the last one shows nothing.
        """
        if self.is_shown:
            if self._drawn is not None:
                self.draw(self._drawn, bytes(4 * self._drawn.width * self._drawn.height))
            self._on_closed()
            self._shell.sync()

    def _set_geometry(self) -> None:
        box = self._box
        origin = self._output.box
        self._role.request("set_size", max(1, box.width), max(1, box.height))
        self._role.request("set_margin", box.y - origin.y, 0, 0, box.x - origin.x)

    def _free_buffer(self, size: Size) -> ShmBuffer:
        reused = next((free_buffer for free_buffer in self._free if free_buffer.form.size == size), None)
        for free_buffer in self._free:
            if free_buffer is not reused:
                free_buffer.close()
        self._free = []
        if reused is not None:
            return reused
        made = self._shell.buffer(size)
        made.handle.on(release=lambda: self._on_buffer_released(made))
        return made

    def _on_buffer_released(self, buffer: ShmBuffer) -> None:
        if buffer in self._busy:
            self._busy.remove(buffer)
            self._free.append(buffer)

    def _configure(self, serial: int, *_: object) -> None:
        self._is_configured = True
        self._role.request("ack_configure", serial)

    def _on_closed(self) -> None:
        self.is_shown = False
        self._shell.forget(self)
        self._role.end()
        self._surface.end()
        for buffer in (*self._free, *self._busy):
            buffer.close()
        self._free = []
        self._busy = []


def create() -> LayerShell | None:
    """Return the windows of a new connection; None where the compositor has none of this kind, ScreenError for none."""
    connection = connect_wayland(gone=NoScreenError, failed=ScreenError)
    try:
        return LayerShell(connection)
    except ScreenError:
        connection.close()
        return None
