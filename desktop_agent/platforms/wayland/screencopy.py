"""Pictures of outputs by wlr-screencopy: the compositor draws its next frame into memory that is kept for the next one.

A copy shows all that the compositor had heard of when it was asked for, and comes with the output's next frame: the
refresh rate is how long it takes. A copy on damage comes when something changes, and on a still screen never.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from desktop_agent.core.errors import DesktopAgentError, NoScreenError, ScreenError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.platforms.wayland.connection import WaylandObject
from desktop_agent.platforms.wayland.outputs import WaylandOutput
from desktop_agent.platforms.wayland.protocols import SCREENCOPY_FRAME, SCREENCOPY_MANAGER, SHM
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.platforms.wayland.shm import BufferForm, ShmBuffer

COPY_WITHIN_S = 3.0
_VERSION = 3  # from this one on a frame says when it has told all kinds of buffer
# The protocol's numbers of formats with 4 bytes a pixel; whether red comes first.
RED_FIRST = {0: False, 1: False, 0x34324241: True, 0x34324258: True}
_UPSIDE_DOWN = 1
_ON_DAMAGE = "copy_with_damage"


@dataclass(frozen=True, slots=True)
class OutputCopy:
    """What an output shows, turned as its hardware has it: rows of 4 bytes a pixel, `form.stride` bytes each."""

    form: BufferForm
    rows: bytes = field(repr=False)
    upside_down: bool
    damage: tuple[Rect, ...]


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
        with self._frames(outputs, "copy") as frames:
            if not self._connection.wait_for(lambda: all(one.is_over for one in frames), within_s):
                raise ScreenError(
                    "The screen gives no picture.", "See whether the monitor is switched on, then try again."
                )
            return [one.result() for one in frames]

    def change(self, outputs: Sequence[WaylandOutput], within_s: float) -> list[OutputCopy | None]:
        """Wait for a change on any of these outputs; None for one that shows no other picture, as all may in time.

        What changed since the last call for an output counts. Errors as `copy`.
        """
        with self._frames(outputs, _ON_DAMAGE) as frames:
            self._connection.wait_for(lambda: any(one.is_over for one in frames), within_s)
            return [one.result() if one.is_over else None for one in frames]

    def is_still(self, outputs: tuple[WaylandOutput, ...]) -> bool:
        """Tell whether these have shown no other picture since this was asked before; False the first time.

        What was drawn for the next frame, and is not yet shown, does not count. Errors as `copy`.
        """
        self._connection.dispatch()
        if self._watch and self._watched == outputs and not any(one.is_over for one in self._watch):
            return True
        for one in self._watch:
            one.end()
        self._watched = outputs
        self._watch = [_PendingCopy(self._manager, one.handle, _ON_DAMAGE, self._buffer) for one in outputs]
        return False

    def close(self) -> None:
        """Give the memory back."""
        for copy in self._watch:
            copy.end()
        for one in self._memory.values():
            one.close()
        self._memory.clear()

    @contextmanager
    def _frames(self, outputs: Sequence[WaylandOutput], how: str) -> Iterator[list[_PendingCopy]]:
        with ExitStack() as ending:
            frames = [_PendingCopy(self._manager, one.handle, how, self._buffer) for one in outputs]
            for one in frames:
                ending.callback(one.end)
            yield frames

    def _buffer(self, output: WaylandObject, how: str, form: BufferForm) -> ShmBuffer:
        kept = self._memory.get((output.number, how))
        if kept is None or kept.form != form:
            if kept is not None:
                kept.close()
            kept = self._memory[output.number, how] = ShmBuffer(self._shm, form)
        return kept


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
        self._output, self._how, self._buffer_for = output, how, buffer_for
        self._form: BufferForm | None = None
        self._buffer: ShmBuffer | None = None
        self._is_ready = self._upside_down = False
        self._damage: list[Rect] = []
        self._object = manager.create("capture_output", SCREENCOPY_FRAME, 0, output)
        self._object.on(
            buffer=self._offer, buffer_done=self._ask, flags=self._flags, damage=self._note_damage,
            ready=self._ready, failed=self._failed,
        )  # fmt: skip

    def result(self) -> OutputCopy:
        """Return the copy; CopyFailedError when there is none."""
        if not self._is_ready or self._buffer is None:
            raise CopyFailedError("The screen could not be captured.", "Run: desktop-agent doctor")
        return OutputCopy(self._buffer.form, self._buffer.bytes(), self._upside_down, tuple(self._damage))

    def end(self) -> None:
        """Give it back."""
        self._object.end()

    def _offer(self, kind: int, width: int, height: int, stride: int) -> None:
        if kind in RED_FIRST:
            self._form = BufferForm(kind, Size(width, height), stride)

    def _ask(self) -> None:
        if self._form is None:
            self._failed()
            return
        self._buffer = self._buffer_for(self._output, self._how, self._form)
        self._object.request(self._how, self._buffer.handle)

    def _flags(self, flags: int) -> None:
        self._upside_down = bool(flags & _UPSIDE_DOWN)

    def _note_damage(self, x: int, y: int, width: int, height: int) -> None:
        self._damage.append(Rect(x, y, width, height))

    def _ready(self, *_: int) -> None:
        self._is_ready = self.is_over = True

    def _failed(self) -> None:
        self.is_over = True
