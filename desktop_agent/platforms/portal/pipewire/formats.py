"""What is asked of a stream of pictures, and what it answers, as pods: kinds of pixels, memory, and the pointer.

No DRM modifiers are offered, and memory only that is mapped: so the compositor copies each picture for us.
The numbers are SPA's (spa/param/format.h, spa/param/buffers.h, spa/buffer/meta.h, spa/buffer/buffer.h).
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.pods import Pod, PodChoice, PodFraction, PodId, PodObject, PodProperty

FORMAT_PARAM = 4
_ENUM_FORMAT, _BUFFERS, _META = 3, 5, 6
_FORMAT_OBJECT, _BUFFERS_OBJECT, _META_OBJECT = 0x40003, 0x40004, 0x40005
_MEDIA_TYPE, _MEDIA_SUBTYPE, _VIDEO_FORMAT, _VIDEO_SIZE, _FRAME_RATE = 1, 2, 0x20001, 0x20003, 0x20004
_VIDEO, _RAW = 2, 1
_RANGE, _ENUM, _FLAGS = 1, 3, 4
BGRX, BGRA, RGBA = 8, 12, 11
_BUFFER_COUNT, _BUFFER_MEMORY = 1, 6
_MAPPED_MEMORY = 1 << 1 | 1 << 2  # pointers and memory files
_META_KIND, _META_SIZE = 1, 2
CURSOR_META = 5
_LARGEST, _OFTENEST = Size(16384, 16384), PodFraction(1000, 1)
# The pointer's place, a hot spot, and its picture of up to 1024x1024 pixels.
_CURSOR_BYTES, _LARGEST_CURSOR_BYTES = 28 + 20 + 256 * 256 * 4, 28 + 20 + 1024 * 1024 * 4
# One is kept here. With four, mutter 43 runs out of them when windows open, and loses the last picture of a change.
_USUAL_BUFFERS, _FEWEST_BUFFERS, _MOST_BUFFERS = 16, 2, 32


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """What the pictures of a stream are: their size, and SPA's number of their kind of pixels."""

    size: Size
    pixels: int


def offered_formats() -> PodObject:
    """Return the pictures that can be taken: four bytes a pixel, blue first, of any size."""
    return PodObject(
        _FORMAT_OBJECT,
        _ENUM_FORMAT,
        (
            PodProperty(_MEDIA_TYPE, PodId(_VIDEO)),
            PodProperty(_MEDIA_SUBTYPE, PodId(_RAW)),
            PodProperty(_VIDEO_FORMAT, PodChoice(_ENUM, (PodId(BGRX), PodId(BGRX), PodId(BGRA)))),
            PodProperty(_VIDEO_SIZE, PodChoice(_RANGE, (Size(1280, 800), Size(1, 1), _LARGEST))),
            PodProperty(_FRAME_RATE, PodChoice(_RANGE, (PodFraction(0, 1), PodFraction(0, 1), _OFTENEST))),
        ),
    )


def wanted_buffers() -> PodObject:
    """Return what memory the pictures are to be in."""
    count = PodChoice(_RANGE, (_USUAL_BUFFERS, _FEWEST_BUFFERS, _MOST_BUFFERS))
    memory = PodChoice(_FLAGS, (_MAPPED_MEMORY,))
    return PodObject(
        _BUFFERS_OBJECT, _BUFFERS, (PodProperty(_BUFFER_COUNT, count), PodProperty(_BUFFER_MEMORY, memory))
    )


def wanted_cursor() -> PodObject:
    """Return the wish to be told where the pointer is, and what it looks like."""
    size = PodChoice(_RANGE, (_CURSOR_BYTES, 28, _LARGEST_CURSOR_BYTES))
    return PodObject(_META_OBJECT, _META, (PodProperty(_META_KIND, PodId(CURSOR_META)), PodProperty(_META_SIZE, size)))


def agreed_format(pod: Pod) -> StreamFormat | None:
    """Return what a stream's format is; None where it is none that was offered."""
    if not isinstance(pod, PodObject):
        return None
    size, pixels = pod.value(_VIDEO_SIZE), pod.value(_VIDEO_FORMAT)
    if not isinstance(size, Size) or not isinstance(pixels, PodId) or pixels.number not in {BGRX, BGRA}:
        return None
    return StreamFormat(size, pixels.number) if size.width and size.height else None
