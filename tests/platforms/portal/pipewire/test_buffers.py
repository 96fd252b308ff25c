"""A picture is copied out of a buffer as it lies there, whatever its rows are padded to, and never beyond its end."""

import ctypes

import pytest

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.library import PwBuffer, SpaBuffer, SpaChunk, SpaData, SpaMeta
from desktop_agent.platforms.portal.pipewire.stream import MappedRows, copied, cursor_of, mapped_rows

_SIZE = Size(2, 2)


def _address(content: bytes) -> tuple[int, object]:
    kept = ctypes.create_string_buffer(content, len(content))
    return ctypes.addressof(kept), kept


def _buffer(chunk: SpaChunk, address: int, maxsize: int) -> PwBuffer:
    data = SpaData(data=address, maxsize=maxsize, chunk=ctypes.pointer(chunk))
    return PwBuffer(buffer=ctypes.pointer(SpaBuffer(n_datas=1, datas=ctypes.pointer(data))))


@pytest.mark.parametrize("stride", [8, 12, 0], ids=["tight", "padded", "not told"])
def test_rows_are_put_together(stride: int) -> None:
    gap = b"gap!" if stride == 12 else b""
    address, _kept = _address(b"AAAABBBB" + gap + b"CCCCDDDD")

    assert Pixels(_SIZE, b"AAAABBBBCCCCDDDD") == copied(MappedRows(address, stride, 16 + len(gap)), _SIZE)


@pytest.mark.parametrize(("stride", "length"), [(8, 15), (4, 16), (-8, 16)], ids=["short", "narrow", "upside down"])
def test_a_picture_that_does_not_fit_its_memory_is_refused(stride: int, length: int) -> None:
    address, _kept = _address(bytes(16))

    with pytest.raises(ScreenError, match="smaller than the size it reported"):
        copied(MappedRows(address, stride, length), _SIZE)


def test_a_picture_lies_where_its_buffer_says() -> None:
    buffer = _buffer(SpaChunk(offset=100, size=4000, stride=8), 4096, 120)

    assert MappedRows(4196, 8, 20) == mapped_rows(buffer)


def test_of_all_that_is_told_beside_a_picture_the_pointer_is_found() -> None:
    header, _header = _address(bytes(32))
    cursor, _cursor = _address((1).to_bytes(4, "little") + bytes(4) + (7).to_bytes(4, "little") + bytes(16))
    metas = (SpaMeta * 2)(SpaMeta(1, 32, header), SpaMeta(5, 28, cursor))
    spa = SpaBuffer(n_metas=2, metas=ctypes.cast(metas, ctypes.POINTER(SpaMeta)))

    news = cursor_of(PwBuffer(buffer=ctypes.pointer(spa)))

    assert news is not None
    assert (7, 0) == (news.x, news.y)
