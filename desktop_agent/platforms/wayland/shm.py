"""Memory that the compositor and this program share: a file without a name, and a buffer in it."""

from __future__ import annotations

import mmap
import os
from dataclasses import dataclass

from desktop_agent.core.errors import DesktopAgentError, ScreenError
from desktop_agent.core.pictures import Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.wayland.connection import WaylandObject
from desktop_agent.platforms.wayland.protocols import BUFFER, SHM_POOL

PictureRows = bytes | bytearray | memoryview  # 4 bytes a pixel
_LARGEST = 1 << 30  # bytes; no monitor has a quarter of it


@dataclass(frozen=True, slots=True)
class BufferForm:
    """What a buffer has to be: its format by the protocol's number, its size, and the bytes of a row."""

    format: int
    size: Size
    stride: int


class ShmBuffer:
    """A buffer that the compositor can draw into or show, and whose bytes can be read and written here."""

    def __init__(self, shm: WaylandObject, form: BufferForm, failed: type[DesktopAgentError] = ScreenError) -> None:
        """Make it; raises `failed` when the size is none for a picture, or no memory is to be had."""
        self.form = form
        length = form.stride * form.size.height
        if not 0 < length <= _LARGEST or form.stride < 4 * form.size.width:
            raise failed(
                Message(
                    "The compositor requested a {width}x{height} pixel image.",
                    width=form.size.width,
                    height=form.size.height,
                )
            )
        try:
            file = os.memfd_create("desktop-agent-picture", os.MFD_CLOEXEC)
            try:
                os.ftruncate(file, length)
                self._memory = mmap.mmap(file, length)
                pool = shm.create("create_pool", SHM_POOL, file, length)
            finally:
                os.close(file)
        except OSError as cause:
            raise failed(
                Message(
                    "There isn't enough memory for a {length}-byte image ({strerror}).",
                    length=length,
                    strerror=cause.strerror,
                )
            ) from cause
        self.handle = pool.create(
            "create_buffer", BUFFER, 0, form.size.width, form.size.height, form.stride, form.format
        )
        pool.end()

    def bytes(self) -> bytes:
        """Return a copy of all rows."""
        return self._memory[:]

    def write(self, rows: PictureRows) -> None:
        """Put a picture there."""
        self._memory[: len(rows)] = rows

    def close(self) -> None:
        """Give the memory back."""
        self.handle.end()
        self._memory.close()
